"""Telling members, a thousand at a time: their messages and the cursor of their range are written together or not at all.

A worker may be killed anywhere: the database lets go of the range that it held, and whoever comes next begins after the
cursor. Should a range ever be begun again, the keys of the messages make each of them one.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from caunoi.accounts.models import User
from caunoi.directives.models import MemberCall, MemberChunk, Recipient
from caunoi.directives.notices import GROUP
from caunoi.directives.queries.members import key_of, member_token, members_of_call, ready_chunks
from caunoi.kit import clock
from caunoi.notifications.actions import MessageDraft, Notice, notify, queue_messages, ring
from caunoi.notifications.choices import AddressKind, Channel, Part
from caunoi.notifications.queries import quiet_until, register_event
from caunoi.notifications.queries.addresses import Address, dead_of, email_address, is_home, phone_address, read_phone
from caunoi.notifications.queries.opting_out import stopped_of
from caunoi.notifications.queries.reaching import roster_channels, takes_sms
from caunoi.notifications.queries.texts import parts_of, say, worded
from caunoi.organisations.models import Member
from caunoi.pure.vietnamese import short_date

log = logging.getLogger(__name__)
BATCH, SLICE_SECONDS = 1_000, 10.0
FIRST_PAUSE, LONGEST_PAUSE, FAILURES_MOST = timedelta(seconds=15), timedelta(hours=1), 20
MOVED = (
    "told_count", "unreached_count", "stopped_count", "cursor", "moved_at", "done_at", "retry_at", "error",
)  # fmt: skip
# As the roster keeps them; anything else is read as a telephone number of any country.
USUAL_PHONE = re.compile(r"(?:0|\+84)(?P<rest>[35789]\d{8})", re.ASCII)
TOLD = register_event(
    "directives.member_told", _("Chỉ đạo gửi đến đoàn viên của đơn vị tôi"), group=GROUP, is_mine_default=True,
    texts={
        "TITLE": "{title}",
        "BODY": gettext_noop(
            "{issuer} gửi đoàn viên {unit}: {title}.\n\n{message}\n\nMở đường dẫn dưới đây để đọc. Đọc xong, bấm “Tôi đã đọc”."
            " Không cần tài khoản."
        ),
        "SMS": gettext_noop("{unit} gửi bạn: {title}."),
    },
    needed={"title"},
    places={
        "title": _("Trích yếu của chỉ đạo"), "issuer": _("Đơn vị giao"), "unit": _("Đơn vị nhận"), "due": _("Hạn"),
        "message": _("Lời nhắn của nơi giao, nếu có"),
    },
)  # fmt: skip


class BatchProblem(Exception):  # noqa: N818 - its cause is the error
    """A batch of a range could not be told."""

    def __init__(self, chunk_id: int) -> None:
        super().__init__(chunk_id)
        self.chunk_id = chunk_id


def words_on_phone(values: Mapping[str, str]) -> str:
    """What a member without an account reads on a telephone before the link; what it costs is counted from it."""
    common = {"person": "", "site": settings.SITE_NAME}
    return say(TOLD, Part.SMS, settings.LANGUAGE_CODE, common | dict(values), worded([TOLD.code]))


@dataclass(frozen=True)
class _Way:
    """A channel and the address on it."""

    channel: str
    address: Address


def _phone_ways(phone: str, open_channels: Collection[str]) -> dict[str, Address]:
    if usual := USUAL_PHONE.fullmatch(phone):
        address = Address(AddressKind.PHONE, f"+84{usual['rest']}")
        return {channel: address for channel in (Channel.ZALO, Channel.SMS) if channel in open_channels}
    number = read_phone(phone) if phone else None
    if number is None:
        return {}
    able = {Channel.ZALO: is_home(number), Channel.SMS: takes_sms(number)}
    return {channel: phone_address(phone) for channel, is_able in able.items() if is_able and channel in open_channels}


def _ways(member: Member, open_channels: Collection[str]) -> list[_Way]:
    """All ways to a member without an account, in the house's order."""
    found = _phone_ways(member.phone, open_channels)
    if member.email:
        found[Channel.EMAIL] = email_address(member.email)
    return [_Way(channel, found[channel]) for channel in settings.CAUNOI.channel_order if channel in found]


class _Letters:
    """The words for one batch; members of a unit hear the same, but for the link."""

    def __init__(self, call: MemberCall, members: Sequence[Member], at: datetime) -> None:
        self.call, self.directive, self.at = call, call.directive, at
        rows = Recipient.objects.filter(directive=self.directive, unit__in={member.unit_id for member in members})
        self.recipients = {row.unit_id: row for row in rows.only("unit_id", "unit_name", "due_on")}
        self.texts = worded([TOLD.code])
        self._said: dict[tuple[int, str], tuple[str, str]] = {}
        self.facts: dict[str, Any] = {
            "subject": f"directives.member_call:{call.pk}", "topic": f"directives.directive:{self.directive.pk}",
        }  # fmt: skip

    def values(self, unit_id: int) -> Mapping[str, str]:
        row = self.recipients[unit_id]
        return {
            "title": self.directive.title, "issuer": self.directive.issuer.name, "unit": row.unit_name,
            "due": short_date(row.due_on), "message": self.directive.message,
        }  # fmt: skip

    def path(self, member: Member) -> str:
        return f"/m/{member_token(self.call.pk, member.pk)}/"

    def notice(self, member: Member) -> Notice:
        """For a member with an account."""
        path = self.path(member)
        return Notice(
            person=User(pk=member.user_id), event=TOLD.code, key=key_of(self.call.pk, member.pk), path=path, link=path,
            values=self.values(member.unit_id), topic_label=self.directive.title, **self.facts,
        )  # fmt: skip

    def draft(self, member: Member, way: _Way, others: Sequence[str]) -> MessageDraft:
        """For a telephone or a mailbox; `others` are the number's other channels, where this one fails."""
        title, body = self._words(member.unit_id, way.channel)
        return MessageDraft(
            channel=way.channel, title=title, body=body, address=way.address.text, path=self.path(member), event=TOLD.code,
            key=key_of(self.call.pk, member.pk), not_before_at=quiet_until(self.at), fallbacks=tuple(others),
            **self.facts,
        )  # fmt: skip

    def _words(self, unit_id: int, channel: str) -> tuple[str, str]:
        parts = parts_of(channel)
        if (unit_id, parts[1]) not in self._said:
            values = {"person": "", "site": settings.SITE_NAME, **self.values(unit_id)}
            house = settings.LANGUAGE_CODE
            title, body = (say(TOLD, Part(part), house, values, self.texts) for part in parts)
            self._said[unit_id, parts[1]] = title, body
        return self._said[unit_id, parts[1]]


@dataclass(frozen=True)
class _Outcome:
    """How many members of a batch are told, and how many stopped what would have reached them."""

    told: int = 0
    stopped: int = 0


def _has_account(member: Member) -> bool:
    """Who closed the account is told by the roster, as before they had one."""
    return member.user is not None and member.user.is_active


def _tell(call: MemberCall, members: Sequence[Member], at: datetime) -> _Outcome:
    """Queue what these members are told, each by the first way that is alive and that they did not stop."""
    open_channels = roster_channels()
    letters = _Letters(call, members, at)
    known = [member for member in members if member.unit_id in letters.recipients]
    ways = {member.pk: _ways(member, open_channels) for member in known if not _has_account(member)}
    addresses = {way.address for found in ways.values() for way in found}
    dead, stopped = dead_of(addresses), stopped_of(addresses)
    notices, drafts, stopped_count = [], [], 0
    for member in known:
        if _has_account(member):
            notices.append(letters.notice(member))
            continue
        alive = [way for way in ways[member.pk] if way.address not in dead]
        open_ways = [way for way in alive if way.address not in stopped]
        if open_ways:
            first, *rest = open_ways
            others = [way.channel for way in rest if way.address == first.address]
            drafts.append(letters.draft(member, first, others))
        elif alive:
            stopped_count += 1
    notify(notices=notices, by=None, at=at, rings=False)
    queue_messages(drafts=drafts, by=None, at=at, rings=False)
    return _Outcome(len(notices) + len(drafts), stopped_count)


def _held(call_id: int, at: datetime) -> MemberChunk | None:
    """A range that nobody else has in hand, held until the end of the transaction."""
    rows = ready_chunks(at).filter(call=call_id).order_by("number")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.first()


@transaction.atomic
def tell_batch(*, call_id: int, at: datetime) -> bool:
    """Tell the next members of a range and move its cursor; False when no range is free. Raises BatchProblem, with all
    undone."""
    chunk = _held(call_id, at)
    if chunk is None:
        return False
    try:
        _tell_next(chunk, call_id, at)
    except Exception as error:
        raise BatchProblem(chunk.pk) from error
    return True


def _tell_next(chunk: MemberChunk, call_id: int, at: datetime) -> None:
    most = max(1, BATCH >> chunk.failures_count)
    call = MemberCall.objects.select_related("directive__issuer").get(pk=call_id)
    rows = members_of_call(call_id, chunk.wave).filter(pk__gt=chunk.cursor, pk__lte=chunk.last_id)
    rows = rows.select_related("user").only("unit_id", "user__is_active", "phone", "email").order_by("pk")
    members = list(rows[:most])
    found = _tell(call, members, at) if members else _Outcome()
    chunk.told_count, chunk.stopped_count = F("told_count") + found.told, F("stopped_count") + found.stopped
    chunk.unreached_count = F("unreached_count") + len(members) - found.told - found.stopped
    chunk.cursor = members[-1].pk if members else chunk.last_id
    if len(members) < most:
        chunk.cursor, chunk.done_at = chunk.last_id, at
    # What failed keeps the batches of its range small: it may be near.
    chunk.moved_at, chunk.retry_at, chunk.error = at, None, ""
    chunk.save(update_fields=MOVED)


@transaction.atomic
def put_off_chunk(*, chunk_id: int, error: str, at: datetime) -> MemberChunk:
    """Note that a range's batch failed, and leave the range alone: for 15 seconds, then longer each time, at most an hour."""
    chunk = MemberChunk.objects.select_for_update(of=("self",)).get(pk=chunk_id)
    pause = min(FIRST_PAUSE * 2**chunk.failures_count, LONGEST_PAUSE)
    chunk.failures_count, chunk.retry_at, chunk.error = (
        min(chunk.failures_count + 1, FAILURES_MOST),
        at + pause,
        error[:80],
    )
    chunk.save(update_fields=["failures_count", "retry_at", "error"])
    return chunk


def tell_members(*, call_id: int, seconds: float = SLICE_SECONDS) -> bool:
    """Tell members for a while, each batch in a transaction of its own. Returns whether there is more for this worker."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            is_told = tell_batch(call_id=call_id, at=clock.now())
        except BatchProblem as problem:
            log.exception("directives: a batch of members could not be told")
            put_off_chunk(chunk_id=problem.chunk_id, error=type(problem.__cause__).__name__, at=clock.now())
            continue  # the other ranges are none the worse
        if not is_told:
            ring()
            _end(call_id)
            return False
    ring()
    return True


@transaction.atomic
def _end(call_id: int) -> None:
    """Note that everybody was told, when no range is left; the call is held, for units that come later add ranges."""
    MemberCall.objects.select_for_update(no_key=True).filter(pk=call_id).values_list("pk").first()
    if not MemberChunk.objects.filter(call=call_id, done_at=None).exists():
        MemberCall.objects.filter(pk=call_id, done_at=None, planned_at__isnull=False).update(done_at=clock.now())
