"""Rows of the room, one file per noun."""

from caunoi.plans.models.activity import Activity, ActivityFile, ActivityTask
from caunoi.plans.models.indicator import Figure, Indicator
from caunoi.plans.models.plan import Plan, PlanRevision, PlanTask

__all__ = ["Activity", "ActivityFile", "ActivityTask", "Figure", "Indicator", "Plan", "PlanRevision", "PlanTask"]
