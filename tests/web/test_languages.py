"""Every page speaks every shipped language; families' pages also those that only they have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from family_texts import family_message_ids
from message_ids import AUDIENCES, WEB, MessageIds, message_ids, message_ids_of, shared_message_ids

CATALOGUES = sorted(WEB.glob("**/locale/*/LC_MESSAGES/django.po"))
COMPLETE = ("es",)
FAMILY_LANGUAGES = ("ar",)


def translated_in(path: Path) -> MessageIds:
    """What a catalogue holds; nothing where there is none."""
    if not path.exists():
        return set()
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in catalogue
        if message.id and (all(message.string) if isinstance(message.string, tuple) else message.string)
    }


def catalogue_of(language: str, audience: str = "") -> Path:
    return WEB / audience / "locale" / language / "LC_MESSAGES" / "django.po"


def missing(language: str, audience: str) -> list[str]:
    """What an audience's pages say and neither its own catalogue nor the shared one has."""
    wanted = message_ids_of(audience) if audience else shared_message_ids()
    had = translated_in(catalogue_of(language)) | (
        translated_in(catalogue_of(language, audience)) if audience else set()
    )
    return sorted(map(str, wanted - had))


@pytest.mark.parametrize("audience", ["", *AUDIENCES])
@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_of_the_pages_is_translated(language, audience):
    assert missing(language, audience) == []


@pytest.mark.parametrize("language", [*COMPLETE, *FAMILY_LANGUAGES])
def test_every_text_that_a_family_can_meet_is_translated(language):
    wanted = family_message_ids()
    had = translated_in(catalogue_of(language)) | translated_in(catalogue_of(language, "family"))
    assert len(wanted) > 120
    assert sorted(map(str, wanted - had)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join(path.relative_to(WEB).parts[:3]))
def test_no_translation_is_left_over(path):
    audience = path.relative_to(WEB).parts[0]
    wanted = message_ids_of(audience) if audience in AUDIENCES else message_ids()
    assert sorted(map(str, translated_in(path) - wanted)) == []


def test_the_pages_have_texts_to_translate():
    assert len(message_ids()) > 150


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join(path.relative_to(WEB).parts[:3]))
def test_a_translation_fills_in_the_same_names_and_numbers(path):
    with path.open("rb") as file:
        for message in read_po(file):
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(re.findall(r"%\((\w+)\)s", " ".join(texts)))
            for string in strings:
                assert not message.id or set(re.findall(r"%\((\w+)\)s", string)) == wanted, message.id


def test_every_language_on_offer_is_written_and_every_written_one_is_on_offer():
    from django.conf import settings

    written = {path.parent.parent.name for path in CATALOGUES}
    assert written == {code for code, _ in settings.LANGUAGES} - {"en"}
    assert written <= {*COMPLETE, *FAMILY_LANGUAGES}
