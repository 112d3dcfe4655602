"""Removing what was kept long enough, in two steps by two people: a list first (nothing happens), then a confirmation.

NĐ 30/2020/NĐ-CP art. 31: files of five years and more go to the archive; TT 07/2014/TT-TTCP art. 28: what was not
eligible is kept a year and destroyed by decision. How long is the operator's decision: rows of RetentionRule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.erasing import remove_case
from caunoi.feedback.actions.moving import locked
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import RemovalState, RetentionGroup
from caunoi.feedback.models import Case, LegalHold, Removal, RetentionRule
from caunoi.feedback.queries.access import recusals_of
from caunoi.feedback.queries.retention import expired
from caunoi.kit import audit, queue
from caunoi.organisations.queries import scope_of

LIST_MOST, MONTHS_MOST = 1_000, 1_200


@dataclass(frozen=True)
class RetentionDraft:
    """How long cases of a group are kept, by which text, and why it changes."""

    months: int
    legal_basis: str
    is_verified: bool
    reason: str


@transaction.atomic
def save_retention_rule(*, rule: RetentionRule, draft: RetentionDraft, by: User, at: datetime) -> RetentionRule:
    """Keep a group longer or shorter from now on. A list that was made before is looked at again as it is carried out."""
    problems: dict[str, str] = {}
    if not 1 <= draft.months <= MONTHS_MOST:
        problems["months"] = _("Ghi số tháng từ 1 đến %d.") % MONTHS_MOST
    if not draft.legal_basis.strip():
        problems["legal_basis"] = _("Ghi căn cứ: văn bản, điều, khoản, hoặc quy chế của liên đoàn.")
    if problems:
        raise ValidationError(problems)
    reason = required_reason(draft.reason)
    row = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    before = row.months
    row.months, row.legal_basis, row.is_verified = draft.months, draft.legal_basis.strip(), draft.is_verified
    row.save(update_fields=["months", "legal_basis", "is_verified"])
    audit.record(
        row, "feedback.save_retention_rule", by=by, at=at, content={"reason": reason}, group=row.group,
        months=row.months, months_before=before, legal_basis=row.legal_basis, is_verified=row.is_verified,
    )  # fmt: skip
    return row


def _rule_text(rule: RetentionRule) -> str:
    return f"{RetentionGroup(rule.group).label}: {rule.months} tháng ({rule.legal_basis})"


@transaction.atomic
def list_removal(*, by: User | None, at: datetime) -> Removal | None:
    """Write down what could be removed today; None when there is nothing. The open list is given back, if there is one."""
    known = Removal.objects.filter(state__in=(RemovalState.LISTED, RemovalState.CONFIRMED)).first()
    if known is not None:
        return known
    cases: dict[str, str] = {}
    counts: dict[str, int] = {}
    for rule in RetentionRule.objects.order_by("group"):
        found = list(expired(rule, at).values_list("pk", flat=True)[: LIST_MOST - len(cases)])
        cases |= {str(pk): _rule_text(rule) for pk in found}
        counts[rule.group] = len(found)
    if not cases:
        return None
    removal = Removal.objects.create(cases=cases, counts=counts, made_at=at, made_by=by)
    audit.record(removal, "feedback.list_removal", by=by, at=at, count=len(cases))
    return removal


@transaction.atomic
def confirm_removal(*, removal: Removal, by: User, at: datetime) -> Removal:
    """Another person than who made the list decides; the work is done in the background."""
    row = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    if row.state != RemovalState.LISTED:
        raise ValidationError(_("Danh sách này đã được quyết định."))
    if row.made_by_id == by.pk:
        raise ValidationError(_("Người lập danh sách không tự xác nhận được. Cần một cán bộ khác."))
    # Nobody removes what names them: for them it is not on the list, and it stays for the next one.
    named = set(recusals_of(by, scope_of(by, timezone.localtime(at).date())).values_list("case", flat=True))
    row.cases = {pk: rule for pk, rule in row.cases.items() if int(pk) not in named}
    row.state, row.confirmed_at, row.confirmed_by = RemovalState.CONFIRMED, at, by
    row.save(update_fields=["cases", "state", "confirmed_at", "confirmed_by"])
    audit.record(row, "feedback.confirm_removal", by=by, at=at, count=len(row.cases))
    queue.enqueue("caunoi.feedback.jobs.remove_expired_cases")
    return row


@transaction.atomic
def cancel_removal(*, removal: Removal, reason: str, by: User, at: datetime) -> Removal:
    """Put the list away; nothing is removed."""
    row = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    if row.state != RemovalState.LISTED:
        raise ValidationError(_("Danh sách này đã được quyết định."))
    row.state, row.finished_at = RemovalState.CANCELLED, at
    row.save(update_fields=["state", "finished_at"])
    audit.record(row, "feedback.cancel_removal", by=by, at=at, content={"reason": required_reason(reason)})
    return row


@transaction.atomic
def hold_case(*, case: Case, reason: str, by: User, at: datetime) -> LegalHold:
    """Keep a case past its time. Once."""
    case = locked(case)
    row, is_new = LegalHold.objects.get_or_create(
        case=case, lifted_at=None, defaults={"reason": required_reason(reason), "from_at": at, "by": by}
    )
    if is_new:
        audit.record(case, "feedback.hold_case", by=by, at=at)
    return row


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, by: User, at: datetime) -> LegalHold:
    """Let its time run again."""
    row = LegalHold.objects.select_for_update(of=("self",)).select_related("case").get(pk=hold.pk)
    if row.lifted_at is not None:
        raise ValidationError(_("Việc này không còn bị giữ."))
    row.lifted_at = at
    row.save(update_fields=["lifted_at"])
    audit.record(row.case, "feedback.lift_hold", by=by, at=at, content={"reason": required_reason(reason)})
    return row


@transaction.atomic
def _remove_one(removal: Removal, pk: int, rule_text: str, at: datetime) -> bool:
    """Looked at again in its transaction: reopened, held or asked about since the list was made, it stays."""
    Case.objects.select_for_update(of=("self",)).filter(pk=pk).first()  # a hold made meanwhile is seen, or waits
    is_expired = any(expired(rule, at).filter(pk=pk).exists() for rule in RetentionRule.objects.all())
    if is_expired:
        remove_case(case=Case(pk=pk), rule=rule_text, by=removal.confirmed_by, at=at)
    row = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    row.cases.pop(str(pk), None)
    row.removed_count += is_expired
    row.save(update_fields=["cases", "removed_count"])
    return is_expired


def remove_expired_cases(*, at: datetime) -> int:
    """Carry the confirmed list out, a transaction a case, so that a stop in the middle loses and doubles nothing."""
    removal = Removal.objects.filter(state=RemovalState.CONFIRMED).select_related("confirmed_by").first()
    if removal is None:
        return 0
    count = sum(_remove_one(removal, int(pk), rule, at) for pk, rule in sorted(removal.cases.items()))
    Removal.objects.filter(pk=removal.pk, cases={}).update(state=RemovalState.DONE, finished_at=at)
    return count
