"""Erasing a person: the name and the sign-in go, and every word that they wrote of themselves or others of them."""

from __future__ import annotations

from django.db import transaction

from ownpath.assessment.models import Accommodation
from ownpath.people.models import Person
from ownpath.people.services import erase_identity
from ownpath.plans.models import AboutMe, Goal, HomeVisit, Note, Pin, Support, SupportStep

# Free words about a learner may name them. Places in groups hold a code only, and stay.
WORDS_ABOUT_A_LEARNER = (AboutMe, Goal, Note, SupportStep, Support, Pin)


@transaction.atomic
def erase_person(*, acting_person: Person | None, person: Person) -> Person:
    """Take away who a person is and the words about them; evidence, estimates, judgements and the audit trail stay.

    Goals, notes, supports and pins about the person go as whole rows, since without their words they say nothing. What
    the person wrote about others stays with those others, under a name that is gone.
    """
    erased = erase_identity(acting_person=acting_person, person=person)
    for model in WORDS_ABOUT_A_LEARNER:
        model._default_manager.filter(learner=person).delete()
    HomeVisit.objects.filter(person=person).delete()
    Accommodation.objects.filter(learner=person).delete()
    return erased
