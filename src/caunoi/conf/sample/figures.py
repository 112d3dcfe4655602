"""Sample figures of this year's and last year's first half, from most unions of Mỹ Đức and some elsewhere; all invented."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.organisations.models import Unit
from caunoi.plans import actions
from caunoi.plans.models import Indicator
from caunoi.pure.periods import Kind, around

# Line, and the most that a small union enters.
LINES = (
    ("so_y_kien_gop_y_du_thao", 12), ("so_cuoc_giam_sat_chu_tri", 2), ("so_cuoc_giam_sat_tham_gia", 3),
    ("so_cuoc_phan_bien", 1), ("so_kien_nghi_sau_giam_sat", 5), ("so_kien_nghi_da_tra_loi", 3), ("so_sang_kien", 8),
)  # fmt: skip


def load(at: datetime, by: User) -> None:
    """Two in three unions under the Mỹ Đức commune unions and the zones; a few of them late."""
    lines = {row.code: row for row in Indicator.objects.all()}
    today = timezone.localtime(at)
    units = list(Unit.objects.filter(kind__is_grassroots=True, code__regex=r"^(MD|KCN)-").order_by("code")[:90])
    for years_ago in (1, 0):
        half = around(today.date().replace(year=today.year - years_ago, month=1, day=1), Kind.HALF)
        for number, unit in enumerate(units):
            day = datetime(half.from_on.year, 6, 10 if number % 11 else 20, 9, tzinfo=today.tzinfo)
            if number % 3 == 0 or day > at or unit.founded_on > half.to_on:
                continue
            values = {
                code: (number * 7 + place * 5 + years_ago) % (most + 1) for place, (code, most) in enumerate(LINES)
            }
            answered, sent = "so_kien_nghi_da_tra_loi", "so_kien_nghi_sau_giam_sat"
            values[answered] = min(values[answered], values[sent])
            drafts = [actions.FigureDraft(lines[code], Decimal(value)) for code, value in values.items()]
            actions.record_figures(unit=unit, period=half, drafts=drafts, answers={}, by=by, at=day, is_sample=True)
