"""The one place that knows what time it is; services ask here so that tests and the demo can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_moved_to: ContextVar[datetime | None] = ContextVar("ownpath_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment the clock was moved to."""
    return _moved_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the code inside believe that it is `moment`; only this thread of work is affected."""
    if moment.tzinfo is None:
        raise ValueError("clock_at needs a moment with a time zone")
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
