"""A number: with a unit, a tolerance, as a fraction, a mixed number or a decimal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ownpath.core.items.numbers import UNITS, Reading, equal_in_units, read_number
from ownpath.core.items.scored import PARTLY, Scored, Slip, part_of, right, unreadable, wrong
from ownpath.core.items.words import Fields, ItemError, Json, Words

FORMS = ("any", "lowest_terms", "mixed", "decimal")


@dataclass(frozen=True, slots=True)
class NumberPublic:
    """A field for one number.

    Attributes
    ----------
    unit : str
        A name of `numbers.UNITS` that is shown behind the field, or empty.
    before, after : Words or None
        What stands around the field, such as `x =`.
    """

    unit: str = ""
    before: Words | None = None
    after: Words | None = None

    kind = "number"

    def to_json(self) -> Json:
        data: Json = {"kind": self.kind, "unit": self.unit}
        for name, words in (("before", self.before), ("after", self.after)):
            if words:
                data[name] = words.to_json()
        return data

    @staticmethod
    def from_json(data: object, where: str = "public") -> NumberPublic:
        fields = Fields.of(data, where)
        around = [fields.words(name) if fields.data.get(name) else None for name in ("before", "after")]
        return NumberPublic(_unit(fields), *around)


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number that a known slip leads to."""

    value: Fraction
    slip: Slip

    def to_json(self) -> Json:
        return {"value": str(self.value), **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> WrongNumber:
        fields = Fields.of(data, where)
        return WrongNumber(fields.fraction("value"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class NumberKey:
    """What is right.

    Attributes
    ----------
    value : Fraction
        In `unit`.
    tolerance : Fraction
        How far off still counts, at least 0.
    unit : str
        A name of `numbers.UNITS`, or empty.
    needs_unit : bool
        Whether the learner must write the unit.
    form : str
        `any`, `lowest_terms`, `mixed` or `decimal`: a right value in another form counts a half.
    wrong : tuple of WrongNumber
        Looked up only where the answer is not right.
    """

    value: Fraction
    tolerance: Fraction = Fraction(0)
    unit: str = ""
    needs_unit: bool = False
    form: str = "any"
    wrong: tuple[WrongNumber, ...] = ()

    kind = "number"

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "value": str(self.value),
            "tolerance": str(self.tolerance),
            "unit": self.unit,
            "needs_unit": self.needs_unit,
            "form": self.form,
            "wrong": [each.to_json() for each in self.wrong],
        }

    @staticmethod
    def from_json(data: object, where: str = "key") -> NumberKey:
        fields = Fields.of(data, where)
        tolerance = fields.fraction("tolerance", default="0")
        if tolerance < 0:
            raise ItemError(f"{where}.tolerance: must not be below 0")
        key = NumberKey(
            value=fields.fraction("value"),
            tolerance=tolerance,
            unit=_unit(fields),
            needs_unit=fields.yes_or_no("needs_unit", default=False),
            form=fields.text("form", default="any", among=FORMS),
            wrong=fields.list_of("wrong", WrongNumber.from_json, default=[]),
        )
        if key.needs_unit and not key.unit:
            raise ItemError(f"{where}.unit: is needed where the learner must write it")
        if any(abs(each.value - key.value) <= tolerance for each in key.wrong):
            raise ItemError(f"{where}.wrong: holds the right answer")
        return key


def _unit(fields: Fields) -> str:
    unit = fields.text("unit", default="")
    if unit and unit not in UNITS:
        raise ItemError(f"{fields.name_of('unit')}: must be one of {', '.join(UNITS)}")
    return unit


def score_number(key: NumberKey, answer: object, language: str = "en") -> Scored:
    """Score `{"text": ...}`; see `kinds.score`."""
    text = part_of(answer, "text")
    return unreadable() if text is None else score_number_text(key, text, language)


def score_number_text(key: NumberKey, text: str, language: str) -> Scored:
    """Score what stands in one field; the kindest of the readings counts."""
    readings = read_number(text, language)
    if not readings:
        return unreadable()
    return max(
        (_score_reading(key, each) for each in readings), key=lambda each: (each.score, each.misconception != "")
    )


def _score_reading(key: NumberKey, reading: Reading) -> Scored:
    value = equal_in_units(reading, key.unit)
    if value is None:
        return wrong(feedback="other_unit")
    if abs(value - key.value) <= key.tolerance:
        if key.needs_unit and not reading.unit:
            return Scored(0.5, PARTLY, feedback="needs_unit")
        if not _has_form(key, reading):
            return Scored(0.5, PARTLY, feedback=f"form_{key.form}")
        return right()
    slip = next((each.slip for each in key.wrong if each.value == value), None)
    if slip is None and reading.unit and reading.value == key.value and reading.unit != key.unit:
        return wrong(feedback="other_unit")
    return wrong(slip)


def _has_form(key: NumberKey, reading: Reading) -> bool:
    if key.form == "any" or (reading.form == "whole" and key.form != "decimal"):
        return True
    if key.form == "lowest_terms":
        return reading.form in {"fraction", "mixed"} and reading.in_lowest_terms
    if key.form == "mixed":
        return reading.form == "mixed" or (reading.form == "fraction" and abs(reading.value) < 1)
    return reading.form in {"decimal", "whole"}
