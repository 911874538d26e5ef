"""What the team did, and why groups are proposed, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ownpath.plans.models import GroupPlace, Note
from ownpath.web.wording import ago, name_of

LONGEST_SAYING = 90


def said_of(note: Note, as_of: datetime) -> str:
    """Who noted or said what, in one line; the acting person is always named."""
    words = {
        "name": name_of(note.written_by),
        "learner": note.learner.identity.given_name if hasattr(note.learner, "identity") else "",
        "to": name_of(note.addressed_to),
        "text": Truncator(note.text).chars(LONGEST_SAYING),
        "when": ago(note.written_at, as_of),
    }
    if note.kind == Note.Kind.TALK:
        if note.text:
            return _("%(name)s talked with %(learner)s %(when)s: %(text)s") % words
        return _("%(name)s talked with %(learner)s %(when)s.") % words
    if note.kind == Note.Kind.MESSAGE:
        return _("%(name)s asked %(to)s %(when)s: %(text)s") % words
    return _("%(name)s noted %(when)s: %(text)s") % words


def why_grouped(reasons: Sequence[str]) -> str:
    """Why these learners are proposed for one group, from the code of each place."""
    counted = Counter(reasons)
    ready, stuck, refresh = (counted[each] for each in (_WHY.READY, _WHY.STUCK, _WHY.REFRESH))
    said = []
    if ready:
        said.append(
            ngettext("%(n)s holds everything it builds on", "%(n)s hold everything it builds on", ready) % {"n": ready}
        )
    if stuck:
        said.append(ngettext("%(n)s is stuck on it", "%(n)s are stuck on it", stuck) % {"n": stuck})
    if refresh:
        said.append(
            ngettext("%(n)s could do it and may need refreshing", "%(n)s could do it and may need refreshing", refresh)
            % {"n": refresh}
        )
    return _("%(reasons)s.") % {"reasons": "; ".join(said)} if said else ""


_WHY = GroupPlace.Why


def why_word(code: str) -> str:
    """Why one learner has a place, in a few words."""
    return {
        _WHY.READY: _("ready"),
        _WHY.STUCK: _("stuck"),
        _WHY.REFRESH: _("to refresh"),
        _WHY.BY_HAND: _("added by hand"),
    }.get(code, "")
