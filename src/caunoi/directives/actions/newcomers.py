"""Units that come under the rule later: offered to the issuer, or added by the machine with a deadline of their own."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives import notices, queries
from caunoi.directives.actions.issuing import add_recipients
from caunoi.directives.models import Directive
from caunoi.kit import audit
from caunoi.notifications.queries import quiet_until

DAYS_MOST = 60


@transaction.atomic
def set_newcomers(*, directive: Directive, is_automatic: bool, days: int, by: User, at: datetime) -> Directive:
    """Say whether the machine adds them, and how many working days they get. Raises ValidationError: days out of reach."""
    if not 1 <= days <= DAYS_MOST:
        raise ValidationError({"days": _("Cho từ 1 đến %(n)d ngày làm việc.") % {"n": DAYS_MOST}})
    directive.adds_newcomers, directive.newcomer_days = is_automatic, days
    directive.save(update_fields=["adds_newcomers", "newcomer_days"])
    audit.record(directive, "directives.set_newcomers", by=by, at=at, is_automatic=is_automatic, days=days)
    return directive


def add_newcomers(*, directive: Directive, by: User | None, at: datetime) -> int:
    """Add all that came under the rule since. Returns how many; two who add at once add each unit once."""
    day = timezone.localtime(at).date()
    ids = queries.newcomer_ids(directive, day)
    if not ids:
        return 0
    due_on = queries.newcomer_due(directive, day)
    try:
        return len(add_recipients(directive=directive, unit_ids=ids, due_on=due_on, by=by, at=at))
    except ValidationError:  # somebody was quicker
        return 0


def watch_newcomers(*, at: datetime) -> int:
    """Add, or offer to the issuer, what came under the rules of directives; not in quiet hours, each set of units once.

    Returns how many units were found.
    """
    if quiet_until(at) != at:
        return 0
    day, count = timezone.localtime(at).date(), 0
    for directive in queries.offering(day):
        if directive.adds_newcomers:
            count += add_newcomers(directive=directive, by=None, at=at)
            continue
        ids = queries.newcomer_ids(directive, day)
        Directive.objects.filter(pk=directive.pk).exclude(newcomer_count=len(ids)).update(newcomer_count=len(ids))
        if ids:
            told = hashlib.sha256(repr(sorted(ids)).encode()).hexdigest()[:16]
            notices.tell_newcomers(directive=directive, count=len(ids), key=f"newcomers:{directive.pk}:{told}", at=at)
        count += len(ids)
    return count
