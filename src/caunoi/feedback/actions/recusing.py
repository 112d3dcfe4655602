"""Whoever is named in a case is out of it: found at intake, added later, lifted only with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.choices import RecusalSource, State
from caunoi.feedback.models import Case, Recusal
from caunoi.feedback.queries.search import CASE_WORDS
from caunoi.kit import audit, fulltext
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Placement, RoleGrant, Unit
from caunoi.pure import timetree
from caunoi.pure.vietnamese import fold

# Shorter names ("Lan") would take out half of an office.
WORDS_LEAST = 2
# Roles given within this time are looked at again and again, so that a worker may sleep for as long.
NEWCOMER = timedelta(days=30)


def _plain(text: str) -> str:
    """Folded words with a space on either side: "Gặp ông Quang." names " quang "."""
    return f" {' '.join(fulltext.WORD.findall(fold(text)))} "


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
    words = _plain(text)
    rows += [
        Recusal(case=case, user=user, source=RecusalSource.MATCHED, at=at)
        for user, folded in near
        if user.pk not in taken and len(folded.split()) >= WORDS_LEAST and f" {folded} " in words
    ]
    for row in rows:
        row.save(force_insert=True)


def _officers_above(case: Case, at: datetime) -> list[tuple[User, str]]:
    """Who acts for the case's units and for any level above them: all who could come to see it."""
    on = timezone.localtime(at).date()
    units = {pk for pk in (case.body_id, case.desk_id, case.unit_id) if pk}
    paths = Placement.objects.on(on).filter(unit__in=units).values_list("path", flat=True)
    units |= {pk for path in paths for pk in timetree.ids_of(path)}
    grants = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), unit__in=units, from_on__lte=on)
    users = User.objects.filter(pk__in=grants.exclude(role=Role.MEMBER).values("user")).only("id", "full_name")
    return [(user, fold(user.full_name)) for user in users]


@transaction.atomic
def recuse_met(*, case: Case, by: User | None, at: datetime) -> int:
    """Look again for people who are named in a case: after it came to another unit, after a person got a role. Whoever
    was let back in stays in. Returns how many were found; like `recuse_named`, part of another deed."""
    known = set(Recusal.objects.filter(case=case).values_list("user_id", flat=True))
    words = _plain(case.text or case.sealed_text)
    named = [_plain(row.name) for row in Recusal.objects.filter(case=case, user=None, lifted_at=None) if row.name]
    found = [
        user
        for user, folded in _officers_above(case, at)
        if user.pk not in known
        and len(folded.split()) >= WORDS_LEAST
        and any(f" {folded} " in text for text in (words, *named))
    ]
    for user in found:
        Recusal.objects.create(case=case, user=user, source=RecusalSource.MATCHED, at=at)
        audit.record(case, "feedback.recuse", by=by, at=at, source=RecusalSource.MATCHED)
    Case.objects.filter(pk=case.pk, handler__in=found).update(handler=None)
    return len(found)


def recuse_newcomers(*, at: datetime) -> int:
    """Look for people who got a role lately among the cases of their unit; the index of words finds which."""
    on, count = timezone.localtime(at).date(), 0
    grants = RoleGrant.objects.filter(granted_at__gte=at - NEWCOMER, from_on__lte=on).exclude(role=Role.MEMBER)
    for grant in grants.filter(Q(to_on=None) | Q(to_on__gt=on)).select_related("user"):
        unit, name = grant.unit_id, grant.user.full_name
        near = Case.objects.filter(Q(desk=unit) | Q(unit=unit) | Q(body=unit))
        keys = fulltext.matching(CASE_WORDS, f"{name} ")
        met = Q(pk__in=keys) if keys is not None else Q(pk__in=[])
        unmatched = Recusal.objects.filter(user=None, unit=None, lifted_at=None).values("case")
        for case in near.filter(met | Q(pk__in=unmatched) | Q(state=State.QUARANTINED)):
            count += recuse_met(case=case, by=None, at=at)
    return count


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
