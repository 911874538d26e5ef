"""How well a competency fits what a learner likes: the words of both, compared as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ownpath.competencies.selectors import Progression

SHORTEST, STEM = 4, 5
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "about also always because being best can could does doing enjoy every from good great have having help helps "
        "into learn learning like likes liking love loves make makes many more most much nice other play playing "
        "really school some something that their them then there these they thing things this time very want what "
        "when where which with work working would your aprender como cosas cuando donde escuela esto gusta gustan "
        "hacer mejor mucho mucha muchas muchos para pero porque puedo siempre sobre todo trabajar",
    )
)


def stems_of(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without their endings."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(word.removesuffix("s")[:STEM] for word in words if len(word) >= SHORTEST and word not in _COMMON)


def match_interests(texts: Iterable[str], progression: Progression, language: str) -> dict[int, float]:
    """How well each competency fits, by place: 0.5 for one word in common, 1 for more; what fits none is missing."""
    liked = frozenset().union(*(stems_of(text) for text in texts))
    if not liked:
        return {}
    found = {}
    for card in progression.cards:
        own = stems_of(f"{card.title_in(language)} {card.statement_in(language)}")
        if common := len(liked & own):
            found[card.place] = min(common, 2) / 2
    return found
