"""Take a picture of each main page of the demo, for README and docs: `python3 run pictures`.

The demo ends on the day before it is built, so names stay and dates change: take them anew when a page changes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from playwright.sync_api import Page, sync_playwright

from conftest import FLAGS, free_port, wait_for

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH, HEIGHT, PHONE_WIDTH, PHONE_HEIGHT = 1280, 860, 360, 720

# The picture's name: who looks, and where. A path that begins with `css:` is a link on their home to follow.
DESK = {
    "morning": ("juniper", "/"),
    "board": ("juniper", "/communities/"),
    "one-learner": ("juniper", "team"),
    "one-competency": ("juniper", "competency"),
    "groups": ("juniper", "/groups/"),
    "today": ("maya", "/"),
    "map": ("maya", "map"),
    "what-is-new": ("maya", "growth"),
    "family": ("agnes-quillfeather", "/"),
    "leader": ("beatrix", "/"),
    "partner": ("marta", "/"),
}
PHONE = {"today-phone": ("maya", "/"), "family-phone": ("agnes-quillfeather", "/")}


def address(page: Page, where: str) -> str:
    """The address of a page that belongs to a learner or a competency of the demo."""
    if where.startswith("/"):
        return where
    found = re.search(r"/learners/([0-9a-f-]{36})/(?:([0-9a-f-]{36})/)?", page.content())
    assert found, f"there is no learner on the home from which {where} is to be found"
    learner = found.group(1)
    if where == "competency":
        inside = re.search(r"/learners/[0-9a-f-]{36}/([0-9a-f-]{36})/", page.content())
        assert inside, "there is no competency on the home"
        return f"/competencies/{inside.group(1)}/"
    return f"/learners/{learner}/{where}/"


def main() -> int:
    chromium = os.environ["CHROMIUM"]
    with tempfile.TemporaryDirectory(prefix="ownpath-pictures-") as name:
        folder = Path(name)
        port = free_port()
        command = [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--port", str(port)]
        env = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        log = folder / "server.log"
        with log.open("w") as written:
            server = subprocess.Popen(
                command, env={**env, "OWNPATH_DATA": name, "OWNPATH_MODE": "demo"}, stdout=written, stderr=written
            )
            try:
                wait_for(f"http://127.0.0.1:{port}/sign-in/", server, log)
                take_all(chromium, f"http://127.0.0.1:{port}")
            finally:
                server.terminate()
                server.wait(20)
    return 0


def take_all(chromium: str, base: str) -> None:
    """Every picture into docs/pictures."""
    sizes = [(DESK, WIDTH, HEIGHT), (PHONE, PHONE_WIDTH, PHONE_HEIGHT)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for pictures, width, height in sizes:
            for name, (who, where) in pictures.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, locale="en", color_scheme="light", base_url=base
                )
                page = context.new_page()
                page.goto("/sign-in/")
                with page.expect_navigation():
                    page.click(f'button[value="{who}"]')
                if where != "/":
                    answer = page.goto(address(page, where))
                    assert answer is not None and answer.status == 200, (name, page.url)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=PICTURES / f"{name}.png")
                print(f"   docs/pictures/{name}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
