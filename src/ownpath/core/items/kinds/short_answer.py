"""A short answer in words, with several right forms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ownpath.core.items.scored import Scored, Slip, part_of, right, unreadable, wrong
from ownpath.core.items.words import Fields, ItemError, Json


def plain_form(text: str) -> str:
    """Bring a text to the form in which two answers are compared.

    Parameters
    ----------
    text : str
        What somebody wrote.

    Returns
    -------
    str
        Small letters without accents, single spaces, no full stop at the end; `ñ` counts as `n`.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"\s+", " ", kept).strip(" .!¡¿\"'“”")


@dataclass(frozen=True, slots=True)
class ShortAnswerPublic:
    """A field for a few words; `longest` letters fit into it."""

    longest: int = 60

    kind = "short_answer"

    def to_json(self) -> Json:
        return {"kind": self.kind, "longest": self.longest}

    @staticmethod
    def from_json(data: object, where: str = "public") -> ShortAnswerPublic:
        return ShortAnswerPublic(Fields.of(data, where).whole("longest", 1, 200, default=60))


@dataclass(frozen=True, slots=True)
class WrongText:
    """A text that a known slip leads to."""

    text: str
    slip: Slip

    def to_json(self) -> Json:
        return {"text": self.text, **self.slip.to_json()}

    @staticmethod
    def from_json(data: object, where: str) -> WrongText:
        fields = Fields.of(data, where)
        return WrongText(fields.text("text"), Slip.from_fields(fields))


@dataclass(frozen=True, slots=True)
class ShortAnswerKey:
    """The right forms, in all languages together, and known wrong ones."""

    forms: tuple[str, ...]
    wrong: tuple[WrongText, ...] = ()

    kind = "short_answer"

    def to_json(self) -> Json:
        return {"kind": self.kind, "forms": list(self.forms), "wrong": [each.to_json() for each in self.wrong]}

    @staticmethod
    def from_json(data: object, where: str = "key") -> ShortAnswerKey:
        fields = Fields.of(data, where)
        key = ShortAnswerKey(fields.texts("forms"), fields.list_of("wrong", WrongText.from_json, default=[]))
        right_forms = {plain_form(each) for each in key.forms}
        if not right_forms or "" in right_forms:
            raise ItemError(f"{where}.forms: at least one form is needed, and none may be empty")
        if any(plain_form(each.text) in right_forms for each in key.wrong):
            raise ItemError(f"{where}.wrong: holds a right answer")
        return key


def score_short_answer(key: ShortAnswerKey, answer: object, language: str = "en") -> Scored:
    """Score `{"text": ...}`; see `kinds.score`."""
    text = part_of(answer, "text")
    if text is None:
        return unreadable()
    given = plain_form(text)
    if given in {plain_form(each) for each in key.forms}:
        return right()
    return wrong(next((each.slip for each in key.wrong if plain_form(each.text) == given), None))
