"""What a learner writes of themselves, and who reads it."""

from __future__ import annotations

from uuid import uuid4

from ownpath.plans.models import AboutMe


def write(client, text: str, shared_with: str = "only_me"):
    return client.post(
        "/about-me/write/",
        {"kind": "interest", "text": text, "shared_with": shared_with, "token": uuid4()},
        follow=True,
    )


def test_a_learner_writes_changes_and_takes_away(school, signed_in):
    client = signed_in("learner")
    assert "Boats and rivers" in write(client, "Boats and rivers").content.decode()
    about = AboutMe.objects.get()
    changed = {"text": "Boats", "shared_with": "my_teachers"}
    page = client.post(f"/about-me/{about.uuid}/change/", changed, follow=True).content.decode()
    assert "Boats and rivers" not in page and "my teachers" in page
    page = client.post(f"/about-me/{about.uuid}/remove/", follow=True).content.decode()
    assert "It is gone. Nobody can read it now." in page
    assert not AboutMe.objects.exists()


def test_nothing_written_is_refused_in_words(school, signed_in):
    answer = write(signed_in("learner"), "   ")
    assert answer.status_code == 422
    assert "Please write something, or leave." in answer.content.decode()


def test_somebody_else_cannot_change_it(school, signed_in):
    write(signed_in("learner"), "Boats", "my_family_too")
    about = AboutMe.objects.get()
    answer = signed_in("neighbour").post(f"/about-me/{about.uuid}/remove/")
    assert answer.status_code == 404
    assert AboutMe.objects.exists()
