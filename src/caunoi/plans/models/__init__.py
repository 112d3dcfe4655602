"""Rows of the room, one file per noun."""

from caunoi.plans.models.activity import Activity, ActivityDuty, ActivityFile, ActivityTask
from caunoi.plans.models.indicator import ActivityTotal, Figure, FigureTotal, Indicator, ReportingPeriod
from caunoi.plans.models.plan import Plan, PlanRevision, PlanTask, PlanTemplate, PlanTemplateTask
from caunoi.plans.models.sign_in import Signature, SignIn

__all__ = [
    "Activity",
    "ActivityDuty",
    "ActivityFile",
    "ActivityTask",
    "ActivityTotal",
    "Figure",
    "FigureTotal",
    "Indicator",
    "Plan",
    "PlanRevision",
    "PlanTask",
    "PlanTemplate",
    "PlanTemplateTask",
    "ReportingPeriod",
    "SignIn",
    "Signature",
]
