"""How a family is written: a draft of numbers, two texts, an answer, and a table of wrong answers.

A family is a function from a generator to a `Draft`. The draft holds templates and values and nothing is put into words
until a task is made of it, so that thousands of drafts can be tried against the family's second solution.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

from ownpath.core.items.stimulus import Figure
from ownpath.core.items.words import Words

Rng = np.random.Generator
Pair = tuple[str, str]
Label = str | Pair
Wrong = Sequence[tuple[Any, str]]
One = TypeVar("One")

NAMES = (
    "Ana",
    "Leo",
    "Mia",
    "Sam",
    "Nora",
    "Omar",
    "Ivy",
    "Luz",
    "Tom",
    "Zoe",
    "Max",
    "Eva",
    "Raj",
    "Lin",
    "Ben",
    "Pia",
)
THINGS: tuple[tuple[Pair, str], ...] = (
    (("apples", "manzanas"), "Cuántas"),
    (("shells", "conchas"), "Cuántas"),
    (("books", "libros"), "Cuántos"),
    (("beads", "cuentas"), "Cuántas"),
    (("cards", "tarjetas"), "Cuántas"),
    (("pears", "peras"), "Cuántas"),
    (("seeds", "semillas"), "Cuántas"),
    (("stamps", "sellos"), "Cuántos"),
    (("balls", "pelotas"), "Cuántas"),
    (("plums", "ciruelas"), "Cuántas"),
    (("pens", "lápices"), "Cuántos"),
    (("coins", "monedas"), "Cuántas"),
)
SEEN_NUMBER = re.compile(r"(?<![\d.,/])-?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?(?![\d/])")


def pick(rng: Rng, least: int, most: int) -> int:
    """Draw a whole number from `least` to `most`, both of them included."""
    return int(rng.integers(least, most + 1))


def choose(rng: Rng, options: Sequence[One]) -> One:
    """Draw one of several."""
    return options[int(rng.integers(len(options)))]


def people(rng: Rng) -> dict[str, Any]:
    """Draw two names and a thing: `{who}`, `{other}`, `{things}`, and `{how_many}` for Spanish."""
    first = int(rng.integers(len(NAMES)))
    second = (first + 1 + int(rng.integers(len(NAMES) - 1))) % len(NAMES)
    things, how_many = THINGS[int(rng.integers(len(THINGS)))]
    return {"who": NAMES[first], "other": NAMES[second], "things": things, "how_many": how_many}


def show(value: object, spec: str = "") -> str:
    """Write a value as it stands in a task.

    Parameters
    ----------
    value : object
        A whole number, a `Fraction`, or text.
    spec : str
        `mixed` for a mixed number; `d2` for a whole number of hundredths as a decimal, `m` as money.

    Returns
    -------
    str
        Whole numbers from 1,000 on with commas, in both languages alike, as in the United States and Mexico.
    """
    if spec == "m":
        return _decimal(value, 2, least=2)
    if spec[:1] == "d":
        return _decimal(value, int(spec[1:]))
    if isinstance(value, Fraction) and value.denominator > 1:
        if spec == "mixed" and abs(value) > 1:
            whole, rest = divmod(abs(value.numerator), value.denominator)
            return f"{'-' if value < 0 else ''}{whole} {rest}/{value.denominator}"
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, int | Fraction):
        return f"{int(value):,}"
    return str(value)


def _decimal(value: Any, places: int, least: int = 0) -> str:
    """Write value / 10^places exactly; zeros at the end go unless `least` asks for them."""
    sign, digits = "-" if value < 0 else "", f"{abs(int(value)):0{places + 1}d}"
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return f"{sign}{int(whole):,}.{rest.ljust(least, '0')}" if rest else f"{sign}{int(whole):,}"


class _Value:
    """A value in a template."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        return show(self.value, spec)


@dataclass(slots=True)
class Draft:
    """What a family makes of chance, before it is put into words.

    Attributes
    ----------
    kind : str
        One of `kinds.KINDS`.
    numbers : dict
        All that the answer follows from; the second solution gets nothing else, and the fingerprint is made of it.
    text : Pair
        Templates in English and Spanish with the names of `numbers` and `shown`.
    answer : object
        A number, a label, a list of labels, pairs or numbers, or an expression, by the kind.
    wrong : sequence of (wrong answer, misconception)
        Those that happen to be right, or twice there, are left out.
    solution : Pair
        Templates, which may also use `{answer}`.
    shown : dict
        What is only for show: names, things.
    figure : Figure or None
    line : str
        Template of mathematics on a line of its own, or empty.
    more : dict
        What the kind needs besides.
    """

    kind: str
    numbers: dict[str, Any]
    text: Pair
    answer: Any
    wrong: Sequence[Any]
    solution: Pair
    shown: Mapping[str, Any] = field(default_factory=dict)
    figure: Figure | None = None
    line: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def say(self, template: Pair) -> Words:
        """Fill a pair of templates."""
        return Words(self._fill(template[0], 0), self._fill(template[1], 1))

    def _fill(self, template: str, language: int) -> str:
        values = {**self.shown, **self.numbers, "answer": self.answer}
        wrapped = {name: _Value(value[language] if _is_pair(value) else value) for name, value in values.items()}
        return template.format_map(wrapped).replace("  ", " ")


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str)


def words_of(label: Label) -> Words:
    """Give a label, which is one text for both languages or a pair."""
    return Words(label, label) if isinstance(label, str) else Words(*label)


def number(
    numbers: dict[str, Any], text: Pair, answer: int | Fraction, wrong: Wrong, solution: Pair, *,
    shown: Mapping[str, Any] | None = None, figure: Figure | None = None, line: str = "", unit: str = "",
    form: str = "any", tolerance: Fraction | int = 0, before: str = "",
) -> Draft:  # fmt: skip
    """Draft a task that is answered with a number."""
    more = {"unit": unit, "form": form, "tolerance": tolerance, "before": before}
    return Draft("number", numbers, text, Fraction(answer), wrong, solution, shown or {}, figure, line, more)


def choice(
    numbers: dict[str, Any], text: Pair, answer: Label, wrong: Sequence[tuple[Label, str]], solution: Pair, *,
    shown: Mapping[str, Any] | None = None, figure: Figure | None = None, line: str = "", in_order: bool = False,
) -> Draft:  # fmt: skip
    """Draft a choice of one; `in_order` keeps options such as `<`, `=`, `>` in the order of their text."""
    return Draft("choice", numbers, text, answer, wrong, solution, shown or {}, figure, line, {"in_order": in_order})


def several(
    numbers: dict[str, Any], text: Pair, answer: Sequence[Label], wrong: Sequence[tuple[Label, str]], solution: Pair, *,
    shown: Mapping[str, Any] | None = None, figure: Figure | None = None, line: str = "",
) -> Draft:  # fmt: skip
    """Draft a choice of all that are right."""
    more = {"several": True}
    return Draft("choice", numbers, text, list(answer), wrong, solution, shown or {}, figure, line, more)


def in_order(
    numbers: dict[str, Any], text: Pair, answer: Sequence[Label], wrong: Sequence[tuple[Sequence[Label], str]],
    solution: Pair, *, shown: Mapping[str, Any] | None = None, first: Pair | None = None, last: Pair | None = None,
) -> Draft:  # fmt: skip
    """Draft things to put in order, given in the right one."""
    more = {"first": first or ("smallest", "menor"), "last": last or ("largest", "mayor")}
    return Draft("order", numbers, text, list(answer), wrong, solution, shown or {}, None, "", more)


def matching(
    numbers: dict[str, Any], text: Pair, answer: Sequence[tuple[Label, Label]], wrong: Wrong, solution: Pair, *,
    left_over: Sequence[Label] = (), shown: Mapping[str, Any] | None = None, figure: Figure | None = None,
) -> Draft:  # fmt: skip
    """Draft pairs to find; a row of `wrong` is ((left, right), misconception)."""
    more = {"left_over": left_over}
    return Draft("match", numbers, text, list(answer), wrong, solution, shown or {}, figure, "", more)


def on_line(
    numbers: dict[str, Any], text: Pair, answer: int | Fraction, wrong: Wrong, solution: Pair, *,
    start: int | Fraction, end: int | Fraction, step: int | Fraction, labels: Sequence[int | Fraction] = (),
    shown: Mapping[str, Any] | None = None, tolerance: int | Fraction = 0,
    style: str = "fraction",
) -> Draft:  # fmt: skip
    """Draft a place to find on a number line."""
    line: dict[str, Any] = {
        "start": start,
        "end": end,
        "step": step,
        "labels": labels or (start, end),
        "tolerance": tolerance,
    }
    line["style"] = style
    return Draft("number_line", numbers, text, Fraction(answer), wrong, solution, shown or {}, None, "", line)


def table(
    numbers: dict[str, Any], text: Pair, answer: Sequence[int | Fraction], wrong: Sequence[Sequence[tuple[Any, str]]],
    solution: Pair, *, headings: Sequence[Pair], rows: Sequence[Sequence[Label | int | Fraction | None]],
    shown: Mapping[str, Any] | None = None, figure: Figure | None = None,
) -> Draft:  # fmt: skip
    """Draft a table; `None` is an empty cell, `answer` and `wrong` go through these row by row."""
    more = {"headings": headings, "rows": rows}
    right = [Fraction(each) for each in answer]
    return Draft("table_fill", numbers, text, right, wrong, solution, shown or {}, figure, "", more)


def expression(
    numbers: dict[str, Any], text: Pair, answer: str, wrong: Sequence[tuple[str, str]], solution: Pair, *, letters: str,
    form: str = "any", before: str = "", shown: Mapping[str, Any] | None = None, figure: Figure | None = None,
    line: str = "",
) -> Draft:  # fmt: skip
    """Draft an expression or equation to write."""
    more = {"letters": letters, "form": form, "before": before}
    return Draft("expression", numbers, text, answer, wrong, solution, shown or {}, figure, line, more)


def short(
    numbers: dict[str, Any], text: Pair, answer: Sequence[str], wrong: Sequence[tuple[str, str]], solution: Pair, *,
    shown: Mapping[str, Any] | None = None, figure: Figure | None = None,
) -> Draft:  # fmt: skip
    """Draft a short answer; `answer` holds all right forms in both languages."""
    return Draft("short_answer", numbers, text, tuple(answer), wrong, solution, shown or {}, figure)


def fingerprint_of(name: str, numbers: Mapping[str, Any]) -> str:
    """Give 16 characters that are the same for two tasks of a family exactly when their numbers are."""
    written = json.dumps([name, sorted(numbers.items())], default=str, separators=(",", ":"))
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Family:
    """Fresh tasks for one competency.

    Attributes
    ----------
    name : str
        The competency's code and the family's own name, `3.OA.A.1/bags_of_things`.
    competencies : tuple of str
        Codes of the public framework.
    difficulty : float
        In logits relative to an ordinary task of the competency: the author's guess, from about -1 (the bare idea in
        small numbers) to about 1 (several steps or a known trap), until answers calibrate it.
    hints : tuple of Pair
        From a nudge to the way; none but the last may hold the answer.
    draft : callable
        From a generator to a `Draft`.
    solve : callable
        From the numbers to the answer, by another way than `draft` takes.
    version, author
        A change of what is asked is a new version.
    """

    name: str
    competencies: tuple[str, ...]
    difficulty: float
    hints: tuple[Pair, ...]
    draft: Callable[[Rng], Draft]
    solve: Callable[[Any], Any]
    version: int = 1
    author: str = "Ownpath"


REGISTERED: dict[str, Family] = {}


def family(
    code: str, difficulty: float, hints: Sequence[Pair], solve: Callable[[Any], Any], version: int = 1
) -> Callable[[Callable[[Rng], Draft]], Callable[[Rng], Draft]]:
    """Register a drafting function as a family of a competency under its own name."""

    def register(draft: Callable[[Rng], Draft]) -> Callable[[Rng], Draft]:
        name = f"{code}/{draft.__name__}"
        if name in REGISTERED:
            raise ValueError(f"{name} is registered twice")
        REGISTERED[name] = Family(name, (code,), difficulty, tuple(hints), draft, solve, version)
        return draft

    return register
