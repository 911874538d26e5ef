"""Reading the numbers that people write, and the units behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

LONGEST_NUMBER = 60
_VULGAR = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅐": "1/7", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_SAME = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "⁄": "/", "∕": "/", "÷": "/", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"}
)
_DIGITS = r"\d{1,15}"
_NUMBER = re.compile(
    rf"""(?P<sign>[+-]?)\s*
    (?:(?P<whole>{_DIGITS})(?:\s+|\s*\+\s*)(?P<upper>{_DIGITS})\s*/\s*(?P<lower>{_DIGITS})
    |(?P<above>{_DIGITS})\s*/\s*(?P<sign_below>-?)(?P<below>{_DIGITS})
    |(?P<plain>\d[\d.,\x20']{{0,24}}|[.,]\d{{1,15}}))
    \s*(?P<unit>.{{0,30}})""",
    re.VERBOSE | re.ASCII,
)
_GROUPED = re.compile(r"\d{1,3}(?:([ ,.'])\d{3})(?:\1\d{3})*", re.ASCII)
_DECIMAL = re.compile(r"(\d*)([.,])(\d+)", re.ASCII)

# Each unit: what it measures, how much of that dimension's base it is, and the ways it is written.
_UNITS: dict[str, tuple[str, str, str]] = {
    "mm": ("length", "1/1000", "mm millimeter millimeters millimetre millimetres milimetro milimetros"),
    "cm": ("length", "1/100", "cm centimeter centimeters centimetre centimetres centimetro centimetros"),
    "m": ("length", "1", "m meter meters metre metres metro metros"),
    "km": ("length", "1000", "km kilometer kilometers kilometre kilometres kilometro kilometros"),
    "in": ("length", "254/10000", "in inch inches pulgada pulgadas pulg"),
    "ft": ("length", "3048/10000", "ft foot feet pie pies"),
    "yd": ("length", "9144/10000", "yd yard yards yarda yardas"),
    "mi": ("length", "1609344/1000", "mi mile miles milla millas"),
    "g": ("mass", "1", "g gram grams gramo gramos"),
    "kg": ("mass", "1000", "kg kilo kilos kilogram kilograms kilogramo kilogramos"),
    "oz": ("mass", "45359237/1600000", "oz ounce ounces onza onzas"),
    "lb": ("mass", "45359237/100000", "lb lbs pound pounds libra libras"),
    "mL": ("capacity", "1/1000", "ml milliliter milliliters millilitre millilitres mililitro mililitros"),
    "L": ("capacity", "1", "l liter liters litre litres litro litros"),
    "s": ("time", "1", "s sec second seconds segundo segundos"),
    "min": ("time", "60", "min mins minute minutes minuto minutos"),
    "h": ("time", "3600", "h hr hrs hour hours hora horas"),
    "day": ("time", "86400", "day days dia dias"),
    "cm2": ("area", "1/10000", "cm2 cm^2 sqcm squarecentimeters squarecentimeter centimetroscuadrados cmcuadrados"),
    "m2": ("area", "1", "m2 m^2 sqm squaremeters squaremeter metroscuadrados"),
    "in2": ("area", "64516/100000000", "in2 in^2 pulg2 sqin squareinches squareinch pulgadascuadradas"),
    "ft2": ("area", "9290304/100000000", "ft2 ft^2 pies2 sqft squarefeet squarefoot piescuadrados"),
    "cm3": ("volume", "1/1000000", "cm3 cm^3 cubiccentimeters cubiccentimeter centimetroscubicos"),
    "m3": ("volume", "1", "m3 m^3 cubicmeters cubicmeter metroscubicos"),
    "in3": ("volume", "16387064/1000000000000", "in3 in^3 pulg3 cubicinches cubicinch pulgadascubicas"),
    "ft3": ("volume", "28316846592/1000000000000", "ft3 ft^3 pies3 cubicfeet cubicfoot piescubicos"),
    "$": ("money", "1", "$ dollar dollars dolar dolares usd"),
    "¢": ("money", "1/100", "¢ c cent cents centavo centavos"),
    "°": ("angle", "1", "° degree degrees deg grado grados"),
    "%": ("share", "1", "% percent porciento percentage"),
}  # fmt: skip
UNITS: dict[str, tuple[str, Fraction]] = {name: (kind, Fraction(size)) for name, (kind, size, _) in _UNITS.items()}
_ALIASES = {alias: name for name, (_, _, aliases) in _UNITS.items() for alias in aliases.split()}
_PLAIN_LETTERS = str.maketrans("áéíóúüñ²³", "aeiouun23")


_LABELS = {"cm2": "cm²", "m2": "m²", "in2": "in²", "ft2": "ft²", "cm3": "cm³", "m3": "m³", "in3": "in³", "ft3": "ft³"}
_SPANISH_LABELS = {
    "in": "pulg", "ft": "pies", "yd": "yardas", "mi": "millas", "oz": "onzas", "lb": "libras", "day": "días",
    "in2": "pulg²", "ft2": "pies²", "in3": "pulg³", "ft3": "pies³",
}  # fmt: skip


def unit_label(unit: str, language: str = "en") -> str:
    """Give what stands on a page for a unit, such as `cm²` for `cm2`, or `pies` for `ft` in Spanish.

    Parameters
    ----------
    unit : str
        A name of `UNITS`, or empty.
    language : str
        A language code.

    Returns
    -------
    str
        Empty for no unit.
    """
    spanish = _SPANISH_LABELS.get(unit) if language[:2] == "es" else None
    return spanish or _LABELS.get(unit, {"day": "days"}.get(unit, unit))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what somebody wrote.

    Attributes
    ----------
    value : Fraction
        The number.
    unit : str
        A name of `UNITS`, empty where none was written.
    form : str
        `whole`, `decimal`, `fraction` or `mixed`.
    in_lowest_terms : bool
        For fractions and mixed numbers: nothing can be divided out, and the fraction part is less than one.
    """

    value: Fraction
    unit: str = ""
    form: str = "whole"
    in_lowest_terms: bool = True


def read_unit(text: str) -> str | None:
    """Name the unit that a text writes.

    Parameters
    ----------
    text : str
        Such as `cm`, `square feet`, `pulgadas`; at most 30 characters are looked at.

    Returns
    -------
    str or None
        A name of `UNITS`, the empty text for none, None for a word that is no unit here.
    """
    plain = re.sub(r"[\s.]+", "", text.lower().translate(_PLAIN_LETTERS))[:30]
    return "" if not plain else _ALIASES.get(plain)


def read_number(text: str, language: str = "en") -> tuple[Reading, ...]:
    """Read a number with or without a unit, in all the ways that it can be meant.

    Whole numbers with or without groups of three, decimals, fractions, mixed numbers (`1 1/2`, `1½`), a sign, `$`
    before and a unit after. In Spanish a comma is a decimal comma or parts thousands: `1,500` has two readings there,
    since schools in the United States and Mexico write it as the English do and others do not.

    Parameters
    ----------
    text : str
        What somebody wrote. It is matched against one bounded pattern, never evaluated.
    language : str
        A language code; `es` and its regions read a decimal comma.

    Returns
    -------
    tuple of Reading
        Empty where it is no number, has a word that is no unit, or has more than 60 characters.
    """
    if len(text) > LONGEST_NUMBER:
        return ()
    written = text.strip()
    for glyph, fraction in _VULGAR.items():
        written = written.replace(glyph, f" {fraction}")
    written = written.translate(_SAME).strip()
    before = ""
    if written[:1] == "$" or written[:2] in {"-$", "+$"}:
        before, written = "$", written.replace("$", "", 1).strip()
    matched = _NUMBER.fullmatch(written)
    if matched is None:
        return ()
    unit = read_unit(matched["unit"])
    if unit is None or (before and unit not in {"", before}):
        return ()
    unit = unit or before
    sign = -1 if matched["sign"] == "-" else 1
    if matched["plain"] is not None:
        values = _plain_values(matched["plain"].strip(), language)
        return tuple(Reading(sign * value, unit, form) for value, form in values)
    upper, lower = (matched["upper"], matched["lower"]) if matched["whole"] else (matched["above"], matched["below"])
    if int(lower) == 0:
        return ()
    part = Fraction(int(upper), int(lower))
    lowest = part.numerator == int(upper)
    if matched["whole"]:
        lowest = lowest and 0 < part < 1
        return (Reading(sign * (int(matched["whole"]) + part), unit, "mixed", lowest),)
    sign = -sign if matched["sign_below"] else sign
    return (Reading(sign * part, unit, "fraction", lowest and part.denominator > 1),)


def _plain_values(plain: str, language: str) -> list[tuple[Fraction, str]]:
    """The readings of digits with points, commas and spaces."""
    if plain.isdigit():
        return [(Fraction(int(plain)), "whole")] if len(plain) <= 15 else []
    found: list[tuple[Fraction, str]] = []
    comma_is_decimal = language[:2] == "es"
    grouped = _GROUPED.fullmatch(plain)
    if grouped is not None and (grouped[1] != "." or (comma_is_decimal and plain.count(".") > 1)):
        found.append((Fraction(int(re.sub(r"\D", "", plain))), "whole"))
    mark = _DECIMAL.fullmatch(plain)
    if mark is not None and (mark[2] == "." or comma_is_decimal):
        found.append((Fraction(f"{mark[1] or '0'}.{mark[3]}"), "decimal"))
    if mark is None and grouped is None:
        for parting, point in ((",", "."), (".", ",")) if comma_is_decimal else ((",", "."),):
            whole, found_mark, rest = plain.rpartition(point)
            has_groups = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(parting)}\d{{3}})+", whole) is not None
            if found_mark and has_groups and rest.isdigit():
                found.append((Fraction(f"{whole.replace(parting, '')}.{rest}"), "decimal"))
    return found


def equal_in_units(reading: Reading, unit: str) -> Fraction | None:
    """Convert a reading to a unit.

    Parameters
    ----------
    reading : Reading
        A number that somebody wrote; without a unit it counts as meant in `unit`.
    unit : str
        A name of `UNITS`, or empty.

    Returns
    -------
    Fraction or None
        The number in that unit; None where the units measure different things.
    """
    if reading.unit in {"", unit}:
        return reading.value
    if not unit or UNITS[reading.unit][0] != UNITS[unit][0]:
        return None
    return reading.value * UNITS[reading.unit][1] / UNITS[unit][1]
