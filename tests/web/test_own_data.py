"""An office loads its own framework, roster and old responses, and its teachers and learners see them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from interop.oneroster.conftest import SMALL_ROSTER
from ownpath.config.command_line.main import main
from ownpath.foundation.clock import clock_at, now
from ownpath.people.models import Account, Identity, Person

pytestmark = pytest.mark.django_db

FRAMEWORK = (
    "code;statement;level;requires\n"
    "N.1;Count objects in a collection of at most twenty things by touching each one of them once;1;\n"
    "N.2;Add two collections;2;N.1\n"
    "N.3;Multiply by adding again and again;3;N.2\n"
)


def command(*arguments: str, capsys) -> dict:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == 0, said
    return said


def open_as(external_id: str, path: str) -> str:
    person = Person.objects.get(identity__external_id=external_id)
    account, _ = Account.objects.get_or_create(
        district=person.district, person=person, defaults={"username": external_id}
    )
    client = Client()
    client.force_login(account)
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_school_runs_on_its_own_files_from_end_to_end(tmp_path: Path, capsys):
    import zipfile

    monday = now() - timedelta(days=3)
    assert main(["start-district", "lantern-hill", "lantern-hill"]) == 0
    (tmp_path / "own.csv").write_bytes(b"\xef\xbb\xbf" + FRAMEWORK.encode())
    command("import", "framework", str(tmp_path / "own.csv"), "--title", "Our numbers", capsys=capsys)
    with zipfile.ZipFile(tmp_path / "roster.zip", "w") as archive:
        for name, content in SMALL_ROSTER.items():
            archive.writestr(name, content)
    with clock_at(datetime(2026, 9, 2, tzinfo=UTC)):
        command("import", "roster", str(tmp_path / "roster.zip"), capsys=capsys)
    rows = [f"ada,t{n},N.1,1,{(monday + timedelta(minutes=n)).timestamp()}" for n in range(40)]
    rows += [f"ben,t{n},N.1,0,{(monday + timedelta(minutes=n)).timestamp()}" for n in range(40)]
    (tmp_path / "old.csv").write_text("learner,item,skill,correct,timestamp\n" + "\n".join(rows) + "\n")
    assert command("import", "responses", str(tmp_path / "old.csv"), capsys=capsys)["evidence_stored"] == 80
    assert command("rebuild", capsys=capsys)["different"] == 0
    assert command("check", capsys=capsys)["problems"] == []

    assert re.search(r"Stuck 1 Ben Reed Count objects in a collection", open_as("tess", "/"))
    board = open_as("tess", "/communities/")
    assert "Oaks" in board and re.search(r"Ben Reed Count objects in a collection[^.]*stuck", board)
    ada = Identity.objects.get(external_id="ada").person
    picture = open_as("ada", f"/learners/{ada.uuid}/")
    assert re.search(r"What I can do .* Our numbers .* Count objects in a collection", picture)
    assert "N.1" not in picture
    assert re.search(r"could do next, and why Our numbers · level 2 Add two collections", picture)
    ben = Identity.objects.get(external_id="ben").person
    assert "This page is not here" in _refused("ada", f"/learners/{ben.uuid}/")


def _refused(external_id: str, path: str) -> str:
    client = Client()
    client.force_login(Account.objects.get(username=external_id))
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()
