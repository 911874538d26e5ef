"""The pages of the demo school behind the real server: how fast for eight people at once, and how light on a slow line.

    .venv/bin/python benchmarks/pages.py [--learners 75] [--rounds 25] [--out FILE.json] [--kolibri FOLDER]

Three tables, each in one run on SQLite with the shipped server (2 workers):

1. Eight people open pages at the same time, each looking at a page for a second before the next one; and the same
   without looking, as fast as the server answers (a crowd that no school has; it shows where the limit is). Beside it
   the peer in the same run: the facts of the board read through the ORM one learner at a time, as pages often do; with
   `--kolibri` (an environment in which Kolibri is installed) also its nearest pages with the same learners.
2. The work of one request alone: milliseconds in the process, queries, size.
3. What a first visit loads in Chromium on a processor four times slower and a line of 1.6 Mbit/s with 150 ms:
   requests, kilobytes over the line, time to the first byte, largest paint, layout shift.

Targets: median 60 ms and p95 120 ms for eight people; at most 100 KB and fewer than 10 requests a first view, largest
paint at most 2.5 s, no layout shift.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent.parent
CLIENTS = 8
LOOK_SECONDS = 1.0
SLOW_LINE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8, "offline": False}
SLOW_CPU = 4
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


def build(learners: int) -> Path:
    """The demo, built where it is not there yet."""
    data = Path(os.environ.get("OWNPATH_DATA", HERE / ".ownpath")).resolve()
    command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--no-serve"]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([*command, "--learners", str(learners)], check=True, env={**env, "OWNPATH_DATA": str(data)})
    return data / "demo" / f"demo-{learners}.sqlite3"


def set_up(database: Path) -> None:
    """Django in this process, on the demo's database."""
    os.environ |= {
        "OWNPATH_MODE": "test",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "ownpath.config.settings",
        "OWNPATH_SECRET_KEY": "only-for-the-benchmark",
        "OWNPATH_HOSTS": "testserver,127.0.0.1",
    }
    import django

    django.setup()


def pages_of_the_demo() -> dict[str, tuple[str, str]]:
    """Each main page: who opens it, and its address."""
    from django.urls import NoReverseMatch, reverse

    from ownpath.competencies.selectors import gather_progression
    from ownpath.people.models import Account
    from ownpath.proficiency.models import Estimate
    from ownpath.schools.models import LearningCommunity
    from ownpath.schools.selectors import children_of

    maya = Account.objects.get(username="maya").person
    parent = Account.objects.get(username="agnes-quillfeather").person
    child = children_of(parent).order_by("pk")[0]
    community = LearningCommunity.objects.order_by("pk")[0]
    worked_on = Estimate.objects.filter(learner=maya).order_by("-last_evidence_at")[0].competency_id
    progression = gather_progression(maya.district_id)
    competency = progression.cards[progression.place_of[worked_on]]
    wanted = {
        "learner: today": ("maya", "today", []),
        "learner: picture": ("maya", "picture", [maya.uuid]),
        "learner: map": ("maya", "map", [maya.uuid]),
        "learner: competency": ("maya", "competency", [maya.uuid, competency.uuid]),
        "learner: what is new": ("maya", "growth", [maya.uuid]),
        "teacher: morning": ("juniper", "morning", []),
        "teacher: board": ("juniper", "board", [community.uuid]),
        "teacher: one learner": ("juniper", "team", [maya.uuid]),
        "teacher: one competency": ("juniper", "team_competency", [competency.uuid]),
        "teacher: groups": ("juniper", "community_groups", [community.uuid]),
        "family: one child": ("agnes-quillfeather", "child", [child.uuid]),
        "leader: schools": ("beatrix", "leader", []),
        "leader: who waits": ("beatrix", "waiting", []),
        "partner": ("marta", "mentor", []),
        "office": ("otto", "office", []),
    }
    found = {}
    for name, (who, view, arguments) in wanted.items():
        try:
            found[name] = (who, reverse(f"web:{view}", args=arguments))
        except NoReverseMatch:
            print(f"{name}: there is no such page (web:{view})", file=sys.stderr)
    return found


def sessions(people: set[str]) -> dict[str, str]:
    """A signed-in session for each of these members of the cast."""
    from django.test import Client

    from ownpath.people.models import Account

    made = {}
    for username in people:
        client = Client()
        client.force_login(Account.objects.get(username=username))
        made[username] = client.cookies["sessionid"].value
    return made


class Server:
    """The shipped server on the demo's database, with files compressed as they are shipped."""

    def __init__(self, database: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        left_out = {"DATABASE_URL", "OWNPATH_MODE", "DJANGO_SETTINGS_MODULE"}
        env = {name: value for name, value in os.environ.items() if name not in left_out}
        learners = database.stem.removeprefix("demo-")
        command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--learners", learners]
        env["OWNPATH_DATA"] = str(database.parent.parent)
        command += ["--port", str(self.port)]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Server:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if self.get("/sign-in/")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.3)
        raise RuntimeError("the server did not answer")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def get(self, path: str, session: str = "") -> tuple[int, int]:
        """One request over a connection of its own; the status and how many bytes came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": f"sessionid={session}"} if session else {})
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        size = len(answer.read())
        line.close()
        return answer.status, size

    def cookies_of(self, session: str) -> dict[str, str]:
        """What a browser holds of a session."""
        return {"sessionid": session}

    def wait_until_shown(self, page: Page) -> None:
        """Everything that a first view asks for has come."""
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(800)


def measure_crowd(
    server: Server, pages: dict[str, tuple[str, str]], session_of: dict[str, str], rounds: int, look_seconds: float
) -> dict[str, list[float]]:
    """Milliseconds of every request of eight people, page by page."""
    names = list(pages)
    times: dict[str, list[float]] = {name: [] for name in names}
    lock = threading.Lock()

    def one(number: int) -> None:
        time.sleep(number * look_seconds / CLIENTS)
        for turn in range(rounds * len(names) // CLIENTS + 1):
            name = names[(turn * CLIENTS + number) % len(names)]
            who, path = pages[name]
            begun = time.perf_counter()
            status, _size = server.get(path, session_of[who])
            took = 1000 * (time.perf_counter() - begun)
            assert status == 200, (name, status)
            with lock:
                times[name].append(took)
            time.sleep(max(look_seconds - took / 1000, 0))

    with ThreadPoolExecutor(CLIENTS) as people:
        list(people.map(one, range(CLIENTS)))  # what went wrong with one of them ends the run
    return times


def p95(values: list[float]) -> float:
    return sorted(values)[min(int(0.95 * len(values)), len(values) - 1)]


def measure_alone(pages: dict[str, tuple[str, str]], rounds: int) -> dict[str, dict[str, float]]:
    """One request after the other inside this process: milliseconds, queries, size."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ownpath.people.models import Account

    rows = {}
    for name, (username, path) in pages.items():
        client = Client()
        client.force_login(Account.objects.get(username=username))
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
        rows[name] = {
            "alone_ms": statistics.median(times),
            "queries": queries,
            "kb": len(response.content) / 1000,
            "kb_gzip": len(gzip.compress(response.content, 6)) / 1000,
        }
    return rows


def measure_peer(rounds: int) -> dict[str, float]:
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
    return {"alone_ms": statistics.median(times), "queries": len(caught), "kb": 0.0, "kb_gzip": 0.0}


_OBSERVE = """
window.__largest = 0; window.__shift = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) window.__largest = each.startTime })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver(list => { for (const each of list.getEntries())
  if (!each.hadRecentInput) window.__shift += each.value })
  .observe({ type: 'layout-shift', buffered: true });
"""


def measure_first_views(
    server: Server, pages: dict[str, tuple[str, str]], session_of: dict[str, str]
) -> dict[str, dict[str, float]]:
    """What a first visit loads in Chromium, slowed down; nothing where there is no Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        print("There is no Chromium here: first views are left out.")
        return {}
    from playwright.sync_api import sync_playwright

    rows = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        for name, (who, path) in pages.items():
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(120_000)
            url = f"http://127.0.0.1:{server.port}"
            cookies = server.cookies_of(session_of[who])
            context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
            context.add_init_script(_OBSERVE)
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_LINE)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
            sizes: list[float] = []
            line.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
            page.goto(url + path)
            server.wait_until_shown(page)
            assert page.url == url + path, (name, page.url)
            timing = page.evaluate(
                "() => ({ first: performance.getEntriesByType('navigation')[0].responseStart,"
                " largest: window.__largest, shift: window.__shift })"
            )
            rows[name] = {
                "requests": len(sizes),
                "line_kb": sum(sizes) / 1000,
                "first_byte_ms": timing["first"],
                "largest_paint_ms": timing["largest"],
                "layout_shift": timing["shift"],
            }
            context.close()
        browser.close()
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=75)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--kolibri", type=Path, help="a virtual environment in which Kolibri is installed")
    arguments = parser.parse_args()
    database = build(arguments.learners)
    set_up(database)
    pages = pages_of_the_demo()
    session_of = sessions({who for who, _path in pages.values()})
    with Server(database) as server:
        measure_crowd(server, pages, session_of, 2, 0.0)  # every worker has read the progression once
        crowd = measure_crowd(server, pages, session_of, arguments.rounds, LOOK_SECONDS)
        rush = measure_crowd(server, pages, session_of, arguments.rounds, 0.0)
        views = measure_first_views(server, pages, session_of)
    alone = measure_alone(pages, arguments.rounds)
    peer = measure_peer(arguments.rounds)
    rows = []
    for name in pages:
        rows.append(
            {
                "page": name,
                "median_ms": statistics.median(crowd[name]),
                "p95_ms": p95(crowd[name]),
                "rush_median_ms": statistics.median(rush[name]),
                "rush_p95_ms": p95(rush[name]),
                **alone[name],
                **views.get(name, {}),
            }
        )
    print_tables(rows, peer, arguments.learners)
    result: dict[str, object] = {"learners": arguments.learners, "rows": rows, "peer": peer}
    if arguments.kolibri:
        import kolibri_pages

        result["kolibri"] = kolibri_pages.measure(arguments.kolibri, arguments.learners, arguments.rounds)
        kolibri_pages.print_table(result["kolibri"])
    out = arguments.out or HERE / "benchmarks" / "results" / f"pages-{arguments.learners}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1))
    return 0


def print_tables(rows: list[dict[str, object]], peer: dict[str, float], learners: int) -> None:
    print(f"\n{learners} learners, {CLIENTS} people at once, SQLite, 2 workers; milliseconds")
    print(f"{'page':<26}{'median':>8}{'p95':>8}{'rush':>8}{'p95':>8}{'alone':>8}{'queries':>9}{'KB':>8}{'gzip':>8}")
    for row in rows:
        print(
            f"{row['page']:<26}{row['median_ms']:>8.1f}{row['p95_ms']:>8.1f}{row['rush_median_ms']:>8.1f}"
            f"{row['rush_p95_ms']:>8.1f}{row['alone_ms']:>8.1f}{row['queries']:>9}{row['kb']:>8.1f}{row['kb_gzip']:>8.1f}"
        )
    print(f"{'peer: board one by one':<26}{'':>32}{peer['alone_ms']:>8.1f}{peer['queries']:>9}")
    if "requests" not in rows[0]:
        return
    print(f"\nFirst view, processor {SLOW_CPU} times slower, 1.6 Mbit/s, 150 ms")
    print(f"{'page':<26}{'requests':>9}{'KB':>8}{'first byte':>12}{'largest paint':>15}{'shift':>8}")
    for row in rows:
        print(
            f"{row['page']:<26}{row['requests']:>9}{row['line_kb']:>8.1f}{row['first_byte_ms']:>12.0f}"
            f"{row['largest_paint_ms']:>15.0f}{row['layout_shift']:>8.3f}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
