"""Items: tasks with their keys, scoring, and families that make fresh tasks.

This is the public face; the modules behind it are private.
"""

from ownpath.core.items.families import FAMILIES, Family, draw_tasks, families_for, make_task
from ownpath.core.items.feedback import FEEDBACK, feedback_for
from ownpath.core.items.kinds import KINDS, Key, Public, check_pair, read_key, read_public, score
from ownpath.core.items.misconceptions import MISCONCEPTIONS, NUDGES
from ownpath.core.items.numbers import unit_label
from ownpath.core.items.scored import DO_NOT_KNOW, Scored
from ownpath.core.items.stimulus import Part, part_to_html, part_to_say, read_part, text_to_html, text_to_say
from ownpath.core.items.task import HeldBack, ShownTask, Task, read_task
from ownpath.core.items.words import LANGUAGES, ItemError, Words

__all__ = [
    "DO_NOT_KNOW",
    "FAMILIES",
    "FEEDBACK",
    "KINDS",
    "LANGUAGES",
    "MISCONCEPTIONS",
    "NUDGES",
    "Family",
    "HeldBack",
    "ItemError",
    "Key",
    "Part",
    "Public",
    "Scored",
    "ShownTask",
    "Task",
    "Words",
    "check_pair",
    "draw_tasks",
    "families_for",
    "feedback_for",
    "make_task",
    "part_to_html",
    "part_to_say",
    "read_key",
    "read_part",
    "read_public",
    "read_task",
    "score",
    "text_to_html",
    "text_to_say",
    "unit_label",
]
