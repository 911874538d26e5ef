"""100,000 real responses through `ownpath import responses` on SQLite, and twenty kills in the middle of it.

    .venv/bin/python benchmarks/import_responses.py [--responses 100000] [--kills 20] [--out FILE.json]

Reads ../shared/data/responses/ednet beside the checkout; where that is absent it says so and ends.
Targets: 100,000 responses in at most 60 s with all estimates up to date, memory flat, nothing lost or doubled by kills.
The peer, in the same run: the same rows by `executemany` into a plain table with the same indexes, no estimates.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import pyarrow.parquet
from office import Office

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "responses" / "ednet" / "responses.parquet"
# All that evidence and estimates say; not who numbered or recorded them when.
EVIDENCE = (
    "SELECT i.external_id, c.code, e.kind, e.result, e.spread, e.task, e.happened_at, e.sequence, e.source, "
    "e.source_record FROM evidence_evidence e JOIN people_identity i ON i.person_id = e.learner_id "
    "JOIN competencies_competency c ON c.id = e.competency_id ORDER BY 1, 2, 10"
)
ESTIMATES = (
    "SELECT i.external_id, c.code, hex(s.state), s.logit, s.logit_sd, s.probability, s.evidence_count, "
    "s.enough_evidence "
    "FROM proficiency_estimate s JOIN people_identity i ON i.person_id = s.learner_id "
    "JOIN competencies_competency c ON c.id = s.competency_id ORDER BY 1, 2"
)


class ImportingOffice(Office):
    """An office that imports responses and can be killed while it does."""

    def begin(self, file: Path) -> subprocess.Popen[bytes]:
        command = self.command("import", "responses", str(file), "--create-missing", "--json")
        return subprocess.Popen(
            command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )

    def digest(self, query: str) -> tuple[int, str]:
        connection = sqlite3.connect(self.database)
        found, count = hashlib.sha256(), 0
        for row in connection.execute(query):
            found.update(repr(row).encode())
            count += 1
        connection.close()
        return count, found.hexdigest()


def timed(office: ImportingOffice, file: Path) -> tuple[float, float, dict[str, object]]:
    """Seconds, peak memory in MB, and what the command said."""
    begun = time.monotonic()
    process = office.begin(file)
    peak = 0.0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(status.split("VmHWM:")[1].split()[0]) / 1024)
        except (OSError, IndexError):
            pass
        time.sleep(0.05)
    output = process.stdout.read()
    assert process.returncode == 0, process.stderr.read().decode()
    return time.monotonic() - begun, peak, json.loads(output)


def part(rows: int, folder: Path) -> Path:
    """The first rows of the data."""
    path = folder / f"responses-{rows}.parquet"
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(DATA).slice(0, rows), path)
    return path


def peer_seconds(file: Path, folder: Path) -> float:
    """A plain table with the indexes that evidence has."""
    rows = pyarrow.parquet.read_table(file).to_pylist()
    begun = time.monotonic()
    connection = sqlite3.connect(folder / "peer.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE TABLE evidence (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, learner TEXT, competency TEXT, task TEXT, "
        "result REAL, ordered_at TEXT, sequence INTEGER, source_record TEXT)"
    )
    connection.execute("CREATE INDEX in_time_order ON evidence (learner, ordered_at, sequence, id)")
    values = [
        (
            hashlib.sha1(f"{number}".encode()).hexdigest(),
            row["learner"],
            row["skill"],
            row["item"],
            row["correct"],
            "2026-01-01",
            row["order"],
            str(number),
        )
        for number, row in enumerate(rows)
    ]
    connection.executemany("INSERT INTO evidence VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    return time.monotonic() - begun


def seconds_until_stored(office: ImportingOffice, file: Path) -> float:
    """How long starting and checking the whole file takes, before the first rows are stored; then it is killed."""
    begun = time.monotonic()
    process = office.begin(file)
    while not office.digest("SELECT 1 FROM evidence_evidence LIMIT 1")[0] and process.poll() is None:
        time.sleep(0.02)
    found = time.monotonic() - begun
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return found


def kill_many_times(
    file: Path, kills: int, folder: Path, undisturbed: ImportingOffice, seconds: float
) -> dict[str, object]:
    """Kill the import at random points, each time going on where it was; then compare."""
    chance = random.Random(20_261_124)
    wanted = (undisturbed.digest(EVIDENCE), undisturbed.digest(ESTIMATES))
    probe = folder.with_name("probe")
    probe.mkdir()
    first = seconds_until_stored(ImportingOffice(probe), file)
    stored_at_kills: list[int] = []
    runs_to_the_end = same = 0
    while len(stored_at_kills) < kills or runs_to_the_end == 0:
        folder = folder.with_name(f"killed-{runs_to_the_end}")
        folder.mkdir()
        office = ImportingOffice(folder)
        while len(stored_at_kills) < kills:
            process = office.begin(file)
            try:
                # Some kills fall into starting and checking the file, most into storing.
                process.wait(timeout=chance.uniform(0.6 * first, first + 2 * (seconds - first) / kills + 0.3))
                break
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                stored_at_kills.append(office.digest(EVIDENCE)[0])
        timed(office, file)
        runs_to_the_end += 1
        same += (office.digest(EVIDENCE), office.digest(ESTIMATES)) == wanted
    return {
        "kills": len(stored_at_kills),
        "pieces of evidence stored at each kill": stored_at_kills,
        "imports that came to their end": runs_to_the_end,
        "of these with the same evidence and estimates as undisturbed": same,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--out", type=Path, default=HERE / "results" / "import_responses.json")
    arguments = parser.parse_args()
    if not DATA.exists():
        print("Skipped: the EdNet sample is not at ../shared/data/responses/ednet.")
        return 0
    report: dict[str, object] = {"sizes": []}
    with tempfile.TemporaryDirectory(prefix="ownpath-import-") as name:
        folder = Path(name)
        print(f"{'responses':>10}{'seconds':>9}{'a second':>10}{'peak MB':>9}{'peer s':>8}{'ratio':>7}")
        for rows in (arguments.responses // 10, arguments.responses // 2, arguments.responses):
            (folder / str(rows)).mkdir()
            office, file = ImportingOffice(folder / str(rows)), part(rows, folder)
            seconds, peak, said = timed(office, file)
            peer = peer_seconds(file, folder / str(rows))
            assert said["evidence_stored"] == rows, said
            print(f"{rows:>10}{seconds:>9.1f}{rows / seconds:>10.0f}{peak:>9.0f}{peer:>8.2f}{seconds / peer:>7.0f}")
            report["sizes"].append({"rows": rows, "seconds": seconds, "peak_mb": peak, "peer_seconds": peer})
        rows = arguments.responses // 4
        (folder / "undisturbed").mkdir()
        undisturbed, file = ImportingOffice(folder / "undisturbed"), part(rows, folder)
        seconds, _, _ = timed(undisturbed, file)
        killed = kill_many_times(file, arguments.kills, folder / "killed", undisturbed, seconds)
        print(f"{rows} responses, killed with -9: " + ", ".join(f"{key} {value}" for key, value in killed.items()))
        report["killed"] = killed
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(report, indent=1) + "\n")
    whole = (
        killed["imports that came to their end"]
        == killed["of these with the same evidence and estimates as undisturbed"]
    )
    return 0 if whole and killed["kills"] == arguments.kills else 1


if __name__ == "__main__":
    raise SystemExit(main())
