"""Which half of a year a day is reported in, and until when what was done in it may be reported without being late.

Source: the practice of half-yearly and yearly reports of unions (DOMAIN §6.4); the days of grace are the house's own and not
from a text: chưa đối chiếu.
"""

from __future__ import annotations

from datetime import date, timedelta

GRACE_DAYS = 15


def half_of(on: date) -> tuple[date, date]:
    """First and last day of the half-year that the day lies in."""
    return (
        (date(on.year, 1, 1), date(on.year, 6, 30)) if on.month <= 6 else (date(on.year, 7, 1), date(on.year, 12, 31))
    )


def closes_on(on: date) -> date:
    """The last day on which something done on that day is reported in time."""
    return half_of(on)[1] + timedelta(days=GRACE_DAYS)


def is_closed(on: date, today: date) -> bool:
    """Whether the period of the day is closed."""
    return today > closes_on(on)
