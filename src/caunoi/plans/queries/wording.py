"""How periods and numbers are named to people."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from caunoi.plans.queries.rollup import Cell, Number
from caunoi.pure.indicators import amount
from caunoi.pure.periods import Kind, Period

ROMAN = ("I", "II", "III", "IV")


def period_name(period: Period) -> str:
    """`Năm 2026`, `6 tháng đầu năm 2026`, `Quý II năm 2026`, `Tháng 4/2026`, or the two days."""
    year, month = period.from_on.year, period.from_on.month
    match period.kind:
        case Kind.YEAR:
            return _("Năm %(year)d") % {"year": year}
        case Kind.HALF if month == 1:
            return _("6 tháng đầu năm %(year)d") % {"year": year}
        case Kind.HALF:
            return _("6 tháng cuối năm %(year)d") % {"year": year}
        case Kind.QUARTER:
            return _("Quý %(number)s năm %(year)d") % {"number": ROMAN[(month - 1) // 3], "year": year}
        case Kind.MONTH:
            return _("Tháng %(month)d/%(year)d") % {"month": month, "year": year}
    first, last = period.from_on, period.to_on
    return f"{first.day}/{first.month}/{first.year} – {last.day}/{last.month}/{last.year}"


def period_short(period: Period) -> str:
    """The same without its year, for rows of choices that name the year once."""
    month = period.from_on.month
    match period.kind:
        case Kind.HALF:
            return _("6 tháng đầu") if month == 1 else _("6 tháng cuối")
        case Kind.QUARTER:
            return _("Quý %(number)s") % {"number": ROMAN[(month - 1) // 3]}
    return period_name(period)


def number_text(number: Number, *, is_ratio: bool) -> str:
    """`1.250`, `33,3% (1/3)`, or a dash for what nobody said."""
    if is_ratio:
        if number.value is None or number.numerator is None or number.denominator is None:
            return "–"
        return f"{amount(number.value, 1)}% ({amount(number.numerator)}/{amount(number.denominator)})"
    return "–" if number.value is None else amount(number.value)


def change_text(cell: Cell) -> str:
    """`+25 (+83,3%)`; of ratios in percentage points."""
    change = cell.change
    if change is None:
        return "–"
    points = _("điểm phần trăm") if cell.is_ratio else ""
    text = f"{signed(change.difference)} {points}".strip()
    return text if cell.is_ratio or change.percent is None else f"{text} ({signed(change.percent)}%)"


def signed(value: Decimal) -> str:
    """`+3`, `−3`, `0`."""
    return f"+{amount(value)}" if value > 0 else amount(value)
