"""`ownpath preview-rule`: whom a mastery rule would touch, by replay; with `--live` it then takes effect."""

from __future__ import annotations

import argparse
from typing import Any

from ownpath.config.command_line.console import Console

NUMBERS = {
    "reference_probability": float,
    "claim_confidence": float,
    "least_evidence": int,
    "least_tasks": int,
    "hold_probability": float,
}


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("preview-rule", help="whom a mastery rule would touch, before it goes live")
    parser.add_argument("framework", help="code of the framework")
    parser.add_argument("--competency", metavar="CODE", help="what is asked of this one alone")
    for name, kind in NUMBERS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="N")
    parser.add_argument("--asks", choices=["nothing", "performance", "teacher"], help="what else attained needs")
    parser.add_argument("--least-pieces", type=int, metavar="N", help="pieces of evidence that went well")
    parser.add_argument("--least-contexts", type=int, metavar="N", help="from so many contexts")
    parser.add_argument("--live", action="store_true", help="let it take effect after the preview")
    parser.add_argument("--reason", default="", help="why; needed with --live")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Count, and where asked to, let it take effect."""
    from ownpath.competencies.models import Competency, Framework
    from ownpath.competencies.rules import read_draft
    from ownpath.foundation.errors import InputError
    from ownpath.proficiency.rule_change import make_rule_live
    from ownpath.proficiency.rule_preview import learners_with_evidence, preview_rule

    framework = Framework.objects.filter(district=arguments.district, code=arguments.framework).first()
    if framework is None:
        raise InputError(f"There is no framework {arguments.framework}.", field="framework")
    competency = None
    if arguments.competency:
        own = Competency.objects.filter(framework=framework, code=arguments.competency, is_heading=False)
        competency = own.first()
        if competency is None:
            raise InputError(f"There is no competency {arguments.competency} in it.", field="competency")
    numbers = {name: value for name in NUMBERS if (value := getattr(arguments, name)) is not None}
    if competency is not None and numbers:
        raise InputError(
            "The criterion is the framework's; of one competency only more can be asked.", field="competency"
        )
    demand: dict[str, object] = {
        name: value for name in ("least_pieces", "least_contexts") if (value := getattr(arguments, name)) is not None
    }
    if arguments.asks:
        demand["asks"] = "" if arguments.asks == "nothing" else arguments.asks
    draft = read_draft(framework, competency, numbers, demand)
    counts = preview_rule(
        framework=framework,
        competency=competency,
        draft=draft,
        learner_ids=learners_with_evidence(arguments.district),
        progress=console.progress,
    ).counts()
    if arguments.live:
        make_rule_live(
            acting_person=None,
            framework=framework,
            competency=competency,
            draft=draft,
            reason=arguments.reason,
            touches=counts,
            progress=console.progress,
        )
    return {**counts, "live": arguments.live}
