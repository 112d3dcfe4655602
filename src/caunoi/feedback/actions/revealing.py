"""A look at who sent a case: a deed of its own, with a reason, in the audit (SAFETY T3)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import Identity, State
from caunoi.feedback.models import Case, Sender
from caunoi.kit import audit


@transaction.atomic
def reveal_sender(*, case: Case, reason: str, by: User, at: datetime) -> Sender:
    """Show name and contact once. Raises ValidationError: no reason, set apart, or nothing is known of the sender."""
    reason = required_reason(reason)
    if case.state == State.QUARANTINED or case.identity == Identity.RECEIPT:
        raise ValidationError(_("Việc này không lưu danh tính, hoặc danh tính được niêm phong."))
    sender = Sender.objects.select_related("unit").filter(case=case).first()
    if sender is None:
        raise ValidationError(_("Người gửi không để lại tên và cách liên hệ."))
    audit.record(case, "feedback.reveal_sender", by=by, at=at, content={"reason": reason})
    return sender
