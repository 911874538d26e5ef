"""A school behind a browser's door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ownpath.people.models import Account
from school import School, make_school


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def signed_in(school: School) -> Callable[[str], Client]:
    """A browser in which somebody of the school is signed in."""

    def sign_in(name: str, at: School | None = None) -> Client:
        at = at or school
        person = at.person(name)
        account, _ = Account.objects.get_or_create(
            district=at.district, person=person, defaults={"username": f"{at.district.code}-{name}"}
        )
        client = Client()
        client.force_login(account)
        return client

    return sign_in
