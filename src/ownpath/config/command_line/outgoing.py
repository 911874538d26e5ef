"""Files that leave: whole or not at all, and never over another one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ownpath.foundation.errors import OwnpathError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Gives a name to write to, and makes it `target` when all went well."""
    if target.exists():
        raise OwnpathError(f"{target} is there already. Choose another name with --out, or remove it first.")
    if not target.resolve().parent.is_dir():
        raise OwnpathError(f"There is no folder {target.resolve().parent}.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.touch(mode=0o600)
        yield unfinished
        os.replace(unfinished, target)
    except OSError as error:
        raise OwnpathError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
