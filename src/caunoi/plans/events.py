"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ActivityDecided:
    """A report of an activity was accepted, returned or withdrawn: what is counted may change."""

    activity_id: int
    name: ClassVar[str] = "plans.activity_decided"


@dataclass(frozen=True)
class FiguresRecorded:
    """A unit entered, replaced or withdrew figures."""

    unit_id: int
    name: ClassVar[str] = "plans.figures_recorded"
