"""The nearest pages of Kolibri, a running peer, with as many learners and answers as our demo school has.

    python3 -m venv FOLDER && FOLDER/bin/pip install kolibri
    .venv/bin/python benchmarks/pages.py --kolibri FOLDER [--learners 75]                # beside our own pages
    .venv/bin/python benchmarks/kolibri_pages.py FOLDER [--learners 75] [--rounds 25] [--out FILE.json]

Kolibri is no part of this project. It stays in an environment of its own, gets a new home in a temporary folder
(`kolibri_school.py`, run by its own Python), is started with its defaults on a free port, and is asked over HTTP.
What is measured, and where the comparison is uneven: docs/howto/compare-with-kolibri.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pages

PASSWORD = "only-for-the-benchmark"
HOME_FACTS = "/learn/api/homehydrate"
START_SECONDS, STOP_SECONDS = 180, 60


class NotRunning(Exception):
    """Kolibri could not be filled or started."""


def gather_records() -> dict[str, object]:
    """How many answers each learner of the demo gave on each competency, and how many were right."""
    from django.db.models import Count, F, Max, Min, Q

    from ownpath.competencies.models import Competency
    from ownpath.evidence.models import Evidence, EvidenceKind
    from ownpath.people.models import RoleKind
    from ownpath.schools.models import Membership

    learners = Membership.objects.filter(role=RoleKind.LEARNER).order_by("community_id", "person_id")
    work: dict[int, list[list[float]]] = {person: [] for person in learners.values_list("person_id", flat=True)}
    middle = (F("result_low") + F("result_high")) / 2
    rows = (
        Evidence.objects.filter(kind=EvidenceKind.RESPONSE, learner_id__in=learners.values("person_id"))
        .values_list("learner_id", "competency_id")
        .annotate(
            answers=Count("id"),
            right=Count("id", filter=Q(result__gte=middle)),
            first=Min("ordered_at"),
            last=Max("ordered_at"),
        )
        .order_by("learner_id", "competency_id")
    )
    rows = list(rows)
    titles = {
        pk: title or statement
        for pk, title, statement in Competency.objects.filter(pk__in={row[1] for row in rows})
        .order_by("pk")
        .values_list("pk", "title", "statement")
    }
    place_of = {pk: place for place, pk in enumerate(titles)}
    for learner, competency, answers, right, first, last in rows:
        work[learner].append([place_of[competency], answers, right, first.timestamp(), last.timestamp()])
    return {"password": PASSWORD, "titles": list(titles.values()), "learners": list(work.values())}


def surroundings(home: Path) -> dict[str, str]:
    """Without a home of its own Kolibri writes into the user's; without the second line it reports on itself."""
    left_out = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"KOLIBRI_HOME": str(home), "KOLIBRI_DISABLE_PING": "1"}


def version_of(folder: Path) -> str:
    """The version installed there; nothing where there is none."""
    python = folder / "bin" / "python"
    if not (folder / "bin" / "kolibri").exists() or not python.exists():
        return ""
    question = "from importlib.metadata import version; print(version('kolibri'))"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def fill(folder: Path, home: Path, records: dict[str, object]) -> dict[str, object]:
    """A school in a new Kolibri home: whom to sign in as, and how many rows there are."""
    plan = home.parent / "records.json"
    plan.write_text(json.dumps(records))
    command = [folder / "bin" / "python", Path(__file__).with_name("kolibri_school.py"), plan]
    done = subprocess.run(command, env=surroundings(home), capture_output=True, text=True)
    if done.returncode:
        raise NotRunning(f"its school could not be filled: {done.stderr[-800:]}")
    return json.loads(done.stdout.splitlines()[-1])


class Kolibri(pages.Server):
    """Kolibri's own server with its defaults; a session is the header of the cookies it gave."""

    def __init__(self, folder: Path, home: Path, facility: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.facility = facility
        command = [folder / "bin" / "kolibri", "start", "--foreground", "--port", str(self.port), "--zip-port", "0"]
        self.log = home.parent / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=surroundings(home), stdout=log, stderr=log, start_new_session=True
            )

    def __enter__(self) -> Kolibri:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.get("/api/public/info/")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.3)
        self.__exit__()
        raise NotRunning(f"its server did not answer: {self.log.read_text(errors='replace')[-800:]}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # its own session: what it started goes with it
            self.process.wait()

    def get(self, path: str, session: str = "") -> tuple[int, int]:
        """All calls that a page makes (addresses with blanks between), one after the other on one connection."""
        size = 0
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for address in path.split():
            status, body = self.ask(line, address, session)
            size += len(body)
            if status != 200:
                break
        line.close()
        return status, size

    def ask(self, line: http.client.HTTPConnection, address: str, session: str) -> tuple[int, bytes]:
        line.request("GET", address, headers={"Accept-Encoding": "gzip"} | ({"Cookie": session} if session else {}))
        answer = line.getresponse()
        return answer.status, answer.read()

    def sign_in(self, username: str) -> str:
        """Both cookies: without the second one its pages take the person for a guest and show something else."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = json.dumps({"username": username, "password": PASSWORD, "facility": self.facility})
        line.request("POST", "/api/auth/session/", body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        given = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        line.close()
        if answer.status != 200:
            raise NotRunning(f"{username} could not sign in: {answer.status}")
        return "; ".join(value.strip().split(";")[0] for value in given)

    def cookies_of(self, session: str) -> dict[str, str]:
        return dict(cookie.split("=", 1) for cookie in session.split("; "))

    def wait_until_shown(self, page: object) -> None:
        """Its program needs seconds before it asks for anything: a quiet line says nothing yet."""
        page.get_by_text("Lesson 3").first.wait_for(state="attached")
        super().wait_until_shown(page)


def calls_of(school: dict[str, object], learner: str) -> dict[str, tuple[str, str]]:
    """Who asks for what: the calls of a page as its own program makes them, and the one that carries the facts."""
    of_class, facility = school["first_class"], school["facility"]
    channels = "/api/content/channel/?available=true"
    summary = f"/coach/api/classsummary/{of_class}/"
    around_home = ["/learn/api/state", channels, f"/api/logger/userprogress/{learner}/"]
    around_class = [
        channels,
        f"/api/auth/facilitydataset/?facility_id={facility}",
        f"/api/device/usersyncstatus/?member_of={of_class}",
        f"/coach/api/notifications/?classroom_id={of_class}",
        f"/api/lessons/lesson/size/?collection={of_class}",
        f"/api/auth/classroom/?parent={facility}&role=coach",
    ]
    return {
        "learner: home, the facts": ("learner0", HOME_FACTS),
        "learner: home, all calls": ("learner0", " ".join([*around_home, HOME_FACTS])),
        "coach: class summary": ("coach0", summary),
        "coach: class, all calls": ("coach0", " ".join([*around_class, summary])),
    }


def views_of(school: dict[str, object]) -> dict[str, tuple[str, str]]:
    """The same two pages as a browser opens them."""
    return {
        "learner: home": ("learner0", "/en/learn/#/home"),
        "coach: class": ("coach0", f"/en/coach/#/{school['first_class']}/home"),
    }


def count_mixed_answers(server: Kolibri, session_of: dict[str, str], rounds: int) -> dict[str, int]:
    """Classmates open their home at the same moment: how many got another answer than when they asked alone."""
    people = [name for name in session_of if name.startswith("learner")]

    def ask(name: str) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        status, answer = server.ask(line, HOME_FACTS, session_of[name])
        line.close()
        assert status == 200, (name, status)
        return answer

    alone = {name: ask(name) for name in people}
    steady = {name for name in people if ask(name) == alone[name]}
    wrong: list[bool] = []
    together = threading.Barrier(len(people), timeout=300)

    def one(name: str) -> None:
        for _ in range(rounds):
            together.wait()
            answer = ask(name)
            if name in steady:
                wrong.append(answer != alone[name])

    with ThreadPoolExecutor(len(people)) as clients:
        list(clients.map(one, people))
    return {"answers": len(wrong), "wrong": sum(wrong)}


def measure(folder: Path, learners: int, rounds: int) -> dict[str, object]:
    """The figures of Kolibri's pages; nothing, and a sentence, where it is not installed or does not run."""
    folder = folder.absolute()
    version = version_of(folder)
    if not version:
        print(f"There is no Kolibri in {folder}: its pages are left out.")
        return {}
    from django.apps import apps

    if not apps.ready:
        pages.set_up(pages.build(learners))
    records = gather_records()
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="kolibri-") as temporary:
        home = Path(temporary) / "home"
        home.mkdir()
        try:
            school = fill(folder, home, records)
            with Kolibri(folder, home, str(school["facility"])) as server:
                return measure_server(server, school, rounds) | {
                    "version": version,
                    "school": school,
                    "load": [load_before, os.getloadavg()[0]],
                }
        except (NotRunning, AssertionError, OSError) as reason:  # our own figures stay, whatever happens to it
            print(f"Kolibri {version} is left out: {reason}")
            return {}


def measure_server(server: Kolibri, school: dict[str, object], rounds: int) -> dict[str, object]:
    classmates = [f"learner{number}" for number in range(min(pages.CLIENTS, int(str(school["learners"]))))]
    session_of = {name: server.sign_in(name) for name in [*classmates, "coach0"]}
    calls = calls_of(school, str(school["first_learner"]))
    begun = time.perf_counter()
    pages.measure_crowd(server, calls, session_of, 2, 0.0)  # from cold it takes seconds; that is not what is asked
    warming = time.perf_counter() - begun
    sizes = {name: server.get(path, session_of[who])[1] / 1000 for name, (who, path) in calls.items()}
    crowd = pages.measure_crowd(server, calls, session_of, rounds, pages.LOOK_SECONDS)
    rush = pages.measure_crowd(server, calls, session_of, rounds, 0.0)
    mixed = count_mixed_answers(server, session_of, rounds)
    rows = [
        {
            "page": name,
            "calls": len(path.split()),
            "kb": sizes[name],
            "median_ms": statistics.median(crowd[name]),
            "p95_ms": pages.p95(crowd[name]),
            "rush_median_ms": statistics.median(rush[name]),
            "rush_p95_ms": pages.p95(rush[name]),
            "requests_measured": len(crowd[name]),
        }
        for name, (_who, path) in calls.items()
    ]
    views = pages.measure_first_views(server, views_of(school), session_of)
    return {"rows": rows, "views": views, "mixed": mixed, "warming_seconds": warming}


def print_table(result: dict[str, object]) -> None:
    if not result:
        return
    school, mixed = result["school"], result["mixed"]
    print(
        f"\nKolibri {result['version']}, its defaults: {school['learners']} learners in {school['classes']} classes,"
        f" {school['attempts']} attempts; {pages.CLIENTS} people at once, milliseconds"
    )
    print(f"{'page':<26}{'median':>8}{'p95':>8}{'rush':>8}{'p95':>8}{'calls':>8}{'KB':>8}{'n':>6}")
    for row in result["rows"]:
        print(
            f"{row['page']:<26}{row['median_ms']:>8.1f}{row['p95_ms']:>8.1f}{row['rush_median_ms']:>8.1f}"
            f"{row['rush_p95_ms']:>8.1f}{row['calls']:>8}{row['kb']:>8.1f}{row['requests_measured']:>6}"
        )
    print(
        f"{mixed['wrong']} of {mixed['answers']} answers to classmates who ask at the same moment are not what each"
        " gets alone"
    )
    if result["views"]:
        print(f"First view, processor {pages.SLOW_CPU} times slower, 1.6 Mbit/s, 150 ms")
        print(f"{'page':<26}{'requests':>9}{'KB':>8}{'first byte':>12}{'largest paint':>15}{'shift':>8}")
    for name, view in result["views"].items():
        print(
            f"{name:<26}{view['requests']:>9}{view['line_kb']:>8.1f}{view['first_byte_ms']:>12.0f}"
            f"{view['largest_paint_ms']:>15.0f}{view['layout_shift']:>8.3f}"
        )
    before, after = result["load"]
    print(f"Load of the machine before and after: {before:.1f} and {after:.1f} on {os.cpu_count()} cores")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a virtual environment in which Kolibri is installed")
    parser.add_argument("--learners", type=int, default=75)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    result = measure(arguments.folder, arguments.learners, arguments.rounds)
    print_table(result)
    if result:
        results = pages.HERE / "benchmarks" / "results"
        out = arguments.out or results / f"kolibri-pages-{arguments.learners}.json"
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(result, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
