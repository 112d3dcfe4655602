"""The only place that asks what time it is, so that tests and replays can say it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The current moment, aware."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """The current date where the federation works (Asia/Ho_Chi_Minh by default)."""
    return timezone.localtime(now()).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let the clock stand at `at` within the block (tests, replays)."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
