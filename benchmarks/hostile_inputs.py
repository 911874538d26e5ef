"""Hostile files through the command line, as an office would meet them: one clear error each, the database unchanged.

    .venv/bin/python benchmarks/hostile_inputs.py [--rows 1000000]

Each file goes through `ownpath import ...` in a process of its own, against a SQLite database that already holds a
framework; the database's dump before and after must be equal to the byte. Files that only look odd (a byte order mark,
a spreadsheet's semicolons) must instead give the same rows as the plain file. Ends with 1 where anything fell short.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import resource
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from office import Office

RESPONSES = "learner,item,skill,correct,timestamp\n"
GOOD = "l1,i1,s1,1,1700000000\n"
TABLE = "code,statement,requires\nA,I can count,\nB,I can add,A\n"
ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nd,,,Lantern Hill,district,,\n"


ROSTER = {
    "orgs.csv": ORGS,
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
    + "".join(
        f"file.{name},bulk\n" for name in ("orgs", "users", "academicSessions", "courses", "classes", "enrollments")
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects\n"
    ),
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    ),
}


def zipped(files: dict[str, bytes | str], **options: int) -> bytes:
    """An archive in memory."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def case_package(**changes: object) -> str:
    """A small CASE package, with parts replaced."""
    items = [{"identifier": "a", "fullStatement": "A"}, {"identifier": "b", "fullStatement": "B"}]
    whole = {"CFDocument": {"identifier": "d", "title": "Own"}, "CFItems": items, "CFAssociations": []}
    return json.dumps({**whole, **changes})


def precedes(identifier: str, origin: str, destination: str) -> dict[str, object]:
    """One association."""
    ends = {"originNodeURI": {"identifier": origin}, "destinationNodeURI": {"identifier": destination}}
    return {"identifier": identifier, "associationType": "precedes", **ends}


def bad_row_at_the_end(rows: int) -> Callable[[], Iterator[bytes]]:
    """A long sound file with one bad row at its end."""

    def write() -> Iterator[bytes]:
        yield RESPONSES.encode()
        for start in range(0, rows - 1, 10_000):
            count = min(10_000, rows - 1 - start)
            yield b"".join(
                b"l%d,i%d,s%d,%d,%d\n" % (n % 5000, n % 90, n % 40, n % 2, 1_700_000_000 + n)
                for n in range(start, start + count)
            )
        yield b"l1,i1,s1,nan,1700000000\n"

    return write


def hostile(rows: int) -> list[tuple[str, str, str, object, str]]:
    """What, which import, file name, content, and words that the one error must hold."""
    framework, responses, roster = "framework", "responses", "roster"
    bomb = {"manifest.csv": "propertyName,value\n", "users.csv": b"\0" * (300 * 2**20)}
    return [
        ("another encoding", framework, "f.csv", "code,statement\nA,niño\n".encode("cp1252"), "UTF-8"),
        ("two-byte text", framework, "f.csv", TABLE.encode("utf-16"), "UTF-8"),
        ("an empty file", framework, "f.csv", b"", "empty"),
        ("bytes that are no text", framework, "f.csv", b"code,statement\nA,\0\n", "not text"),
        ("a missing column", framework, "f.csv", "code,title\nA,x\n", "column statement is missing"),
        ("a column twice", framework, "f.csv", "code,code,statement\nA,B,x\n", "twice"),
        ("a code twice", framework, "f.csv", TABLE + "A,again,\n", "A is there twice"),
        ("a cycle", framework, "f.csv", "code,statement,requires\nA,x,B\nB,y,A\n", "circle"),
        ("a missing target", framework, "f.csv", "code,statement,requires\nB,x,Z\n", "names Z"),
        ("a quote that never ends", framework, "f.csv", 'code,statement\nA,"x\n', "not CSV"),
        ("a table of 10^6 rows whose last is bad", framework, "f.csv", long_table(rows), "statement"),
        ("broken JSON", framework, "f.json", '{"CFDocument": {', "not JSON"),
        ("JSON nested too deeply", framework, "f.json", "[" * 200_000, "nested too deeply"),
        (
            "a CASE cycle",
            framework,
            "f.json",
            case_package(CFAssociations=[precedes("1", "a", "b"), precedes("2", "b", "a")]),
            "circle",
        ),
        (
            "CASE items twice",
            framework,
            "f.json",
            case_package(CFItems=[{"identifier": "a", "fullStatement": "A"}] * 2),
            "twice",
        ),
        ("a spreadsheet file", framework, "f.xlsx", b"PK\x03\x04", "comes as"),
        ("no number for a result", responses, "r.csv", RESPONSES + GOOD + "l1,i1,s1,nan,1700000000\n", "row 3"),
        ("an endless result", responses, "r.csv", RESPONSES + "l1,i1,s1,inf,1700000000\n", "result"),
        ("the year 0", responses, "r.csv", RESPONSES + "l1,i1,s1,1,0000-01-01\n", "time"),
        ("the year 2999", responses, "r.csv", RESPONSES + "l1,i1,s1,1,2999-01-01\n", "future"),
        ("nobody's response", responses, "r.csv", RESPONSES + ",i1,s1,1,1700000000\n", "learner"),
        ("responses without a column", responses, "r.csv", "learner,item,correct\nx,1,1\n", "missing"),
        ("responses in another encoding", responses, "r.csv", (RESPONSES + "ñ,i,s,1,1\n").encode("cp1252"), "UTF-8"),
        ("no Parquet", responses, "r.parquet", b"PAR1 but not really PAR1", "not Parquet"),
        ("10^6 responses whose last is bad", responses, "r.csv", bad_row_at_the_end(rows), f"row {rows + 1}"),
        ("no zip", roster, "r.zip", b"PK\x03\x04 but not really", "not a zip"),
        ("an empty zip", roster, "r.zip", zipped({}), "empty"),
        ("a path out of the zip", roster, "r.zip", zipped({"../orgs.csv": ORGS}), "outside"),
        ("a path from the root", roster, "r.zip", zipped({"/etc/orgs.csv": ORGS}), "outside"),
        ("a zip bomb", roster, "r.zip", zipped(bomb), "users.csv"),
        ("a hundred thousand files", roster, "r.zip", zipped({f"{n}.csv": "" for n in range(100_000)}), "at most"),
        (
            "a roster without its people",
            roster,
            "r.zip",
            zipped({name: content for name, content in ROSTER.items() if name != "users.csv"}),
            "users.csv",
        ),
        (
            "a roster in another encoding",
            roster,
            "r.zip",
            zipped({**ROSTER, "orgs.csv": ORGS.replace("Lantern", "Lantérn").encode("cp1252")}),
            "UTF-8",
        ),
    ]


def long_table(rows: int) -> Callable[[], Iterator[bytes]]:
    """A table of many rows of which the last has no statement."""

    def write() -> Iterator[bytes]:
        yield b"code,statement\n"
        for start in range(0, rows - 1, 10_000):
            yield b"".join(b"C%d,I can do %d\n" % (n, n) for n in range(start, min(start + 10_000, rows - 1)))
        yield b"LAST,\n"

    return write


ODD_BUT_SOUND = {
    "a byte order mark": ("framework", "f.csv", b"\xef\xbb\xbf" + TABLE.encode()),
    "a spreadsheet's semicolons": ("framework", "f.csv", b"\xef\xbb\xbf" + TABLE.replace(",", ";").encode()),
    "a spreadsheet's line ends": ("framework", "f.csv", TABLE.replace("\n", "\r\n").encode()),
}


class WatchedOffice(Office):
    """An office of which everything stored can be compared."""

    def dump(self) -> str:
        connection = sqlite3.connect(self.database)
        digest = hashlib.sha256()
        for line in connection.iterdump():
            digest.update(line.encode())
        connection.close()
        return digest.hexdigest()

    def rows(self) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.database)
        query = "SELECT code, title, statement, rank FROM competencies_competency ORDER BY code"
        found = connection.execute(query).fetchall()
        found += connection.execute("SELECT kind, count(*) FROM competencies_progressionedge GROUP BY 1").fetchall()
        connection.close()
        return found


def write(path: Path, content: object) -> None:
    """Bytes, text, or something that writes itself piece by piece."""
    if callable(content):
        with path.open("wb") as file:
            file.writelines(content())
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    short = 0
    with tempfile.TemporaryDirectory(prefix="ownpath-hostile-") as name:
        folder = Path(name)
        office = WatchedOffice(folder / "office")
        plain = folder / "plain.csv"
        plain.write_text(TABLE)
        office.run("import", "framework", str(plain), "--code", "own")
        before = office.dump()
        files = hostile(arguments.rows)
        print(f"{len(files)} hostile files; each: exit code, whether the database is unchanged, seconds, the error")
        for what, kind, file, content, words in files:
            path = folder / file
            write(path, content)
            begun = time.monotonic()
            options = ["--create-missing"] if kind == "responses" else ["--code", "new"] if kind == "framework" else []
            done = office.run("import", kind, str(path), *options)
            seconds = time.monotonic() - begun
            said = [line for line in done.stderr.splitlines() if line.strip() and not line.rstrip().endswith("…")]
            unchanged = office.dump() == before
            good = (
                done.returncode == 1
                and unchanged
                and len(said) == 1
                and words in said[0]
                and (path.name in said[0] or ".csv" in said[0])
                and "Traceback" not in done.stderr
            )
            short += not good
            shown = said[0][:110] if said else done.stdout[:110]
            verdict = "ok   " if good else "SHORT"
            print(f"{verdict} {what:<42} {done.returncode} {unchanged!s:<5} {seconds:5.1f} s  {shown}")
            if not good:
                print("\n".join(f"        {line}" for line in said[:6]))
        wanted = office.rows()
        for what, (kind, file, content) in ODD_BUT_SOUND.items():
            other = WatchedOffice(folder / hashlib.sha256(what.encode()).hexdigest()[:8])
            path = folder / file
            write(path, content)
            done = other.run("import", kind, str(path), "--code", "own")
            good = done.returncode == 0 and other.rows() == wanted
            short += not good
            print(
                f"{'ok   ' if good else 'SHORT'} {what:<42} {done.returncode} the same rows as the plain file: {good}"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest peak memory of one import: {peak:.0f} MB; fell short: {short}")
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
