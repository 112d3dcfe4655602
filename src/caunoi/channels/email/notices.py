"""What we write back. Subjects name the case's code and nothing of what was said; the receipt is never mailed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.channels.email import queries
from caunoi.channels.notices import words_of
from caunoi.feedback.choices import EntryKind
from caunoi.feedback.models import CaseStep, Entry, Follower
from caunoi.feedback.queries import promised_due
from caunoi.notifications.actions import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.pure.vietnamese import short_date

# A receipt and the address that it speaks from.
Writer = tuple[Follower, str]


def _queue(writer: Writer, body: str, *, key: str, at: datetime, title: str = "") -> None:
    follower, address = writer
    draft = MessageDraft(
        channel=Channel.EMAIL, title=title or _("Bạn có tin về việc %s") % follower.case.code, body=body, key=key,
        subject=f"{queries.SUBJECT}{follower.pk}", topic=f"feedback.case:{follower.case_id}", address=address,
        reply_to=queries.reply_address(follower),
    )  # fmt: skip
    queue_messages(drafts=[draft], by=None, at=at)


def acknowledge(writer: Writer, refused: Sequence[str], at: datetime) -> None:
    """It is here: under which code, until when, and which files were not taken."""
    follower, _address = writer
    case = follower.case
    facts = {"code": case.code, "due": short_date(timezone.localtime(promised_due(case)).date())}
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            _("%(site)s đã nhận thư của bạn thành việc %(code)s.") % (facts | {"site": settings.SITE_NAME}),
            _("Hạn trả lời: %(due)s.") % facts,
            _("Câu hỏi thêm và trả lời sẽ gửi về địa chỉ này. Muốn viết thêm, bạn trả lời thư này."),
        ]
        if case.due_at is None:
            lines[1] = _("Nếu thư được nhận vào hôm nay, hạn trả lời là %(due)s. Thư đang chờ một người xem.") % facts
        if refused:
            lines.append(_("Tệp không nhận được:") + "\n" + "\n".join(f"- {line}" for line in refused))
        title = _("Đã nhận việc %s") % case.code
        _queue(writer, "\n\n".join(lines), key=f"email-in:ack:{follower.pk}", at=at, title=title)


def tell_refused(address: str, why: str, key: str, at: datetime) -> None:
    """A letter was not taken, and why."""
    with translation.override(settings.LANGUAGE_CODE):
        body = _("Chưa nhận được thư của bạn. %(why)s") % {"why": why}
        draft = MessageDraft(
            channel=Channel.EMAIL, title=_("Chưa nhận được thư của bạn"), body=body, key=f"email-in:no:{key}",
            subject="channels.inbound", address=address, reply_to=settings.CAUNOI.email_in,
        )  # fmt: skip
        queue_messages(drafts=[draft], by=None, at=at)


def _words(entry: Entry) -> str:
    unit = entry.unit.name if entry.unit else settings.SITE_NAME
    head = _("%(unit)s hỏi bạn:") if entry.kind == EntryKind.QUESTION else _("%(unit)s trả lời:")
    parts = [head % {"unit": unit}, entry.text]
    if entry.done:
        parts.append(_("Việc đã làm: %s") % entry.done)
    if entry.next_step:
        parts.append(_("Bước tiếp theo: %s") % entry.next_step)
    return "\n\n".join(parts)


def tell_entry(entry: Entry, at: datetime) -> None:
    """A question goes to who wrote the case; an answer also to who wrote what was merged into it."""
    writers = queries.writers_of(entry.case, with_merged=entry.kind == EntryKind.REPLY)
    with translation.override(settings.LANGUAGE_CODE):
        for writer in writers:
            _queue(writer, _words(entry), key=f"email-in:entry:{entry.pk}:{writer[0].pk}", at=at)


def tell_step(step: CaseStep, at: datetime) -> None:
    """Where the case is now."""
    with translation.override(settings.LANGUAGE_CODE):
        for writer in queries.writers_of(step.case, with_merged=False):
            _queue(writer, words_of(step), key=f"email-in:step:{step.pk}:{writer[0].pk}", at=at)
