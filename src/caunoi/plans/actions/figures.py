"""Entering figures: append-only, asked about where something is counted already, never added to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.organisations.models import Placement, Unit
from caunoi.plans.choices import FigureAnswer, FigureWay
from caunoi.plans.events import FiguresRecorded
from caunoi.plans.models import Figure, Indicator
from caunoi.plans.queries.figures import Question, opening_of, questions_about, standing_figures
from caunoi.pure.periods import Kind, Period

MOST = Decimal(10) ** 15


@dataclass(frozen=True)
class FigureDraft:
    """One number of one line."""

    indicator: Indicator
    value: Decimal
    note: str = ""


class FiguresAskedError(Exception):
    """Something is counted already: the unit must say for each question whether its number replaces that."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__("figures asked about")
        self.questions = list(questions)


def check_was_there(unit: Unit, period: Period) -> None:
    """A unit enters figures of its own time. Raises ValidationError."""
    if unit.founded_on > period.to_on:
        raise ValidationError(_("Đơn vị thành lập sau kỳ này, nên không nhập số cho kỳ này."))
    if unit.ended_on and unit.ended_on <= period.from_on:
        raise ValidationError(_("Đơn vị đã kết thúc trước kỳ này. Đơn vị kế thừa nhập số."))


def _place(unit: Unit, period: Period, today: date) -> str:
    """Where the unit stood on the last day of the period, or last before it. Raises ValidationError when it was not there."""
    check_was_there(unit, period)
    rows = Placement.objects.filter(unit=unit, from_on__lte=min(period.to_on, today)).order_by("-from_on")
    path = rows.values_list("path", flat=True).first()
    if path is None:
        raise ValidationError(_("Đơn vị chưa có chỗ trên sơ đồ tổ chức trong kỳ này."))
    return path


def check_value(value: Decimal) -> None:
    """A figure is no less than 0, with at most two decimals. Raises ValidationError."""
    if value < 0:
        raise ValidationError(_("Số không âm. Bỏ dấu trừ."))
    if value > MOST or value != value.quantize(Decimal("0.01")):
        raise ValidationError(_("Số có nhiều nhất 15 chữ số và 2 chữ số sau dấu phẩy."))


def _check_period(period: Period, today: date) -> bool:
    if period.kind is Kind.FREE:
        raise ValidationError(_("Số liệu nhập theo tháng, quý, nửa năm hoặc năm."))
    opening = opening_of(period, today)
    if opening.refusal:
        opens_on = opening.row.opens_on if opening.row else period.from_on
        raise ValidationError(_("Kỳ này nhận số từ ngày %(day)s.") % {"day": f"{opens_on:%d/%m/%Y}"})
    return opening.is_late


def _supersede(rows: Sequence[Figure], at: datetime) -> None:
    Figure.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_at=at)


def _facts(question: Question | None, answer: str) -> dict[str, object]:
    if question is None:
        return {}
    figures = [str(row.public_id) for row in ([question.same] if question.same else []) + question.crossing]
    activities = "" if question.activities is None else str(question.activities)
    return {"answer": answer, "figures": figures, "activities": activities}


@transaction.atomic
def record_figures(
    *, unit: Unit, period: Period, drafts: Sequence[FigureDraft], answers: Mapping[str, str], by: User, at: datetime,
    way: str = FigureWay.HAND, is_sample: bool = False,
) -> list[Figure]:  # fmt: skip
    """Record numbers of a unit for a period; returns the new rows. A number that stands already is not recorded again.

    `answers` (code to FigureAnswer) say what to do where something is counted already: REPLACE lets the new number stand
    in its place, KEEP leaves what is there. Raises FiguresAskedError while one is missing, ValidationError for a period
    that is not open, a unit that was not there, or a number that is none. Nothing is ever added up.
    """
    today = timezone.localtime(at).date()
    is_late, path = _check_period(period, today), _place(unit, period, today)
    for draft in drafts:
        check_value(draft.value)
    # One at a time for a unit: two people who enter the same must meet each other's number.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    lines = {draft.indicator.pk: draft.indicator for draft in drafts}
    values = {(unit.pk, draft.indicator.pk): draft.value for draft in drafts}
    asked = questions_about(values, lines, [unit], period)
    open_questions = [question for question in asked.values() if question.indicator.code not in answers]
    if open_questions:
        raise FiguresAskedError(open_questions)
    standing = {row.indicator_id: row for row in standing_figures([unit.pk], period)}
    made = []
    for draft in drafts:
        known, question = standing.get(draft.indicator.pk), asked.get((unit.pk, draft.indicator.pk))
        answer = answers.get(draft.indicator.code, "")
        if (known and known.value == draft.value) or (question and answer != FigureAnswer.REPLACE):
            continue
        if known:
            _supersede([known], at)
        made.append(
            Figure(
                indicator=draft.indicator, unit=unit, path=path, from_on=period.from_on, to_on=period.to_on,
                value=draft.value, note=draft.note, way=way, is_late=is_late, asked=_facts(question, answer),
                is_sample=is_sample, recorded_at=at, recorded_by=by,
            )
        )  # fmt: skip
    if made:
        Figure.objects.bulk_create(made)
        codes = [row.indicator.code for row in made]
        audit.record(
            unit, "plans.record_figures", by=by, at=at, period=period.code, codes=codes, way=str(way), is_late=is_late
        )
        outbox.post(FiguresRecorded(unit.pk))
    return made


@transaction.atomic
def withdraw_figure(*, figure: Figure, reason: str, by: User, at: datetime) -> None:
    """Let a figure stand no longer; what activities count shows again. Raises ValidationError when it does not stand."""
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do rút số.")})
    if not Figure.objects.filter(pk=figure.pk, superseded_at=None).update(superseded_at=at):
        raise ValidationError(_("Số này đã được thay hoặc đã rút."))
    audit.record(
        figure.unit,
        "plans.withdraw_figure",
        by=by,
        at=at,
        code=figure.indicator.code,
        figure=figure,
        content={"reason": reason},
    )
    outbox.post(FiguresRecorded(figure.unit_id))
