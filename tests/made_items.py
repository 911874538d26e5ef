"""Written tasks of every kind, for tests: what is right is a word or number that stands nowhere else."""

from __future__ import annotations

from typing import Any

from ownpath.assessment.services import NewItem

KEY_OF = {
    "number": {"value": "7919", "wrong": [{"value": "17", "misconception": "counts_the_unshaded"}]},
    "short_answer": {"forms": ["quokka"], "wrong": [{"text": "wombat", "words": {"en": "a near cousin"}}]},
    "choice": {"right": ["b"], "wrong": [{"name": "a", "words": {"en": "look at the sign again"}}]},
    "order": {"order": ["c", "a", "b"]},
    "match": {"pairs": [["a", "q"], ["b", "p"]]},
    "number_line": {"value": "3/4"},
    "table_fill": {"cells": {"cell_1": {"kind": "number", "value": "7919"}}},
    "expression": {"expression": "7919x + 4", "letters": "x"},
}
PUBLIC_OF: dict[str, dict[str, Any]] = {
    "number": {"unit": ""},
    "short_answer": {"longest": 30},
    "choice": {"options": [{"name": each, "words": {"en": f"animal {each}"}} for each in "abc"]},
    "order": {
        "options": [{"name": each, "words": {"en": f"thing {each}"}} for each in "abc"],
        "first": {"en": "smallest", "es": "menor"},
        "last": {"en": "largest", "es": "mayor"},
    },
    "match": {
        "left": [{"name": each, "words": {"en": f"left {each}"}} for each in "ab"],
        "right": [{"name": each, "words": {"en": f"right [[{place}/7]]"}} for place, each in enumerate("pqr", 2)],
    },
    "number_line": {"start": "0", "end": "1", "step": "1/8", "labels": ["0", "1"]},
    "table_fill": {
        "headings": [{"en": "side"}, {"en": "area"}],
        "rows": [[{"words": {"en": "2"}}, {"words": {"en": "4"}}], [{"words": {"en": "[[5/2]]"}}, {"name": "cell_1"}]],
    },
    "expression": {"letters": "x", "before": {"en": "y ="}},
}
RIGHT: dict[str, dict[str, Any]] = {
    "number": {"text": "7919"},
    "short_answer": {"text": "Quokka"},
    "choice": {"chosen": ["b"]},
    "order": {"order": ["c", "a", "b"]},
    "match": {"pairs": {"a": "q", "b": "p"}},
    "number_line": {"at": "3/4"},
    "table_fill": {"cells": {"cell_1": "7919"}},
    "expression": {"text": "4 + 7919x"},
}
HINT = "a hint that nobody has asked for"
SOLUTION = "the way to do it, step by step"


def task_of(kind: str, **changes: Any) -> dict[str, Any]:
    """A whole task of one kind as JSON."""
    return {
        "competencies": ["add"],
        "difficulty": 0.0,
        "author": "A Teacher",
        "stimulus": [
            {"part": "text", "words": {"en": f"A task of the kind {kind}: [[3/4]] of it.", "es": f"Una tarea: {kind}."}}
        ],
        "public": {"kind": kind, **PUBLIC_OF[kind]},
        "key": {"kind": kind, **KEY_OF[kind]},
        "hints": [{"en": HINT, "es": "una pista"}],
        "solution": [{"part": "text", "words": {"en": SOLUTION, "es": "así se hace"}}],
        **changes,
    }


def number_item(name: str = "a-number", **changes: Any) -> NewItem:
    """One written task that is answered with a number."""
    return NewItem(name=name, task=task_of("number", **changes))


def item_of(kind: str, **changes: Any) -> NewItem:
    """One written task of a kind."""
    return NewItem(name=f"of-{kind}", task=task_of(kind, **changes))
