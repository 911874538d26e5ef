"""What a form says was answered, in the shape in which the core scores it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from ownpath.core.items import Public


def read_answer(public: Public, form: QueryDict) -> dict[str, Any]:
    """The answer that a form holds; of any shape, as the core takes nothing for granted."""
    if form.get("unknown"):
        return {"unknown": True}
    shape: Any = public
    if public.kind == "choice":
        return {"chosen": form.getlist("chosen")[:60]}
    if public.kind == "order":
        return {"order": _order_in([each.name for each in shape.options], form)}
    if public.kind == "match":
        pairs = {each.name: form.get(f"pair_{each.name}", "") for each in shape.left}
        return {"pairs": {left: right for left, right in pairs.items() if right}}
    if public.kind == "number_line":
        marks, number = shape.marks(), form.get("mark", "")
        is_mark = number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(marks)
        return {"at": str(marks[int(number)])} if is_mark else {}
    if public.kind == "table_fill":
        names = [cell.name for row in shape.rows for cell in row if cell.name]
        return {"cells": {name: form.get(f"cell_{name}", "") for name in names}}
    return {"text": form.get("text", "")}


def _order_in(names: list[str], form: QueryDict) -> list[str]:
    """The options by the places chosen for them; where a place is missing or twice there, fewer than there are."""
    by_place: dict[str, str] = {}
    for name in names:
        place = form.get(f"place_{name}", "")
        if place.isascii() and place.isdigit() and place not in by_place:
            by_place[place] = name
    return [by_place[place] for place in sorted(by_place, key=int)]
