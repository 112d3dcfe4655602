"""What changes directives."""

from caunoi.directives.actions.acknowledging import acknowledge, acknowledge_on_behalf, note_opening, open_link
from caunoi.directives.actions.checking import QUESTIONS_MOST, QuestionDraft, answer_check, set_check
from caunoi.directives.actions.climbing import LadderDraft, climb_ladder, climb_ladders, send_rung, set_ladder
from caunoi.directives.actions.contacting import ContactDraft, note_contact
from caunoi.directives.actions.delivering import mark_delivered, take_back_deliveries
from caunoi.directives.actions.evidence import decide_evidence, revoke_evidence, submit_evidence
from caunoi.directives.actions.issuing import DirectiveDraft, add_recipients, issue_directive, send_notices
from caunoi.directives.actions.member_telling import TOLD, tell_batch, tell_members, words_on_phone
from caunoi.directives.actions.members import (
    call_members,
    note_member_reading,
    plan_later_members,
    plan_members,
    ring_for_members,
)
from caunoi.directives.actions.minutes import make_minutes
from caunoi.directives.actions.newcomers import add_newcomers, set_newcomers, watch_newcomers
from caunoi.directives.actions.reminding import remind, resend_links, send_reminders
from caunoi.directives.actions.signing import sign_off
from caunoi.directives.actions.versioning import VersionDraft, issue_version, send_version
from caunoi.directives.actions.watching import tell_ended

__all__ = [
    "QUESTIONS_MOST",
    "TOLD",
    "ContactDraft",
    "DirectiveDraft",
    "LadderDraft",
    "QuestionDraft",
    "VersionDraft",
    "acknowledge",
    "acknowledge_on_behalf",
    "add_newcomers",
    "add_recipients",
    "answer_check",
    "call_members",
    "climb_ladder",
    "climb_ladders",
    "decide_evidence",
    "issue_directive",
    "issue_version",
    "make_minutes",
    "mark_delivered",
    "note_contact",
    "note_member_reading",
    "note_opening",
    "open_link",
    "plan_later_members",
    "plan_members",
    "remind",
    "resend_links",
    "revoke_evidence",
    "ring_for_members",
    "send_notices",
    "send_reminders",
    "send_rung",
    "send_version",
    "set_check",
    "set_ladder",
    "set_newcomers",
    "sign_off",
    "submit_evidence",
    "take_back_deliveries",
    "tell_batch",
    "tell_ended",
    "tell_members",
    "watch_newcomers",
    "words_on_phone",
]
