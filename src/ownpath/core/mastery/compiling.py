"""Machine code where numba is installed; the same source as plain Python, with the same bits, where it is not."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def _machine_code_folder() -> str:
    """Return where machine code is kept: beside the source, or where a process may write.

    numba looks at the file of a function alone, not at what it calls in other files; so the folder is named after the
    content of all of them.
    """
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for file in sorted(here.glob("*.py")):
        digest.update(file.read_bytes())
    name = f"compiled-{digest.hexdigest()[:12]}"
    beside = here / "__pycache__"
    if os.access(beside if beside.exists() else here, os.W_OK):
        return str(beside / name)
    return str(Path(tempfile.gettempdir()) / f"ownpath-{os.getuid()}" / name)


try:
    import numba
except ImportError:  # a small machine without it: slower, equal to the last bit
    IS_COMPILED = False
else:
    IS_COMPILED = True
    if not numba.config.CACHE_DIR:
        numba.config.CACHE_DIR = _machine_code_folder()


def compiled(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Compile a function on its first call and keep the machine code for the next start."""
    if not IS_COMPILED:
        return function
    return cast("Callable[_Parameters, _Result]", numba.njit(cache=True, nogil=True)(function))
