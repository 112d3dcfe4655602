"""What we say by Zalo. The receipt is not among it: the chat itself follows the case."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.channels.models import Conversation, ZaloReply
from caunoi.channels.notices import words_of
from caunoi.channels.zalo import queries
from caunoi.feedback.choices import EntryKind
from caunoi.feedback.models import Case, CaseStep, Entry
from caunoi.feedback.queries import promised_due
from caunoi.kit import queue
from caunoi.pure.vietnamese import short_date

# Zalo takes 2,000 characters; a longer answer comes in several messages.
PIECE, PIECES_MOST = 1900, 5
JOB = "caunoi.channels.jobs.send_zalo_replies"


@transaction.atomic
def say(conversation: Conversation, text: str, *, key: str, at: datetime) -> None:
    """Queue what is to be said, once for a key."""
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)][:PIECES_MOST]
    rows = [
        ZaloReply(conversation=conversation, key=f"{key}:{number}"[:120], text=piece, at=at, not_before_at=at)
        for number, piece in enumerate(pieces)
    ]
    ZaloReply.objects.bulk_create(rows, ignore_conflicts=True)
    queue.enqueue(JOB)


def greeting() -> str:
    """To somebody who just came."""
    text = _(
        "%(site)s nghe phản ánh, kiến nghị về thủ tục hành chính và nơi làm việc. Bạn kể: việc gì, ở đâu, khi nào. "
        "Người xử lý biết bạn viết từ Zalo. Việc khẩn cấp: gọi 113, 114, 115. Tố cáo: không gửi qua Zalo."
    )
    return text % {"site": settings.SITE_NAME}


def gathered() -> str:
    """A text or picture is kept, and nothing is sent yet."""
    return _("Đã ghi lại, chưa gửi. Viết tiếp để thêm. Trả lời GỬI để gửi đi, HỦY để bỏ.")


def received(case: Case) -> str:
    """The case is in."""
    due = short_date(timezone.localtime(promised_due(case)).date())
    text = _(
        "Đã nhận thành việc %(code)s. Hạn trả lời: %(due)s. Câu trả lời sẽ đến ở đây. Viết thêm ở đây là ghi vào việc này. "
        "Trả lời VIỆC MỚI để gửi việc khác."
    )
    return text % {"code": case.code, "due": due}


def _words(entry: Entry) -> str:
    unit = entry.unit.name if entry.unit else settings.SITE_NAME
    head = (
        _("Việc %(code)s: %(unit)s hỏi bạn:")
        if entry.kind == EntryKind.QUESTION
        else _("Việc %(code)s: %(unit)s trả lời:")
    )
    return "\n\n".join(filter(None, [head % {"code": entry.case.code, "unit": unit}, entry.text, entry.next_step]))


def tell_entry(entry: Entry, at: datetime) -> None:
    """A question goes to who sent the case; an answer also to who sent what was merged into it."""
    with translation.override(settings.LANGUAGE_CODE):
        for one in queries.conversations_about(entry.case, with_merged=entry.kind == EntryKind.REPLY):
            say(one, _words(entry), key=f"entry:{entry.pk}:{one.pk}", at=at)


def tell_step(step: CaseStep, at: datetime) -> None:
    """Where the case is now."""
    with translation.override(settings.LANGUAGE_CODE):
        for one in queries.conversations_about(step.case, with_merged=False):
            say(one, words_of(step), key=f"step:{step.pk}:{one.pk}", at=at)
