"""What changes units, roles, rosters and working calendars."""

from caunoi.organisations.actions.calendars import (
    ensure_calendar,
    make_calendar,
    remove_calendar_day,
    save_calendar_day,
    set_office_hours,
)
from caunoi.organisations.actions.contacts import correct_contact
from caunoi.organisations.actions.kinds import ensure_kinds
from caunoi.organisations.actions.members_import import import_members
from caunoi.organisations.actions.reorganisation import Step, reorganise
from caunoi.organisations.actions.roles import end_role, grant_role, invite_person, resend_links
from caunoi.organisations.actions.units_import import import_units

__all__ = [
    "Step",
    "correct_contact",
    "end_role",
    "ensure_calendar",
    "ensure_kinds",
    "grant_role",
    "import_members",
    "import_units",
    "invite_person",
    "make_calendar",
    "remove_calendar_day",
    "reorganise",
    "resend_links",
    "save_calendar_day",
    "set_office_hours",
]
