"""`ownpath fit --responses FILE --out FILE`: parameters from files of responses, without a district or a database."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ownpath.config.command_line.cluster import open_passes
from ownpath.config.command_line.console import Console
from ownpath.config.command_line.targets import refuse_target, write_target
from ownpath.foundation.errors import OwnpathError

if TYPE_CHECKING:
    from ownpath.core.mastery import Parameters


def add_options(parser: argparse.ArgumentParser) -> None:
    """Describe the options that fit on files."""
    files = parser.add_argument_group("on files of responses, without a database")
    files.add_argument(
        "--responses", type=Path, nargs="+", metavar="FILE", help="CSV, .csv.gz or Parquet; several, or a folder"
    )
    files.add_argument("--items", type=Path, metavar="FILE", help="CSV with item,kc, where the files name items only")
    files.add_argument(
        "--start", type=Path, metavar="FILE", help="parameters to shrink to, instead of the shipped ones"
    )
    files.add_argument("--out", type=Path, metavar="FILE", help="where the fitted parameters go, as JSON")
    parser.set_defaults(prepare=_prepare)


def _prepare(arguments: argparse.Namespace) -> None:
    """Files need no district; options that belong to files mean nothing without them."""
    if arguments.responses:
        arguments.needs_district = False
        if arguments.out is None:
            raise OwnpathError("Say where the parameters go: --out FILE.")
        if arguments.dry_run or arguments.roll_back or arguments.status:
            raise OwnpathError("--dry-run, --roll-back and --status are about a district, not about files.")
        return
    for name in ("items", "start", "out"):
        if getattr(arguments, name):
            raise OwnpathError(f"--{name} needs --responses.")
    if arguments.cluster and (arguments.roll_back or arguments.status):
        raise OwnpathError("--cluster is for fitting; --roll-back and --status fit nothing.")


def fit_on_files(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Fit, and write the parameters."""
    from ownpath.evaluation.fitting_files import fit_files

    out: Path = arguments.out
    inputs = [*arguments.responses, *(each for each in (arguments.items, arguments.start) if each)]
    refuse_target(out, inputs)
    start = _read_parameters(arguments.start) if arguments.start else None
    # Beside the result, for the workers of a cluster must see the parts as well.
    with (
        tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.resolve().parent) as folder,
        open_passes(arguments.cluster, Path(folder)) as passes,
    ):
        parameters = fit_files(
            arguments.responses,
            passes=passes,
            folder=Path(folder),
            items=arguments.items,
            start=start,
            tell=console.say,
        )
    write_target(out, json.dumps(parameters.to_dict(), sort_keys=True, indent=1) + "\n")
    return {**parameters.provenance, "hash": parameters.hash, "parameters": str(out)}


def _read_parameters(path: Path) -> Parameters:
    from ownpath.core.mastery import Parameters

    try:
        return Parameters.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise OwnpathError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OwnpathError(f"{path} does not hold parameters of this model.") from error
