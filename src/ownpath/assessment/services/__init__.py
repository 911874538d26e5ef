"""All writes of tasks, sittings and answers, by noun; this is the public face."""

from ownpath.assessment.services.accommodations import set_accommodation
from ownpath.assessment.services.answering import Answered, answer_task, replace_task, show_hint
from ownpath.assessment.services.items import NewItem, StoredItems, end_item, store_items, take_up_item, write_item
from ownpath.assessment.services.sittings import pause_sitting, resume_sitting, start_sitting, stop_sitting

__all__ = [
    "Answered",
    "NewItem",
    "StoredItems",
    "answer_task",
    "end_item",
    "pause_sitting",
    "replace_task",
    "resume_sitting",
    "set_accommodation",
    "show_hint",
    "start_sitting",
    "stop_sitting",
    "store_items",
    "take_up_item",
    "write_item",
]
