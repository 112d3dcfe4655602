"""What strangers count for each other: cases for the indicators of plans. Lists of cases stay where each may see them."""

from __future__ import annotations

from django.db.models import Q

from caunoi.feedback.models import Case, Rating
from caunoi.feedback.queries.statistics import SATISFIED_FROM, UNCOUNTED
from caunoi.plans.queries.sources import Measure, Rows, register_source

register_source(
    Rows(
        {"so_pakn_tiep_nhan": Measure()}, lambda: Case.objects.exclude(state__in=UNCOUNTED),
        unit="desk_id", on="received_at", is_each_shown=False,
    )
)  # fmt: skip
register_source(
    Rows(
        {"so_pakn_da_xu_ly": Measure(), "so_pakn_dung_han": Measure(Q(is_on_time=True))},
        lambda: Case.objects.exclude(state__in=UNCOUNTED),
        unit="desk_id", on="answered_at", is_each_shown=False,
    )
)  # fmt: skip
register_source(
    Rows(
        {"so_pakn_danh_gia": Measure(), "so_pakn_hai_long": Measure(Q(score__gte=SATISFIED_FROM))},
        lambda: Rating.objects.exclude(case__state__in=UNCOUNTED),
        unit="case__desk_id", on="at", is_each_shown=False,
    )
)  # fmt: skip
