"""The whole demo, from an empty database to the evening before today."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ownpath.demo.cast import DISTRICT
from ownpath.demo.judgements import judge_some
from ownpath.demo.plans import plan_some
from ownpath.demo.school import open_demo_school
from ownpath.demo.tasks import begin_some_tasks
from ownpath.demo.walk import DAYS_A_WEEK, walk_term
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.models import Attainment
from ownpath.proficiency.refit import refit_parameters

WEEKS = 8
SCHOOL_OPENS = time(8, 30)


def school_days(today: datetime, weeks: int = WEEKS) -> list[datetime]:
    """The mornings of so many weeks of school days, the last of them the one before today."""
    zone = ZoneInfo(DISTRICT[2])
    day = today.astimezone(zone).date()
    days: list[datetime] = []
    while len(days) < weeks * DAYS_A_WEEK:
        day -= timedelta(days=1)
        if day.weekday() < DAYS_A_WEEK:
            days.append(datetime.combine(day, SCHOOL_OPENS, zone).astimezone(UTC))
    return days[::-1]


def build_demo(*, n_learners: int, weeks: int = WEEKS, progress: Progress = NO_PROGRESS) -> dict[str, int | str]:
    """Build it through the services. The same day and size give the same school and the same evidence; only what the
    database numbers and the uuids of frameworks differ."""
    days = school_days(now(), weeks)
    school = open_demo_school(n_learners=n_learners, begins_at=days[0], progress=progress)
    walkers = walk_term(school, days=days, progress=progress)
    judged = judge_some(school, walkers, moment=days[-1] - timedelta(days=3), progress=progress)
    planned = plan_some(school, days=days, progress=progress)
    begun = begin_some_tasks(school, days=days)
    # As the first night would: it measures how well the estimates foretell here, and the model card shows it.
    refit = refit_parameters(district=school.district, grace_seconds=0, progress=progress)
    return {
        "learners": n_learners,
        "evidence": Evidence.objects.filter(district=school.district).count(),
        "attained": Attainment.objects.filter(district=school.district).count(),
        "judgements": judged,
        "plans": sum(planned.values()),
        "tasks": begun,
        "parameters": refit.outcome,
    }
