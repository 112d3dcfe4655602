"""What transports say of messages to recipients: they were taken, or came back. Each counts for the version that it told of.

Two workers may hear of a yes and of its taking back at the same time, in any order: whoever comes second waits for the
recipients' rows, and looks at what the messages are by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.directives.models import Recipient, ReturnedDelivery
from caunoi.directives.queries.deliveries import named_in, own_subject
from caunoi.kit import audit
from caunoi.notifications.queries import standing

BATCH = 500


def _of_newest(named: Sequence[tuple[int, int]]) -> list[Recipient]:
    """Those whose newest version the messages told of, held until the end of the transaction.

    Held by their keys alone: a row that a condition does not fit yet, because somebody else is just changing it, would be
    passed by instead of waited for.
    """
    rows = Recipient.objects.filter(pk__in={pk for pk, _version in named}).order_by("pk")
    known = set(named)
    return [row for row in rows.select_for_update(no_key=True) if (row.pk, row.version_number) in known]


def _parts(subjects: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    named = named_in(subjects)
    for start in range(0, len(named), BATCH):
        yield named[start : start + BATCH]


@transaction.atomic
def mark_delivered(*, subjects: Sequence[str], at: datetime) -> int:
    """Mark the recipients that messages were about as delivered, by the first message that stands; returns how many.

    A message about an earlier version, reported late, says nothing of the newest.
    """
    count = 0
    for named in _parts(subjects):
        rows = [row for row in _of_newest(named) if row.delivered_at is None]
        told = standing({own_subject(row) for row in rows}) if rows else set()
        reached = [row.pk for row in rows if own_subject(row) in told]
        count += Recipient.objects.filter(pk__in=reached).update(delivered_at=at) if reached else 0
    return count


@transaction.atomic
def take_back_deliveries(
    *, subjects: Sequence[str], channel: str, code: str, by: User | None, at: datetime
) -> int:  # fmt: skip
    """Messages came back: recipients whom nothing else reached do not count as delivered any more. Returns how many.

    The moment that counted until now is kept as a ReturnedDelivery. Who opened or acknowledged was reached, whatever a
    mail server says afterwards; how an earlier version stood at its end stays as it was.
    """
    count = 0
    for named in _parts(subjects):
        rows = [row for row in _of_newest(named) if row.delivered_at and not (row.opened_at or row.acknowledged_at)]
        told = standing({own_subject(row) for row in rows}) if rows else set()
        lost = [row for row in rows if own_subject(row) not in told]
        ReturnedDelivery.objects.bulk_create(
            [
                ReturnedDelivery(
                    recipient=row, version_number=row.version_number, delivered_at=row.delivered_at or at, returned_at=at,
                    channel=channel, code=code[:24],
                )
                for row in lost
            ]
        )  # fmt: skip
        Recipient.objects.filter(pk__in=[row.pk for row in lost]).update(delivered_at=None)
        count += len(lost)
    if count:
        audit.record(
            "directives.recipient", "directives.take_back_deliveries", by=by, at=at, count=count, channel=channel,
            code=code,
        )  # fmt: skip
    return count
