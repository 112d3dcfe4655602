"""Time limits as they hold on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from caunoi.feedback.models import LimitRule, Topic


def rule_for(code: str, *, topic: Topic | None, on: date) -> LimitRule:
    """The rule of a code on a day; the topic's own goes first. Raises LimitRule.DoesNotExist when none holds."""
    rows = LimitRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=code, valid_from__lte=on)
    rows = rows.filter(Q(topic=None) | Q(topic=topic))
    found = rows.order_by(F("topic").desc(nulls_last=True), "-valid_from").first()
    if found is None:
        raise LimitRule.DoesNotExist(f"no limit {code} on {on}")
    return found
