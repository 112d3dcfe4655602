"""The sign-off of a branch that is whole: minutes, a certified moment, and the hash of the rows in the audit chain."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import queries
from caunoi.directives.actions.minutes import make_minutes
from caunoi.directives.choices import Level
from caunoi.directives.models import Directive, SignOff
from caunoi.kit import audit
from caunoi.organisations.models import Unit

SIGNED_LEVELS = (Level.ACKNOWLEDGED, Level.IMPLEMENTED)


@transaction.atomic
def sign_off(*, directive: Directive, unit: Unit, path: str, level: str, by: User, at: datetime) -> SignOff:
    """Certify that every recipient of a branch reached a level now; the minutes are drawn up with it.

    Units that are added afterwards do not undo it: it says what was whole at its moment. Raises ValidationError when the
    branch is not whole (any more), or was signed for this level and version already.
    """
    if level not in SIGNED_LEVELS:
        raise ValidationError(_("Chỉ ký được mức đã xác nhận hoặc đã thực hiện."))
    # Later additions and new versions wait for the same lock, so that nothing comes in between counting and signing.
    directive.refresh_from_db(from_queryset=Directive.objects.select_for_update(no_key=True))
    row = queries.totals(directive, path)
    reached = row.acknowledged if level == Level.ACKNOWLEDGED else row.implemented
    if not row.total or reached != row.total:
        text = _("Nhánh này mới đạt %(n)d/%(total)d, chưa ký 100 %% được.")
        raise ValidationError(text % {"n": reached, "total": row.total})
    version = directive.version_number
    if SignOff.objects.filter(directive=directive, path=path, version_number=version, level=level).exists():
        raise ValidationError(_("Nhánh này đã có người ký ở mức này."))
    minutes = make_minutes(directive=directive, unit=unit, path=path, level=Level(level), by=by, at=at)
    signed = SignOff.objects.create(
        directive=directive, unit=unit, path=path, version_number=version, level=level, total=row.total, at=at,
        minutes=minutes, signed_by=by,
    )  # fmt: skip
    audit.record(
        signed, "directives.sign_off", by=by, at=at, unit=unit, level=str(level), total=row.total, version=version,
        sha256=minutes.rows_sha256,
    )  # fmt: skip
    return signed
