"""How the ways out fare: which are open, what waits, what failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.models import User
from caunoi.notifications.choices import RECEIPTED_CHANNELS, SENDING_CHANNELS, Channel, FailureCode, MessageState
from caunoi.notifications.models import ChannelState, ChannelTally, Message

# Options without which a channel is off. E-mail always has a way: at least the console.
NEEDED: dict[str, tuple[str, ...]] = {
    Channel.EMAIL: (),
    Channel.SMS: ("sms_url", "sms_key"),
    Channel.ZALO: ("zalo_app_id", "zalo_app_secret", "zns_template"),
    Channel.WEBPUSH: ("vapid_key",),
}
DAYS_SHOWN = 7
PRICES: dict[str, Callable[[], int]] = {
    Channel.SMS: lambda: int(settings.CAUNOI.sms_price),
    Channel.ZALO: lambda: int(settings.CAUNOI.zns_price),
}


def missing_options(channel: str) -> list[str]:
    """The options, as variables of the environment, that a channel still needs. Empty: it is on."""
    return [f"CAUNOI_{name.upper()}" for name in NEEDED[channel] if not getattr(settings.CAUNOI, name)]


def is_on(channel: str) -> bool:
    """Whether a transport is set up."""
    return channel in NEEDED and not missing_options(channel)


def due_channels(at: datetime) -> list[str]:
    """Channels that are open, whose turn it is by their pace, and on which a message should be sent by now.

    One short look into an index for each.
    """
    closed = {
        state.channel
        for state in ChannelState.objects.all()
        if is_resting(state, at) or (state.free_at is not None and state.free_at > at)
    }
    rows = Message.objects.filter(state=MessageState.QUEUED, not_before_at__lte=at)
    return [
        str(channel)
        for channel in SENDING_CHANNELS
        if channel not in closed and rows.filter(channel=channel).order_by("not_before_at", "id")[:1]
    ]


def is_resting(state: ChannelState, at: datetime) -> bool:
    """Paused by a person, or told by the service to wait."""
    return state.paused_at is not None or (state.rests_until_at is not None and state.rests_until_at > at)


@dataclass(frozen=True)
class ChannelReport:
    """What the page of channels shows of one."""

    channel: str
    label: str
    missing: list[str]
    state: ChannelState
    waiting_count: int
    # Of these, held for somebody's hours of rest, or until the next try.
    held_count: int
    oldest_at: datetime | None
    unconfirmed_count: int
    sent_count: int
    failures: list[tuple[str, int]] = field(default_factory=list)
    trial: Message | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is set up."""
        return not self.missing

    @property
    def failed_count(self) -> int:
        """All failures of the days shown."""
        return sum(count for _code, count in self.failures)

    @property
    def is_receipted(self) -> bool:
        """Whether its transport tells of arrivals."""
        return self.channel in RECEIPTED_CHANNELS

    @property
    def is_paused(self) -> bool:
        """Whether a person stopped it."""
        return self.state.paused_at is not None

    @property
    def price(self) -> int | None:
        """Đồng for a part, where a message costs something; 0: nobody gave it."""
        return PRICES[self.channel]() if self.channel in PRICES else None

    @property
    def trial_code(self) -> str:
        """Why the newest test send did not go."""
        return code_label(self.trial.code) if self.trial else ""

    @property
    def rest_label(self) -> str:
        """Why the service made it rest."""
        return code_label(self.state.rest_code)


# What transports say of an address, in words. The code stays beside it: it is what a helper asks for.
KNOWN = (
    ("SMTP 5.1.", _("không có hộp thư này")),
    ("SMTP 5.2.1", _("hộp thư đã khóa")),
    ("SMTP 5.2.2", _("hộp thư đầy")),
    ("SMTP 5.7", _("máy chủ nhận từ chối thư")),
    ("SMTP 55", _("máy chủ nhận từ chối địa chỉ")),
    ("SMTP 4", _("máy chủ nhận hoãn thư")),
    ("SMS UNKNOWN_NUMBER", _("không có số này")),
    ("UNKNOWN_NUMBER", _("không có số này")),
    ("SMS NUMBER_CLOSED", _("số đã thôi dùng")),
    ("NUMBER_CLOSED", _("số đã thôi dùng")),
    ("SMS NOT_MOBILE", _("không phải số di động")),
    ("NOT_MOBILE", _("không phải số di động")),
    ("FAILED", _("nhà mạng báo không tới")),
    ("ZALO -118", _("số này không dùng Zalo")),
    ("ZALO -1", _("Zalo không gửi cho người này")),
)


def code_label(code: str) -> str:
    """A code in words; a transport's own has its words before it where they are known."""
    if code in FailureCode.values:
        return str(FailureCode(code).label)
    words = next((words for start, words in KNOWN if code.startswith(start)), None)
    return f"{words} ({code})" if words else code


def channel_reports(at: datetime, user: User) -> list[ChannelReport]:
    """Every channel, on or off: queue, last success, failures by code in the last days, and the person's last test."""
    trials = last_trials(user)
    states = {state.channel: state for state in ChannelState.objects.select_related("paused_by")}
    since = timezone.localtime(at).date() - timedelta(days=DAYS_SHOWN - 1)
    tallies = ChannelTally.objects.filter(on__gte=since).values("channel", "code").annotate(total=Sum("count"))
    by_code = {(row["channel"], row["code"]): row["total"] for row in tallies}
    queued = Message.objects.filter(state=MessageState.QUEUED)
    waiting = Message.objects.filter(state=MessageState.SENT, watched_until_at__isnull=False)
    found = []
    for channel in SENDING_CHANNELS:
        own = queued.filter(channel=channel).aggregate(
            all=Count("id"), held=Count("id", filter=Q(not_before_at__gt=at)),
            oldest=Min("queued_at", filter=Q(not_before_at__lte=at)),
        )  # fmt: skip
        failures = [(code_label(code), n) for (name, code), n in by_code.items() if name == channel and code]
        found.append(
            ChannelReport(
                channel=str(channel), label=str(channel.label), missing=missing_options(channel),
                state=states.get(channel) or ChannelState(channel=channel), waiting_count=own["all"],
                held_count=own["held"], oldest_at=own["oldest"],
                unconfirmed_count=waiting.filter(channel=channel).count(),
                sent_count=by_code.get((channel, ""), 0), failures=sorted(failures, key=lambda pair: -pair[1]),
                trial=trials.get(channel),
            )
        )  # fmt: skip
    return found


def last_trials(user: User) -> dict[str, Message]:
    """The newest test send of a person on each channel."""
    rows = Message.objects.filter(recipient=user, subject="notifications.trial").order_by("-id")[:50]
    return {row.channel: row for row in reversed(rows)}
