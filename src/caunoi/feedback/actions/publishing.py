"""An answered case enters the public register, as a person confirmed it; and leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import EntryKind, Identity, State
from caunoi.feedback.events import CasePublished
from caunoi.feedback.models import Case, Publication, PublicationTally
from caunoi.kit import outbox


@dataclass(frozen=True)
class PublicationDraft:
    """What the public will read, masked and confirmed."""

    title: str
    question: str
    answer: str
    has_masks_confirmed: bool


def _sender_name(case: Case) -> str:
    sender = getattr(case, "sender", None)
    return sender.name[:120] if case.identity == Identity.PUBLIC and sender else ""


def _count(row: Publication, step: int) -> None:
    """Add a published answer to the figures of the register, or take it out."""
    month_on = timezone.localtime(row.published_at).date().replace(day=1)
    tally, _is_new = PublicationTally.objects.get_or_create(unit=row.unit, area=row.area, month_on=month_on)
    PublicationTally.objects.filter(pk=tally.pk).update(
        count=F("count") + step, on_time_count=F("on_time_count") + step * row.is_on_time
    )


def _voices(case: Case) -> int:
    """Of a petition only that there were enough; how many spoke stays with the union."""
    petition = getattr(case, "petition", None)
    return petition.threshold if petition is not None else case.voice_count


def _publication(case: Case, draft: PublicationDraft, by: User, at: datetime) -> Publication:
    reply = case.entries.filter(kind=EntryKind.REPLY).order_by("-id").first()
    if reply is None or case.answered_at is None or (case.unit or case.desk) is None:
        raise ValidationError(_("Chỉ công khai việc đã có trả lời."))
    values = {
        "title": draft.title.strip()[:160], "question": draft.question.strip(), "answer": draft.answer.strip(),
        "sender_name": _sender_name(case), "area": case.area, "topic": case.topic, "body": case.body,
        "unit": case.unit or case.desk, "outcome": reply.outcome,
        "received_on": timezone.localtime(case.received_at).date(),
        "answered_on": timezone.localtime(case.answered_at).date(),
        "due_on": timezone.localtime(case.due_at).date() if case.due_at else None, "is_on_time": bool(case.is_on_time),
        "voice_count": _voices(case), "published_at": at, "published_by": by, "withdrawn_at": None,
        "withdrawal_reason": "", "is_sample": case.is_sample,
    }  # fmt: skip
    before = Publication.objects.filter(case=case, withdrawn_at=None).first()
    if before:
        _count(before, -1)
    row, _is_new = Publication.objects.update_or_create(case=case, defaults=values)
    _count(row, 1)
    return row


@transaction.atomic
def publish_case(*, case: Case, draft: PublicationDraft, by: User, at: datetime) -> Publication:
    """Publish. Raises ValidationError unless a person confirmed that no personal data is left (DOMAIN 3.5)."""
    case = locked(case)
    workflow.after(case.state, "publish_case")
    if not draft.has_masks_confirmed:
        raise ValidationError({"has_masks_confirmed": _("Xác nhận đã che hết thông tin cá nhân.")})
    if not (draft.title.strip() and draft.question.strip() and draft.answer.strip()):
        raise ValidationError(_("Cần tiêu đề, tóm tắt câu hỏi và trả lời."))
    row = _publication(case, draft, by, at)
    move(case, "publish_case", by=by, at=at, end=State(case.state))
    outbox.post(CasePublished(case.pk, is_public=True))
    return row


@transaction.atomic
def withdraw_publication(*, publication: Publication, reason: str, by: User, at: datetime) -> Publication:
    """Take it out of the register; a line that says so stays at its address."""
    case = locked(publication.case)
    if publication.withdrawn_at is None:
        _count(publication, -1)
    publication.withdrawn_at, publication.withdrawal_reason = at, required_reason(reason)
    publication.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    move(case, "withdraw_publication", by=by, at=at, reason=reason, end=State(case.state))
    outbox.post(CasePublished(case.pk, is_public=False))
    return publication
