"""A place on a number line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ownpath.core.items.kinds.number import WrongNumber
from ownpath.core.items.numbers import read_number
from ownpath.core.items.scored import Scored, part_of, right, unreadable, wrong
from ownpath.core.items.words import Fields, ItemError, Json, read_fraction

MOST_TICKS = 101


@dataclass(frozen=True, slots=True)
class NumberLinePublic:
    """A line from `start` to `end`.

    Attributes
    ----------
    start, end : Fraction
        `start` is less than `end`.
    step : Fraction
        The distance of the marks that the learner can choose from; from 1 to 100 of them fit.
    labels : tuple of Fraction
        The numbers that are written at their marks.
    style : str
        Whether numbers are written as a `fraction` or as a `decimal`.
    """

    start: Fraction
    end: Fraction
    step: Fraction
    labels: tuple[Fraction, ...]
    style: str = "fraction"

    kind = "number_line"

    def marks(self) -> tuple[Fraction, ...]:
        """Give every place that can be chosen, shape (n_marks,)."""
        return tuple(self.start + number * self.step for number in range(int((self.end - self.start) / self.step) + 1))

    def write(self, value: Fraction) -> str:
        """Write a number of the line in its style; a decimal with at most six places."""
        if self.style == "fraction" or value.denominator == 1:
            return str(value)
        return f"{float(value):.6f}".rstrip("0")

    def to_json(self) -> Json:
        numbers = {"start": str(self.start), "end": str(self.end), "step": str(self.step)}
        return {"kind": self.kind, **numbers, "labels": [str(each) for each in self.labels], "style": self.style}

    @staticmethod
    def from_json(data: object, where: str = "public") -> NumberLinePublic:
        fields = Fields.of(data, where)
        line = NumberLinePublic(
            fields.fraction("start"),
            fields.fraction("end"),
            fields.fraction("step"),
            fields.list_of("labels", read_fraction, default=[]),
            fields.text("style", default="fraction", among=("fraction", "decimal")),
        )
        if line.step <= 0 or not 1 <= (line.end - line.start) / line.step <= MOST_TICKS - 1:
            raise ItemError(f"{where}.step: from 1 to {MOST_TICKS - 1} steps must fit between start and end")
        return line


@dataclass(frozen=True, slots=True)
class NumberLineKey:
    """The right place, how far off still counts, and known wrong places."""

    value: Fraction
    tolerance: Fraction = Fraction(0)
    wrong: tuple[WrongNumber, ...] = ()

    kind = "number_line"

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "value": str(self.value),
            "tolerance": str(self.tolerance),
            "wrong": [each.to_json() for each in self.wrong],
        }

    @staticmethod
    def from_json(data: object, where: str = "key") -> NumberLineKey:
        fields = Fields.of(data, where)
        tolerance = fields.fraction("tolerance", default="0")
        if tolerance < 0:
            raise ItemError(f"{where}.tolerance: must not be below 0")
        wrong_places = fields.list_of("wrong", WrongNumber.from_json, default=[])
        key = NumberLineKey(fields.fraction("value"), tolerance, wrong_places)
        if any(abs(each.value - key.value) <= tolerance for each in key.wrong):
            raise ItemError(f"{where}.wrong: holds the right answer")
        return key


def score_number_line(key: NumberLineKey, answer: object, language: str = "en") -> Scored:
    """Score `{"at": "3/4"}`; see `kinds.score`."""
    text = part_of(answer, "at")
    readings = read_number(text, "en") if text is not None else ()
    if not readings:
        return unreadable("nothing_chosen")
    value = readings[0].value
    if abs(value - key.value) <= key.tolerance:
        return right()
    return wrong(next((each.slip for each in key.wrong if each.value == value), None))
