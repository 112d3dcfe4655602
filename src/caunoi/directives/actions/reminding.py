"""Reminders: one a day for each recipient, never in quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.directives import notices
from caunoi.directives.events import RecipientsReminded
from caunoi.directives.models import Directive, Recipient, Reminder
from caunoi.directives.queries.deliveries import with_live_mailbox
from caunoi.kit import audit, outbox
from caunoi.organisations.queries import officers_of


@transaction.atomic
def remind(*, directive: Directive, recipients: Sequence[Recipient], by: User | None, at: datetime) -> int:
    """Remind recipients that still owe something; left out are those reminded today already, and units where nobody
    would receive it. Returns how many."""
    today = timezone.localtime(at).date()
    owing = [row for row in recipients if row.implemented_at is None and row.directive_id == directive.pk]
    # Two officers may press at once: the second waits here, and then sees whom the first has reminded.
    Directive.objects.select_for_update(no_key=True).get(pk=directive.pk)
    people = officers_of({row.unit_id for row in owing}, today)
    mailed = with_live_mailbox(row.unit for row in owing if row.unit_id not in people)
    ids = [row.pk for row in owing if row.unit_id in people or row.unit_id in mailed]
    done = set(Reminder.objects.filter(recipient__in=ids, on=today).values_list("recipient_id", flat=True))
    rows = Reminder.objects.bulk_create(
        [Reminder(recipient_id=pk, on=today, at=at, by=by) for pk in ids if pk not in done], batch_size=2000
    )
    if rows:
        audit.record(directive, "directives.remind_recipients", by=by, at=at, count=len(rows))
        outbox.post(RecipientsReminded(directive.pk, [row.pk for row in rows]))
    return len(rows)


def send_reminders(*, directive_id: int, reminder_ids: Sequence[int], at: datetime) -> int:
    """Queue the messages of reminders; safe to run again."""
    directive = Directive.objects.select_related("issuer").get(pk=directive_id)
    rows = Recipient.objects.filter(reminders__in=reminder_ids)
    key = f"reminded:{timezone.localtime(at).date().isoformat()}"
    return notices.tell(directive=directive, recipients=rows, key=key, say=notices.reminder_words(), at=at)


def resend_links(*, unit_id: int, user_id: int, key: str, at: datetime) -> int:
    """Queue fresh links for one person to all that a unit still owes; safe to run again with the same key.

    They were asked for: their mail waits neither for the morning nor for a working day, as the first notice's does not.
    """
    rows = Recipient.objects.filter(unit=unit_id, implemented_at=None)
    count, say = 0, notices.issue_words()
    for directive in Directive.objects.select_related("issuer").filter(pk__in=rows.values("directive")).order_by("pk"):
        mine = rows.filter(directive=directive)
        count += notices.tell(directive=directive, recipients=mine, key=key, say=say, at=at, only=user_id)
    return count
