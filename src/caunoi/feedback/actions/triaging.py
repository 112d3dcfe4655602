"""Sorting one case with one stroke: what it is, and who answers, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.merging import unmerge_case
from caunoi.feedback.actions.routing import Classification, assign_case, classify_case, return_case
from caunoi.feedback.choices import State
from caunoi.feedback.models import Case
from caunoi.organisations.models import Unit


@transaction.atomic
def triage_case(*, case: Case, decided: Classification, unit: Unit | None, by: User, at: datetime) -> Case:
    """Classify, and hand to the unit where one is given. Raises ValidationError, and then neither is done."""
    case = classify_case(case=case, decided=decided, by=by, at=at)
    return assign_case(case=case, unit=unit, by=by, at=at) if unit else case


@transaction.atomic
def undo_triage(*, case: Case, by: User, at: datetime) -> Case:
    """Take back the last stroke: out of the unit again, or out of the case that it was merged into."""
    reason = _("Hoàn tác ngay khi phân loại")
    if case.state == State.MERGED:
        return unmerge_case(case=case, reason=reason, by=by, at=at)
    if case.state == State.ASSIGNED:
        return return_case(case=case, reason=reason, by=by, at=at)
    return case
