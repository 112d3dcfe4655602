"""What changes units, roles and rosters."""

from caunoi.organisations.actions.kinds import ensure_kinds
from caunoi.organisations.actions.members_import import import_members
from caunoi.organisations.actions.reorganisation import Step, reorganise
from caunoi.organisations.actions.roles import end_role, grant_role, invite_person, resend_links
from caunoi.organisations.actions.units_import import import_units

__all__ = [
    "Step",
    "end_role",
    "ensure_kinds",
    "grant_role",
    "import_members",
    "import_units",
    "invite_person",
    "reorganise",
    "resend_links",
]
