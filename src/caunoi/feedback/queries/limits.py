"""Time limits as they hold on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from caunoi.feedback.models import LimitRule, Topic

CODES = (
    "ACCEPT", "TRANSFER", "ANSWER_NORMAL", "ANSWER_COMPLEX", "ANSWER_URGENT", "DATA_ACKNOWLEDGE", "DATA_DO",
    "DATA_DO_COMPLEX",
)  # fmt: skip


def rule_for(code: str, *, topic: Topic | None, on: date) -> LimitRule:
    """The rule of a code on a day; the topic's own goes first. Raises LimitRule.DoesNotExist when none holds."""
    rows = LimitRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code=code, valid_from__lte=on)
    rows = rows.filter(Q(topic=None) | Q(topic=topic))
    found = rows.order_by(F("topic").desc(nulls_last=True), "-valid_from").first()
    if found is None:
        raise LimitRule.DoesNotExist(f"no limit {code} on {on}")
    return found


@dataclass(frozen=True)
class LimitLine:
    """A limit with what it is on the day: past, holding or coming."""

    rule: LimitRule
    when: str


def limit_lines(on: date) -> list[tuple[str, list[LimitLine]]]:
    """Every limit by code, the general one first, the newest first."""
    rows = LimitRule.objects.select_related("topic").order_by(F("topic__name").asc(nulls_first=True), "-valid_from")
    groups: dict[str, list[LimitLine]] = {code: [] for code in CODES}
    for rule in rows:
        is_past = rule.valid_to is not None and rule.valid_to <= on
        when = "past" if is_past else "coming" if rule.valid_from > on else "now"
        groups.setdefault(rule.code, []).append(LimitLine(rule, when))
    return list(groups.items())
