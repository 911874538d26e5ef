"""How severe each person who rates is, from a district's own rubric ratings."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.ratings import fit_ratings
from ownpath.foundation.models import District
from ownpath.proficiency.estimation import level_of
from ownpath.proficiency.storage import fetch

LEAST_RATINGS = 200
LEAST_RATERS = 2
MOST_CRITERIA = 40
_RATINGS = """
SELECT p.uuid, c.uuid, e.recorded_by_id, e.result - e.result_low, e.result_high - e.result_low
FROM evidence_evidence e
JOIN people_person p ON p.id = e.learner_id
JOIN competencies_competency c ON c.id = e.competency_id
WHERE e.district_id = %s AND e.kind = 'rubric' AND e.recorded_by_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM evidence_evidence later WHERE later.supersedes_id = e.id)
ORDER BY p.uuid, c.uuid, e.recorded_by_id, e.id"""


def with_raters(district: District, parameters: Parameters) -> Parameters:
    """The parameters with the severity of each rater, where enough ratings by several people are there.

    Severity is shrunk towards none: who has rated little counts as ordinary. It is on the scale of the levels, so that
    the estimates can take it as it is.
    """
    ratings = [
        (str(learner), (str(competency), level[1]), rater, level[0])
        for learner, competency, rater, above, width in fetch(_RATINGS, [district.pk])
        if (level := level_of("rubric", float(above), float(width))) is not None
    ]
    raters = sorted({row[2] for row in ratings})
    if len(ratings) < LEAST_RATINGS or len(raters) < LEAST_RATERS:
        return replace(parameters, rater_severity={})
    if len({row[1] for row in ratings}) > MOST_CRITERIA:
        # A fit grows with the cube of the criteria of a learner; severity shows over all competencies together as well.
        ratings = [(learner, ("", criterion[1]), rater, level) for learner, criterion, rater, level in ratings]
    criteria = sorted({row[1] for row in ratings})
    learners = sorted({row[0] for row in ratings})
    places = [{each: place for place, each in enumerate(named)} for named in (learners, criteria, raters)]
    columns = [np.array([places[i][row[i]] for row in ratings], dtype=np.int64) for i in range(3)]
    fitted = fit_ratings(
        *columns,
        np.array([row[3] for row in ratings], dtype=np.int64),
        n_levels=np.array([levels for _, levels in criteria], dtype=np.int64),
        n_raters=len(raters),
        spread=False,
    )
    # Ratings spread wider than answers: bring the severities to the scale of a state, whose learners vary by about one.
    spread = fitted.learner_variance + fitted.criterion_variance + fitted.sheet_variance
    scale = math.sqrt((1.0 + math.pi / 8.0) / (1.0 + math.pi / 8.0 * spread))
    return replace(
        parameters,
        rater_severity={str(rater): float(fitted.severity[place] * scale) for place, rater in enumerate(raters)},
    )
