"""`ownpath evaluate`: how well the mastery model, and others, foretell what learners do next."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console
from ownpath.config.command_line.targets import refuse_target, write_target

MODEL_NAMES = "ownpath,pybkt,pfa,best-lr,elo,lightgbm"


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure models of mastery on a file of responses, learners held out",
        needs_district=False,
        json_file=True,
    )
    parser.add_argument(
        "responses", type=Path, nargs="+", metavar="RESPONSES", help="CSV, .csv.gz or Parquet; several, or a folder"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--folds", type=int, default=5, metavar="N", help="how many groups of learners (5)")
    way.add_argument("--split", metavar="COLUMN", help="the column that names the folds, or train and test")
    parser.add_argument("--items", type=Path, metavar="FILE", help="CSV with item,kc, where the file names items only")
    parser.add_argument("--models", default=MODEL_NAMES, metavar="NAMES", help=f"with commas between ({MODEL_NAMES})")
    parser.add_argument("--seed", type=int, default=20_261_124, metavar="N", help="deals learners to folds")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="write a reliability plot")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Read, measure each model in a process of its own, show two tables."""
    from ownpath.evaluation.evaluating import evaluate_models
    from ownpath.evaluation.models import refuse_unknown
    from ownpath.evaluation.reliability_plot import draw_reliability
    from ownpath.evaluation.responses_file import read_responses
    from ownpath.evaluation.tables_in_text import write_tables

    models = list(dict.fromkeys(name.strip() for name in arguments.models.split(",") if name.strip()))
    refuse_unknown(models)
    json_file = arguments.json if isinstance(arguments.json, Path) else None
    inputs = [*arguments.responses, *([arguments.items] if arguments.items else [])]
    for target in (json_file, arguments.plot):
        refuse_target(target, inputs)
    read = read_responses(arguments.responses, items=arguments.items, split_column=arguments.split)
    evaluation = evaluate_models(read, models=models, n_folds=arguments.folds, seed=arguments.seed, tell=console.say)
    if arguments.plot:
        write_target(arguments.plot, draw_reliability(evaluation))
    if json_file:
        write_target(json_file, json.dumps(evaluation.as_dict(), indent=1) + "\n")
    if console.as_json:
        return evaluation.as_dict()
    console.show(write_tables(evaluation))
    return {}
