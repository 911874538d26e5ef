"""The demo's own competencies, habits, strands and scales, read from the files beside."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

from ownpath.competencies.records import (
    CompetencyRecord,
    EdgeRecord,
    FrameworkRecord,
    LevelRecord,
    ScaleRecord,
    StrandRecord,
)

CONTENT = Path(__file__).parent / "content"
STRAND_BY_DOMAIN = {
    **dict.fromkeys(("CC", "NBT", "NS"), "number"),
    **dict.fromkeys(("NF", "RP"), "fractions-and-ratio"),
    **dict.fromkeys(("OA", "EE", "F"), "algebra"),
    **dict.fromkeys(("MD", "G", "SP"), "shape-measure-data"),
}
# An expression such as 70 − 30 or (3, 5) inside a text that runs from right to left; one number alone needs no help.
EXPRESSION = re.compile(r"[0-9a-zA-Z√(−?-][0-9a-zA-Z√().,/+−×÷=<>?°²³⁴⁵⁻… ]*[0-9a-zA-Z)?°%²³⁴⁵…-]")
NUMBER = re.compile(r"[0-9][0-9.,/]*")
ISOLATE, END_ISOLATE = "\u2066", "\u2069"


def read_frameworks() -> list[FrameworkRecord]:
    """Mathematics, literacy and the habits of success."""
    mathematics = [*_told("mathematics_k_4.csv"), *_told("mathematics_5_8.csv")]
    for row in mathematics:
        row["strand"] = STRAND_BY_DOMAIN[row["code"].split(".")[1]]
    return [
        FrameworkRecord(
            code="mathematics",
            title="Mathematics, kindergarten to level 8",
            publisher="Ownpath demo",
            competencies=tuple(map(_competency, mathematics)),
            edges=_edges("mathematics"),
        ),
        FrameworkRecord(
            code="literacy",
            title="Reading, writing and speaking",
            publisher="Ownpath demo",
            competencies=tuple(map(_competency, _told("literacy.csv"))),
            edges=_edges("literacy"),
        ),
        FrameworkRecord(
            code="habits",
            title="Habits of success",
            publisher="Ownpath demo",
            kind="habits",
            competencies=tuple(_competency({**row, "strand": "habits", "level": ""}) for row in _told("habits.csv")),
        ),
    ]


def read_strands() -> list[StrandRecord]:
    """The strands with their names in all languages."""
    arabic = {row["code"]: row["name_ar"] for row in _rows("arabic/strands.csv")}
    return [
        StrandRecord(
            row["code"],
            row["name_en"],
            int(row["position"]),
            {"es": {"name": row["name_es"]}, "ar": {"name": arabic[row["code"]]}},
        )
        for row in _rows("strands.csv")
    ]


def read_scales() -> list[ScaleRecord]:
    """The proficiency scales."""
    content = json.loads((CONTENT / "scales.json").read_text(encoding="utf-8"))
    return [
        ScaleRecord(
            code=scale["code"],
            name=scale["name"],
            translations=scale.get("translations", {}),
            levels=tuple(LevelRecord(**level) for level in scale["levels"]),
        )
        for scale in content["scales"]
    ]


def demo_fingerprint(n_learners: int) -> str:
    """Changes with the demo's code and content and with its size."""
    digest = hashlib.sha256(str(n_learners).encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".csv", ".json"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _told(name: str) -> list[dict[str, str]]:
    """The competencies of a file, with their Arabic and what can be done at home, which stand in files of their own."""
    more = [
        {row["code"]: {column: _isolated(column, text) for column, text in row.items()} for row in _rows(beside)}
        for beside in (f"arabic/{name}", f"at_home/{name}")
    ]
    return [{**row, **more[0][row["code"]], **more[1][row["code"]]} for row in _rows(name)]


def _isolated(column: str, text: str) -> str:
    """Keep an expression in its own direction: among Arabic words it would be turned round and become false."""
    if not column.endswith("_ar"):
        return text
    return EXPRESSION.sub(
        lambda found: found[0] if NUMBER.fullmatch(found[0]) else f"{ISOLATE}{found[0]}{END_ISOLATE}", text
    )


def _edges(framework: str) -> tuple[EdgeRecord, ...]:
    return tuple(
        EdgeRecord(kind, row["earlier"], row["later"])
        for kind in ("requires", "deepens")
        for row in _rows(f"{framework}_{kind}.csv")
    )


def _competency(row: dict[str, str]) -> CompetencyRecord:
    described = {
        language: {str(value): row[f"level_{value}_{language}"] for value in range(1, 5)}
        for language in ("en", "es", "ar")
        if f"level_1_{language}" in row
    }
    return CompetencyRecord(
        identifier=row["code"],
        code=row["code"],
        level=row["level"],
        strand=row["strand"],
        title=row["title_en"],
        statement=row["statement_en"],
        translations={
            "en": {"at_home": row["at_home_en"]},
            **{
                language: {name: row[f"{name}_{language}"] for name in ("title", "statement", "at_home")}
                for language in ("es", "ar")
            },
        },
        level_descriptions=described,
    )
