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


def rules_for(*codes: str, topic: Topic | None, on: date) -> list[LimitRule]:
    """The rules of some codes on a day, in their order; the topic's own go first. A day before the first rule of a code
    (an old letter, entered late) takes that first one. Raises LimitRule.DoesNotExist when a code has no rule at all."""
    rows = LimitRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), code__in=codes, valid_from__lte=on)
    rows = rows.filter(Q(topic=None) | Q(topic=topic)).order_by(F("topic").asc(nulls_first=True), "valid_from")
    # The last of a code is the topic's own, and of several the newest.
    found = {rule.code: rule for rule in rows}
    missing = [code for code in codes if code not in found]
    if missing:
        first = LimitRule.objects.filter(code__in=missing, topic=None, valid_from__gt=on).order_by("-valid_from")
        found |= {rule.code: rule for rule in first}
        missing = [code for code in missing if code not in found]
    if missing:
        raise LimitRule.DoesNotExist(f"no limit {missing[0]} on {on}")
    return [found[code] for code in codes]


def rule_for(code: str, *, topic: Topic | None, on: date) -> LimitRule:
    """The rule of one code on a day. Raises LimitRule.DoesNotExist when none holds."""
    return rules_for(code, topic=topic, on=on)[0]


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
