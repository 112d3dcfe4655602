"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ActivityReported:
    """A unit sent a report of an activity, for the first time or anew after it was returned."""

    activity_id: int
    name: ClassVar[str] = "plans.activity_reported"


@dataclass(frozen=True)
class ActivityDecided:
    """An activity was accepted, returned or withdrawn: totals that count accepted ones may have moved."""

    activity_id: int
    name: ClassVar[str] = "plans.activity_decided"
