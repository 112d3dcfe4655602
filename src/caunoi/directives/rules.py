"""Who may do what with directives, and what a proof weighs."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.directives import queries
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.choices import ContactOutcome, NextStep
from caunoi.directives.models import ContactNote, Directive, Recipient
from caunoi.organisations.queries import MANAGING, Scope

# From strong to weak: who said it, and can it be checked? Shown beside each acknowledgement and in the minutes.
EVIDENTIAL_WEIGHT = {Channel.ACCOUNT: 4, Channel.LINK: 3, Channel.MEETING: 2, Channel.ON_BEHALF: 1}
WEIGHT_MEANINGS = {
    4: _("người của đơn vị đăng nhập và tự xác nhận"),
    3: _("người giữ đường dẫn riêng của đơn vị tự xác nhận"),
    2: _("nhập hộ từ buổi họp, có ảnh danh sách ký"),
    1: _("cấp trên nhập hộ, chỉ có ghi chú"),
}


# Who was reminded so often is called.
REMINDERS_BEFORE_CALL = 2
FRESH_DAYS = 3


def next_step(line: queries.ChaseLine, today: date) -> NextStep:
    """What would help most, from what is known of a unit that still owes something."""
    if line.is_waiting:
        return NextStep.REVIEW
    if not line.people and not line.recipient.unit.email:
        return NextStep.FIND_PERSON
    if line.contact:
        return _after_contact(line.contact, today)
    if line.lost:  # reminding again by a way that does not arrive helps nobody
        return NextStep.MEND_ADDRESS
    if line.reminder_count >= REMINDERS_BEFORE_CALL:
        return NextStep.CALL
    is_fresh = line.reminded_at and (today - timezone.localtime(line.reminded_at).date()).days < FRESH_DAYS
    return NextStep.WAIT if is_fresh else NextStep.REMIND


def _after_contact(contact: ContactNote, today: date) -> NextStep:
    if contact.outcome == ContactOutcome.WRONG_NUMBER:
        return NextStep.MEND_NUMBER
    if contact.outcome == ContactOutcome.PROMISED and contact.promised_on and contact.promised_on >= today:
        return NextStep.WAIT_PROMISE
    return NextStep.CALL_AGAIN


def may_see_coverage(scope: Scope, directive: Directive, on: date) -> bool:
    """Officers whose branch takes part in the proof: the issuer's, those above it, those of recipients."""
    return queries.coverage_root(directive, scope, on) is not None


def may_manage_directive(scope: Scope, directive: Directive) -> bool:
    """Officers of the unit that issued it: new versions, checks, ladders, later additions."""
    return any(unit.pk == directive.issuer_id for unit in scope.own_units(MANAGING))


def may_answer_for(scope: Scope, recipient: Recipient) -> bool:
    """People who act for the unit itself."""
    return scope.acts_for(recipient.unit_id)
