"""What changes plans, activities and figures."""

from caunoi.plans.actions.approving import (
    adopt_plan,
    amend_plan,
    approve_plan,
    close_plan,
    decide_plans,
    discard_plan,
    drop_amendment,
    return_plan,
    submit_plan,
    withdraw_submission,
)
from caunoi.plans.actions.cascading import carry_down, cascade_plan, remind_followers, take_plan, take_tasks
from caunoi.plans.actions.dictionary import (
    IndicatorWords,
    describe_indicator,
    ensure_indicators,
    ensure_reporting_periods,
    save_reporting_period,
)
from caunoi.plans.actions.editing import (
    PlanWords,
    StaleEditError,
    TaskDraft,
    add_task,
    adopt_task,
    cancel_task,
    decline_task,
    edit_plan,
    edit_task,
    move_task,
    remove_task,
    restore_task,
)
from caunoi.plans.actions.feeding import make_feed
from caunoi.plans.actions.figures import (
    FigureDraft,
    FiguresAskedError,
    check_value,
    record_figures,
    withdraw_figure,
)
from caunoi.plans.actions.figures_import import import_figures
from caunoi.plans.actions.progress import refresh_tasks
from caunoi.plans.actions.starting import PlanStart, add_obligations, make_plan
from caunoi.plans.actions.taking_over import take_over_plan
from caunoi.plans.actions.telling import tell_cascaded, tell_decided, tell_reminded, tell_submitted
from caunoi.plans.actions.templates import (
    TemplateTaskDraft,
    TemplateWords,
    edit_template,
    ensure_templates,
    remove_template_task,
    save_template_task,
)
from caunoi.plans.actions.totals import differing_units, follow_units, rebuild_totals

__all__ = [
    "FigureDraft",
    "FiguresAskedError",
    "IndicatorWords",
    "PlanStart",
    "PlanWords",
    "StaleEditError",
    "TaskDraft",
    "TemplateTaskDraft",
    "TemplateWords",
    "add_obligations",
    "add_task",
    "adopt_plan",
    "adopt_task",
    "amend_plan",
    "approve_plan",
    "cancel_task",
    "carry_down",
    "cascade_plan",
    "check_value",
    "close_plan",
    "decide_plans",
    "decline_task",
    "describe_indicator",
    "differing_units",
    "discard_plan",
    "drop_amendment",
    "edit_plan",
    "edit_task",
    "edit_template",
    "ensure_indicators",
    "ensure_reporting_periods",
    "ensure_templates",
    "follow_units",
    "import_figures",
    "make_feed",
    "make_plan",
    "move_task",
    "rebuild_totals",
    "record_figures",
    "refresh_tasks",
    "remind_followers",
    "remove_task",
    "remove_template_task",
    "restore_task",
    "return_plan",
    "save_reporting_period",
    "save_template_task",
    "submit_plan",
    "take_over_plan",
    "take_plan",
    "take_tasks",
    "tell_cascaded",
    "tell_decided",
    "tell_reminded",
    "tell_submitted",
    "withdraw_figure",
    "withdraw_submission",
]
