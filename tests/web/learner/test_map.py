"""The map of all competencies, for the learner and for those who stand by them."""

from __future__ import annotations

import re

from ownpath.competencies.models import Competency, Framework


def address(school, tail: str = "") -> str:
    return f"/learners/{school.person('learner').uuid}/map/{tail}"


def test_every_competency_stands_on_the_map_and_in_the_list(school, signed_in):
    page = signed_in("learner").get(address(school)).content.decode()
    for code, competency in school.competencies.items():
        assert f"{code}: later" in page or f"{code}: ready for" in page
        assert f"/learners/{school.person('learner').uuid}/{competency.uuid}/" in page


def test_a_framework_of_many_competencies_has_its_list_on_a_page_of_its_own(school, signed_in):
    many = Framework.objects.create(district=school.district, code="many", title="Many")
    Competency.objects.bulk_create(
        Competency(
            district=school.district,
            framework=many,
            code=f"M{n}",
            title=f"Thing {n}",
            statement=f"I can do thing {n}.",
            source_identifier=f"M{n}",
            rank=n,
        )
        for n in range(310)
    )
    client = signed_in("learner")
    page = client.get(address(school)).content.decode()
    assert f"/learners/{school.person('learner').uuid}/map/list/" in page
    assert "I can do thing 7." not in page
    listed = client.get(address(school, "list/")).content.decode()
    assert "Thing 7" in listed and "Thing 309" in listed


def test_one_framework_of_several_can_be_chosen(school, signed_in):
    other = Framework.objects.create(district=school.district, code="words", title="Words")
    Competency.objects.create(
        district=school.district, framework=other, code="w", title="spell", statement="I can spell.", rank=0
    )
    client = signed_in("teacher")
    assert "spell" in client.get(address(school)).content.decode()
    only = client.get(address(school), {"framework": str(school.framework.uuid)}).content.decode()
    assert not re.search(r"spell: ", only)
    assert "multiply: " in only
