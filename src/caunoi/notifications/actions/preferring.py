"""What people choose to hear, and what they stop with one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.actions import choose_language, record_consent
from caunoi.accounts.choices import CONSENT_TEXTS, CONSENT_VERSION, ConsentPurpose
from caunoi.accounts.models import User
from caunoi.accounts.queries import said_of
from caunoi.kit import audit
from caunoi.notifications.choices import Channel, Frequency, MessageState, Style
from caunoi.notifications.models import DigestItem, Message, NoticeSetting, Preference
from caunoi.notifications.queries.events import DIGEST, EventKind, event_of
from caunoi.notifications.queries.matrix import cell_name, kinds_to_choose
from caunoi.notifications.queries.preferences import ALL, Wish, wish_of
from caunoi.pure import quiet_hours

PURPOSE = ConsentPurpose.NOTICES
Cells = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Choices:
    """All that the settings page asks; `cells` are (event, channel) to frequency, of the channels shown."""

    style: str
    cells: Cells
    language: str = ""
    first_channel: str = ""
    digest_hour: int | None = None
    weekly_on: int = 0
    quiet_from_hour: int | None = None
    quiet_until_hour: int | None = None


def _check_required(cells: Cells) -> None:
    """Duties may change channels; one at least stays."""
    errors = {}
    for kind in kinds_to_choose():
        said = {channel: cells[kind.code, channel] for channel in Channel.values if (kind.code, channel) in cells}
        if kind.is_required and said and set(said.values()) == {Frequency.NEVER}:
            text = _("“%(event)s” là việc bắt buộc: đổi kênh được, tắt hẳn thì không. Giữ ít nhất một kênh.")
            errors[cell_name(kind.code, next(iter(said)))] = text % {"event": kind.label}
    if errors:
        raise ValidationError(errors)


def _plan_anew(user: User, wish: Wish) -> None:
    """What waits for a digest follows the new choices: it is dropped where the person stopped it, or gets another hour."""
    zone = timezone.get_current_timezone()
    for item in DigestItem.objects.filter(user=user, digest=None):
        said = wish.cells.get((item.event, item.channel)) or wish.cells.get((ALL, item.channel))
        is_silent = said == Frequency.NEVER or (said is None and wish.style == Style.REQUIRED)
        if is_silent and not event_of(item.event).is_required:
            item.delete()
            continue
        weekday = wish.weekly_on if item.frequency == Frequency.WEEKLY else None
        item.due_at = quiet_hours.next_slot(item.noted_at, wish.digest_hour, zone, weekday)
        item.save(update_fields=["due_at"])


@transaction.atomic
def save_setting(*, user: User, choices: Choices, by: User | None, at: datetime) -> None:
    """Keep a person's choices; of the matrix only what departs from the defaults of the style.

    Raises ValidationError when a required event would fall silent, or the language is none of the house's.
    """
    _check_required(choices.cells)
    choose_language(user=user, language=choices.language, by=by, at=at)
    values = {
        "style": choices.style, "first_channel": choices.first_channel, "digest_hour": choices.digest_hour,
        "weekly_on": choices.weekly_on, "quiet_from_hour": choices.quiet_from_hour,
        "quiet_until_hour": choices.quiet_until_hour, "changed_at": at,
    }  # fmt: skip
    before = wish_of(user)
    NoticeSetting.objects.update_or_create(user=user, defaults=values)
    shown = [kind for kind in kinds_to_choose() if any(event == kind.code for event, _channel in choices.cells)]
    # A cell that shows what held before is not a choice of its own: it follows the new style.
    untouched = {
        (kind.code, channel)
        for kind in shown
        for channel in before.channels
        if (kind.code, channel) not in before.cells
        and choices.cells.get((kind.code, channel)) == _house(before, kind, channel)
    }
    Preference.objects.filter(user=user, event__in=[kind.code for kind in shown]).delete()
    after = wish_of(user)
    kinds = {kind.code: kind for kind in shown}
    rows = [
        Preference(user=user, event=event, channel=channel, frequency=frequency)
        for (event, channel), frequency in choices.cells.items()
        if (event, channel) not in untouched and frequency != _house(after, kinds[event], channel)
    ]
    Preference.objects.bulk_create(rows)
    _plan_anew(user, wish_of(user))
    audit.record(user, "notifications.save_setting", by=by, at=at, style=choices.style, count=len(rows))


def _house(wish: Wish, kind: EventKind, channel: str) -> str:
    """What holds without a cell of its own."""
    return wish.frequency(kind, channel, is_mine=kind.is_mine_default)


def _required_codes() -> list[str]:
    return [kind.code for kind in kinds_to_choose() if kind.is_required]


def _silence(user: User, event: str, channel: str) -> None:
    Preference.objects.update_or_create(
        user=user, event=event, channel=channel, defaults={"frequency": Frequency.NEVER}
    )


@transaction.atomic
def opt_out(*, user: User, event: str, channel: str, by: User | None, at: datetime) -> bool:
    """Stop a kind of event on a channel; an empty event, or the digest, stops whatever is not required there.

    A required event moves to the list of notices, where it stays. Returns whether anything was moved so. Raises LookupError
    for an event or a channel that there is not.
    """
    if channel not in Channel.values:
        raise LookupError(f"no channel {channel!r}")
    is_whole = event in {"", DIGEST.code}
    kind = None if is_whole else event_of(event)
    if kind is None:
        # What was chosen kind by kind on that channel gives way, or the channel would not fall silent.
        Preference.objects.filter(user=user, channel=channel).exclude(event__in=_required_codes()).delete()
    _silence(user, ALL if kind is None else kind.code, channel)
    waiting = Message.objects.filter(recipient=user, channel=channel, state=MessageState.QUEUED, claim="")
    if kind is not None:
        waiting.filter(event=kind.code).update(state=MessageState.CANCELLED, path="")
    else:
        waiting.exclude(event__in=_required_codes()).exclude(event="").update(state=MessageState.CANCELLED, path="")
    is_moved = kind is not None and kind.is_required
    if kind is not None and is_moved:
        Preference.objects.filter(user=user, event=kind.code, channel=Channel.IN_APP).delete()
    _plan_anew(user, wish_of(user))
    audit.record(user, "notifications.opt_out", by=by, at=at, event=event, channel=channel)
    return is_moved


@transaction.atomic
def opt_in_again(*, user: User, event: str, channel: str, by: User | None, at: datetime) -> None:
    """Take back an opt-out: what holds is the person's style again. Whoever lets all mail come again agrees to notices anew."""
    name = ALL if event in {"", DIGEST.code} else event
    if name == ALL and channel == Channel.EMAIL and said_of([user.pk], PURPOSE).get(user.pk) is False:
        record_consent(
            subject=f"accounts.user:{user.pk}", purpose=PURPOSE, is_given=True,
            text=f"{CONSENT_TEXTS[PURPOSE]} ({CONSENT_VERSION})", channel="WAY_OUT", by=by, at=at,
        )  # fmt: skip
    Preference.objects.filter(user=user, event=name, channel=channel, frequency=Frequency.NEVER).delete()
    audit.record(user, "notifications.opt_in_again", by=by, at=at, event=event, channel=channel)
