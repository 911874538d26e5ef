"""Where each number stands: in the two states, in the row of features, and in the knots of the model's contexts."""

from __future__ import annotations

from typing import Final

import numpy as np

# A learner's state: what all competencies have in common.
L_SUM: Final = 0  # residuals, one sum for each decay
L_INFORMATION: Final = 4
L_LEVEL: Final = 8  # the level that follows its own prediction
L_GATHERED: Final = 9
L_AMOUNT: Final = 10  # answers, each counted once over all its competencies
L_COUNT: Final = 11
LEARNER_SIZE: Final = 12

# A competency's state.
C_SUM: Final = 0  # four decays per response, then half-lives of an hour, a day and a week
C_INFORMATION: Final = 7
C_LEVEL: Final = 14
C_GATHERED: Final = 15
C_AMOUNT: Final = 16
C_COUNT: Final = 17
C_LAST: Final = 18  # moment of the latest evidence; NaN where none had a time
C_PRIOR: Final = 19
C_PRIOR_INFORMATION: Final = 20
C_SPACED: Final = 21
C_REFERENCE: Final = 22
C_ATTAINED_AT: Final = 23
C_ATTAINED_CONFIDENCE: Final = 24
C_ATTAINED_REFERENCE: Final = 25
C_LOW_SINCE: Final = 26
C_LOW_AMOUNT: Final = 27
C_LOW_COUNT: Final = 28
C_FLAGS: Final = 29  # 1 strong prior record, 2 attained, 4 struggling
C_FRESH_INFORMATION: Final = 30  # information that grows old with time
C_RELATED: Final = 31  # what required competencies, and those that require this one, say
C_TASKS: Final = 32
COMPETENCY_SIZE: Final = C_TASKS  # without the memory of tasks

# The memory of the tasks met last, one row each.
T_NAME: Final = 0
T_COUNT: Final = 1
T_SUM: Final = 2  # residuals: all, and fading by .7 with each try
T_INFORMATION: Final = 4
T_LAST_RESULT: Final = 6
T_LAST: Final = 7
T_LAST_AMOUNT: Final = 8
TASK_SIZE: Final = 9
TASK_SLOTS: Final = 8
STATE_SIZE: Final = COMPETENCY_SIZE + TASK_SLOTS * TASK_SIZE

STRONG_PRIOR: Final = 1
ATTAINED: Final = 2
STRUGGLING: Final = 4

# Contexts: a value lies between two knots and counts for both in proportion.
AMOUNT_KNOTS: Final = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.3])  # log(1 + answers of the learner)
COUNT_KNOTS: Final = np.array([0.0, 0.7, 1.4, 2.2, 3.2, 4.2])  # log(1 + answers to the competency)
DIFFICULTY_KNOTS: Final = np.array([-1.5, -0.7, 0.0, 0.7, 1.5])  # logits over the overall difficulty
TIME_KNOTS: Final = np.array([0.0, 3.0, 5.0, 7.5, 10.0, 12.0, 15.5])  # log(1 + minutes)
LAG_KNOTS: Final = np.array([0.0, 1.5, 3.0, 4.0, 5.3])  # log(1 + answers since)
TRIES_KNOTS: Final = np.array([0.0, 0.7, 1.1, 1.6])  # log(1 + tries at the task)

KNOTS_AMOUNT, KNOTS_COUNT, KNOTS_DIFFICULTY = len(AMOUNT_KNOTS), len(COUNT_KNOTS), len(DIFFICULTY_KNOTS)
KNOTS_TIME, KNOTS_LAG, KNOTS_TRIES = len(TIME_KNOTS), len(LAG_KNOTS), len(TRIES_KNOTS)

# Features, in blocks. A block of `free` weights may have any sign; the weights of the others are never negative.
_sizes = {
    "start": 1,
    "amount": KNOTS_AMOUNT,
    "count": KNOTS_COUNT,
    "difficulty": KNOTS_DIFFICULTY,
    "difficulty_linear": 1,
    "met_amount": KNOTS_AMOUNT,
    "met_lag": KNOTS_LAG,
    "met_time": KNOTS_TIME,
    "met_tries": KNOTS_TRIES - 1,
    "learner": 5,
    "learner_amount": 2 * KNOTS_AMOUNT,
    "learner_difficulty": KNOTS_DIFFICULTY,
    "so_far": 2,
    "recent": 2,
    "level": 1,
    "level_count": 2 * KNOTS_COUNT,
    "level_difficulty": KNOTS_DIFFICULTY,
    "half_life": 3,
    "fresh": 2 * (KNOTS_TIME - 1),
    "faded": KNOTS_TIME - 1,
    "task": 3,
    "task_amount": KNOTS_AMOUNT,
    "task_lag": 3 * KNOTS_LAG,
    "task_time": 3 * KNOTS_TIME,
    "task_tries": KNOTS_TRIES - 1,
}
FREE: Final = (
    "start",
    "amount",
    "count",
    "difficulty",
    "difficulty_linear",
    "met_amount",
    "met_lag",
    "met_time",
    "met_tries",
)
BLOCK_START: Final[dict[str, int]] = {}
_place = 0
for _name, _size in _sizes.items():
    BLOCK_START[_name] = _place
    _place += _size
N_FEATURES: Final = _place

F_START: Final = BLOCK_START["start"]
F_AMOUNT: Final = BLOCK_START["amount"]
F_COUNT: Final = BLOCK_START["count"]
F_DIFFICULTY: Final = BLOCK_START["difficulty"]
F_DIFFICULTY_LINEAR: Final = BLOCK_START["difficulty_linear"]
F_MET_AMOUNT: Final = BLOCK_START["met_amount"]
F_MET_LAG: Final = BLOCK_START["met_lag"]
F_MET_TIME: Final = BLOCK_START["met_time"]
F_MET_TRIES: Final = BLOCK_START["met_tries"]
F_LEARNER: Final = BLOCK_START["learner"]
F_LEARNER_AMOUNT: Final = BLOCK_START["learner_amount"]
F_LEARNER_DIFFICULTY: Final = BLOCK_START["learner_difficulty"]
F_SO_FAR: Final = BLOCK_START["so_far"]
F_RECENT: Final = BLOCK_START["recent"]
F_LEVEL: Final = BLOCK_START["level"]
F_LEVEL_COUNT: Final = BLOCK_START["level_count"]
F_LEVEL_DIFFICULTY: Final = BLOCK_START["level_difficulty"]
F_HALF_LIFE: Final = BLOCK_START["half_life"]
F_FRESH: Final = BLOCK_START["fresh"]
F_FADED: Final = BLOCK_START["faded"]
F_TASK: Final = BLOCK_START["task"]
F_TASK_AMOUNT: Final = BLOCK_START["task_amount"]
F_TASK_LAG: Final = BLOCK_START["task_lag"]
F_TASK_TIME: Final = BLOCK_START["task_time"]
F_TASK_TRIES: Final = BLOCK_START["task_tries"]

# What a reader is told each feature is about.
PARTS: Final = (
    "start",
    "practice",
    "learner_general",
    "so_far",
    "recent",
    "prior_record",
    "related",
    "difficulty",
    "long_ago",
    "task_met_before",
)
_PART_OF_BLOCK: Final = {
    "start": "start",
    "amount": "start",
    "count": "practice",
    "difficulty": "difficulty",
    "difficulty_linear": "difficulty",
    "learner": "learner_general",
    "learner_amount": "learner_general",
    "learner_difficulty": "learner_general",
    "so_far": "so_far",
    "recent": "recent",
    "level": "so_far",
    "level_count": "so_far",
    "level_difficulty": "so_far",
    "half_life": "recent",
    "fresh": "so_far",
    "faded": "long_ago",
}
PART_OF_FEATURE: Final = np.zeros(N_FEATURES, dtype=np.int64)
IS_FREE: Final = np.zeros(N_FEATURES, dtype=np.bool_)
for _name, _size in _sizes.items():
    _at = BLOCK_START[_name]
    PART_OF_FEATURE[_at : _at + _size] = PARTS.index(_PART_OF_BLOCK.get(_name, "task_met_before"))
    IS_FREE[_at : _at + _size] = _name in FREE
P_START, P_PRACTICE, P_LEARNER, P_SO_FAR, P_RECENT = range(5)
P_PRIOR, P_RELATED, P_DIFFICULTY, P_LONG_AGO, P_TASK = range(5, 10)
N_PARTS: Final = len(PARTS)

# Single numbers of the model, in one array so that compiled code takes them as one argument.
NUMBER_NAMES: Final = (
    "learner_kappa",
    "competency_kappa",
    "task_kappa",
    "level_kappa",
    "learner_keep",
    "competency_keep",
    "repeat_information",
    "prior_kappa",
    "prior_information",
    "prior_weight",
    "prior_strong",
    "prior_wear",
    "forgetting_power",
    "variance_start",
    "variance_information",
    "variance_learner",
    "variance_learner_kappa",
    "variance_enough",
    "variance_scale",
    "met_shift",
    "met_slope",
    "information_half_life_seconds",
    "information_keep",
    "struggling_level",
    "struggling_amount",
    "overall",
    "spacing_gain",
    "rubric_strength",
    "artifact_strength",
    "observation_strength",
    "hint_cost",
    "requires_weight",
    "support_gain",
    "related_kappa",
)
(
    N_LEARNER_KAPPA,
    N_COMPETENCY_KAPPA,
    N_TASK_KAPPA,
    N_LEVEL_KAPPA,
    N_LEARNER_KEEP,
    N_COMPETENCY_KEEP,
    N_REPEAT_INFORMATION,
    N_PRIOR_KAPPA,
    N_PRIOR_INFORMATION,
    N_PRIOR_WEIGHT,
    N_PRIOR_STRONG,
    N_PRIOR_WEAR,
    N_FORGETTING_POWER,
    N_VARIANCE_START,
    N_VARIANCE_INFORMATION,
    N_VARIANCE_LEARNER,
    N_VARIANCE_LEARNER_KAPPA,
    N_VARIANCE_ENOUGH,
    N_VARIANCE_SCALE,
    N_MET_SHIFT,
    N_MET_SLOPE,
    N_INFORMATION_HALF_LIFE_SECONDS,
    N_INFORMATION_KEEP,
    N_STRUGGLING_LEVEL,
    N_STRUGGLING_AMOUNT,
    N_OVERALL,
    N_SPACING_GAIN,
    N_RUBRIC_STRENGTH,
    N_ARTIFACT_STRENGTH,
    N_OBSERVATION_STRENGTH,
    N_HINT_COST,
    N_REQUIRES_WEIGHT,
    N_SUPPORT_GAIN,
    N_RELATED_KAPPA,
) = range(34)

# What a reading says, in one row.
(
    R_LOGIT,
    R_PROBABILITY,
    R_SD,
    R_MET,
    R_LOW,
    R_HIGH,
    R_EFFECTIVE,
    R_MISSING,
    R_MISSING_COUNT,
    R_HELD_UNTIL,
    R_PARTS,
) = range(11)
READING_SIZE: Final = R_PARTS + N_PARTS
MISSING_CODES: Final = ("", "more_evidence", "other_tasks", "surer")

# What compiled code needs of one piece of evidence, in one row.
(
    E_NAME,
    E_RESULT,
    E_STRENGTH,
    E_SPREAD,
    E_IS_PRIOR,
    E_DIFFICULTY,
    E_DISCRIMINATION,
    E_REFERENCE,
    E_SLOPE,
    E_MOMENT,
    E_PASSED,  # of a rating: the difficulty of the level reached, and of the next one; NaN for all else
    E_NOT_PASSED,
    E_INFORMATION,
) = range(13)
EVIDENCE_SIZE: Final = 13

# The criterion, in one row.
(
    K_REFERENCE_LOGIT,
    K_CONFIDENCE,
    K_LEAST_EVIDENCE,
    K_LEAST_TASKS,
    K_REFERENCE_PROBABILITY,
    K_HOLD_LOGIT,
) = range(6)
