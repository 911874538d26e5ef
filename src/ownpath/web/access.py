"""Which page is open to whom. A page that does not stand here is open to nobody."""

from __future__ import annotations

from ownpath.people.models import RoleKind

ANYBODY = frozenset({"anybody"})
SIGNED_IN = frozenset(RoleKind.values)

LEARNER = frozenset({RoleKind.LEARNER})
STAFF = frozenset({RoleKind.TEACHER, RoleKind.LEARNING_COACH})
FAMILY = frozenset({RoleKind.FAMILY_MEMBER})
LEADERS = frozenset({RoleKind.LEADER})
MENTORS = frozenset({RoleKind.PARTNER_MENTOR})
OFFICE = frozenset({RoleKind.TECHNICAL_ADMINISTRATOR})

# The role opens the door; which learner or community may be seen behind it, the `..._visible_to` selectors decide.
ACCESS: dict[str, frozenset[str]] = {
    "web:sign_in": ANYBODY,
    "web:sign_in_as": ANYBODY,
    "web:sign_out": ANYBODY,
    "web:set_language": ANYBODY,
    "web:home": SIGNED_IN,
    "web:picture": LEARNER | STAFF | FAMILY | LEADERS,
    "web:competency": LEARNER | STAFF | FAMILY | LEADERS,
    "web:judge": STAFF,
    "web:board": STAFF | LEADERS,
    "web:coached": frozenset({RoleKind.LEARNING_COACH}),
    "web:communities": STAFF | LEADERS,
    "web:family": FAMILY,
    "web:child": FAMILY,
    "web:leader": LEADERS,
    "web:mentor": MENTORS,
    "web:office": OFFICE,
    "web:model": STAFF | LEADERS | OFFICE,
}


def may_open(view_name: str, roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may open a page; nobody signed in has no roles."""
    allowed = ACCESS.get(view_name, frozenset())
    return allowed is ANYBODY or not roles.isdisjoint(allowed)
