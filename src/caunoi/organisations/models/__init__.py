"""Rows of the room, one file per noun."""

from caunoi.organisations.models.calendar import CalendarDay, WorkCalendar
from caunoi.organisations.models.member import Member
from caunoi.organisations.models.role import RoleGrant
from caunoi.organisations.models.unit import Placement, Succession, Unit, UnitEvent, UnitKind, UnitName

__all__ = [
    "CalendarDay",
    "Member",
    "Placement",
    "RoleGrant",
    "Succession",
    "Unit",
    "UnitEvent",
    "UnitKind",
    "UnitName",
    "WorkCalendar",
]
