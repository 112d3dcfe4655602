"""The working-day clock: deadlines in working days, calendar days and working hours on an organisation's calendar."""

from caunoi.pure.workdays.calendar import (
    OFFICE,
    WEEK,
    ZONE,
    Calendar,
    DayKind,
    Hours,
    SpecialDay,
    check_week,
)
from caunoi.pure.workdays.clock import (
    Limit,
    Pause,
    Unit,
    due_at,
    is_overdue,
    merged,
    promise,
    receipt_day,
    working_days_between,
    working_time_left,
)
from caunoi.pure.workdays.official import OFFICIAL
from caunoi.pure.workdays.unfold import DayLine, Reason, unfold

__all__ = [
    "OFFICE",
    "OFFICIAL",
    "WEEK",
    "ZONE",
    "Calendar",
    "DayKind",
    "DayLine",
    "Hours",
    "Limit",
    "Pause",
    "Reason",
    "SpecialDay",
    "Unit",
    "check_week",
    "due_at",
    "is_overdue",
    "merged",
    "promise",
    "receipt_day",
    "unfold",
    "working_days_between",
    "working_time_left",
]
