"""Evidence that obligations were carried out; only accepted evidence counts."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import notices, queries
from caunoi.directives.choices import EvidenceState
from caunoi.directives.models import DirectiveObligation, Evidence, Recipient
from caunoi.kit import audit
from caunoi.kit.models import StoredFile


@transaction.atomic
def submit_evidence(
    *, recipient: Recipient, obligation: DirectiveObligation | None, note: str, happened_on: date | None,
    attendance_count: int | None, file: StoredFile | None, by: User, at: datetime,
) -> Evidence:  # fmt: skip
    """Report that something was done.

    Raises ValidationError before the unit acknowledged, without words or file, or with a day in the future.
    """
    # Read again: the page may be older than the acknowledgement, and evidence may not run ahead of it.
    if not Recipient.objects.filter(pk=recipient.pk, acknowledged_at__isnull=False).exists():
        text = _("%(unit)s chưa xác nhận đã nhận chỉ đạo này. Xác nhận trước (hoặc nhập hộ từ buổi họp), rồi báo việc.")
        raise ValidationError(text % {"unit": recipient.unit_name}, code="NOT_ACKNOWLEDGED")
    if file is None and len(note.strip()) < 10:
        raise ValidationError({"note": _("Kể ngắn việc đã làm, hoặc gửi kèm một ảnh.")})
    if happened_on and happened_on > timezone.localtime(at).date():
        raise ValidationError({"happened_on": _("Ngày làm phải từ hôm nay trở về trước.")})
    evidence = Evidence.objects.create(
        recipient=recipient, obligation=obligation, note=note.strip(), happened_on=happened_on,
        attendance_count=attendance_count, file=file, submitted_at=at, submitted_by=by,
        version_number=recipient.version_number,
    )  # fmt: skip
    if file:
        file.subject = f"directives.recipient:{recipient.pk}"
        file.save(update_fields=["subject"])
    audit.record(evidence, "directives.submit_evidence", by=by, at=at, recipient=recipient)
    return evidence


@transaction.atomic
def decide_evidence(
    *, evidence: Evidence, is_accepted: bool, note: str, by: User, at: datetime, is_told: bool = True
) -> Evidence:
    """Accept, or return with a reason. Raises ValidationError when it was decided already or the reason is missing.

    With `is_told=False` a room that decides it with something of its own tells the person itself.
    """
    # Read again under a lock: two officers may have the same page open.
    evidence.refresh_from_db(fields=["state"], from_queryset=Evidence.objects.select_for_update())
    if evidence.state != EvidenceState.SUBMITTED:
        raise ValidationError(_("Minh chứng này đã có người duyệt."))
    if not is_accepted and len(note.strip()) < 5:
        raise ValidationError({"note": _("Trả lại thì ghi rõ cần bổ sung gì.")})
    evidence.state = EvidenceState.ACCEPTED if is_accepted else EvidenceState.RETURNED
    evidence.decided_at, evidence.decided_by, evidence.decision_note = at, by, note.strip()[:500]
    evidence.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    recipient = evidence.recipient
    if is_accepted and recipient.implemented_at is None and queries.is_implemented(recipient):
        # Evidence of an earlier version counts from the moment that the unit acknowledged the newest.
        rows = Recipient.objects.filter(pk=recipient.pk, acknowledged_at__isnull=False)
        rows.update(implemented_at=at)
    audit.record(evidence, "directives.decide_evidence", by=by, at=at, is_accepted=is_accepted)
    if is_told:
        notices.tell_decided(evidence=evidence, at=at)
    return evidence


@transaction.atomic
def revoke_evidence(*, evidence: Evidence, note: str, by: User, at: datetime) -> Evidence:
    """Take evidence back that waits or was accepted: the recipient has carried out no more than what still holds."""
    evidence.refresh_from_db(fields=["state"], from_queryset=Evidence.objects.select_for_update())
    if evidence.state == EvidenceState.RETURNED:
        return evidence
    evidence.state = EvidenceState.RETURNED
    evidence.decided_at, evidence.decided_by, evidence.decision_note = at, by, note.strip()[:500]
    evidence.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    recipient = evidence.recipient
    if not queries.is_implemented(recipient):
        Recipient.objects.filter(pk=recipient.pk).update(implemented_at=None)
    audit.record(evidence, "directives.revoke_evidence", by=by, at=at)
    return evidence
