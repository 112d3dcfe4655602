"""What changes directives."""

from caunoi.directives.actions.acknowledging import acknowledge, acknowledge_on_behalf, note_opening, open_link
from caunoi.directives.actions.evidence import decide_evidence, submit_evidence
from caunoi.directives.actions.issuing import DirectiveDraft, add_recipients, issue_directive, send_notices
from caunoi.directives.actions.minutes import make_minutes
from caunoi.directives.actions.reminding import mark_delivered, remind, resend_links, send_reminders
from caunoi.directives.actions.versioning import VersionDraft, issue_version, send_version
from caunoi.directives.actions.watching import tell_ended

__all__ = [
    "DirectiveDraft",
    "VersionDraft",
    "acknowledge",
    "acknowledge_on_behalf",
    "add_recipients",
    "decide_evidence",
    "issue_directive",
    "issue_version",
    "make_minutes",
    "mark_delivered",
    "note_opening",
    "open_link",
    "remind",
    "resend_links",
    "send_notices",
    "send_reminders",
    "send_version",
    "submit_evidence",
    "tell_ended",
]
