"""Every page speaks every shipped language."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from message_ids import WEB, message_ids

CATALOGUES = sorted(WEB.glob("locale/*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_text_of_the_pages_is_translated_and_none_is_left_over(path):
    with path.open("rb") as file:
        catalogue = read_po(file)
    translated = {
        message.id
        for message in catalogue
        if message.id and (all(message.string) if isinstance(message.string, tuple) else message.string)
    }
    wanted = message_ids()
    assert sorted(map(str, wanted - translated)) == []
    assert sorted(map(str, translated - wanted)) == []
    assert len(wanted) > 150


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_fills_in_the_same_names_and_numbers(path):
    with path.open("rb") as file:
        for message in read_po(file):
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(re.findall(r"%\((\w+)\)s", " ".join(texts)))
            for string in strings:
                assert not message.id or set(re.findall(r"%\((\w+)\)s", string)) == wanted, message.id


def test_there_is_a_catalogue_for_every_language_but_english():
    from django.conf import settings

    assert {path.parent.parent.name for path in CATALOGUES} == {code for code, _ in settings.LANGUAGES} - {"en"}
