"""Opens the zip without trusting it: nothing is unpacked to disk, and nothing larger than a roster is read."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from ownpath.foundation.errors import InputError

MOST_MEMBERS = 200
LARGEST_MEMBER_BYTES = 200 * 2**20
LARGEST_TOTAL_BYTES = 400 * 2**20


def read_archive(
    path: Path,
    wanted: Iterable[str],
    *,
    largest_member_bytes: int = LARGEST_MEMBER_BYTES,
    largest_total_bytes: int = LARGEST_TOTAL_BYTES,
) -> tuple[dict[str, bytes], list[str]]:
    """The wanted members by name, and the names of those that nobody asked for."""
    if not path.is_file():
        raise InputError("There is no such file.", file=str(path))
    if path.stat().st_size == 0:
        raise InputError("The file is empty.", file=path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(wanted)
            members = _check_members(archive, path.name, largest_member_bytes, largest_total_bytes)
            read = {member.filename: archive.read(member) for member in members if member.filename in names}
            return read, sorted(member.filename for member in members if member.filename not in names)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise InputError(f"The file is not a zip archive that can be read: {error}.", file=path.name) from error


def _check_members(
    archive: zipfile.ZipFile, file: str, largest_member_bytes: int, largest_total_bytes: int
) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    # Archives made on a Mac carry a shadow of every file.
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    if not members:
        raise InputError("The archive is empty.", file=file)
    if len(members) > MOST_MEMBERS:
        raise InputError(f"The archive holds {len(members)} files; at most {MOST_MEMBERS} are possible.", file=file)
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise InputError(f"The archive holds a file that points outside of it: {name!r}.", file=file)
        if "/" in name:
            raise InputError(f"The files must not lie in a folder of the archive, as {name!r} does.", file=file)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise InputError(f"{name} is a link to another file, not a file.", file=file)
        if member.flag_bits & 0x1:
            raise InputError(f"{name} is locked with a password. Export the archive without one.", file=file)
        if name.lower() in seen:
            raise InputError(f"{name} is in the archive twice.", file=file)
        seen.add(name.lower())
        if member.file_size > largest_member_bytes:
            raise InputError(
                f"{name} would be {member.file_size // 2**20} MiB; "
                f"at most {largest_member_bytes // 2**20} MiB are read.",
                file=file,
            )
    if (total := sum(member.file_size for member in members)) > largest_total_bytes:
        raise InputError(
            f"The archive would be {total // 2**20} MiB; at most {largest_total_bytes // 2**20} MiB are read.",
            file=file,
        )
    return members
