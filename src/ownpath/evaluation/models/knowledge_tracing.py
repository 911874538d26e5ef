"""Bayesian knowledge tracing (Corbett & Anderson 1995) as pyBKT fits it (Badrinath et al. 2021).

pyBKT does the fitting. Its predictions are made again here with the parameters it found, all learners at once; a test
holds them to pyBKT's own. A response about several competencies is one for each of them; the mean is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas
from pyBKT.fit import E_step
from pyBKT.models import Model as PyBKT

from ownpath.core.mastery.responses import Responses, meetings_of
from ownpath.core.measures import RIGHT_FROM
from ownpath.evaluation.claims import Claims
from ownpath.evaluation.histories import Grouping, sum_by_row

CLAIM_FROM = 0.95
SEED = 20_261_124
COLUMNS = {"order_id": "order_id", "user_id": "user_id", "skill_name": "skill_name", "correct": "correct"}


@dataclass(frozen=True, slots=True)
class Traced:
    """Meetings with P(right) before and P(known) after each."""

    row: np.ndarray
    competency: np.ndarray
    right_before: np.ndarray
    known_after: np.ndarray


@dataclass(frozen=True, slots=True)
class FittedTracing:
    """Four numbers a competency; NaN in none, since those without training responses get the middle of the others."""

    prior: np.ndarray
    learns: np.ndarray
    forgets: np.ndarray
    guesses: np.ndarray
    slips: np.ndarray

    def trace(self, held_out: Responses) -> Traced:
        """The forward pass; each step takes the next response of every learner on every competency."""
        meetings = meetings_of(held_out)
        grouping = Grouping.by(held_out.learner[meetings.row], meetings.competency)
        place = grouping.place().astype(np.int64)
        group = np.empty(len(place), dtype=np.int64)
        group[grouping.in_groups] = np.cumsum(grouping.begins) - 1
        right = (held_out.result >= RIGHT_FROM)[meetings.row]
        right_before, known_after = np.empty(len(place)), np.empty(len(place))
        known = self.prior[meetings.competency[grouping.in_groups[grouping.begins]]]
        by_place = np.argsort(place, kind="stable")
        bounds = np.searchsorted(place[by_place], np.arange(grouping.longest + 1))
        for step in range(grouping.longest):
            here = by_place[bounds[step] : bounds[step + 1]]
            own, competency = known[group[here]], meetings.competency[here]
            guess, slip = self.guesses[competency], self.slips[competency]
            right_before[here] = own * (1.0 - slip) + (1.0 - own) * guess
            if_known = np.where(right[here], 1.0 - slip, slip)
            if_not = np.where(right[here], guess, 1.0 - guess)
            total = own * if_known + (1.0 - own) * if_not
            own = np.divide(own * if_known, total, out=own.copy(), where=total > 0.0)
            own = own * (1.0 - self.forgets[competency]) + (1.0 - own) * self.learns[competency]
            known[group[here]] = known_after[here] = own
        return Traced(meetings.row, meetings.competency, right_before, known_after)

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """The middle of what the response's competencies say."""
        traced = self.trace(held_out)
        sizes = np.diff(held_out.combination_start)[held_out.combination]
        return np.clip(sum_by_row(meetings_of(held_out), traced.right_before, len(held_out)) / sizes, 0.0, 1.0)

    def claims(self, held_out: Responses) -> Claims:
        """Where P(known) is at least .95."""
        traced = self.trace(held_out)
        sure = traced.known_after >= CLAIM_FROM
        return Claims(traced.row[sure], traced.competency[sure])


def build_in_use() -> str:
    """pyBKT installs a pure-Python build without a word where compiling fails; it is hundreds of times slower."""
    compiled = Path(E_step.__file__).suffix != ".py"
    return f"pyBKT {metadata.version('pyBKT')}, {'compiled' if compiled else 'pure-Python'} build"


class KnowledgeTracing:
    """One standard BKT model a competency."""

    name = "pybkt"

    def describe(self) -> str:
        """Which build runs."""
        return build_in_use()

    def fit(self, train: Responses) -> FittedTracing:
        """Expectation maximisation from five starts, pyBKT's default."""
        model = fit_with_pybkt(train)
        found = {int(name[1:]): values for name, values in model.coef_.items()}
        columns = []
        for part in ("prior", "learns", "forgets", "guesses", "slips"):
            values = np.full(len(train.competency_names), np.nan)
            for competency, numbers in found.items():
                values[competency] = float(np.ravel(numbers[part])[0])
            usual = float(np.nanmedian(values))
            columns.append(np.where(np.isnan(values), usual, values))
        return FittedTracing(*columns)


def table_for_pybkt(responses: Responses) -> pandas.DataFrame:
    """pyBKT takes names of competencies as patterns, so they go in as numbers with a letter before them."""
    meetings = meetings_of(responses)
    return pandas.DataFrame(
        {
            "order_id": meetings.row,
            "user_id": responses.learner[meetings.row],
            "skill_name": np.array([f"c{code}" for code in range(len(responses.competency_names))], dtype=object)[
                meetings.competency
            ],
            "correct": (responses.result >= RIGHT_FROM)[meetings.row].astype(int),
        }
    )


def fit_with_pybkt(train: Responses) -> PyBKT:
    """pyBKT as its documentation shows it."""
    model = PyBKT(seed=SEED, num_fits=5, parallel=True)
    model.fit(data=table_for_pybkt(train), defaults=dict(COLUMNS))
    return model
