"""What this room tells others."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class FiguresRecorded:
    """A unit entered, replaced or withdrew figures."""

    unit_id: int
    name: ClassVar[str] = "plans.figures_recorded"


@dataclass(frozen=True)
class PlanSubmitted:
    """A plan waits for those who approve it."""

    plan_id: int
    name: ClassVar[str] = "plans.plan_submitted"


@dataclass(frozen=True)
class PlanDecided:
    """A plan was approved, or returned with a reason; `revision` is the one that it came to."""

    plan_id: int
    revision: int
    is_approved: bool
    name: ClassVar[str] = "plans.plan_decided"


@dataclass(frozen=True)
class CascadeWanted:
    """A plan goes down to the units below, all or of some kinds, some at a time: those whose place comes after `after`."""

    plan_id: int
    after: str
    kinds: list[int] = field(default_factory=list)
    name: ClassVar[str] = "plans.cascade_wanted"


@dataclass(frozen=True)
class PlansCascaded:
    """Units got a draft that carries on a plan above."""

    plan_ids: list[int]
    name: ClassVar[str] = "plans.plans_cascaded"


@dataclass(frozen=True)
class PlansReminded:
    """Units that have not answered a plan from above are reminded, on a day."""

    plan_ids: list[int]
    on: str
    name: ClassVar[str] = "plans.plans_reminded"
