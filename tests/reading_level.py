"""How hard an English text is to read, by the grade formula of Kincaid, Fishburne, Rogers and Chissom (1975).

Syllables are counted by rules of spelling; `tests/web/test_readability.py` holds them against words counted by ear.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# Vowels that stand together and are said apart.
_APART = re.compile(
    r"(?<![tscgx])ia(?!l|n\b)|(?<![tscgxn])io|tio\b|eo(?!p)|[aeou]ing\b|kwie|scie|reat[ei]|[dr]iet|[dtsn]ual|[dt]uat|[tdlr]ea(?=s?\b)"
    r"|uous|trial|dial|thm\b|ism\b|\bcrea|\bhundr"
)
# A first part that keeps its silent e inside a longer word.
_JOINED = re.compile(
    r"^(some|home|there|where|here|base|side|more|one|fore|note|like|life|time)"
    r"(?=(?:thing|time|body|one|work|where|ways|side|what|ball|book)s?$)"
)
_SENTENCE = re.compile(r"[.!?]+(?:[\s”\"']|$)")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d[\d.,/]*")


def count_syllables(word: str) -> int:
    """The syllables of an English word as it is said; at least one."""
    said = re.sub(r"['’](s|t|re|ll|ve|m|d)$", "", word.lower())
    said = _JOINED.sub(lambda found: found[1][:-1], said).replace("every", "evry ").replace("qu", "kw")
    said = re.sub(r"(?<=[^aeiouy])e(?=(?:ful|less|ly|ment|ments|ness)$)", "", said)
    ending = re.search(r"(?<![aeiouy])e([sd]?)$", said)
    if ending:
        stem = said[: ending.start()]
        is_said = (
            bool(re.search(r"[^aeiouyrl]l$", stem))
            or (ending[1] == "s" and bool(re.search(r"(?:[sxzcg]|ch|sh)$", stem)))
            or (ending[1] == "d" and stem[-1:] in ("t", "d"))
        )
        if not is_said and re.search(r"[aeiouy]", stem):
            said = stem + ending[1]
    return max(1, len(re.findall(r"[aeiouy]+", said)) + len(_APART.findall(said)))


def words_of(text: str) -> list[str]:
    """Words and numbers; a sign such as + is no word."""
    return _WORD.findall(text)


def reading_grade(text: str, *, one_beat: Collection[str] = ()) -> float:
    """The school year in which a text can be read. A number, and each word of `one_beat`, counts one syllable."""
    words = words_of(text)
    if not words:
        return 0.0
    sentences = max(1, len([each for each in _SENTENCE.split(text) if words_of(each)]))
    syllables = sum(1 if word[0].isdigit() or word.lower() in one_beat else count_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
