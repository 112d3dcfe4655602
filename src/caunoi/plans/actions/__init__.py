"""What changes plans, activities and figures."""

from caunoi.plans.actions.dictionary import (
    describe_indicator,
    ensure_indicators,
    ensure_reporting_periods,
    save_reporting_period,
)
from caunoi.plans.actions.figures import (
    FigureDraft,
    FiguresAskedError,
    check_value,
    record_figures,
    withdraw_figure,
)
from caunoi.plans.actions.totals import differing_units, follow_units, rebuild_totals

__all__ = [
    "FigureDraft",
    "FiguresAskedError",
    "check_value",
    "describe_indicator",
    "differing_units",
    "ensure_indicators",
    "ensure_reporting_periods",
    "follow_units",
    "rebuild_totals",
    "record_figures",
    "save_reporting_period",
    "withdraw_figure",
]
