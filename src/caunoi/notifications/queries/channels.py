"""How the ways out fare: which are open, what waits, what failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Sum
from django.utils import timezone

from caunoi.notifications.choices import SENDING_CHANNELS, Channel, FailureCode, MessageState
from caunoi.notifications.models import ChannelState, ChannelTally, Message, PushSubscription

# Options without which a channel is off. E-mail always has a way: at least the console.
NEEDED: dict[str, tuple[str, ...]] = {
    Channel.EMAIL: (),
    Channel.SMS: ("sms_url", "sms_key"),
    Channel.ZALO: ("zalo_app_id", "zalo_app_secret", "zns_template"),
    Channel.WEBPUSH: ("vapid_key",),
}
DAYS_SHOWN = 7


def missing_options(channel: str) -> list[str]:
    """The options, as variables of the environment, that a channel still needs. Empty: it is on."""
    return [f"CAUNOI_{name.upper()}" for name in NEEDED[channel] if not getattr(settings.CAUNOI, name)]


def is_on(channel: str) -> bool:
    """Whether a transport is set up."""
    return channel in NEEDED and not missing_options(channel)


def due_channels(at: datetime) -> list[str]:
    """Channels that are open and on which a message should be sent by now. One short look into an index for each."""
    closed = {state.channel for state in ChannelState.objects.all() if is_resting(state, at)}
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
    oldest_at: datetime | None
    unconfirmed_count: int
    sent_count: int
    failures: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_on(self) -> bool:
        """Whether it is set up."""
        return not self.missing

    @property
    def failed_count(self) -> int:
        """All failures of the days shown."""
        return sum(count for _code, count in self.failures)

    @property
    def rest_label(self) -> str:
        """Why the service made it rest."""
        return code_label(self.state.rest_code)


def code_label(code: str) -> str:
    """A code in words; a transport's own stays as it is."""
    return str(FailureCode(code).label) if code in FailureCode.values else code


def channel_reports(at: datetime) -> list[ChannelReport]:
    """Every channel, on or off: queue, last success, failures by code in the last days."""
    states = {state.channel: state for state in ChannelState.objects.select_related("paused_by")}
    since = timezone.localtime(at).date() - timedelta(days=DAYS_SHOWN - 1)
    tallies = ChannelTally.objects.filter(on__gte=since).values("channel", "code").annotate(total=Sum("count"))
    by_code = {(row["channel"], row["code"]): row["total"] for row in tallies}
    queued = Message.objects.filter(state=MessageState.QUEUED)
    waiting = Message.objects.filter(state=MessageState.SENT, watched_until_at__isnull=False)
    found = []
    for channel in SENDING_CHANNELS:
        own = queued.filter(channel=channel)
        failures = [(code_label(code), n) for (name, code), n in by_code.items() if name == channel and code]
        found.append(
            ChannelReport(
                channel=str(channel), label=str(channel.label), missing=missing_options(channel),
                state=states.get(channel) or ChannelState(channel=channel), waiting_count=own.count(),
                oldest_at=own.aggregate(oldest=Min("queued_at"))["oldest"],
                unconfirmed_count=waiting.filter(channel=channel).count(),
                sent_count=by_code.get((channel, ""), 0), failures=sorted(failures, key=lambda pair: -pair[1]),
            )
        )  # fmt: skip
    return found


def push_subscriptions_count() -> int:
    """How many browsers let us show notices."""
    return PushSubscription.objects.count()
