"""A new version: everybody acknowledges again, and the proof of the version before stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import notices
from caunoi.directives.events import VersionIssued
from caunoi.directives.models import Directive, DirectiveObligation, DirectiveVersion, Recipient
from caunoi.kit import audit, outbox
from caunoi.library.models import DocumentVersion

NOTE_LEAST = 10
MOMENTS = ("delivered_at", "opened_at", "acknowledged_at", "implemented_at", "understood_at")
KEEP_SQL = f"""
INSERT INTO directives_pastreceipt (recipient_id, version_number, due_on, {", ".join(MOMENTS)})
SELECT id, %s, due_on, {", ".join(MOMENTS)} FROM directives_recipient WHERE directive_id = %s"""  # noqa: S608


@dataclass(frozen=True)
class VersionDraft:
    """What the issuer changes. `kept` are keys of obligations that stay word for word; `obligations` are new ones."""

    title: str
    due_on: date
    change_note: str
    message: str = ""
    document_version: DocumentVersion | None = None
    keeps_evidence: bool = False
    kept: Sequence[int] = ()
    # Rows of {"text", "actor", "due_on", "evidence_required"}.
    obligations: Sequence[dict[str, Any]] = field(default_factory=tuple)


def _check(directive: Directive, draft: VersionDraft, after: int, at: datetime) -> None:
    if directive.version_number != after:
        text = _("Bản %(n)d vừa được người khác phát hành. Xem bản đó trước.")
        raise ValidationError(text % {"n": directive.version_number})
    if draft.due_on < timezone.localtime(at).date():
        raise ValidationError({"due_on": _("Hạn phải từ hôm nay trở đi.")})
    if len(draft.change_note.strip()) < NOTE_LEAST:
        raise ValidationError({"change_note": _("Ghi rõ bản này khác gì, ít nhất 10 ký tự: người nhận đọc dòng này.")})
    if draft.document_version and draft.document_version.document_id != directive.document_id:
        raise ValidationError(_("Bản văn bản này không thuộc văn bản của chỉ đạo."))


def _keep_receipts(directive: Directive, number: int, due_on: date) -> None:
    """Put what recipients did with the version before aside, and begin anew.

    The first statement locks the rows: who acknowledges at the same moment either is kept with the old version, or finds
    the new one and is told so. A unit added later keeps its deadline where that is later.
    """
    rows = Recipient.objects.filter(directive=directive)
    rows.update(version_number=number)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_SQL, [number - 1, directive.pk])
    # The proof of order (implemented only after acknowledged) holds, since all fall back together.
    rows.update(**dict.fromkeys(MOMENTS))
    rows.filter(is_later_addition=True).update(due_on=Greatest("due_on", due_on))
    rows.filter(is_later_addition=False).update(due_on=due_on)


def _change_obligations(directive: Directive, number: int, draft: VersionDraft) -> None:
    current = directive.obligations.filter(until_version=None)
    current.exclude(pk__in=draft.kept).update(until_version=number)
    last = directive.obligations.aggregate(last=Max("position"))["last"] or 0
    DirectiveObligation.objects.bulk_create(
        [
            DirectiveObligation(directive=directive, position=last + place, since_version=number, **row)
            for place, row in enumerate(draft.obligations, 1)
        ]
    )


@transaction.atomic
def issue_version(*, directive: Directive, draft: VersionDraft, after: int, by: User, at: datetime) -> DirectiveVersion:
    """Issue the version that follows version `after`.

    Recipients owe their acknowledgement again; how they stood is kept as PastReceipt. Evidence that was accepted goes on
    to count only when the draft says so. Raises ValidationError: another version came meanwhile, no words about what
    changed, a deadline before today.
    """
    directive.refresh_from_db(from_queryset=Directive.objects.select_for_update(no_key=True))
    _check(directive, draft, after, at)
    number = after + 1
    _keep_receipts(directive, number, draft.due_on)
    _change_obligations(directive, number, draft)
    version = DirectiveVersion.objects.create(
        directive=directive, number=number, title=draft.title, message=draft.message, due_on=draft.due_on,
        document_version=draft.document_version, change_note=draft.change_note.strip()[:500],
        keeps_evidence=draft.keeps_evidence, issued_at=at, issued_by=by,
    )  # fmt: skip
    directive.title, directive.message, directive.due_on = draft.title, draft.message, draft.due_on
    directive.version_number = number
    if not draft.keeps_evidence:
        directive.evidence_since = number
    directive.save(update_fields=["title", "message", "due_on", "version_number", "evidence_since"])
    audit.record(
        directive, "directives.issue_version", by=by, at=at, number=number, document_version=draft.document_version,
        keeps_evidence=draft.keeps_evidence,
    )  # fmt: skip
    outbox.post(VersionIssued(directive.pk, number))
    return version


def send_version(*, directive_id: int, number: int, at: datetime) -> int:
    """Queue the notices of a version, unless a newer one has come; safe to run again. Returns how many messages."""
    directive = Directive.objects.select_related("issuer").get(pk=directive_id)
    if directive.version_number != number:
        return 0
    version = directive.versions.get(number=number)
    rows = Recipient.objects.filter(directive=directive)
    say = notices.version_words(number, version.change_note)
    return notices.tell(directive=directive, recipients=rows, key=f"version:{number}", say=say, at=at)
