"""What is said in a case: questions, additions, notes, and the reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.intake import TEXT_MOST, attach
from caunoi.feedback.actions.moving import followed, locked, move, say
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import EntryKind, Outcome, State
from caunoi.feedback.models import Case, Citation, Entry, Follower
from caunoi.kit import audit
from caunoi.kit.models import StoredFile
from caunoi.library.models import Document

CORRECT_WITHIN = timedelta(days=3)
FOLLOW_UP_AFTER = timedelta(days=28)


@dataclass(frozen=True)
class Basis:
    """A clause of the library that a reply rests on."""

    document: Document
    anchor: str
    label: str


@dataclass(frozen=True)
class ReplyDraft:
    """A reply with its checklist: what was done, by whom, when, on which basis, with what proof, what comes next."""

    text: str
    outcome: Outcome
    done: str = ""
    done_by: str = ""
    done_on: date | None = None
    next_step: str = ""
    basis: Sequence[Basis] = ()
    files: tuple[StoredFile, ...] = ()
    # Why something of the checklist is missing; a reply may go out without it, but not without a reason.
    missing_reason: str = ""


def _said(text: str, field: str = "text") -> str:
    if not text.strip():
        raise ValidationError({field: _("Viết nội dung trước khi gửi.")})
    if len(text) > TEXT_MOST:
        raise ValidationError({field: _("Nội dung dài quá %d ký tự. Rút gọn rồi gửi lại.") % TEXT_MOST})
    return text


@transaction.atomic
def add_note(*, case: Case, text: str, files: tuple[StoredFile, ...] = (), by: User, at: datetime) -> Entry:
    """A private note; senders never see it."""
    case = locked(case)
    workflow.after(case.state, "add_note")
    entry = say(case, EntryKind.NOTE, _said(text), by=by, at=at, unit=case.unit)
    attach(entry, files, at)
    audit.record(case, "feedback.add_note", by=by, at=at)
    return entry


@transaction.atomic
def ask_sender(*, case: Case, text: str, by: User, at: datetime) -> Entry:
    """Ask the sender something; the clock goes on (waiting is no ground of law for a pause)."""
    case = locked(case)
    entry = say(case, EntryKind.QUESTION, _said(text), by=by, at=at, unit=case.unit or case.desk)
    move(case, "ask_sender", by=by, at=at)
    return entry


@transaction.atomic
def add_to_case(
    *, follower: Follower, text: str, files: tuple[StoredFile, ...] = (), by: User | None, at: datetime
) -> Entry:
    """The sender answers a question, or adds something."""
    case = followed(follower)
    last = case.entries.filter(kind__in=(EntryKind.QUESTION, EntryKind.SENDER_ANSWER)).order_by("-id").first()
    is_answer = last is not None and last.kind == EntryKind.QUESTION
    kind = EntryKind.SENDER_ANSWER if is_answer else EntryKind.ADDITION
    entry = say(case, kind, _said(text), by=None, at=at, follower=follower)
    attach(entry, files, at)
    move(case, "add_to_case", by=by, at=at)
    return entry


def lacking(draft: ReplyDraft) -> list[str]:
    """What the checklist still lacks: names of fields. A mere explanation need not say what was done."""
    wanted = ["text", "basis", "next_step"]
    if draft.outcome != Outcome.EXPLAINED:
        wanted += ["done", "done_by", "done_on", "files"]
    return [name for name in wanted if not getattr(draft, name)]


def _reply(case: Case, draft: ReplyDraft, by: User, at: datetime, corrects: Entry | None = None) -> Entry:
    missing = lacking(draft)
    if missing:
        reason = draft.missing_reason.strip()
        if len(reason) < 10:
            raise ValidationError({"missing_reason": _("Còn mục chưa có. Thiếu vẫn gửi được, nhưng cần ghi lý do.")})
    entry = say(
        case, EntryKind.REPLY, _said(draft.text), by=by, at=at, unit=case.unit, outcome=draft.outcome, done=draft.done,
        done_by=draft.done_by, done_on=draft.done_on, next_step=draft.next_step, corrects=corrects,
    )  # fmt: skip
    Citation.objects.bulk_create(
        [Citation(entry=entry, document=b.document, anchor=b.anchor, label=b.label) for b in draft.basis]
    )
    attach(entry, draft.files, at)
    return entry


@transaction.atomic
def reply_case(*, case: Case, draft: ReplyDraft, by: User, at: datetime) -> Entry:
    """Answer. The verdict "on time" is frozen now. Raises ValidationError when the checklist lacks something and no reason
    is given."""
    case = locked(case)
    workflow.after(case.state, "reply_case")
    entry = _reply(case, draft, by, at)
    open_pause = case.pauses.filter(to_at=None).first()
    if open_pause:
        open_pause.to_at = at
        open_pause.save(update_fields=["to_at"])
    is_on_time = case.due_at is None or open_pause is not None or at <= case.due_at
    move(
        case, "reply_case", by=by, at=at, answered_at=at, is_on_time=is_on_time, handler=case.handler or by,
        follow_up_at=at + FOLLOW_UP_AFTER, reason=draft.missing_reason, facts={"lacking": lacking(draft)},
    )  # fmt: skip
    return entry


@transaction.atomic
def correct_reply(*, entry: Entry, draft: ReplyDraft, reason: str, by: User, at: datetime) -> Entry:
    """Correct a final reply within three days; the first one stays, marked."""
    case = locked(entry.case)
    workflow.after(case.state, "correct_reply")
    if case.answered_at is None or at - case.answered_at > CORRECT_WITHIN:
        raise ValidationError(_("Chỉ sửa được trả lời trong 3 ngày. Sau đó, người gửi có thể đề nghị xem lại."))
    if Entry.objects.filter(corrects=entry).exists():
        raise ValidationError(_("Trả lời này đã được sửa. Mở bản mới nhất."))
    fresh = _reply(case, draft, by, at, corrects=entry)
    move(
        case,
        "correct_reply",
        by=by,
        at=at,
        reason=required_reason(reason),
        is_reason_public=True,
        end=State(case.state),
    )
    return fresh
