"""Lists whose rows can be taken along."""

from __future__ import annotations

from django.test import RequestFactory

from ownpath.web.design.listing import Column, choose, csv_of, listing_of, type_in


def request_of(address: str):
    return RequestFactory().get(address)


def test_a_cell_that_a_spreadsheet_would_run_is_made_plain_text():
    answer = csv_of("names", [Column("Name", lambda row: row)], ['=HYPERLINK("x")', "+1", "@a", "-b", "Maya", -3])
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines == ["Name", '"\'=HYPERLINK(""x"")"', "'+1", "'@a", "'-b", "Maya", "-3"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="names.csv"'


def test_a_choice_that_is_not_offered_counts_as_none():
    offered = [("", "all"), ("ready", "ready")]
    assert choose(request_of("/?state=ready"), "state", "State", offered).value == "ready"
    assert choose(request_of("/?state=<script>"), "state", "State", offered).value == ""


def test_the_file_has_the_same_rows_as_the_address_shows():
    asked = request_of("/?name=ma&state=ready")
    listing = listing_of(asked, [type_in(asked, "name", "Name")], 3)
    assert listing.csv_address == "?name=ma&state=ready&as=csv"
    assert listing.is_filtered
    assert not listing_of(request_of("/"), [type_in(request_of("/"), "name", "Name")], 3).is_filtered
