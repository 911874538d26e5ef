"""What time alone does to a state: levels above expectation fade, evidence grows old, nothing rises."""

from __future__ import annotations

import math

from ownpath.core.mastery.parameters import Parameters
from ownpath.core.mastery.state import CompetencyState

_LOG_2 = math.log(2.0)


def fade(
    competency: CompetencyState, elapsed_seconds: float, parameters: Parameters
) -> tuple[list[float], list[float], float, float]:
    """Return levels, informations, the level of the prior record and the kept share after a time without evidence.

    Parameters
    ----------
    competency : CompetencyState
    elapsed_seconds : float
        Time since the last evidence; at most 0 means none.
    parameters : Parameters

    Returns
    -------
    levels : list of float, length 7
        None is higher than before; those not above 0 are as before: what was not shown cannot be forgotten.
    informations : list of float, length 7
        None is larger than before. They do not depend on results.
    prior_level : float
    kept : float
    """
    levels = list(competency.levels)
    informations = list(competency.informations)
    prior_level = competency.prior_level
    if not elapsed_seconds > 0.0:
        return levels, informations, prior_level, competency.kept
    p = parameters
    power = p.forgetting_power / (1.0 + p.spacing_gain * competency.spaced_success)
    retained = math.exp(-power * math.log(1.0 + elapsed_seconds / p.forgetting_scale_seconds))
    aged = math.exp(-_LOG_2 * elapsed_seconds / p.information_half_life_seconds)
    for i in range(4):
        if levels[i] > 0.0:
            levels[i] *= retained
        informations[i] *= aged
    kappa = p.time_kappa
    i = 4
    for half_life in p.half_lives_seconds:
        left = math.exp(-_LOG_2 * elapsed_seconds / half_life)
        information = informations[i]
        if levels[i] > 0.0:
            levels[i] *= left * (kappa + information) / (kappa + left * information)
        informations[i] = left * information
        i += 1
    if prior_level > 0.0:
        prior_level *= retained
    return levels, informations, prior_level, competency.kept * retained
