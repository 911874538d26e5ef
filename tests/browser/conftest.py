"""A freshly built demo behind the real server, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The demo of 75 learners, built and served by one command, as a newcomer meets it.

    Where tests run side by side, the first process builds; each other one serves a copy, so that nobody changes what
    somebody else looks at. Whoever works on pages can name a demo that runs already in DEMO_AT, and waits less.
    """
    if running := os.environ.get("DEMO_AT"):
        yield running
        return
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    folder = shared / f"demo-{worker}"
    folder.mkdir()
    is_built = shared / "demo-is-built"
    if worker != "gw0":
        copy_demo(shared / "demo-gw0", folder, is_built)
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    env |= {"OWNPATH_DATA": str(folder), "OWNPATH_MODE": "demo"}
    command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo"]
    port = free_port()
    log = (folder / "server.log").open("w")
    server = subprocess.Popen([*command, "--port", str(port)], env=env, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/", server, folder / "server.log")
        is_built.touch()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def copy_demo(built: Path, folder: Path, is_built: Path) -> None:
    """Wait until the first process has built the demo, and copy it as it stands."""
    until = time.monotonic() + 300
    while not is_built.exists():
        assert time.monotonic() < until, "the first process did not build the demo"
        time.sleep(0.5)
    shutil.copytree(built, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite3*", "*.log"))
    for database in built.rglob("*.sqlite3"):
        target = folder / database.relative_to(built)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `run` found."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("there is no Chromium; `python3 run test` finds or installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A page as a member of the cast; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def note(text: str) -> None:
        # What is refused is said on the page, with its status, which the console repeats.
        if "the server responded with a status of 4" not in text:
            complaints.append(text)

    def open_page(who: str, path: str = "/", *, width: int = 1280, scheme: str = "light", language: str = "en") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, base_url=address
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in/")
        if who:
            with page.expect_navigation():
                page.click(f'button[value="{who}"]')
        if path != "/":
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
