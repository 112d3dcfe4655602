"""What became of messages is written down here: marks, tallies, events and what comes next, in one transaction a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from caunoi.kit import outbox
from caunoi.notifications.actions.fallback import fall_back
from caunoi.notifications.actions.health import note_dead
from caunoi.notifications.actions.journal import FAILED, LATER, SENT, Outcome
from caunoi.notifications.choices import RECEIPTED_CHANNELS, Channel, FailureCode, MessageState
from caunoi.notifications.events import MessagesDelivered
from caunoi.notifications.models import ChannelState, ChannelTally, Message

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
ATTEMPTS_MOST = 5
# A server that is down is waited for, unless another way is open to the person.
WAITED_MOST, WAITED_WITH_FALLBACK = timedelta(days=3), timedelta(hours=1)
# "Not now" of a mail server may hold for hours (RFC 5321, 4.5.4.1); who has no other way is tried for a day.
DEFERRED_MOST = timedelta(days=1)
NOT_ITS_FAULT = frozenset({FailureCode.UNREACHABLE, FailureCode.KEY, FailureCode.QUOTA, FailureCode.OFF})
# Returned mail comes within a day or not at all; until then the way after it is kept.
BOUNCES_WITHIN = timedelta(days=1)


def watch_until(message: Message, at: datetime) -> datetime | None:
    """Until when the transport may still tell something that is waited for."""
    if message.channel == Channel.SMS:
        return at + timedelta(hours=settings.CAUNOI.sms_receipt_hours)
    if message.channel == Channel.ZALO:
        return at + timedelta(hours=settings.CAUNOI.zalo_receipt_hours)
    return at + BOUNCES_WITHIN if message.channel == Channel.EMAIL and message.fallbacks else None


def _mark_sent(messages: Sequence[Message], at: datetime) -> None:
    """Mark, and tell the house in the same transaction: coverage counts what the transport took, or what a transport that
    tells of arrivals said has arrived."""
    groups: dict[datetime | None, list[Message]] = {}
    for message in messages:
        groups.setdefault(watch_until(message, at), []).append(message)
    for until, rows in groups.items():
        values = {"state": MessageState.SENT, "sent_at": at, "claim": "", "code": "", "error": ""}
        if until is None:
            values["path"] = ""  # the token in it was a key until it was handed over
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(watched_until_at=until, **values)
    told = [row.subject for row in messages if row.channel not in RECEIPTED_CHANNELS]
    if told:
        outbox.post(MessagesDelivered(told, messages[0].channel, at.isoformat()))


def fail(message: Message, code: str, text: str, at: datetime) -> None:
    """Ended without success: the next channel is tried. It never counted as delivered, so nobody need take that back."""
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.FAILED, code=code[:24], error=text[:300], claim="", watched_until_at=None
    )
    fall_back(message, at)
    Message.objects.filter(pk=message.pk).update(
        path=""
    )  # the key in it went on with what follows, or opens nothing any more


def _is_over(message: Message, code: str, at: datetime) -> bool:
    """Whether trying again has no sense any more."""
    if code in NOT_ITS_FAULT:
        waited = at - message.queued_at
        return waited >= WAITED_MOST or (bool(message.fallbacks) and waited >= WAITED_WITH_FALLBACK)
    if code.startswith("SMTP 4") and not message.fallbacks:
        return at - message.queued_at >= DEFERRED_MOST
    return message.attempts_count + 1 >= ATTEMPTS_MOST


def _put_off(message: Message, outcome: Outcome, at: datetime) -> None:
    if _is_over(message, outcome.code, at):
        Message.objects.filter(pk=message.pk).update(attempts_count=F("attempts_count") + 1)
        fail(message, outcome.code, outcome.text, at)
        return
    pause = PAUSES[min(message.attempts_count, len(PAUSES) - 1)]
    if outcome.pause_seconds is not None:
        pause = timedelta(seconds=outcome.pause_seconds)
    Message.objects.filter(pk=message.pk).update(
        attempts_count=F("attempts_count") + 1, code=outcome.code[:24], error=outcome.text[:300],
        not_before_at=at + pause, claim="",
    )  # fmt: skip


def _code_of(outcome: Outcome) -> str:
    return "" if outcome.result == SENT else outcome.code[:24] or "?"


def tally(channel: str, counts: Mapping[str, int], at: datetime) -> None:
    """Count what became of messages by code, for the page of channels."""
    on = timezone.localtime(at).date()
    for code, count in sorted(counts.items()):  # one order for all, so that two workers never wait for each other
        row, is_new = ChannelTally.objects.get_or_create(channel=channel, on=on, code=code, defaults={"count": count})
        if not is_new:
            ChannelTally.objects.filter(pk=row.pk).update(count=F("count") + count)
    failures = sorted(code for code in counts if code)
    values: dict[str, object] = {"last_success_at": at} if "" in counts else {}
    if failures:
        values |= {"last_failure_at": at, "last_failure_code": failures[-1]}
    if values:
        ChannelState.objects.filter(channel=channel).update(**values)


@transaction.atomic
def mark(channel: str, claim: str, outcomes: Sequence[Outcome], at: datetime) -> int:
    """Write down a batch's outcomes; those whose claim was lost meanwhile are left alone. Returns how many were sent."""
    mine = Message.objects.filter(pk__in=[outcome.pk for outcome in outcomes], claim=claim, state=MessageState.QUEUED)
    rows = {row.pk: row for row in mine.select_for_update(of=("self",)).select_related("recipient")}
    known = [outcome for outcome in outcomes if outcome.pk in rows]
    sent = [rows[outcome.pk] for outcome in known if outcome.result == SENT]
    if sent:
        _mark_sent([row for row in sent if row.delivered_at is None], at)
        arrived = [row for row in sent if row.delivered_at is not None]
        for row in arrived:  # its receipt was here before this mark
            mark_arrived(row, row.delivered_at or at, sent_at=at)
    for outcome in known:
        message = rows[outcome.pk]
        if outcome.result == FAILED:
            fail(message, outcome.code, outcome.text, at)
            if outcome.is_dead:
                note_dead(message, outcome.code, at)
        elif outcome.result == LATER:
            _put_off(message, outcome, at)
    if known:
        tally(channel, Counter(map(_code_of, known)), at)
    return len(sent)


def mark_arrived(message: Message, delivered_at: datetime, *, sent_at: datetime | None = None) -> None:
    """It is where it should be: the house hears of it, and nothing waits for it any more."""
    values: dict[str, object] = {"sent_at": sent_at} if sent_at else {}
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DELIVERED, delivered_at=delivered_at, watched_until_at=None, path="", claim="", code="",
        error="", **values,
    )  # fmt: skip
    outbox.post(MessagesDelivered([message.subject], message.channel, delivered_at.isoformat()))


@transaction.atomic
def release(claim: str, pks: Sequence[int], at: datetime) -> int:
    """Give back what was taken in hand and not tried; what a receipt says has arrived is marked so."""
    mine = Message.objects.filter(pk__in=list(pks), claim=claim, state=MessageState.QUEUED)
    for row in mine.filter(delivered_at__isnull=False):
        mark_arrived(row, row.delivered_at or at, sent_at=at)
    return mine.filter(delivered_at=None).update(not_before_at=at, claim="")
