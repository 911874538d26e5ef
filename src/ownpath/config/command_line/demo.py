"""`ownpath demo`: a made-up school to walk through, built once and then kept."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console
from ownpath.config.command_line.serve import is_taken, serve
from ownpath.foundation.errors import OwnpathError

KEPT_DAYS = 6


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("demo", help="build a made-up school and open it in a browser", needs_district=False)
    parser.add_argument("--learners", type=int, default=75, help="how many learners (default 75)")
    parser.add_argument("--no-serve", action="store_true", help="build it and stop")
    parser.add_argument("--port", type=int, default=None, help="default 8000, or the next free one")
    parser.add_argument("--fresh", action="store_true", help="build it anew even where it stands")
    parser.set_defaults(run=run, prepare=prepare)


def prepare(arguments: argparse.Namespace) -> None:
    """Settings are read from the environment, so it must say `demo` before they are."""
    if not 1 <= arguments.learners <= 100_000:
        raise OwnpathError("--learners can be 1 to 100000.")
    if os.environ.get("DATABASE_URL"):
        raise OwnpathError(
            "The demo makes a database file of its own. Unset DATABASE_URL, so that it touches no other."
        )
    folder = Path(os.environ.get("OWNPATH_DATA", ".ownpath")).resolve() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    arguments.standing = folder / f"demo-{arguments.learners}.sqlite3"
    arguments.stamp = arguments.standing.with_suffix(".stamp")
    os.environ["OWNPATH_MODE"] = "demo"
    os.environ["OWNPATH_DEMO_SIGN_IN"] = "1"
    arguments.building = _must_build(arguments)
    for left in folder.glob("unfinished-*"):
        left.unlink()
    arguments.unfinished = folder / f"unfinished-{os.getpid()}.sqlite3"
    database = arguments.unfinished if arguments.building else arguments.standing
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"


def _must_build(arguments: argparse.Namespace) -> bool:
    """Whether there is no finished demo of this size and these sources that is fresh enough to look alive."""
    from ownpath.demo.content_files import demo_fingerprint

    arguments.fingerprint = demo_fingerprint(arguments.learners)
    stamp, standing = arguments.stamp, arguments.standing
    if arguments.fresh or not standing.exists() or not stamp.exists():
        return True
    fingerprint, _, built_at = stamp.read_text().partition(" ")
    return fingerprint != arguments.fingerprint or time.time() - float(built_at or 0) > KEPT_DAYS * 86400


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Build what is missing, then serve."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    result = _build(arguments, console) if arguments.building else {"demo": "stands already"}
    if arguments.no_serve:
        return result
    if arguments.building:
        _begin_anew(arguments, console)
    port = arguments.port or _free_port(8000)
    console.progress.stop()
    console.say(f"Open http://localhost:{port}/ in a browser and choose who you would like to be. Stop with Ctrl+C.")
    serve(host="127.0.0.1", port=port, workers=2)
    return {}


def _begin_anew(arguments: argparse.Namespace, console: Console) -> None:
    """This process is bound to the unfinished file, which has its final name now: start over, and find it finished."""
    console.progress.stop()
    del os.environ["DATABASE_URL"]
    command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--learners", str(arguments.learners)]
    if arguments.port:
        command += ["--port", str(arguments.port)]
    os.execv(sys.executable, command)


def _build(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    from django.db import connections

    from ownpath.demo.build import build_demo

    begun = time.monotonic()
    try:
        built = build_demo(n_learners=arguments.learners, progress=console.progress)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("ANALYZE")
        connections.close_all()
        arguments.stamp.unlink(missing_ok=True)
        for suffix in ("-wal", "-shm"):
            arguments.standing.with_name(arguments.standing.name + suffix).unlink(missing_ok=True)
        os.replace(arguments.unfinished, arguments.standing)
        arguments.stamp.write_text(f"{arguments.fingerprint} {time.time():.0f}")
    finally:
        connections.close_all()
        for left in arguments.standing.parent.glob(f"{arguments.unfinished.name}*"):
            left.unlink()
    return {**built, "seconds": round(time.monotonic() - begun, 1)}


def _free_port(first: int) -> int:
    for port in range(first, first + 50):
        if not is_taken("127.0.0.1", port):
            return port
    raise OwnpathError(f"The ports {first} to {first + 49} are all taken. Choose one with --port.")
