"""Members of the recipients: who would be told and how, whose link this is, how many have read."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Aggregate, CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.crypto import constant_time_compare, salted_hmac

from caunoi.accounts.queries import LinkProblem
from caunoi.directives.models import Directive, MemberCall, MemberChunk, MemberCount, MemberReading, Recipient
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from caunoi.notifications.queries import key_on
from caunoi.notifications.queries.addresses import email_address, phone_address
from caunoi.notifications.queries.opting_out import WayOut, way_out_of
from caunoi.organisations.models import Member
from caunoi.pure.disclosure import SMALL

# Of a call and a member; the mark is 96 bits.
KEYS, MARK = struct.Struct(">IQ"), 12
# One failure is nobody's business: a lock, a restart.
STUCK_AFTER = 3
SALT = "caunoi.directives.member"


def _mark(keys: bytes) -> bytes:
    return salted_hmac(SALT, keys, algorithm="sha256").digest()[:MARK]


def member_token(call_id: int, member_id: int) -> str:
    """The key of a member's page: made from the two and a keyed mark, so that a million of them need no rows."""
    keys = KEYS.pack(call_id, member_id)
    return base64.urlsafe_b64encode(keys + _mark(keys)).decode()


def _keys_of(token: str) -> tuple[int, int] | None:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None
    keys, mark = raw[: KEYS.size], raw[KEYS.size :]
    if len(keys) != KEYS.size or not constant_time_compare(mark, _mark(keys)):
        return None
    call_id, member_id = KEYS.unpack(keys)
    return call_id, member_id


@dataclass(frozen=True)
class MemberPage:
    """What a member's link opens."""

    call: MemberCall
    member: Member
    recipient: Recipient
    reading: MemberReading | None


def member_page(token: str, at: datetime) -> MemberPage | LinkProblem:
    """The page of a token, or why it does not open: not ours, past its days, or the person left the roster."""
    keys = _keys_of(token)
    call = (
        MemberCall.objects.select_related("directive__document", "directive__issuer")
        .filter(pk=keys[0] if keys else 0)
        .first()
    )
    member = Member.objects.filter(pk=keys[1]).first() if keys else None
    if call is None or member is None:
        return LinkProblem.UNKNOWN
    if call.asked_at + timedelta(days=settings.CAUNOI.link_days) <= at:
        return LinkProblem.EXPIRED
    counted = MemberCount.objects.select_related("recipient").filter(call=call, recipient__unit=member.unit_id).first()
    if member.left_on is not None or counted is None:
        return LinkProblem.REVOKED
    reading = MemberReading.objects.filter(call=call, member=member).first()
    return MemberPage(call, member, counted.recipient, reading)


def ways_out_of(member: Member) -> list[WayOut]:
    """How a member without an account stops what comes to the number and the mailbox of the roster."""
    if member.user is not None and member.user.is_active:
        return []
    phone = [phone_address(member.phone)] if member.phone else []
    return [way_out_of(address) for address in [*phone, *([email_address(member.email)] if member.email else [])]]


def members_of_units(units: Any) -> QuerySet[Member]:
    """Members who are on the rosters of these units: keys, or a statement that gives them."""
    return Member.objects.filter(unit__in=units, left_on=None)


def members_to_tell(directive_id: int) -> QuerySet[Member]:
    """Members of the recipients of a directive."""
    return members_of_units(Recipient.objects.filter(directive=directive_id).values("unit_id"))


def key_of(call_id: int, member_id: int | str) -> str:
    """One notice to a member, whatever the channel."""
    return f"directives.member:{call_id}:{member_id}"


def members_of_call(call_id: int, wave: int = 0) -> QuerySet[Member]:
    """Members of the units that were counted in a wave of a call.

    In a later wave without those who were told before: who moved with a unit that took over from a recipient is told once.
    """
    rows = members_of_units(MemberCount.objects.filter(call=call_id, wave=wave).values("recipient__unit"))
    return untold(rows, call_id) if wave else rows


def untold(rows: QuerySet[Member], call_id: int) -> QuerySet[Member]:
    """Those of the members who were not told by a call yet."""
    key = Concat(Value(key_of(call_id, "")), Cast(OuterRef("pk"), CharField()))
    told = Message.objects.filter(key__in=[key, Concat(key, Value(key_on("", Channel.IN_APP)))])
    return rows.exclude(Exists(told))


def ready_chunks(at: datetime) -> QuerySet[MemberChunk]:
    """Ranges that wait to be told, but for those that failed and are left alone for a while."""
    return MemberChunk.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at), done_at=None)


@dataclass(frozen=True)
class StuckCall:
    """Ranges of a directive's members that failed again and again: how many, how often the worst was tried, when the next
    is tried, of what kind the trouble is. The log of the workers has the whole."""

    directive: Directive
    stuck_count: int
    tries: int
    next_at: datetime
    trouble: str


def stuck_calls() -> list[StuckCall]:
    """Those of all directives."""
    stuck = Q(chunks__done_at=None, chunks__retry_at__isnull=False, chunks__failures_count__gte=STUCK_AFTER)
    rows = MemberCall.objects.filter(stuck, done_at=None).select_related("directive")
    counted = rows.annotate(
        n=Count("chunks"), tries=Max("chunks__failures_count"), next_at=Min("chunks__retry_at"), trouble=Max("chunks__error")
    )  # fmt: skip
    return [StuckCall(row.directive, row.n, row.tries, row.next_at, row.trouble) for row in counted.order_by("pk")]


@dataclass(frozen=True)
class MemberCoverage:
    """Members who have read, of those who were counted in a branch; how far the telling is, of the whole call."""

    call: MemberCall
    read: int
    total: int
    told: int
    unreached: int
    stopped: int
    # Of `total`: members of units that were added later.
    later: int
    # Ranges of the roster that failed again and again.
    stuck: int = 0

    @property
    def is_small(self) -> bool:
        """So few members that a figure would tell of one: it is not shown."""
        return 0 < self.total < SMALL


def _sum(rows: QuerySet[Any], name: str, how: type[Aggregate] = Sum) -> Coalesce:
    """A sum over rows of a call, within a statement about calls."""
    of_call = rows.filter(call=OuterRef("pk")).order_by().values("call").annotate(n=how(name)).values("n")
    return Coalesce(Subquery(of_call), 0)


def newest_call(directive: Directive) -> MemberCall | None:
    """The last call of a directive."""
    return directive.member_calls.order_by("-version_number").first()


def member_coverage(directive: Directive, path: str = "/") -> MemberCoverage | None:
    """Of the newest call, in a branch by its frozen path; None when members were never told. One statement."""
    counts = MemberCount.objects.filter(path__gte=path, path__lt=path[:-1] + "0")
    chunks = MemberChunk.objects.all()
    sums = {
        "read": _sum(counts, "read_count"), "total": _sum(counts, "member_count"),
        "later": _sum(counts.filter(wave__gt=0), "member_count"),
        "told": _sum(chunks, "told_count"), "unreached": _sum(chunks, "unreached_count"),
        "stopped": _sum(chunks, "stopped_count"),
        "stuck": _sum(chunks.filter(done_at=None, retry_at__isnull=False, failures_count__gte=STUCK_AFTER), "pk", Count),
    }  # fmt: skip
    call = directive.member_calls.annotate(**sums).order_by("-version_number").first()
    return MemberCoverage(call, **{name: getattr(call, name) for name in sums}) if call else None
