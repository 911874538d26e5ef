"""What a task shows: texts with mathematics in them, mathematics on a line of its own, and figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ownpath.core.items.stimulus.figures import FIGURES, Figure, figure
from ownpath.core.items.stimulus.mathematics import (
    INLINE,
    read_display,
    say,
    text_to_html,
    text_to_say,
    to_latex,
    to_mathml,
)
from ownpath.core.items.words import LANGUAGES, Fields, Json, Words


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; mathematics stands in it between double square brackets."""

    words: Words

    part = "text"

    def to_json(self) -> Json:
        return {"part": self.part, "words": self.words.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> Text:
        return Text(read_words(Fields.of(data, where).data.get("words"), f"{where}.words"))


@dataclass(frozen=True, slots=True)
class Mathematics:
    """Mathematics on a line of its own."""

    written: str

    part = "mathematics"

    def to_json(self) -> Json:
        return {"part": self.part, "written": self.written}

    @staticmethod
    def from_json(data: object, where: str) -> Mathematics:
        written = Fields.of(data, where).text("written")
        read_display(written)
        return Mathematics(written)


Part = Text | Mathematics | Figure
_PARTS: dict[str, Callable[[object, str], Part]] = {
    "text": Text.from_json,
    "mathematics": Mathematics.from_json,
    "figure": Figure.from_json,
}


def read_part(data: object, where: str) -> Part:
    """Read one part of a stimulus from JSON; `ItemError` names the field that is wrong."""
    return _PARTS[Fields.of(data, where).text("part", among=tuple(_PARTS))](data, where)


def read_words(data: object, where: str) -> Words:
    """Read a text in both languages and check that its mathematics can be read."""
    words = Words.from_json(data, where)
    for language in LANGUAGES:
        for written in INLINE.findall(words.in_language(language)):
            read_display(written)
    return words


def part_to_html(part: Part, language: str) -> str:
    """Give one part as HTML without style or script, safe to stand in a page."""
    if isinstance(part, Text):
        return f"<p>{text_to_html(part.words.in_language(language), language)}</p>"
    if isinstance(part, Mathematics):
        return f'<p class="item-mathematics">{to_mathml(part.written, language)}</p>'
    return part.to_svg(language)


def part_to_say(part: Part, language: str) -> str:
    """Give one part as words to be read aloud."""
    if isinstance(part, Text):
        return text_to_say(part.words.in_language(language), language)
    return say(part.written, language) if isinstance(part, Mathematics) else part.alternative(language)


__all__ = [
    "FIGURES",
    "INLINE",
    "Figure",
    "Mathematics",
    "Part",
    "Text",
    "figure",
    "part_to_html",
    "part_to_say",
    "read_part",
    "read_words",
    "say",
    "text_to_html",
    "text_to_say",
    "to_latex",
    "to_mathml",
]
