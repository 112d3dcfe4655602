"""Work in the background. Every periodic function may run again, and catches up after days without a worker."""

from __future__ import annotations

import logging

from caunoi.kit import clock, queue
from caunoi.plans import actions
from caunoi.plans.actions import meetings

log = logging.getLogger(__name__)
HOUR = 60 * 60
DAY = 24 * HOUR


@queue.periodic(DAY)
def check_totals() -> None:
    """Compare the kept sums of indicators with all activities and figures; make them again when one differs."""
    wrong = actions.differing_units()
    if wrong:
        log.error("plans: the sums of %d units differed from their rows and were made again", len(wrong))
        actions.rebuild_totals()


@queue.periodic(DAY)
def open_reporting_periods() -> None:
    """The periods of reports of this year, where it has none yet."""
    actions.ensure_reporting_periods(year=clock.today().year)


@queue.periodic(60)
def close_sign_ins() -> None:
    """Close lists of meetings whose time is over."""
    meetings.close_ended(at=clock.now())


@queue.periodic(HOUR)
def erase_signed_names() -> None:
    """Erase the names of lists that were closed long ago."""
    meetings.erase_names(by=None, at=clock.now())
