"""Whoever is named in a case is out of it: found at intake, added later, lifted only with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.choices import RecusalSource
from caunoi.feedback.models import Case, Recusal
from caunoi.kit import audit
from caunoi.organisations.models import RoleGrant, Unit
from caunoi.pure.vietnamese import fold

# Shorter names ("Lan") would take out half of an office.
WORDS_LEAST = 2


def _people_near(case: Case, at: datetime) -> list[tuple[User, str]]:
    """Who acts for the units that the case may come to, with folded names."""
    on = timezone.localtime(at).date()
    units = {pk for pk in (case.body_id, case.desk_id, case.unit_id) if pk}
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), unit__in=units, from_on__lte=on)
    users = User.objects.filter(pk__in=grants.values("user")).only("id", "full_name")
    return [(user, fold(user.full_name)) for user in users]


def recuse_named(*, case: Case, is_about_body: bool, people: Iterable[str], text: str, at: datetime) -> None:
    """Write down who is named: the body where the sender says so, people by name, and full names met in the text.

    Called within the deed that brings the words in; it records no deed of its own.
    """
    rows: list[Recusal] = []
    if is_about_body and case.body_id:
        rows.append(Recusal(case=case, unit=case.body, source=RecusalSource.NAMED, at=at))
    near = _people_near(case, at)
    taken: set[int] = set()
    for name in filter(None, (person.strip() for person in people)):
        found = [user for user, folded in near if folded and folded in fold(name)]
        taken |= {user.pk for user in found}
        rows += [Recusal(case=case, user=user, name=name, source=RecusalSource.NAMED, at=at) for user in found]
        if not found:
            rows.append(Recusal(case=case, name=name, source=RecusalSource.NAMED, at=at))
    words = f" {fold(text)} "
    rows += [
        Recusal(case=case, user=user, source=RecusalSource.MATCHED, at=at)
        for user, folded in near
        if user.pk not in taken and len(folded.split()) >= WORDS_LEAST and f" {folded} " in words
    ]
    for row in rows:
        row.save(force_insert=True)


@transaction.atomic
def recuse(
    *, case: Case, user: User | None = None, unit: Unit | None = None, source: RecusalSource, by: User, at: datetime
) -> Recusal:
    """Take a person or a unit out of a case that they turn out to be part of."""
    if user is None and unit is None:
        raise ValidationError(_("Chọn người hoặc đơn vị được nêu trong việc này."))
    row = Recusal.objects.create(case=case, user=user, unit=unit, source=source, at=at, by=by)
    if user is not None and case.handler_id == user.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    audit.record(case, "feedback.recuse", by=by, at=at, source=source)
    return row


@transaction.atomic
def lift_recusal(*, recusal: Recusal, reason: str, by: User, at: datetime) -> Recusal:
    """Let a wrongly recognised person back in. Nobody lifts their own."""
    if recusal.user_id == by.pk:
        raise ValidationError(_("Người được nêu trong việc không tự bỏ được việc tránh mặt."))
    if len(reason.strip()) < 10:
        raise ValidationError({"reason": _("Ghi lý do, ít nhất 10 ký tự.")})
    recusal.lifted_at = at
    recusal.save(update_fields=["lifted_at"])
    audit.record(recusal.case, "feedback.lift_recusal", by=by, at=at, content={"reason": reason})
    return recusal
