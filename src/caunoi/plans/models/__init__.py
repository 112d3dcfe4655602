"""Rows of the room, one file per noun."""

from caunoi.plans.models.activity import Activity, ActivityDuty, ActivityFile, ActivityTask
from caunoi.plans.models.indicator import Figure, Indicator
from caunoi.plans.models.plan import Plan, PlanRevision, PlanTask
from caunoi.plans.models.sign_in import Signature, SignIn

__all__ = [
    "Activity",
    "ActivityDuty",
    "ActivityFile",
    "ActivityTask",
    "Figure",
    "Indicator",
    "Plan",
    "PlanRevision",
    "PlanTask",
    "SignIn",
    "Signature",
]
