"""How long the server takes for each page of the demo school on SQLite, and how much it sends.

    .venv/bin/python benchmarks/pages.py [--learners 75] [--rounds 40] [--out FILE.json]

The peer, in the same run: the same board facts read through the ORM one learner at a time, as pages often do.
Targets: the board of 75 learners at most 60 ms (median), a page at most 100 KB compressed with all it loads.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def build(learners: int) -> Path:
    """The demo, built where it is not there yet."""
    data = Path(os.environ.get("OWNPATH_DATA", HERE / ".ownpath")).resolve()
    command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--no-serve"]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([*command, "--learners", str(learners)], check=True, env={**env, "OWNPATH_DATA": str(data)})
    return data / "demo" / f"demo-{learners}.sqlite3"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=75)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    database = build(arguments.learners)
    os.environ |= {
        "OWNPATH_MODE": "test",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "ownpath.config.settings",
        "OWNPATH_SECRET_KEY": "only-for-the-benchmark",
        "OWNPATH_HOSTS": "testserver",
    }
    import django

    django.setup()
    rows = [*measure_pages(arguments.rounds), measure_peer(arguments.rounds)]
    board = next(row for row in rows if row["page"] == "board")
    print(f"{'page':<22}{'median ms':>10}{'p95 ms':>9}{'queries':>9}{'KB':>8}{'KB gzip':>9}{'of board':>10}")
    for row in rows:
        ratio = row["median_ms"] / board["median_ms"]
        print(
            f"{row['page']:<22}{row['median_ms']:>10.1f}{row['p95_ms']:>9.1f}{row['queries']:>9}"
            f"{row.get('kb', 0):>8.1f}{row.get('kb_gzip', 0):>9.1f}{ratio:>10.2f}"
        )
    shared = shared_kilobytes()
    print(f"style, picture and font that the first page loads besides: {shared:.1f} KB")
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(
            json.dumps({"learners": arguments.learners, "rows": rows, "shared_kb": shared}, indent=1)
        )
    return 0


def measure_pages(rounds: int) -> list[dict[str, object]]:
    """Every page as the member of the cast to whom it belongs."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ownpath.people.models import Account

    pages = {
        "sign-in": ("", "/sign-in/"),
        "board": ("juniper", "/communities/"),
        "coached": ("juniper", "/coached/"),
        "picture": ("maya", "/"),
        "family": ("agnes-quillfeather", "/"),
        "family in Spanish": ("consuelo-ríoclaro", "/"),
        "leader": ("beatrix", "/"),
        "office": ("otto", "/"),
    }
    rows = []
    for name, (username, path) in pages.items():
        client = Client()
        if username:
            client.force_login(Account.objects.get(username=username))
        response = client.get(path)
        while response.status_code == 302:
            path = response["Location"]
            response = client.get(path)
        if name.startswith("family") and b"/family/" in response.content and path == "/family/":
            path = "/family/" + response.content.decode().split('href="/family/')[2].split('"')[0]
            response = client.get(path)
        assert response.status_code == 200, (name, response.status_code)
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        queries = len(caught)  # the next request empties the log
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            client.get(path)
            times.append(1000 * (time.perf_counter() - begun))
        rows.append(
            {
                "page": name,
                "median_ms": statistics.median(times),
                "p95_ms": sorted(times)[int(0.95 * len(times))],
                "queries": queries,
                "kb": len(response.content) / 1000,
                "kb_gzip": len(gzip.compress(response.content, 6)) / 1000,
            }
        )
    return rows


def measure_peer(rounds: int) -> dict[str, object]:
    """The facts of the board, read one learner after the other."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ownpath.competencies.selectors import gather_progression
    from ownpath.foundation.clock import now
    from ownpath.people.models import Person
    from ownpath.proficiency.standing import gather_group_standing
    from ownpath.schools.models import LearningCommunity
    from ownpath.schools.selectors import learners_of

    community = LearningCommunity.objects.order_by("pk")[0]
    progression = gather_progression(community.district_id)

    def read_all() -> None:
        for learner in learners_of(community).select_related("identity"):
            gather_group_standing(Person.objects.filter(pk=learner.pk), progression, now(), learner_ids=[learner.pk])

    with CaptureQueriesContext(connection) as caught:
        read_all()
    times = []
    for _ in range(max(rounds // 8, 3)):
        begun = time.perf_counter()
        read_all()
        times.append(1000 * (time.perf_counter() - begun))
    return {
        "page": "peer: one by one",
        "median_ms": statistics.median(times),
        "p95_ms": max(times),
        "queries": len(caught),
    }


def shared_kilobytes() -> float:
    """What every page loads once and the browser then keeps; the font is compressed as it is."""
    static = HERE / "src" / "ownpath" / "web" / "static"
    text = sum(len(gzip.compress((static / name).read_bytes(), 6)) for name in ("ownpath.css", "ownpath.svg"))
    fonts = sum(path.stat().st_size for path in (static / "vendor").glob("*.woff2"))
    return (text + fonts) / 1000


if __name__ == "__main__":
    raise SystemExit(main())
