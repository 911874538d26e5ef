"""Where a command's results go: never over what they were made from, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ownpath.foundation.errors import OwnpathError


def refuse_target(target: Path | None, inputs: Sequence[Path]) -> None:
    """Before the long part begins: results may replace earlier results, never what they were made from."""
    if target is None:
        return
    if any(target.resolve() == each.resolve() for each in inputs) or target.is_dir():
        raise OwnpathError(f"{target} cannot be where the result goes.")
    if not target.resolve().parent.is_dir():
        raise OwnpathError(f"There is no folder {target.resolve().parent}.")


def write_target(target: Path, text: str) -> None:
    """Write the file under another name and give it its own when it is whole."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OwnpathError(f"{target} cannot be written: {error.strerror or error}.") from error
