"""The demo's own competencies, habits, strands and scales, read from the files beside."""

from __future__ import annotations

import csv
import hashlib
import json
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


def read_frameworks() -> list[FrameworkRecord]:
    """Mathematics, literacy and the habits of success."""
    mathematics = [*_rows("mathematics_k_4.csv"), *_rows("mathematics_5_8.csv")]
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
            competencies=tuple(map(_competency, _rows("literacy.csv"))),
            edges=_edges("literacy"),
        ),
        FrameworkRecord(
            code="habits",
            title="Habits of success",
            publisher="Ownpath demo",
            kind="habits",
            competencies=tuple(_competency({**row, "strand": "habits", "level": ""}) for row in _rows("habits.csv")),
        ),
    ]


def read_strands() -> list[StrandRecord]:
    """The strands with their names in both languages."""
    return [
        StrandRecord(row["code"], row["name_en"], int(row["position"]), {"es": {"name": row["name_es"]}})
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


def _edges(framework: str) -> tuple[EdgeRecord, ...]:
    return tuple(
        EdgeRecord(kind, row["earlier"], row["later"])
        for kind in ("requires", "deepens")
        for row in _rows(f"{framework}_{kind}.csv")
    )


def _competency(row: dict[str, str]) -> CompetencyRecord:
    described = {
        language: {str(value): row[f"level_{value}_{language}"] for value in range(1, 5)}
        for language in ("en", "es")
        if f"level_1_{language}" in row
    }
    return CompetencyRecord(
        identifier=row["code"],
        code=row["code"],
        level=row["level"],
        strand=row["strand"],
        title=row["title_en"],
        statement=row["statement_en"],
        translations={"es": {"title": row["title_es"], "statement": row["statement_es"]}},
        level_descriptions=described,
    )
