"""The page in the docs that `benchmarks/placement.py` writes of its figures."""

from __future__ import annotations

from typing import Any

# (up to so many competencies) to: clean to 90, to 95; noisy to 90, to 95; first five ready, clean; ms p95
TARGETS = ((150, (10, 20, 15, 35, 0.93, 5)), (320, (15, 37, 25, 60, 0.90, 10)), (10_000, (25, 60, 38, 95, 0.82, 20)))


def target_of(found: dict[str, Any]) -> tuple[float, ...]:
    """What was asked of a cell: questions to 90 and 95%, first five ready, milliseconds."""
    asked = next(each for most, each in TARGETS if found["competencies"] <= most)
    return (*(asked[2:4] if found["noisy"] else asked[:2]), asked[4], asked[5])


def number(value: float | None, asked: float, *, lower: bool, form: str = "{}") -> str:
    """A figure and what was asked; bold where it is missed."""
    if value is None:
        return f"**not reached** ({asked})"
    text = form.format(value)
    met = value <= asked if lower else value >= asked
    return f"{text} ({asked})" if met else f"**{text}** ({asked})"


def reached(curve: list[float], asked: int) -> str:
    """Questions to 90 and 95% of one law's learners; the curve begins after the first question."""
    found = [next((k + 1 for k, value in enumerate(curve) if value >= bound), None) for bound in (0.90, 0.95)]
    return " / ".join(f"over {asked}" if each is None else str(each) for each in found)


def points(found: dict[str, Any], what: str) -> str:
    """Claimed, realised and the difference in points."""
    row = found["claims"][what]
    if row["claimed"] is None:
        return "no claim"
    over = 100 * (row["claimed"] - row["realised"])
    text = f"{over:+.1f}"
    return f"{row['claimed']:.3f} / {row['realised']:.3f}: " + (f"**{text}**" if over > 2.0 else text)


def page_of(report: dict[str, Any]) -> str:
    """The page in the docs."""
    plain = [row for row in report["cells"] if row["kind"] == "plain"]
    other = [row for row in report["cells"] if row["kind"] != "plain"]
    lines = [
        "# Figures of placement",
        "",
        "Written by `benchmarks/placement.py`; every figure was measured in its run. **All learners are simulated**:",
        "half by a made-up history at school (jagged strands, units knocked out, islands), a quarter by a walk",
        "without abilities, a quarter by the law the diagnostic assumes (`benchmarks/placement_worlds.py`). Balanced",
        "accuracy is taken over all learners and competencies of a cell, mastered called where P is 1/2 or more.",
        "Clean: slip 5%, guess 3%. Noisy: both 5 to 20%, an item each. No grade is given. What was asked stands in",
        "brackets; what was missed is bold.",
        "",
        f"Run on {report['machine']}, model {report['model']}, {report['learners']} simulated learners a cell, seed "
        f"{report['seed']}; {report['planned']} cells planned, {len(report['cells'])} run.",
        "",
        "## Questions",
        "",
        "| framework | competencies | items | to 90% | to 95% | at 40 | worst law at 40 | ms p95, processor | clock |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in plain:
        asked = target_of(row)
        law, worst = min(((law, curve[39]) for law, curve in row["by_law"].items()), key=lambda each: each[1])
        lines.append(
            f"| {row['graph']} | {row['competencies']} | {'noisy' if row['noisy'] else 'clean'} | "
            f"{number(row['to_90'], asked[0], lower=True)} | {number(row['to_95'], asked[1], lower=True)} | "
            f"{row['at_40']:.3f} | {law} {worst:.3f} | "
            f"{number(row['processor_ms_p95'], asked[3], lower=True, form='{:.1f}')} | {row['ms_p95']:.0f} |"
        )
    lines += [
        "",
        "Milliseconds are those of choosing the next question and taking in its answer. The clock's were taken beside",
        "other work on the machine; the processor's are what the work itself took.",
        "",
        "The same by the law that the learners follow, questions to 90 / 95%, as far as the cell was asked:",
        "",
        "| framework | items | history | walk | own law |",
        "|---|---|---|---|---|",
    ]
    for row in plain:
        cells = [reached(row["by_law"][law], row["asked"]) for law in ("history", "walk", "own law")]
        lines.append(f"| {row['graph']} | {'noisy' if row['noisy'] else 'clean'} | {' | '.join(cells)} |")
    lines += [
        "",
        "## Ready, after 30 questions",
        "",
        "| framework | items | first five right | said of them | of all called ready, right | of all ready, called |",
        "|---|---|---|---|---|---|",
    ]
    for row in plain:
        first = (
            f"{row['top5']:.3f}" if row["noisy"] else number(row["top5"], target_of(row)[2], lower=False, form="{:.3f}")
        )
        lines.append(
            f"| {row['graph']} | {'noisy' if row['noisy'] else 'clean'} | {first} | {row['top5_said']:.3f} | "
            f"{row['ready_precision']:.3f} | {row['ready_recall']:.3f} |"
        )
    lines += [
        "",
        "## Claims, after 30 questions",
        "",
        "Mean confidence claimed / share realised, and the difference in points; asked: at most 2 above.",
        "",
        "| framework | items | mastered | of all mastered | not yet | of all not mastered |",
        "|---|---|---|---|---|---|",
    ]
    for row in report["cells"]:
        claims = row["claims"]
        items = ("noisy" if row["noisy"] else "clean") + ("" if row["kind"] == "plain" else f", {row['kind']}")
        lines.append(
            f"| {row['graph']} | {items} | {points(row, 'mastered')} | {claims['mastered']['of all true']:.2f} | "
            f"{points(row, 'not yet')} | {claims['not yet']['of all true']:.2f} |"
        )
    by_cell = {row["cell"]: row for row in report["cells"]}
    if report["catsim"]:
        lines += [
            "",
            "## Beside catsim, after 40 noisy questions",
            "",
            "The same learners and items. catsim estimates one ability (4PL, told each item's slip and guess; the",
            'better of two slopes) and counts "I don\'t know yet" as wrong.',
            "",
            "| framework | ownpath | catsim | ahead (asked: .05) |",
            "|---|---|---|---|",
        ]
        for row in report["catsim"]:
            own = by_cell.get(row["cell"])
            if "balanced" in row and own:
                ahead = own["at_40"] - row["balanced"][-1]
                text = f"{ahead:.3f}" if ahead >= 0.05 else f"**{ahead:.3f}**"
                lines.append(f"| {own['graph']} | {own['at_40']:.3f} | {row['balanced'][-1]:.3f} | {text} |")
            elif "skipped" in row:
                lines.append(f"| {row['cell']} | | {row['skipped']} | |")
    if other:
        lines += [
            "",
            "## Told wrongly, and refitted",
            "",
            "Wrong edges: a tenth left out, as many made up; asked: at most 5 questions more. Wrong slips: every item",
            "is called 8% slip, 8% guess. Refitted: positions learned from 200 sittings of 30 questions of others.",
            "",
            "| framework | what | to 90% | to 95% | as it is | first five right |",
            "|---|---|---|---|---|---|",
        ]
        for row in other:
            base = by_cell.get(row["cell"].rsplit(f", {row['kind']}", 1)[0])
            usual = f"{base['to_90']} / {base['to_95']}" if base else "-"
            lines.append(
                f"| {row['graph']}, {'noisy' if row['noisy'] else 'clean'} | {row['kind']} | {row['to_90']} | "
                f"{row['to_95']} | {usual} | {row['top5']:.3f} |"
            )
    return "\n".join([*lines, ""]).replace("None", "not reached")
