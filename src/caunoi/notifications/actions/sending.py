"""Messages leave here: a batch is claimed, handed over on one or more connections, and marked in one transaction.

What was handed over stands in the batch's journal before the mark (journal.py), so a worker may be killed anywhere.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from caunoi.notifications.actions import journal
from caunoi.notifications.actions.claiming import HOLD_SECONDS, Batch, claim
from caunoi.notifications.actions.email.transport import EmailTransport
from caunoi.notifications.actions.journal import FAILED, LATER, SENT, Journal, Outcome
from caunoi.notifications.actions.marking import mark, release
from caunoi.notifications.actions.resting import note_quota, rest
from caunoi.notifications.actions.ringing import let_go
from caunoi.notifications.actions.sms.transport import SmsTransport
from caunoi.notifications.actions.transport import Closed, Lane, Later, Refused, Transport
from caunoi.notifications.actions.webpush.transport import WebPushTransport
from caunoi.notifications.actions.zalo.transport import ZaloTransport
from caunoi.notifications.choices import Channel, FailureCode
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import dead_of
from caunoi.notifications.queries.channels import due_channels, is_on

log = logging.getLogger(__name__)
TRANSPORTS: dict[str, type[Transport]] = {
    Channel.EMAIL: EmailTransport,
    Channel.SMS: SmsTransport,
    Channel.ZALO: ZaloTransport,
    Channel.WEBPUSH: WebPushTransport,
}
# So many answers lost one after the other: the other side is not well, and is left alone for a while.
LOST_MOST, REST = 3, timedelta(minutes=1)
# So many "not now" in a row are about us, not about those people (a measure an hour, a queue that is full): going on would
# use up everybody's tries.
DEFERRED_MOST, DEFERRED_REST = 5, timedelta(minutes=10)
# Outcomes of a channel that is switched off: its messages wait, unless another way is open.
OFF_PAUSE_SECONDS = 600


class _Runs:
    """How often in a row one connection heard nothing, or "not now" in the other side's own words."""

    def __init__(self) -> None:
        self.lost_count = self.deferred_count = 0

    def closing(self, outcome: Outcome) -> Closed | None:
        """Why nobody else should be tried, if that is so."""
        is_deferred = (
            outcome.result == LATER and outcome.pause_seconds is None and outcome.code not in FailureCode.values
        )
        self.lost_count = self.lost_count + 1 if outcome.code == FailureCode.NO_ANSWER else 0
        self.deferred_count = self.deferred_count + 1 if is_deferred else 0
        if self.lost_count == LOST_MOST:
            return Closed(FailureCode.NO_ANSWER, outcome.text, rest=REST)
        if self.deferred_count == DEFERRED_MOST:
            return Closed(outcome.code, outcome.text, rest=DEFERRED_REST)
        return None


class _Hand:
    """Hands the messages of one batch over; what several threads share."""

    def __init__(self, transport: Transport, batch: Batch, notes: Journal) -> None:
        self.transport, self.batch, self.notes = transport, batch, notes
        self.outcomes: list[Outcome] = []
        self.closed: Closed | None = None
        self.quota_left: int | None = None
        self._until = time.monotonic() + HOLD_SECONDS

    def note(self, outcome: Outcome) -> None:
        """In the list first: should the journal fail (a full disk), what was handed over is marked all the same."""
        self.outcomes.append(outcome)
        self.notes.note(outcome)

    def over(self, messages: Sequence[Message]) -> None:
        """Hand these over on one connection, until somebody says stop or it is time to let go."""
        runs = _Runs()
        with self.transport.lane() as lane:
            for message in messages:
                if self.closed is not None or time.monotonic() > self._until:
                    return
                try:
                    outcome = self._one(lane, message)
                except Closed as closed:
                    self.closed = closed
                    outcome = _outcome_of(message, LATER, closed.code, str(closed))
                self.note(outcome)
                self.closed = self.closed or runs.closing(outcome)

    def _one(self, lane: Lane, message: Message) -> Outcome:
        try:
            taken = lane.send(message)
        except Refused as refused:
            return _outcome_of(message, FAILED, refused.code, str(refused), is_dead=refused.is_dead)
        except Later as later:
            return _outcome_of(message, LATER, later.code, str(later), pause=later.pause)
        except OSError as error:
            log.warning("%s: %s", message.channel, type(error).__name__)
            return _outcome_of(message, LATER, FailureCode.NO_ANSWER, f"{type(error).__name__}: {error}")
        except Closed:
            raise
        except Exception as error:  # one message must not stop those behind it
            log.exception("%s: a message could not be handed over", message.channel)
            return _outcome_of(message, LATER, FailureCode.BAD_CONTENT, type(error).__name__)
        if taken.quota_left is not None:
            self.quota_left = taken.quota_left
        return _outcome_of(message, SENT)


def _outcome_of(
    message: Message, result: str, code: str = "", text: str = "", *, pause: timedelta | None = None,
    is_dead: bool = False,
) -> Outcome:  # fmt: skip
    seconds = None if pause is None else int(pause.total_seconds())
    return Outcome(message.pk, result, str(code), text[:300], seconds, is_dead)


def _without_dead(transport: Transport, hand: _Hand) -> list[Message]:
    """Those whose address is not known to be dead; the others are refused without troubling anybody."""
    addresses = {message.pk: transport.address_of(message) for message in hand.batch.messages}
    dead = dead_of({address for address in addresses.values() if address is not None})
    alive = []
    for message in hand.batch.messages:
        row = dead.get(address) if (address := addresses[message.pk]) is not None else None
        if row is None:
            alive.append(message)
        else:
            hand.note(_outcome_of(message, FAILED, FailureCode.DEAD, row.code))
    return alive


def _shares(messages: Sequence[Message], transport: Transport) -> Iterator[Sequence[Message]]:
    count = max(1, min(transport.lanes, len(messages) // transport.lane_least))
    for first in range(count):
        yield messages[first::count]


def _hand_over(hand: _Hand, at: datetime) -> None:
    """Spread the batch over the transport's connections."""
    try:
        hand.transport.prepare(hand.batch.messages, at)
    except Closed as closed:
        hand.closed = closed
        return
    shares = list(_shares(_without_dead(hand.transport, hand), hand.transport))
    if len(shares) == 1:
        hand.over(shares[0])
        return
    with ThreadPoolExecutor(len(shares)) as threads:
        for done in [threads.submit(hand.over, share) for share in shares]:
            done.result()


@dataclass(frozen=True)
class Sent:
    """What became of a batch: how many messages the transport took, and whether more may follow at once."""

    count: int = 0
    may_go_on: bool = False


def send_batch(*, channel: str, at: datetime) -> int:
    """Send one batch of a channel; returns how many messages its transport took."""
    return send_some(channel=channel, at=at).count


def send_some(*, channel: str, at: datetime) -> Sent:
    """The same for who goes on with the next batch."""
    batch = claim(channel, at)
    if not batch.messages:
        return Sent()
    notes = _journal_of(batch, channel, at)
    hand = _Hand(TRANSPORTS[channel](), batch, notes)
    try:
        if is_on(channel):
            _hand_over(hand, at)
        else:
            for message in batch.messages:
                pause = timedelta(seconds=OFF_PAUSE_SECONDS)
                hand.note(_outcome_of(message, LATER, FailureCode.OFF, pause=pause))
    finally:
        sent_count = _settle_or_leave(hand, at)
    return Sent(sent_count, may_go_on=hand.closed is None)


def _journal_of(batch: Batch, channel: str, at: datetime) -> Journal:
    """Without a journal nothing is sent: the batch goes back."""
    pks = [message.pk for message in batch.messages]
    try:
        return Journal(channel, batch.claim, pks)
    except OSError:
        release(batch.claim, pks, at)
        raise


def _settle_or_leave(hand: _Hand, at: datetime) -> int:
    """Where the marks cannot be written now (a database that is gone), the journal is left to whoever recovers."""
    try:
        return _settle(hand, at)
    except BaseException:
        hand.notes.leave()
        raise


def _settle(hand: _Hand, at: datetime) -> int:
    """Write down what came of the batch, and give the rest back."""
    channel, claimed = hand.batch.messages[0].channel, hand.batch.claim
    sent_count = mark(channel, claimed, hand.outcomes, at)
    release(claimed, [message.pk for message in hand.batch.messages], at)
    hand.transport.finish(at)
    if hand.quota_left is not None:
        note_quota(channel, hand.quota_left, at)
    if hand.closed is not None and hand.closed.rest is not None:
        rest(channel, hand.closed.code, at + hand.closed.rest)
    hand.notes.close()
    return sent_count


def recover(*, at: datetime) -> int:
    """Write the marks that killed workers of this machine could not write, and give back what they had in hand.

    Returns how many batches there were.
    """
    count = 0
    for left in journal.left_behind():
        mark(left.channel, left.claim, left.outcomes, at)
        release(left.claim, left.pks, at)
        let_go(left.channel)
        count += 1
    return count


def send_due(*, at: datetime) -> int:
    """Send one batch of every channel that has something due; returns how many messages were taken by their transports.

    Nothing is lost however often workers are killed; what was handed over is not handed over again (docs/mechanisms/transports.md
    says where a doubt remains).
    """
    recover(at=at)
    return sum(send_batch(channel=channel, at=at) for channel in due_channels(at))
