"""What became of messages about a row: whether any counts as delivered, and the fate of each in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.notifications.choices import RECEIPTED_CHANNELS, Channel, FailureCode, MessageState
from caunoi.notifications.models import DigestItem, Message
from caunoi.notifications.queries.channels import code_label
from caunoi.notifications.queries.digests import DIGEST_SUBJECT

# Reported as arrived; or taken by a transport that reports nothing but what comes back.
ARRIVED = Q(state=MessageState.DELIVERED) | (Q(state=MessageState.SENT) & ~Q(channel__in=RECEIPTED_CHANNELS))


def _arrived(subjects: Collection[str]) -> set[str]:
    rows = Message.objects.filter(ARRIVED, subject__in=list(subjects))
    return set(rows.values_list("subject", flat=True))


def standing(subjects: Collection[str]) -> set[str]:
    """Which of these rows were told of by a message, or in a digest, that counts as delivered now. Three statements at most."""
    found = _arrived(subjects)
    rest = set(subjects) - found
    items = DigestItem.objects.filter(subject__in=rest, digest__isnull=False) if rest else DigestItem.objects.none()
    digests: dict[str, set[str]] = {}
    for subject, digest_id in items.values_list("subject", "digest_id"):
        digests.setdefault(f"{DIGEST_SUBJECT}{digest_id}", set()).add(subject)
    arrived = _arrived(digests) if digests else set()
    return found | {subject for digest in arrived for subject in digests[digest]}


@dataclass(frozen=True)
class Fate:
    """What became of one message, in words that claim no more than is known."""

    message: Message

    @property
    def is_lost(self) -> bool:
        """Whether it did not arrive."""
        return self.message.state == MessageState.FAILED

    @property
    def channel_label(self) -> str:
        """By which way."""
        return str(Channel(self.message.channel).label)

    @property
    def reason(self) -> str:
        """Why it did not arrive."""
        return code_label(self.message.code)

    @property
    def label(self) -> str:
        """What is known of it."""
        message = self.message
        if self.is_lost:
            return _("không tới: %(why)s") % {"why": self.reason}
        if message.state == MessageState.SENT:
            return self._sent()
        return {
            MessageState.QUEUED: _("đang chờ gửi"),
            MessageState.DELIVERED: _("có báo đã đến nơi"),
            MessageState.CANCELLED: _("đã thôi gửi"),
        }[MessageState(message.state)]

    def _sent(self) -> str:
        message = self.message
        if message.channel == Channel.IN_APP:
            return _("đã đọc trong ứng dụng") if message.read_at else _("nằm trong danh sách thông báo, chưa đọc")
        if message.channel in RECEIPTED_CHANNELS:
            is_given_up = message.code == FailureCode.NO_RECEIPT
            return _("đã giao, quá hạn mà chưa có báo nhận") if is_given_up else _("đã giao, chờ báo nhận")
        if message.channel == Channel.EMAIL:
            return _("máy chủ thư đã nhận, chưa thấy trả lại")
        return _("dịch vụ thông báo đã nhận")


def fates_of(subject: str, *, limit: int = 50) -> list[Fate]:
    """The messages about a row, newest first."""
    rows = Message.objects.filter(subject=subject).select_related("recipient").order_by("-id")
    return [Fate(row) for row in rows[:limit]]


def failed_of(subjects: Collection[str]) -> dict[str, Fate]:
    """Of each row, the newest message that did not arrive, whatever else did."""
    rows = Message.objects.filter(subject__in=list(subjects), state=MessageState.FAILED).order_by("id")
    return {row.subject: Fate(row) for row in rows}


def lost_of(subjects: Collection[str]) -> dict[str, Fate]:
    """Of rows that nothing counts as delivered to, the newest message that did not arrive; nothing for those to whom
    another one is still on its way. Two statements more than `standing`."""
    left = set(subjects) - standing(subjects) if subjects else set()
    on_its_way = Q(state=MessageState.QUEUED) | Q(state=MessageState.SENT, watched_until_at__isnull=False)
    rows = Message.objects.filter(subject__in=left)
    left -= set(rows.filter(on_its_way).values_list("subject", flat=True)) if left else set()
    return failed_of(left) if left else {}
