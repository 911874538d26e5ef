"""`ownpath serve`: answer browsers."""

from __future__ import annotations

import argparse
import socket
from typing import Any

from ownpath.config.command_line.console import Console
from ownpath.foundation.errors import OwnpathError


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("serve", help="answer browsers", needs_district=False)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Gather the static files and serve until stopped."""
    serve(host=arguments.host, port=arguments.port, workers=arguments.workers)
    return {}


def is_taken(host: str, port: int) -> bool:
    """Whether something answers there already."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) == 0


def serve(*, host: str, port: int, workers: int) -> None:
    """Start granian on the WSGI application; two workers of four threads were the fastest that was measured."""
    # Two servers could share a port without a word, and browsers would meet now the one, now the other.
    if is_taken(host, port):
        raise OwnpathError(f"Something answers on port {port} already. Choose another with --port.")
    from django.core.management import call_command
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from ownpath.core.mastery.warm import warm_up

    call_command("collectstatic", verbosity=0, interactive=False)
    # Compiled once here, the machine code is only loaded by the workers.
    warm_up(also_fitting=False)
    connections.close_all()
    Granian(
        "ownpath.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=64,
        log_access=False,
    ).serve()
