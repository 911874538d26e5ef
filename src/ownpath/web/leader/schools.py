"""A leader's home: in every community, how many people wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ownpath.foundation.clock import now
from ownpath.proficiency.selectors import CommunityPulse, gather_pulses
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import communities_visible_to, learner_ids_by_community


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """One learning community with who in it needs somebody."""

    community: LearningCommunity
    pulse: CommunityPulse


def show_schools(request: HttpRequest) -> HttpResponse:
    """The communities of the schools that the person leads, by name; none is better than another."""
    communities = communities_visible_to(request.person)
    pulses = gather_pulses(request.person.district_id, learner_ids_by_community(communities), now())
    ordered = communities.select_related("school").order_by("school__name", "name")
    rows = [CommunityRow(community, pulses[community.pk]) for community in ordered]
    return render(request, "leader/schools.html", {"rows": rows})
