"""Machine code where numba is installed; the same source as plain Python, with the same bits, where it is not."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec, TypeVar, cast

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_SECONDS_KEPT: Final = 86_400.0


def _machine_code_folder() -> Path:
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
        return beside / name
    return private_folder(Path(tempfile.gettempdir()) / f"ownpath-{os.getuid()}") / name


def private_folder(wanted: Path) -> Path:
    """Make a folder into which nobody else can put machine code, where all may write.

    Parameters
    ----------
    wanted : Path
        Its name can be guessed, so somebody else may have been there first.

    Returns
    -------
    Path
        `wanted` where it is a folder of this account into which no other account may write; else a new one with a
        name that nobody can guess, whose machine code serves this process alone.
    """
    try:
        wanted.mkdir(mode=0o700, exist_ok=True)
        found = wanted.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022:
            return wanted
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="ownpath-"))


def prepare_folder(folder: Path) -> None:
    """Make the folder for machine code, or note that it is still used; whoever makes a new one sweeps older ones away.

    Those of other sources go if nobody has used them for a day, since an older checkout may be running. Whoever still
    runs from what is gone compiles it again. What cannot be made or removed is left: machine code only saves time.

    Parameters
    ----------
    folder : Path
        Named `compiled-` and a digest; those beside it of such a name are its elders.
    """
    try:
        is_new = not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        moment = folder.stat().st_mtime  # by the clock of the disk, as all that it is compared with
        elders = [each for each in folder.parent.glob("compiled-*") if each != folder] if is_new else []
    except OSError:
        return
    for elder in elders:
        try:
            used = max(each.stat().st_mtime for each in (elder, *elder.rglob("*")))
        except OSError:  # somebody else removes it
            continue
        if moment - used > _SECONDS_KEPT:
            shutil.rmtree(elder, ignore_errors=True)


try:
    import numba
except ImportError:  # a small machine without it: slower, equal to the last bit
    IS_COMPILED = False
else:
    IS_COMPILED = True
    if not numba.config.CACHE_DIR:
        _folder = _machine_code_folder()
        prepare_folder(_folder)
        numba.config.CACHE_DIR = str(_folder)


def compiled(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Compile a function on its first call and keep the machine code for the next start."""
    if not IS_COMPILED:
        return function
    return cast("Callable[_Parameters, _Result]", numba.njit(cache=True, nogil=True)(function))
