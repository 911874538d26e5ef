"""The page in the docs that `benchmarks/mastery.py` writes of its figures."""

from __future__ import annotations

from typing import Any

TARGETS = {"EdNet sample": (0.750, 0.010, 0.757, 0.006), "lkt_stats": (0.860, 0.015, 0.866, 0.010)}


def mark(value: float, must: float, reach: float, *, lower: bool) -> str:
    """Whether a figure meets what was asked."""
    ok = (value <= must, value <= reach) if lower else (value >= must, value >= reach)
    return "reached" if ok[1] else "met" if ok[0] else "missed"


def recovery_of(recovery: dict[str, Any]) -> list[str]:
    """What comes back of simulated learners whose truth is known."""
    many = recovery["many"]
    found, gaps = (sorted(recovery["by_school"][name]) for name in ("correlation", "off"))
    bias, spread = (sorted(many["by_school"][name]) for name in ("bias", "spread"))
    over_many = {row["tenth"]: row for row in many["bins"]}
    mean, most = recovery["largest_by_chance"]
    of_many, _ = many["largest_by_chance"]
    few_schools, schools, learners = recovery["schools"], many["schools"], many["learners"]
    lines = [
        "",
        "## Recovery, on simulated learners",
        "",
        f"{recovery['learners']:,} simulated learners in {few_schools} drawn schools, each fitted by itself as a",
        f"district does. Difficulties of tasks correlate with the true ones at {found[0]:.3f} to {found[-1]:.3f}.",
        "How often the criterion is truly met, by what the estimate says. *Chance* is what drawing the learners anew",
        "does to a tenth (one standard deviation). The columns on the right are of "
        f"{schools} other schools, {learners:,} learners.",
        "",
        "| said | readings | mean said | true | chance | readings | mean said | true | chance |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in recovery["bins"]:
        cells = [f".{row['tenth']} to {(row['tenth'] + 1) / 10:.1f}"]
        for each in (row, over_many.get(row["tenth"])):
            if each is None:
                cells += ["-"] * 4
            else:
                cells += [f"{each['readings']:,}", *(f"{each[name]:.3f}" for name in ("said", "true", "chance"))]
        lines.append("| " + " | ".join(cells) + " |")
    return [
        *lines,
        "",
        f"Largest distance {recovery['largest_off']:.3f} over the {few_schools} schools, {many['largest_off']:.3f} "
        f"over the {schools}; asked: within .02 in every bin.",
        f"Chance alone gives a largest distance of {mean:.3f} ({most:.3f} in one case of twenty) over the {few_schools}"
        f", of {of_many:.3f} over the {schools}.",
        f"In one school of {recovery['learners'] // few_schools} learners the largest distance is {gaps[0]:.3f} to "
        f"{gaps[-1]:.3f}.",
        "",
        "What the distance consists of, near the criterion (1.2 logits):",
        "",
        f"- bias of a school: the truth lies {bias[0]:+.2f} to {bias[-1]:+.2f} logits from the posterior's middle,",
        f"  in half of the {schools} schools {bias[schools // 4]:+.2f} to {bias[-1 - schools // 4]:+.2f};",
        f"- spread of a school: it scatters by {spread[0]:.2f} to {spread[-1]:.2f} of what is said;",
        f"- were each school's bias known, the {few_schools} schools would be off by "
        f"{recovery['largest_off_told_bias']:.3f} at most; with its spread",
        f"  as well by {recovery['largest_off_told_bias_and_spread']:.3f};",
        "- answers to the competency so far:",
        "",
        f"| answers before ({schools} schools) | readings | mean said | true |",
        "|---|---|---|---|",
        *(
            f"| from {row['from']} | {row['readings']:,} | {row['said']:.3f} | {row['true']:.3f} |"
            for row in many["by_count"]
        ),
        "",
    ]


def page_of(report: dict[str, Any]) -> str:
    """The page in the docs."""
    lines = [
        "# Figures of the mastery estimate",
        "",
        "Written by `benchmarks/mastery.py`; every figure was measured in its runs. Learners are held out in five",
        "folds, each response is foretold before it is learned from. Peers are those of `ownpath evaluate`, on the",
        "same folds.",
        "",
        f"Run on {report['machine']}, model {report['model']}.",
        "",
    ]
    for name, found in report["sets"].items():
        must_auc, must_ece, reach_auc, reach_ece = TARGETS[name]
        data = found["data"]
        lines += [
            f"## {name}",
            "",
            f"{data['responses']:,} responses of {data['learners']:,} learners.",
            "",
            "| model | AUC | RMSE | accuracy | ECE | log loss | fitted a second | us each | peak MB | build |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for row in found["models"]:
            lines.append(
                f"| {row['name']} | {row['auc']:.4f} | {row['rmse']:.4f} | {row['accuracy']:.4f} | {row['ece']:.4f} | "
                f"{row['log_loss']:.4f} | {row['fit_responses_per_second']:,.0f} | {row['predict_microseconds']:.2f} | "
                f"{row['peak_memory_bytes'] / 1e6:.0f} | {row['description']} |"
            )
        own = next(row for row in found["models"] if row["name"] == "ownpath")
        ahead = [row["name"] for row in found["models"] if row["name"] != "ownpath" and own["auc"] > row["auc"]]
        behind = [row["name"] for row in found["models"] if row["auc"] > own["auc"]]
        lines += [
            "",
            f"AUC {must_auc} / {reach_auc} asked: {mark(own['auc'], must_auc, reach_auc, lower=False)}. "
            f"ECE {must_ece} / {reach_ece} asked: {mark(own['ece'], must_ece, reach_ece, lower=True)}. "
            f"Ahead of {', '.join(ahead) or 'none'}; behind {', '.join(behind) or 'none'}.",
            "",
            "| claim | claims | right in the next three | on responses | needed, mean | median |",
            "|---|---|---|---|---|---|",
        ]
        for claim, row in found["claims"].items():
            right = "-" if row["right_after"] is None else f"{row['right_after']:.3f}"
            lines.append(
                f"| {claim} | {row['claims']:,} | {right} | {row['followed_responses']:,} | "
                f"{row['responses_before_mean'] or 0:.1f} | {row['responses_before_median'] or 0:.0f} |"
            )
        lines.append("")
    fit, calls, recovery = report["fit"], report["calls"], report["recovery"]
    rate = fit["responses_per_second"]
    lines += [
        "## Speed and memory",
        "",
        "| what | asked (reach for) | measured | |",
        "|---|---|---|---|",
        f"| fit, responses a second ({fit['responses']:,} simulated) | 150,000 (500,000) | {rate:,.0f} | "
        f"{mark(rate, 150_000, 500_000, lower=False)} |",
        f"| the same, seconds | 60 (20) | {fit['seconds']:.1f} | {mark(fit['seconds'], 60, 20, lower=True)} |",
        f"| the same, peak MB | 2,000 (1,000) | {fit['peak_memory_mb']:,.0f} | "
        f"{mark(fit['peak_memory_mb'], 2000, 1000, lower=True)} |",
        f"| update and prediction, compiled, microseconds | 2 (.5) | {calls['compiled_microseconds']:.2f} | "
        f"{mark(calls['compiled_microseconds'], 2, 0.5, lower=True)} |",
        f"| the same through the Python call | 50 (20) | {calls['called_microseconds']:.1f} | "
        f"{mark(calls['called_microseconds'], 50, 20, lower=True)} |",
    ]
    if report.get("record"):
        p95 = report["record"]["rows"][1]["p95_ms"]
        lines.append(f"| `record_evidence`, SQLite, p95, ms | 8 (4) | {p95:.2f} | {mark(p95, 8, 4, lower=True)} |")
    if report.get("rebuild"):
        row = report["rebuild"]
        rate = row["rows"][0]["per_second"]
        lines.append(
            f"| `ownpath rebuild`, evidence a second ({row['evidence']:,} pieces, {row['estimates']:,} estimates, "
            f"{row['different']} different) | 100,000 (400,000) | {rate:,.0f} | "
            f"{mark(rate, 100_000, 400_000, lower=False)} |"
        )
    lines += recovery_of(recovery)
    if report.get("ratings"):
        lines += ["Rubric ratings: see `benchmarks/ratings.py` and [ratings](../algorithms/ratings.md).", ""]
    return "\n".join(lines)
