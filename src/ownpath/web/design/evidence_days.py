"""Evidence as pages tell it: day by day, newest first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from ownpath.evidence.models import Evidence
from ownpath.web.wording import day, evidence_sentence, name_of


def by_day(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """The evidence of one day together, newest day first; the same thing seen five times is one line."""
    days: dict[str, Counter[tuple[str, str, bool]]] = {}
    for each in evidence:
        name = day(each.happened_at) if each.happened_at else _("day not known")
        seen = (evidence_sentence(each), name_of(each.recorded_by), each.was_mended)
        days.setdefault(name, Counter())[seen] += 1
    return [
        {
            "day": name,
            "seen": [
                {"sentence": sentence, "by": by, "mended": mended, "times": times}
                for (sentence, by, mended), times in seen.items()
            ],
        }
        for name, seen in days.items()
    ]
