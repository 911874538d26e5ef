"""Databases that other processes can open as well."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def own_databases(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives the address of one more empty database each time: a file, or a database on the server of the tests."""
    made: list[str] = []
    values = connection.settings_dict

    def on_server(statement: str) -> None:
        import psycopg

        server = f"postgresql://{values['USER']}@{values['HOST']}:{values['PORT']}/postgres"
        with psycopg.connect(server, autocommit=True) as direct:
            direct.execute(statement)

    def one_more() -> str:
        name = f"own_{os.getpid()}_{len(made)}"
        made.append(name)
        if connection.vendor == "sqlite":
            return f"sqlite:///{tmp_path / name}.sqlite3"
        on_server(f"CREATE DATABASE {name}")
        return f"postgresql://{values['USER']}@{values['HOST']}:{values['PORT']}/{name}"

    yield one_more
    if connection.vendor != "sqlite":
        for name in made:
            on_server(f"DROP DATABASE {name} WITH (FORCE)")
