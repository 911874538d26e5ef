"""Frameworks from outside, whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ownpath.competencies.models import Association, Competency, Framework, ProgressionEdge, Strand
from ownpath.competencies.records import FrameworkReport
from ownpath.competencies.services import store_framework
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District
from ownpath.interop.framework_files import read_framework_file
from ownpath.people.services import start_district

pytestmark = pytest.mark.django_db
NOUNS = [Framework, Competency, ProgressionEdge, Association, Strand]


def bring_in(path: Path) -> FrameworkReport:
    district = District.objects.first() or start_district(code="lantern-hill", name="Lantern Hill")
    return store_framework(acting_person=None, district=district, framework=read_framework_file(path))


def dump() -> list[list[tuple[Any, ...]]]:
    return [list(noun.objects.order_by("pk").values_list()) for noun in NOUNS]


@pytest.mark.parametrize("name", ["smarter_balanced_math.case.json", "opensalt_sample.case.json"])
def test_a_case_package_arrives_with_every_item_and_link_of_the_file(shared_data: Path, name: str) -> None:
    path = shared_data / "frameworks" / name
    package = json.loads(path.read_text())
    items = {item["identifier"]: item for item in package["CFItems"]}
    links = package["CFAssociations"]

    def end(link: dict[str, Any], which: str) -> str:
        return link[which]["identifier"]

    report = bring_in(path)
    assert Competency.objects.count() == len(package["CFItems"])
    kinds = Counter(Association.objects.values_list("kind", flat=True))
    assert kinds == Counter(link["associationType"] for link in links)
    inside = {
        (end(link, "originNodeURI"), end(link, "destinationNodeURI"))
        for link in links
        if link["associationType"] == "precedes"
        and {end(link, "originNodeURI"), end(link, "destinationNodeURI")} <= set(items)
    }
    stored = ProgressionEdge.objects.values_list("earlier__source_identifier", "later__source_identifier")
    assert set(stored) == inside
    assert report.edges["requires"] == len(inside) == len(stored)
    outline = {
        end(link, "originNodeURI"): end(link, "destinationNodeURI")
        for link in links
        if link["associationType"] == "isChildOf" and end(link, "destinationNodeURI") in items
    }
    parents = Competency.objects.exclude(outline_parent=None).values_list(
        "source_identifier", "outline_parent__source_identifier"
    )
    assert dict(parents) == outline
    for competency in Competency.objects.all():
        assert competency.statement == items[competency.source_identifier]["fullStatement"].strip()


def test_the_coherence_map_arrives_with_all_its_edges(shared_data: Path) -> None:
    path = shared_data / "frameworks" / "ccss_math_coherence_map.json"
    content = json.loads(path.read_text())
    bring_in(path)
    assert Competency.objects.count() == len(content["standards"])
    stored = ProgressionEdge.objects.values_list("earlier__code", "later__code")
    assert sorted(stored) == sorted(tuple(edge) for edge in content["prerequisite_edges"])
    assert Association.objects.count() == len(content["related_edges"])
    ranks = dict(Competency.objects.values_list("code", "rank"))
    assert all(ranks[earlier] < ranks[later] for earlier, later in stored)


@pytest.mark.parametrize("name", ["smarter_balanced_math.case.json", "ccss_math_coherence_map.json"])
def test_a_second_import_changes_nothing(shared_data: Path, name: str) -> None:
    bring_in(shared_data / "frameworks" / name)
    before = dump()
    report = bring_in(shared_data / "frameworks" / name)
    assert report.wrote is False
    assert dump() == before


TABLE = """code,statement,requires,title_es,statement_es,strand
A,I can count,,Contar,Puedo contar,number
B,I can add,A,,,number
C,I can multiply,A;B,,,number
"""


def table(tmp_path: Path, content: str | bytes, name: str = "own.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_schools_own_table_is_enough(tmp_path: Path) -> None:
    report = bring_in(table(tmp_path, TABLE))
    assert (report.created, report.edges["requires"]) == (3, 3)
    assert Competency.objects.get(code="A").translations["es"]["statement"] == "Puedo contar"


@pytest.mark.parametrize(
    "as_saved",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace(";", "|").replace(",", ";").replace("|", ";").replace("A;B", '"A;B"').encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", "\t").encode(),
    ],
    ids=["a byte order mark", "semicolons", "line ends of another system", "tabs"],
)
def test_a_table_as_spreadsheet_programs_save_it_is_read(tmp_path: Path, as_saved: Callable[[str], bytes]) -> None:
    assert bring_in(table(tmp_path, as_saved(TABLE))).edges["requires"] == 3


def test_a_changed_table_changes_the_words_and_the_edges_and_keeps_what_is_gone(tmp_path: Path) -> None:
    bring_in(table(tmp_path, TABLE))
    changed = "code,statement,requires\nC,I can count,\nB,I can add two numbers,C\nD,I can divide,B\n"
    report = bring_in(table(tmp_path, changed))
    assert (report.created, report.changed, report.not_in_file) == (1, 2, 1)
    assert set(ProgressionEdge.objects.values_list("earlier__code", "later__code")) == {("C", "B"), ("B", "D")}
    assert Competency.objects.filter(code="A").exists()
    assert Framework.objects.get().revision == 3


CASE = {
    "CFDocument": {"identifier": "d", "title": "Own"},
    "CFItems": [{"identifier": "a", "fullStatement": "A"}, {"identifier": "b", "fullStatement": "B"}],
    "CFAssociations": [],
}


def link(identifier: str, kind: str, origin: str, destination: str) -> dict[str, Any]:
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"identifier": identifier, "associationType": kind, **ends}


def case(**changes: Any) -> str:
    return json.dumps({**CASE, **changes})


HOSTILE: dict[str, tuple[str, str | bytes, str]] = {
    "another encoding": ("f.csv", "code,statement\nA,niño\n".encode("cp1252"), "row 2.*UTF-8"),
    "two-byte text": ("f.csv", "code,statement\nA,x\n".encode("utf-16"), "UTF-8"),
    "nothing": ("f.csv", b"", "empty"),
    "bytes that are no text": ("f.csv", b"code,statement\nA,\x00\n", "row 2.*not text"),
    "a header alone": ("f.csv", "code,statement\n", "no competency"),
    "a missing column": ("f.csv", "code,title\nA,x\n", "row 1, field statement.*missing"),
    "a column twice": ("f.csv", "code,code,statement\nA,B,x\n", "row 1, field code.*twice"),
    "an empty cell": ("f.csv", "code,statement\nA,\n", "row 2, field statement.*empty"),
    "too many cells": ("f.csv", "code,statement\nA,x,y,z\n", "row 2.*4 cells"),
    "a quote that never ends": ("f.csv", 'code,statement\nA,"x\n', "row 2.*not CSV"),
    "an endless cell": ("f.csv", "code,statement\nA," + "x" * 20_000 + "\n", "row 2, field statement.*longer"),
    "a code twice": ("f.csv", "code,statement\nA,x\nB,y\nA,z\n", "row 4, field code.*A is there twice.*row 2"),
    "a missing target": ("f.csv", "code,statement,requires\nB,x,A\n", "row 2, field requires.*from A to B names A"),
    "a cycle": ("f.csv", "code,statement,requires\nA,x,B\nB,y,A\n", "circle: (A -> B -> A|B -> A -> B)"),
    "an edge to itself": ("f.csv", "code,statement,requires\nA,x,A\n", "circle: A -> A"),
    "an outline in a circle": ("f.csv", "code,statement,parent\nA,x,B\nB,y,A\n", "outline runs in a circle"),
    "a missing parent": ("f.csv", "code,statement,parent\nA,x,Z\n", "row 2, field parent.*Z"),
    "broken JSON": ("f.json", '{"CFDocument": {', "row 1.*not JSON"),
    "no number": ("f.json", '{"standards": [NaN]}', "NaN"),
    "a name twice in one object": ("f.json", '{"standards": [], "standards": []}', "'standards' is there twice"),
    "JSON nested too deeply": ("f.json", "[" * 200_000, "nested too deeply"),
    "JSON of another kind": ("f.json", '{"hello": 1}', "neither a CASE package"),
    "an ending nobody knows": ("f.xlsx", b"PK", "comes as"),
    "standards that are no objects": ("f.json", '{"standards": [1]}', "row 1, field standards"),
    "edges that are no pairs": (
        "f.json",
        '{"standards": [{"code": "A", "statement": "x"}], "prerequisite_edges": [["A"]]}',
        "row 1, field prerequisite_edges",
    ),
    "an item without a statement": (
        "f.json",
        case(CFItems=[{"identifier": "a"}]),
        "row 1, field CFItems.fullStatement",
    ),
    "items twice": ("f.json", case(CFItems=CASE["CFItems"] + CASE["CFItems"]), "a is there twice"),
    "links in a circle": (
        "f.json",
        case(CFAssociations=[link("1", "precedes", "a", "b"), link("2", "precedes", "b", "a")]),
        "circle",
    ),
    "one identifier for two links": (
        "f.json",
        case(CFAssociations=[link("1", "precedes", "a", "b"), link("1", "isRelatedTo", "a", "b")]),
        "row 2.*different content",
    ),
    "a link without an end": (
        "f.json",
        case(CFAssociations=[{"identifier": "1", "associationType": "precedes"}]),
        "row 1, field CFAssociations.originNodeURI",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gives_one_clear_error_and_changes_nothing(tmp_path: Path, kind: str) -> None:
    name, content, words = HOSTILE[kind]
    bring_in(table(tmp_path, TABLE))
    before = dump()
    with pytest.raises(InputError, match=words) as error:
        bring_in(table(tmp_path, content, name))
    assert error.value.file == name
    assert dump() == before


def test_links_of_an_unknown_type_and_with_an_end_outside_are_kept_and_reported(tmp_path: Path) -> None:
    links = [link("1", "ext:inspires", "a", "b"), link("2", "precedes", "urn:elsewhere", "b")]
    report = bring_in(table(tmp_path, case(CFAssociations=links), "own.json"))
    assert Association.objects.count() == 2
    assert report.ends_outside == 1
    assert any("ext:inspires" in note for note in report.notes)
    assert not ProgressionEdge.objects.exists()


def test_the_database_itself_refuses_an_edge_that_would_close_a_circle(tmp_path: Path) -> None:
    from django.db import DatabaseError, transaction

    bring_in(table(tmp_path, TABLE))
    first, last = Competency.objects.get(code="A"), Competency.objects.get(code="C")
    with pytest.raises(DatabaseError, match="climb"), transaction.atomic():
        ProgressionEdge.objects.create(district=first.district, kind="deepens", earlier=last, later=first)
    with pytest.raises(DatabaseError, match="climb"), transaction.atomic():
        Competency.objects.filter(pk=first.pk).update(rank=last.rank)
    assert ProgressionEdge.objects.count() == 3
