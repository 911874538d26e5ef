"""Texts in both languages, and reading JSON with errors that name the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

LANGUAGES = ("en", "es")
LONGEST_TEXT = 4000
Json = dict[str, Any]
Made = TypeVar("Made")


class ItemError(ValueError):
    """An item cannot be read; the message names the field."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and Spanish; where one language is empty the other stands in for it."""

    en: str
    es: str = ""

    def in_language(self, language: str) -> str:
        """Give the text in a language; regional codes such as `es-mx` count as their language.

        Parameters
        ----------
        language : str
            A language code.

        Returns
        -------
        str
            The Spanish text for Spanish, the English one for all others; never empty where one of them is not.
        """
        return (self.es or self.en) if language[:2] == "es" else (self.en or self.es)

    def to_json(self) -> Json:
        return {"en": self.en, "es": self.es}

    @staticmethod
    def from_json(data: object, field: str) -> Words:
        """Read `{"en": ..., "es": ...}`; raise `ItemError` naming the field where it is something else."""
        fields = Fields.of(data, field)
        words = Words(fields.text("en", default=""), fields.text("es", default=""))
        if not (words.en or words.es):
            raise ItemError(f"{field}: a text is needed in English or in Spanish")
        return words


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object; each method gives one field or raises `ItemError` with its name."""

    data: Mapping[str, Any]
    where: str

    @staticmethod
    def of(data: object, where: str) -> Fields:
        if not isinstance(data, Mapping):
            raise ItemError(f"{where}: an object with named fields is needed")
        return Fields(data, where)

    def name_of(self, field: str) -> str:
        return f"{self.where}.{field}" if self.where else field

    def _get(self, field: str, default: object) -> Any:
        if field in self.data and self.data[field] is not None:
            return self.data[field]
        if default is not None:
            return default
        raise ItemError(f"{self.name_of(field)}: is missing")

    def text(self, field: str, default: str | None = None, among: Sequence[str] = ()) -> str:
        value = self._get(field, default)
        if not isinstance(value, str):
            raise ItemError(f"{self.name_of(field)}: text is needed")
        if len(value) > LONGEST_TEXT:
            raise ItemError(f"{self.name_of(field)}: is longer than {LONGEST_TEXT} characters")
        if among and value not in among:
            raise ItemError(f"{self.name_of(field)}: must be one of {', '.join(among)}")
        return value

    def yes_or_no(self, field: str, default: bool | None = None) -> bool:
        value = self._get(field, default)
        if not isinstance(value, bool):
            raise ItemError(f"{self.name_of(field)}: true or false is needed")
        return value

    def whole(self, field: str, least: int, most: int, default: int | None = None) -> int:
        value = self._get(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ItemError(f"{self.name_of(field)}: a whole number from {least} to {most} is needed")
        return value

    def fraction(self, field: str, default: str | None = None) -> Fraction:
        return read_fraction(self._get(field, default), self.name_of(field))

    def words(self, field: str) -> Words:
        return Words.from_json(self._get(field, None), self.name_of(field))

    def list_of(
        self, field: str, make: Callable[[Any, str], Made], default: list[Any] | None = None, most: int = 100
    ) -> tuple[Made, ...]:
        value = self._get(field, default)
        if not isinstance(value, list | tuple):
            raise ItemError(f"{self.name_of(field)}: a list is needed")
        if len(value) > most:
            raise ItemError(f"{self.name_of(field)}: holds more than {most}")
        return tuple(make(each, f"{self.name_of(field)}[{place}]") for place, each in enumerate(value))

    def texts(self, field: str, default: list[Any] | None = None) -> tuple[str, ...]:
        return self.list_of(field, read_text, default)


def read_text(value: object, field: str) -> str:
    """Read one text of a list."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ItemError(f"{field}: text of at most {LONGEST_TEXT} characters is needed")
    return value


def read_fraction(value: object, field: str) -> Fraction:
    """Read an exact number: a whole number, or text such as `3/4` or `0.75`.

    Parameters
    ----------
    value : object
        What stands in the JSON. A float is refused, since it is not the number that somebody meant.
    field : str
        For the error.

    Returns
    -------
    Fraction

    Raises
    ------
    ItemError
        It is none, or longer than 40 characters.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and len(value) <= 40 and value.isascii() and "e" not in value.lower():
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            pass
    raise ItemError(f'{field}: an exact number such as 3, "3/4" or "0.75" is needed')
