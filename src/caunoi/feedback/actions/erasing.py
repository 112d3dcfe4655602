"""Erasing: what a person asked to have deleted, and what its time has run out for. Figures stay, people do not."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback import workflow
from caunoi.feedback.actions.indexing import forget_case, index_case
from caunoi.feedback.actions.moving import locked, move
from caunoi.feedback.choices import FollowerKind
from caunoi.feedback.models import (
    Attachment,
    Case,
    CaseStep,
    Entry,
    Extension,
    Follower,
    LegalHold,
    Pause,
    Petition,
    PetitionVoice,
    Publication,
    Rating,
    Recusal,
    Sender,
    Tombstone,
    TriageDecision,
    TriageProposal,
)
from caunoi.kit import audit
from caunoi.kit.files import store

ERASED_RULE = "Xóa theo yêu cầu của người gửi (Luật 91/2025/QH15, điều 4)"


def remove_files(attachments: list[Attachment], at: datetime) -> int:
    """Attachments with their files and previews; the bytes go when no other file holds them, once this is committed."""
    files = [file for row in attachments for file in (row.file, row.preview) if file is not None]
    for row in attachments:
        row.delete()
    for file in files:
        transaction.on_commit(partial(store.forget, file, at=at))
    return len(attachments)


def bury(case: Case, rule: str, at: datetime, *, entry_count: int, file_count: int) -> Tombstone:
    """What stays of a case: that it was, when, and what came of it."""
    facts = {
        "code": case.code, "kind": case.kind, "area": case.area, "unit": case.unit or case.desk, "state": case.state,
        "received_on": timezone.localtime(case.received_at).date(), "is_on_time": case.is_on_time, "rule": rule[:120],
        "closed_on": timezone.localtime(case.closed_at).date() if case.closed_at else None, "removed_at": at,
        "entry_count": entry_count, "file_count": file_count,
    }  # fmt: skip
    row, _is_new = Tombstone.objects.update_or_create(case_public_id=case.public_id, defaults=facts)
    return row


def _erase_case_words(case: Case) -> None:
    erased = _("Đã xóa theo yêu cầu của người gửi")
    Case.objects.filter(pk=case.pk).update(title=erased, text="", sealed_text="", place="")
    Sender.objects.filter(case=case).delete()
    Publication.objects.filter(case=case).update(sender_name="")
    TriageProposal.objects.filter(case=case).delete()
    Recusal.objects.filter(case=case, user=None, unit=None).delete()
    Recusal.objects.filter(case=case).update(name="")


@transaction.atomic
def erase_follower(*, follower: Follower, by: User, at: datetime) -> Tombstone:
    """Erase what hangs on one receipt: name and contact, everything said with it, its files and ratings' words. The code
    opens nothing any more. A case that nobody else follows ends, with a tombstone; others' receipts keep theirs."""
    case = locked(follower.case)
    said = Entry.objects.filter(case=case, follower=follower)
    attachments = list(Attachment.objects.filter(entry__in=said).select_related("file", "preview"))
    entry_count, file_count = said.count(), remove_files(attachments, at)
    said.update(text="")
    Rating.objects.filter(follower=follower).update(comment="")
    PetitionVoice.objects.filter(receipt_hash=follower.receipt_hash).update(text="", name="")
    stone = bury(case, ERASED_RULE, at, entry_count=entry_count, file_count=file_count)
    if follower.kind == FollowerKind.ORIGIN:
        _erase_case_words(case)
    index_case(case_id=case.pk)
    case.refresh_from_db()
    is_alone = not Follower.objects.filter(case=case, expires_at__gt=at).exclude(pk=follower.pk).exists()
    if is_alone and workflow.may(case.state, "withdraw_case"):
        move(case, "withdraw_case", by=by, at=at, closed_at=at)
    Follower.objects.filter(pk=follower.pk).update(expires_at=at, user=None)
    audit.record(case, "feedback.erase_follower", by=by, at=at, entries=entry_count, files=file_count)
    return stone


@transaction.atomic
def remove_case(*, case: Case, rule: str, by: User | None, at: datetime) -> Tombstone:
    """Remove a case with all that hangs on it, cases merged into it included; a tombstone stays, and the audit chain."""
    case = locked(case)
    for other in Case.objects.filter(merged_into=case):
        remove_case(case=other, rule=rule, by=by, at=at)
    attachments = list(Attachment.objects.filter(entry__case=case).select_related("file", "preview"))
    entry_count, file_count = case.entries.count(), remove_files(attachments, at)
    stone = bury(case, rule, at, entry_count=entry_count, file_count=file_count)
    audit.record(case, "feedback.remove_case", by=by, at=at, entries=entry_count, files=file_count)
    forget_case(case)
    hashes = list(Follower.objects.filter(case=case).values_list("receipt_hash", flat=True))
    PetitionVoice.objects.filter(receipt_hash__in=hashes).update(text="", name="")
    Petition.objects.filter(case=case).update(case=None)
    Rating.objects.filter(case=case).delete()
    Entry.objects.filter(case=case).update(corrects=None)
    for model in (Entry, Follower, Sender, Recusal, CaseStep, Pause, Extension, TriageDecision, Publication, LegalHold):
        model.objects.filter(case=case).delete()
    case.delete()
    return stone
