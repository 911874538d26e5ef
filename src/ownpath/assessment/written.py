"""An item as somebody types it: flat fields of plain text, on a page and in a table. To the core's JSON and back.

number        answer: 3/4                     wrong: 4/3 -> #turns_fraction_over
short_answer  answer: a right form a line     wrong: text -> Look at the first letter. | Mira la primera letra.
choice        answer: an option a line, right ones begin with *; English | Spanish
order         answer: a thing a line, in the right order
match         answer: left = right a line; what is left over: = right
number_line   answer: the right place; start, end, step, labels
table_fill    answer: headings, then rows, cells between bars; what is to be filled in stands in [brackets]
expression    answer: 2x + 6; letters
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ownpath.core.items import KINDS, ItemError, read_task
from ownpath.foundation.errors import InputError

ABOUT = ("name", "kind", "competencies", "framework", "difficulty", "author")
ASKED = ("text_en", "text_es", "mathematics", "figure")
TOLD = ("hints_en", "hints_es", "solution_en", "solution_es")
SETTINGS_OF: dict[str, tuple[str, ...]] = {
    "number": ("unit", "tolerance", "form", "needs_unit", "before", "after"),
    "short_answer": ("longest",),
    "choice": ("several",),
    "order": ("first", "last"),
    "match": (),
    "number_line": ("start", "end", "step", "labels", "tolerance", "style"),
    "table_fill": (),
    "expression": ("letters", "form", "before"),
}
SETTINGS = tuple(dict.fromkeys(name for names in SETTINGS_OF.values() for name in names))
FIELDS = (*ABOUT, *ASKED, "answer", "wrong", *SETTINGS, *TOLD)
TAKES_WRONG = frozenset({"number", "short_answer", "choice", "match", "number_line", "expression"})
YES = frozenset({"yes", "true", "1", "on", "sí", "si"})
LEFT, RIGHT = "abcdefghijkl", "pqrstuvwxyz"
Written = dict[str, str]
Json = dict[str, Any]
# Which typed field an error of the core is about, by how its path begins; the longest fits first.
_TYPED_AS = {
    "key.value": "answer",
    "key.tolerance": "tolerance",
    "key.wrong": "wrong",
    "key.unit": "unit",
    "key.form": "form",
    "key.forms": "answer",
    "key.letters": "letters",
    "key": "answer",
    "public.unit": "unit",
    "public.longest": "longest",
    "public.letters": "letters",
    "public.start": "start",
    "public.end": "end",
    "public.step": "step",
    "public.labels": "labels",
    "public.style": "style",
    "public.before": "before",
    "public.after": "after",
    "public.first": "first",
    "public.last": "last",
    "public": "answer",
    "stimulus": "text_en",
    "hints": "hints_en",
    "solution": "solution_en",
    "mathematics": "text_en",
}


class NotPlain(ItemError):
    """An item holds what flat fields cannot say; JSON can."""


def typed_field(path: str) -> str:
    """The typed field that an error's path means, such as `answer` for `key.value`."""
    plain = re.sub(r"\[\d+\]", "", path)
    for begin in sorted(_TYPED_AS, key=len, reverse=True):
        if plain == begin or plain.startswith(f"{begin}."):
            return _TYPED_AS[begin]
    return path


def task_from_written(written: Mapping[str, str]) -> Json:
    """The JSON of a task from what was typed; an `InputError` names the field that cannot be taken."""
    kind = _get(written, "kind")
    if kind not in KINDS:
        raise InputError(f"The kind must be one of {', '.join(KINDS)}.", field="kind")
    public, key = _MADE[kind](written)
    if kind in TAKES_WRONG:
        key["wrong"] = [_WRONG_OF[kind](public, value, slip) for value, slip in _slips(written)]
    elif _get(written, "wrong"):
        raise InputError("Known wrong answers can not be given for this kind.", field="wrong")
    return {
        "competencies": re.split(r"[\s;]+", _get(written, "competencies")) if _get(written, "competencies") else [],
        "difficulty": _difficulty(written),
        "author": _get(written, "author"),
        "stimulus": _stimulus(written),
        "public": {"kind": kind, **public},
        "key": {"kind": kind, **key},
        "hints": _pairs(written, "hints"),
        "solution": [{"part": "text", "words": words} for words in _pairs(written, "solution")],
    }


def _get(written: Mapping[str, str], name: str) -> str:
    return written.get(name, "").strip()


def _lines(written: Mapping[str, str], name: str) -> list[str]:
    return [line.strip() for line in _get(written, name).splitlines() if line.strip()]


def _words(text: str) -> Json:
    en, _bar, es = (part.strip() for part in text.partition("|"))
    return {"en": en, "es": es}


def _difficulty(written: Mapping[str, str]) -> float:
    try:
        return float(_get(written, "difficulty") or 0)
    except ValueError:
        raise InputError("A number from -6 to 6 is needed, such as 0.5.", field="difficulty") from None


def _pairs(written: Mapping[str, str], name: str) -> list[Json]:
    """Lines in English and the same lines in Spanish, side by side."""
    english, spanish = _lines(written, f"{name}_en"), _lines(written, f"{name}_es")
    if english and spanish and len(english) != len(spanish):
        raise InputError("There must be as many lines as in English.", field=f"{name}_es")
    count = max(len(english), len(spanish))
    english, spanish = english or [""] * count, spanish or [""] * count
    return [{"en": en, "es": es} for en, es in zip(english, spanish, strict=True)]


def _stimulus(written: Mapping[str, str]) -> list[Json]:
    parts: list[Json] = [{"part": "text", "words": words} for words in _pairs(written, "text")]
    if _get(written, "mathematics"):
        parts.append({"part": "mathematics", "written": _get(written, "mathematics")})
    if _get(written, "figure"):
        try:
            figure = json.loads(_get(written, "figure"))
        except ValueError:
            figure = None
        if not isinstance(figure, dict):
            raise InputError('A figure is written as {"figure": ..., "values": {...}}.', field="figure")
        parts.append({"part": "figure", **figure})
    if not parts:
        raise InputError("Please write what is asked.", field="text_en")
    return parts


def _answer(written: Mapping[str, str]) -> str:
    if not _get(written, "answer"):
        raise InputError("Please write what is right.", field="answer")
    return _get(written, "answer")


def _slips(written: Mapping[str, str]) -> list[tuple[str, Json]]:
    """Known wrong answers: the answer, an arrow, then a misconception's name with # or what to say about it."""
    found = []
    for line in _lines(written, "wrong"):
        value, arrow, told = (part.strip() for part in line.partition("->"))
        if not value or not arrow or not told:
            raise InputError("Write each one as: the wrong answer -> what to say about it.", field="wrong")
        name = re.match(r"#(\w+)\s*", told)
        slip: Json = {"misconception": name[1]} if name else {}
        rest = told[name.end() :] if name else told
        if rest:
            slip["words"] = _words(rest)
        found.append((value, slip))
    return found


def _some(written: Mapping[str, str], *names: str) -> Json:
    """The settings that were filled in, as text."""
    return {name: _get(written, name) for name in names if _get(written, name)}


def _around(written: Mapping[str, str], *names: str) -> Json:
    return {name: _words(_get(written, name)) for name in names if _get(written, name)}


def _is_yes(written: Mapping[str, str], name: str) -> bool:
    return _get(written, name).lower() in YES


def _number(written: Mapping[str, str]) -> tuple[Json, Json]:
    public = {**_some(written, "unit"), **_around(written, "before", "after")}
    key = {"value": _answer(written), **_some(written, "unit", "tolerance", "form")}
    if _is_yes(written, "needs_unit"):
        public.pop("unit", None)
        key["needs_unit"] = True
    return public, key


def _short_answer(written: Mapping[str, str]) -> tuple[Json, Json]:
    _answer(written)
    longest = _get(written, "longest")
    if longest and not longest.isdigit():
        raise InputError("A whole number is needed.", field="longest")
    return ({"longest": int(longest)} if longest else {}), {"forms": _lines(written, "answer")}


def _named(lines: Sequence[str], letters: str) -> list[Json]:
    if len(lines) > len(letters):
        raise InputError(f"There can be at most {len(letters)}.", field="answer")
    return [{"name": letters[place], "words": _words(line)} for place, line in enumerate(lines)]


def _choice(written: Mapping[str, str]) -> tuple[Json, Json]:
    _answer(written)
    lines = _lines(written, "answer")
    right = [line.startswith("*") for line in lines]
    options = _named([line.removeprefix("*").strip() for line in lines], LEFT)
    if not any(right):
        raise InputError("Begin the right option with *.", field="answer")
    several = _is_yes(written, "several") or sum(right) > 1
    chosen = [option["name"] for option, is_right in zip(options, right, strict=True) if is_right]
    return {"options": options, "several": several}, {"right": chosen}


def _drawn(lines: Sequence[str]) -> list[int]:
    """An order in which to show lines that says nothing of what is right, and is always the same for the same lines."""
    order = sorted(range(len(lines)), key=lambda place: hashlib.blake2b(lines[place].encode()).digest())
    return order[1:] + order[:1] if order == sorted(order) else order


def _order(written: Mapping[str, str]) -> tuple[Json, Json]:
    _answer(written)
    lines = _lines(written, "answer")
    shown = _drawn(lines)
    options = _named([lines[place] for place in shown], LEFT)
    key = [options[shown.index(place)]["name"] for place in range(len(lines))]
    return {"options": options, **_around(written, "first", "last")}, {"order": key}


def _match(written: Mapping[str, str]) -> tuple[Json, Json]:
    _answer(written)
    pairs = [tuple(part.strip() for part in line.partition("=")[::2]) for line in _lines(written, "answer")]
    if any(not right for _left, right in pairs):
        raise InputError("Write each pair as: left = right.", field="answer")
    left = _named([one for one, _other in pairs if one], LEFT)
    rights = [other for one, other in pairs if one] + [other for one, other in pairs if not one]
    shown = _drawn(rights)
    right = _named([rights[place] for place in shown], RIGHT)
    names = [[each["name"], right[shown.index(place)]["name"]] for place, each in enumerate(left)]
    return {"left": left, "right": right}, {"pairs": names}


def _number_line(written: Mapping[str, str]) -> tuple[Json, Json]:
    public = _some(written, "start", "end", "step", "style")
    public["labels"] = re.split(r"[\s;]+", _get(written, "labels")) if _get(written, "labels") else []
    for name in ("start", "end", "step"):
        if name not in public:
            raise InputError("Please fill this in.", field=name)
    return public, {"value": _answer(written), **_some(written, "tolerance")}


def _table_fill(written: Mapping[str, str]) -> tuple[Json, Json]:
    _answer(written)
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in _lines(written, "answer")]
    cells: Json = {}
    rows = []
    for line in lines[1:]:
        row = []
        for cell in line:
            if re.fullmatch(r"\[[^\[\]]+\]", cell):
                name = f"cell_{len(cells) + 1}"
                cells[name] = {"kind": "number", "value": cell[1:-1].strip()}
                row.append({"name": name})
            else:
                row.append({"words": _two(cell or "–")})
        rows.append(row)
    return {"headings": [_two(cell) for cell in lines[0]], "rows": rows}, {"cells": cells}


def _two(text: str) -> Json:
    """A cell in both languages: English // Spanish, since bars stand between cells."""
    en, _bar, es = (part.strip() for part in text.partition("//"))
    return {"en": en, "es": es}


def _expression(written: Mapping[str, str]) -> tuple[Json, Json]:
    letters = re.sub(r"[\s,]", "", _get(written, "letters"))
    key = {"expression": _answer(written), "letters": letters, **_some(written, "form")}
    return {"letters": letters, **_around(written, "before")}, key


_MADE = {
    "number": _number,
    "short_answer": _short_answer,
    "choice": _choice,
    "order": _order,
    "match": _match,
    "number_line": _number_line,
    "table_fill": _table_fill,
    "expression": _expression,
}


def _named_option(options: Sequence[Json], text: str) -> str:
    for option in options:
        if text in (option["words"]["en"], option["words"]["es"]):
            return str(option["name"])
    raise InputError(f"{text} is none of the options.", field="wrong")


def _wrong_pair(public: Json, text: str, slip: Json) -> Json:
    one, _sign, other = (part.strip() for part in text.partition("="))
    return {"left": _named_option(public["left"], one), "right": _named_option(public["right"], other), **slip}


_WRONG_OF = {
    "number": lambda _public, text, slip: {"value": text, **slip},
    "number_line": lambda _public, text, slip: {"value": text, **slip},
    "short_answer": lambda _public, text, slip: {"text": text, **slip},
    "expression": lambda _public, text, slip: {"expression": text, **slip},
    "choice": lambda public, text, slip: {"name": _named_option(public["options"], text), **slip},
    "match": _wrong_pair,
}


def written_from_task(task: Mapping[str, Any]) -> Written:
    """What somebody would have typed for a task; `NotPlain` where flat fields cannot say all of it."""
    kind, public, key = task["public"]["kind"], task["public"], task["key"]
    written = dict.fromkeys(FIELDS, "")
    written.update(
        kind=kind,
        competencies=" ".join(task["competencies"]),
        difficulty=f"{task['difficulty']:g}",
        author=task.get("author", ""),
    )
    for part in task["stimulus"]:
        if part["part"] == "mathematics":
            written["mathematics"] = part["written"]
        elif part["part"] == "figure":
            written["figure"] = json.dumps({"figure": part["figure"], "values": part["values"]}, ensure_ascii=False)
    texts = [part["words"] for part in task["stimulus"] if part["part"] == "text"]
    solution = [part["words"] for part in task.get("solution", []) if part["part"] == "text"]
    for name, words in (("text", texts), ("hints", task.get("hints", [])), ("solution", solution)):
        for language in ("en", "es"):
            written[f"{name}_{language}"] = "\n".join(each.get(language, "") for each in words).strip("\n")
    _write_kind(kind, public, key, written)
    _require_same(task, written)
    return written


def _line_of(words: Mapping[str, str], sign: str = " | ") -> str:
    en, es = words.get("en", ""), words.get("es", "")
    return f"{en}{sign}{es}" if es else en


def _write_kind(kind: str, public: Json, key: Json, written: Written) -> None:
    for name in SETTINGS_OF[kind]:
        value = public.get(name, key.get(name, ""))
        written[name] = _line_of(value) if isinstance(value, dict) else _setting(value)
    written["answer"] = "\n".join(_ANSWER_OF[kind](public, key))
    if kind == "number" and key.get("needs_unit"):
        written["unit"], written["needs_unit"] = key["unit"], "yes"
    if kind in TAKES_WRONG:
        written["wrong"] = "\n".join(f"{_wrong_value(kind, public, row)} -> {_slip(row)}" for row in key["wrong"])


def _setting(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _slip(row: Json) -> str:
    name = f"#{row['misconception']}" if row.get("misconception") else ""
    return " ".join(part for part in (name, _line_of(row["words"]) if row.get("words") else "") if part)


def _by_name(options: Sequence[Json], name: str, language: str = "") -> str:
    words = next(option["words"] for option in options if option["name"] == name)
    return str(words[language] or words["es"]) if language else _line_of(words)


def _wrong_value(kind: str, public: Json, row: Json) -> str:
    if kind == "choice":
        return _by_name(public["options"], row["name"], "en")
    if kind == "match":
        return f"{_by_name(public['left'], row['left'], 'en')} = {_by_name(public['right'], row['right'], 'en')}"
    return str(row.get("value") or row.get("text") or row.get("expression"))


def _cells_of(public: Json, key: Json) -> list[str]:
    lines = [" | ".join(_line_of(each, " // ") for each in public["headings"])]
    for row in public["rows"]:
        cells = [
            f"[{key['cells'][cell['name']]['value']}]" if cell.get("name") else _line_of(cell["words"], " // ")
            for cell in row
        ]
        lines.append(" | ".join(cells))
    return lines


def _pairs_of(public: Json, key: Json) -> list[str]:
    used = {right for _left, right in key["pairs"]}
    lines = [f"{_by_name(public['left'], one)} = {_by_name(public['right'], other)}" for one, other in key["pairs"]]
    return lines + [f"= {_line_of(each['words'])}" for each in public["right"] if each["name"] not in used]


_ANSWER_OF = {
    "number": lambda _public, key: [key["value"]],
    "number_line": lambda _public, key: [key["value"]],
    "expression": lambda _public, key: [key["expression"]],
    "short_answer": lambda _public, key: key["forms"],
    "choice": lambda public, key: [
        f"{'* ' if each['name'] in key['right'] else ''}{_line_of(each['words'])}" for each in public["options"]
    ],
    "order": lambda public, key: [_by_name(public["options"], name) for name in key["order"]],
    "match": _pairs_of,
    "table_fill": _cells_of,
}


def _require_same(task: Mapping[str, Any], written: Written) -> None:
    """Typed again it must be the same task."""
    try:
        again = read_task(task_from_written(written), "")
        same = read_task(dict(task), "")
    except (InputError, ItemError, StopIteration) as error:
        raise NotPlain(f"flat fields cannot say all of it ({error})") from None
    mine, theirs = again.shown.to_json(), same.shown.to_json()
    held, other = again.held_back.to_json(), same.held_back.to_json()
    held.pop("numbers"), other.pop("numbers")
    if mine != theirs or held != other:
        raise NotPlain("flat fields cannot say all of it")
