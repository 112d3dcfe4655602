"""Erasing what its time has run out for: figures stay, people do not. What a person asked for is in forgetting.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback.actions.indexing import forget_case
from caunoi.feedback.actions.moving import locked
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
)
from caunoi.kit import audit
from caunoi.kit.files import store

Eraser = Callable[[Case], None]
_erasers: list[Eraser] = []


def register_eraser(eraser: Eraser) -> None:
    """Let another room erase what it keeps of a case (the letter that it came by, say), within the same transaction."""
    _erasers.append(eraser)


def erase_elsewhere(case: Case) -> None:
    """Call those rooms."""
    for eraser in _erasers:
        eraser(case)


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
    published = Publication.objects.filter(case=case).first()
    facts = {
        "code": case.code, "kind": case.kind, "area": case.area, "unit": case.unit or case.desk, "state": case.state,
        "received_on": timezone.localtime(case.received_at).date(), "is_on_time": case.is_on_time, "rule": rule[:120],
        "closed_on": timezone.localtime(case.closed_at).date() if case.closed_at else None, "removed_at": at,
        "entry_count": entry_count, "file_count": file_count,
        "publication_public_id": published.public_id if published else None,
        "outcome": published.outcome if published else "",
    }  # fmt: skip
    row, _is_new = Tombstone.objects.update_or_create(case_public_id=case.public_id, defaults=facts)
    return row


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
    erase_elsewhere(case)
    hashes = list(Follower.objects.filter(case=case).values_list("receipt_hash", flat=True))
    PetitionVoice.objects.filter(receipt_hash__in=hashes).update(text="", name="", contact="")
    Petition.objects.filter(case=case).update(case=None)
    Rating.objects.filter(case=case).delete()
    Entry.objects.filter(case=case).update(corrects=None)
    for model in (Entry, Follower, Sender, Recusal, CaseStep, Pause, Extension, TriageDecision, Publication, LegalHold):
        model.objects.filter(case=case).delete()
    case.delete()
    return stone
