"""The two tables of a run, for a screen."""

from __future__ import annotations

from ownpath.evaluation.claims import ClaimsTested
from ownpath.evaluation.evaluating import Evaluation, Measured


def write_tables(evaluation: Evaluation) -> str:
    """What was read, how well each model foretells, what its claims are worth."""
    data = evaluation.data
    lines = [
        f"{data['responses']:,} responses of {data['learners']:,} learners (from {data['fewest_of_a_learner']:,} to "
        f"{data['most_of_a_learner']:,} each), {data['items']:,} items, {data['competencies']:,} competencies, "
        f"{data['right']:.1%} right, {data['with_time']:.0%} with a time",
        *data["notes"],
        "",
        f"Foretold one by one, learners held out, folds: {', '.join(evaluation.folds)}",
        *_aligned([_MODEL_HEADER, *(_model_row(each) for each in evaluation.models)]),
        *(f"{each.name}: {each.description}" for each in evaluation.models if each.description),
        *evaluation.left_out,
        "",
        "Claims that a competency is mastered, held against the next three responses on it",
        *_aligned([_CLAIMS_HEADER, *(_claims_row(rule, tested) for rule, tested in evaluation.claims.items())]),
    ]
    return "\n".join(lines)


_MODEL_HEADER = [
    "model",
    "AUC",
    "RMSE",
    "accuracy",
    "ECE",
    "log loss",
    "fit CPU s",
    "responses/s",
    "peak MB",
    "us each",
]
_CLAIMS_HEADER = ["claim", "claims", "of", "right after", "on responses", "needed, mean", "median"]


def _number(value: float, digits: int) -> str:
    return "-" if value != value else f"{value:.{digits}f}"


def _model_row(each: Measured) -> list[str]:
    metrics = each.metrics
    values = (metrics.auc, metrics.rmse, metrics.accuracy, metrics.ece, metrics.log_loss)
    return [
        each.name,
        *(_number(value, 4) for value in values),
        f"{each.cost['fit_cpu_seconds']:.1f}",
        f"{each.cost['fit_responses_per_second']:,.0f}",
        f"{each.cost['peak_memory_bytes'] / 1e6:,.0f}",
        f"{each.cost['predict_microseconds']:.2f}",
    ]


def _claims_row(rule: str, tested: ClaimsTested) -> list[str]:
    return [
        rule,
        f"{tested.claims:,}",
        f"{tested.of_pairs:,}",
        "-" if tested.right_after != tested.right_after else f"{tested.right_after:.1%}",
        f"{tested.followed_responses:,}",
        _number(tested.responses_before_mean, 1),
        _number(tested.responses_before_median, 0),
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
