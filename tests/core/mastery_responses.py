"""Responses of many made-up learners, and the slow way to follow them, shared by the tests of fitting."""

from __future__ import annotations

import numpy as np
from mastery_histories import CRITERION

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, Parameters, update
from ownpath.core.mastery.batch import look_up
from ownpath.core.mastery.responses import Responses, make_responses

Row = tuple[str, str | None, tuple[str, ...], float, float | None]


def made_rows(seed: int, n_learners: int, n_each: int = 30, ability: float = 0.0) -> list[Row]:
    """Rows of responses, (learner, item, competencies, result, moment), by learner and in their order: some about two
    competencies, some without item, some without a time, some that come late, some repeated, some partly right."""
    generator = np.random.default_rng(seed)
    rows: list[Row] = []
    for who in range(n_learners):
        able, moment = ability + generator.normal(), 1.7e9
        for _ in range(n_each):
            c, i = int(generator.integers(4)), int(generator.integers(6))
            chance = 1.0 / (1.0 + np.exp(-(able - 0.6 * (c - 1.5) - 0.4 * (i - 2.5))))
            moment += float(generator.choice([30.0, 3600.0, 86400.0, 9e5, -7200.0]))
            rows.append(
                (
                    f"learner {who:03d}",
                    None if i == 5 else f"item {c}.{i}",
                    (f"c{c}", f"c{(c + 1) % 4}") if i == 4 else (f"c{c}",),
                    0.5 if generator.random() < 0.05 else float(generator.random() < chance),
                    None if generator.random() < 0.1 else moment,
                )
            )
    return rows


def responses_from(rows: list[Row]) -> Responses:
    """The rows in canonical form."""
    learner, item, competencies, result, moment = zip(*rows, strict=True)
    return make_responses(learner=learner, item=item, competencies=competencies, result=result, moment_seconds=moment)


def followed_one_by_one(responses: Responses, parameters: Parameters) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """What `batch.follow` says, from `update` alone: logits before each response, and claims as (row, competency)."""
    tables = look_up(responses, parameters)
    start, flat, names = responses.combination_start, responses.combination_competency, responses.competency_names
    logits, claims = np.zeros(len(responses)), []
    current, learner, states = -1, LearnerState.new(), {}
    for r in range(len(responses)):
        if responses.learner[r] != current:
            current, learner, states = responses.learner[r], LearnerState.new(), {}
        own = flat[start[responses.combination[r]] : start[responses.combination[r] + 1]].tolist()
        before, moment = learner, float(responses.moment_seconds[r])
        for c in own:
            observation = Observation(
                "response",
                float(responses.result[r]),
                None if np.isnan(moment) else moment,
                responses.item_names[responses.item[r]] if responses.item[r] >= 0 else "",
                float(tables.difficulty[r]),
                len(own),
                competency=names[c],
            )
            state = states.get(c, CompetencyState.new())
            logits[r] += update(before, state, observation, parameters, CRITERION)[2].logit / len(own)
            learner, states[c], _ = update(learner, state, observation, parameters, CRITERION)
            if states[c].attained and not state.attained:
                claims.append((r, c))
    return logits, claims
