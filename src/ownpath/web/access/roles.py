"""The groups of roles for which a page can be open."""

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
