"""Figures and periods in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from caunoi.plans.queries.wording import change_text, period_name, period_short, signed
from caunoi.pure.indicators import amount

register = template.Library()
register.filter(period_name)
register.filter(period_short)
register.filter(signed)
register.filter(change_text)


@register.filter
def figure(value: Decimal | int | None) -> str:
    """`1.234,5`, or a dash for what nobody said."""
    return "–" if value is None else amount(value)


@register.filter
def share(value: Decimal | None) -> str:
    """`33,3%`."""
    return "–" if value is None else f"{amount(value, 1)}%"
