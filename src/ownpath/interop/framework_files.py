"""One door for framework files: finds out what a file is and hands it to its reader."""

from __future__ import annotations

from pathlib import Path

from ownpath.competencies.records import FrameworkRecord, code_from
from ownpath.foundation.errors import InputError
from ownpath.interop.case.mapping import framework_of
from ownpath.interop.case.read import is_case_package, read_package
from ownpath.interop.spreadsheet.read import is_standards_file, read_standards, read_table
from ownpath.interop.text_files import read_json_file


def read_framework_file(path: Path, *, code: str = "", title: str = "") -> FrameworkRecord:
    """A CASE package, a table, or plain JSON; by the ending of the name and what is inside."""
    plain_code = code or code_from(path.stem) or "framework"
    plain_title = title or path.stem.replace("_", " ")
    ending = path.suffix.lower()
    if ending in {".csv", ".tsv", ".txt"}:
        return read_table(path, code=plain_code, title=plain_title)
    if ending != ".json":
        raise InputError("A framework comes as .json (CASE or plain) or as .csv.", file=path.name)
    content = read_json_file(path)
    if is_case_package(content):
        return framework_of(read_package(content, file=path.name), file=path.name, code=code)
    if is_standards_file(content):
        return read_standards(content, file=path.name, code=plain_code, title=plain_title)
    raise InputError(
        "This JSON is neither a CASE package (CFDocument, CFItems) nor a list of standards.", file=path.name
    )
