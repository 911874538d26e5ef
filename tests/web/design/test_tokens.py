"""The colours can be told apart: AAA for text that is read, AA for all other, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ownpath.web

CSS = (Path(ownpath.web.__file__).parent / "static" / "design" / "system.css").read_text(encoding="utf-8")
LIGHT, DARK = 0, 1
BODY = [("ink", "paper"), ("ink", "card"), ("ink", "sunk"), ("soft", "paper"), ("soft", "card")]
OTHER = [
    ("main", "paper"),
    ("main", "card"),
    ("main", "main-back"),
    ("main-ink", "main"),
    ("good", "good-back"),
    ("warn", "warn-back"),
    ("bad", "bad-back"),
    ("soft", "sunk"),
    ("paper", "ink"),
    ("ink", "main-back"),
]
# What is no text (edges of fields, marks) needs three to one.
DRAWN = [("edge", "card"), ("warn-line", "card"), ("main", "paper")]


def colours() -> dict[str, tuple[str, str]]:
    """Each token's colour in light and in dark, as the first block of tokens has them."""
    block = CSS[CSS.index("@layer tokens") : CSS.index("@media (prefers-reduced-motion")]
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", block)
    return {name: (light, dark) for name, light, dark in found if name != "strand"}


def strands() -> list[tuple[str, str, str]]:
    return re.findall(r"\.strand-([\w-]+) \{ --strand: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "back"), BODY)
def test_text_that_is_read_has_seven_to_one(text, back, scheme):
    found = colours()
    assert contrast(found[text][scheme], found[back][scheme]) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "back"), OTHER)
def test_all_other_text_has_four_and_a_half_to_one(text, back, scheme):
    found = colours()
    assert contrast(found[text][scheme], found[back][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "back"), DRAWN)
def test_what_is_drawn_has_three_to_one(line, back, scheme):
    found = colours()
    assert contrast(found[line][scheme], found[back][scheme]) >= 3


def test_the_name_of_a_strand_can_be_read_on_paper_and_on_a_card():
    found = colours()
    assert len(strands()) == 7
    for _name, *schemes in strands():
        for scheme, colour in enumerate(schemes):
            for back in ("paper", "card"):
                assert contrast(colour, found[back][scheme]) >= 4.5


def test_every_token_that_is_used_is_there():
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    defined = set(re.findall(r"--([\w-]+):", CSS))
    assert used - defined == set()


def test_an_old_browser_without_light_dark_gets_every_light_colour():
    fallback = CSS[CSS.index("@supports not (color: light-dark") :]
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", fallback))
    assert {name: light for name, (light, _dark) in colours().items()} == {name: plain.get(name) for name in colours()}
