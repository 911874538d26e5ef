"""`ownpath fit`: fit the model's parameters on a district's own evidence, and use them only if they are better."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from typing import Any

from ownpath.config.command_line.cluster import add_cluster_option, open_passes
from ownpath.config.command_line.console import Console
from ownpath.config.command_line.fit_files import add_options, fit_on_files

REASON_WORDS = {
    "no_answers": "there are no answers to tasks yet",
    "too_few": "too few answers, or of too few learners, to fit on; the parameters in use stay",
    "too_few_new": "too few answers since the parameters in use were fitted or rolled back; they stay",
    "too_short": "too few answers from before the latest weeks; the parameters in use stay",
    "not_better": "new parameters did not foretell the latest weeks better; those in use stay",
    "worse_calibrated": "new parameters were right less often than they said; those in use stay",
    "better": "new parameters foretold the latest weeks better",
    "refit": "new parameters foretold the latest weeks better, and are in use",
    "new_model": "the model itself is new: its shipped parameters are in use until the next fit",
    "rolled_back": "the parameters from before are in use again",
    "given_up": "what was being built was given up; nothing else had changed",
    "first": "the parameters that are shipped, fitted on simulated learners",
    "error": "it ended with an error",
}


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("fit", help="fit the mastery model on the district's evidence; use what is better")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--dry-run", action="store_true", help="fit and compare, and change nothing")
    one.add_argument("--roll-back", action="store_true", help="go back to the parameters that were in use before")
    one.add_argument("--status", action="store_true", help="say what is in use, what is being built, what came last")
    add_cluster_option(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Do one of the four; exit code 0 also where new parameters were refused, for that is an answer."""
    if arguments.responses:
        return fit_on_files(arguments, console)
    from ownpath.proficiency.refit import refit_parameters, roll_back

    if arguments.status:
        return _status(arguments.district)
    if arguments.roll_back:
        report = roll_back(district=arguments.district, progress=console.progress)
    else:
        with nullcontext() if arguments.cluster is None else open_passes(arguments.cluster) as passes:
            report = refit_parameters(
                district=arguments.district, dry_run=arguments.dry_run, progress=console.progress, passes=passes
            )
    result: dict[str, object] = {"outcome": report.outcome, "because": REASON_WORDS[report.reason]}
    if arguments.dry_run:
        result["outcome"] = f"{report.outcome} (nothing was changed)"
    if report.generation is not None:
        result["generation"] = report.generation.number
        result["learners_built"] = report.generation.learners_built
        result["newly_attained"] = report.generation.newly_attained
    if report.record:
        result |= _compared(report.record, console.as_json)
    return result


def _compared(record: dict[str, Any], as_json: bool) -> dict[str, object]:
    """The comparison: whole for machines, in a few lines for people."""
    if as_json:
        return {"record": record}
    measured = record["measured"]
    lines: dict[str, object] = {
        "answers": f"{record['answers']} of {record['learners']} learners",
        "measured on": f"{measured['answers']} answers of {measured['learners']} learners",
    }
    for name in ("live", "new"):
        if name in record and record[name]["log_loss"] is not None:
            values = record[name]
            auc = "-" if values["auc"] is None else f"{values['auc']:.4f}"
            lines[f"{name} parameters"] = (
                f"log loss {values['log_loss']:.5f}, calibration error {values['ece']:.4f}, AUC {auc}"
            )
    return lines


def _status(district: Any) -> dict[str, object]:
    from ownpath.proficiency.model_card import gather_status
    from ownpath.proficiency.refit import is_alive

    status = gather_status(district.pk)
    result: dict[str, object] = {}
    if status.live is not None:
        of = status.live.parameter_set
        result["in use"] = (
            f"generation {status.live.number} since {status.live.live_at:%Y-%m-%d %H:%M} UTC, "
            f"{of.get_origin_display()}, {of.hash[:12]}"
        )
    if status.building is not None:
        result["being built"] = (
            f"generation {status.building.number}, "
            f"{status.building.learners_built} of {status.building.learners_total} learners"
        )
    if status.running is not None:
        lives = "running" if is_alive(status.running) else "stopped; run `ownpath fit` to go on"
        result["run"] = f"{lives}, since {status.running.started_at:%Y-%m-%d %H:%M} UTC {status.running.step}".strip()
    if status.last is not None:
        result["last run"] = (
            f"{status.last.finished_at:%Y-%m-%d %H:%M} UTC, {status.last.outcome}: {REASON_WORDS[status.last.reason]}"
        )
    return result or {"in use": REASON_WORDS["first"]}
