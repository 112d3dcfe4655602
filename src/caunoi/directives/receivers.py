"""What this room hears, who may see its files, and which documents it opens to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from caunoi.directives import actions, queries, rules
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock, outbox
from caunoi.kit.files import store
from caunoi.library.queries import register_opener, register_part
from caunoi.organisations.queries import scope_of


@outbox.consumer("directives.directive_issued")
def tell_recipients(*, directive_id: int, at: datetime) -> None:
    """Send everyone the notice."""
    actions.send_notices(directive_id=directive_id, at=clock.now())


@outbox.consumer("directives.recipients_added")
def tell_added_recipients(*, directive_id: int, recipient_ids: list[int], at: datetime) -> None:
    """Send the later additions theirs."""
    actions.send_notices(directive_id=directive_id, recipient_ids=recipient_ids, at=clock.now())


@outbox.consumer("directives.recipients_added")
def plan_later_members(*, directive_id: int, recipient_ids: list[int], at: datetime) -> None:
    """Tell the members of units that were added later, where members are told."""
    actions.plan_later_members(directive_id=directive_id, at=clock.now())


@outbox.consumer("directives.version_issued")
def tell_version(*, directive_id: int, number: int, at: datetime) -> None:
    """Tell everyone what the new version changes."""
    actions.send_version(directive_id=directive_id, number=number, at=clock.now())


@outbox.consumer("directives.members_called")
def plan_members(*, call_id: int, at: datetime) -> None:
    """Count the members and set out the ranges in which they are told."""
    actions.plan_members(call_id=call_id, at=clock.now())


@outbox.consumer("directives.recipients_reminded")
def tell_reminded_recipients(*, directive_id: int, reminder_ids: list[int], at: datetime) -> None:
    """Send reminders."""
    actions.send_reminders(directive_id=directive_id, reminder_ids=reminder_ids, at=at)


@outbox.consumer("directives.rung_reached")
def tell_rung(*, directive_id: int, rung_id: int, version_number: int, stepped_at: str, at: datetime) -> None:
    """Tell the recipients of a rung, or the units above them."""
    actions.send_rung(
        directive_id=directive_id, rung_id=rung_id, version_number=version_number,
        stepped_at=datetime.fromisoformat(stepped_at), at=clock.now(),
    )  # fmt: skip


@outbox.consumer("organisations.links_wanted")
def resend_links(*, unit_id: int, user_id: int, asked_at: str, at: datetime) -> None:
    """Send fresh links to what the unit still owes."""
    actions.resend_links(
        unit_id=unit_id, user_id=user_id, key=f"resent:{asked_at}", at=datetime.fromisoformat(asked_at)
    )


@outbox.consumer("notifications.messages_delivered")
def note_deliveries(*, subjects: list[str], channel: str, delivered_at: str, at: datetime) -> None:
    """Mark the recipients that were reached, at the moment that it is heard: minutes that were drawn up before stay true."""
    actions.mark_delivered(subjects=subjects, at=clock.now())


@outbox.consumer("notifications.messages_returned")
def note_returns(*, subjects: list[str], channel: str, delivered_at: str, code: str, at: datetime) -> None:
    """Take back what counted as delivered, at the moment that it is heard."""
    actions.take_back_deliveries(subjects=subjects, channel=channel, code=code, by=None, at=clock.now())


@outbox.consumer("library.document_ended")
def tell_ended(*, document_id: int, at: datetime) -> None:
    """Tell the issuers of directives that rest on the document."""
    actions.tell_ended(document_id=document_id, at=clock.now())


def may_see_recipient(user: Any, recipient_id: int) -> bool:
    """Sheets and evidence: the unit itself, and officers above it."""
    row = Recipient.objects.filter(pk=recipient_id).first()
    return row is not None and queries.reaches(scope_of(user, clock.today()), row)


def may_see_directive(user: Any, directive_id: int) -> bool:
    """Minutes: officers whose branch takes part."""
    row = Directive.objects.select_related("issuer").filter(pk=directive_id).first()
    today = clock.today()
    return row is not None and rules.may_see_coverage(scope_of(user, today), row, today)


store.register_guard("directives.recipient", may_see_recipient)
store.register_guard("directives.directive", may_see_directive)
register_opener(queries.documents_received)
register_part(queries.OF_DOCUMENT_SQL)
