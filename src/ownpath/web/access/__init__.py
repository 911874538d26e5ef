"""Which page is open to whom. A page that does not stand here is open to nobody.

The role opens the door; which learner or community may be seen behind it, the `..._visible_to` selectors decide.
"""

from __future__ import annotations

from ownpath.web.access import family, leader, learner, office, partner, shared, teacher
from ownpath.web.access.roles import ANYBODY

ACCESS: dict[str, frozenset[str]] = {
    **shared.ACCESS,
    **learner.ACCESS,
    **teacher.ACCESS,
    **family.ACCESS,
    **leader.ACCESS,
    **partner.ACCESS,
    **office.ACCESS,
}


def may_open(view_name: str, roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may open a page; nobody signed in has no roles."""
    allowed = ACCESS.get(view_name, frozenset())
    return allowed is ANYBODY or not roles.isdisjoint(allowed)
