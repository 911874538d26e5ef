"""Planning: who is brought together for what.

This is the public face; the modules behind it are private.
"""

from ownpath.core.planning.groups import GroupMember, Need, ProposedGroup, ProposedGroups, propose_groups

__all__ = ["GroupMember", "Need", "ProposedGroup", "ProposedGroups", "propose_groups"]
