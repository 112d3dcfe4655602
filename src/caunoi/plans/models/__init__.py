"""Rows of the room, one file per noun."""

from caunoi.plans.models.activity import Activity, ActivityFile, ActivityTask
from caunoi.plans.models.indicator import ActivityTotal, Figure, FigureTotal, Indicator, ReportingPeriod
from caunoi.plans.models.plan import Plan, PlanRevision, PlanTask

__all__ = [
    "Activity", "ActivityFile", "ActivityTask", "ActivityTotal", "Figure", "FigureTotal", "Indicator", "Plan", "PlanRevision",
    "PlanTask", "ReportingPeriod",
]  # fmt: skip
