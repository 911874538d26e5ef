"""Placement: finding out with few questions what a learner has mastered; and the mastery check.

This is the public face; the modules behind it are private. Prose and guarantees: docs/algorithms/placement.md and
docs/algorithms/mastery-check.md.
"""

from ownpath.core.placement.check import (
    CheckCharacteristics,
    CheckRule,
    CheckStanding,
    UnsureStanding,
    characteristics,
    judge_check,
    judge_unsure,
    opens_check,
)
from ownpath.core.placement.claims import (
    CLAIM_AT,
    Audit,
    AuditReport,
    check_claims,
    claimed_confidence,
    report_audits,
)
from ownpath.core.placement.evidence import PlacementEvidence, evidence_of_answers, evidence_of_confirmed
from ownpath.core.placement.items import OUTCOMES, Item
from ownpath.core.placement.model import (
    MODEL_NAME,
    MODEL_VERSION,
    PlacementModel,
    PlacementParameters,
    choose_part,
)
from ownpath.core.placement.reading import STATUSES, PlacementReading, read_sitting
from ownpath.core.placement.reasons import PlacementReason
from ownpath.core.placement.refit import PositionCounts, refit_positions
from ownpath.core.placement.sitting import (
    Answer,
    Question,
    Sitting,
    SittingOptions,
    begin_sitting,
    expected_error,
    next_question,
    record_answer,
)
from ownpath.core.placement.storing import sitting_from_bytes, sitting_from_json, sitting_to_bytes, sitting_to_json

__all__ = [
    "CLAIM_AT",
    "MODEL_NAME",
    "MODEL_VERSION",
    "OUTCOMES",
    "STATUSES",
    "Answer",
    "Audit",
    "AuditReport",
    "CheckCharacteristics",
    "CheckRule",
    "CheckStanding",
    "Item",
    "PlacementEvidence",
    "PlacementModel",
    "PlacementParameters",
    "PlacementReading",
    "PlacementReason",
    "PositionCounts",
    "Question",
    "Sitting",
    "SittingOptions",
    "UnsureStanding",
    "begin_sitting",
    "characteristics",
    "check_claims",
    "choose_part",
    "claimed_confidence",
    "evidence_of_answers",
    "evidence_of_confirmed",
    "expected_error",
    "judge_check",
    "judge_unsure",
    "next_question",
    "opens_check",
    "read_sitting",
    "record_answer",
    "refit_positions",
    "report_audits",
    "sitting_from_bytes",
    "sitting_from_json",
    "sitting_to_bytes",
    "sitting_to_json",
]
