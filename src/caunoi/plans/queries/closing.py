"""Whether the reporting period of a day is closed."""

from __future__ import annotations

from datetime import date

from caunoi.pure import report_periods


def is_closed(on: date, today: date) -> bool:
    """By the practice of half-yearly reports."""
    return report_periods.is_closed(on, today)
