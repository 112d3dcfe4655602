"""Entering figures: asked about where something stands already, append-only, late when the period has closed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.plans import actions
from caunoi.plans.actions import FiguresAskedError
from caunoi.plans.actions.dictionary import LINES
from caunoi.plans.actions.dictionary_english import ENGLISH
from caunoi.plans.models import Figure, Indicator
from caunoi.pure.periods import parse
from tests.cast import AT, Cast
from tests.plans.counting import activity, enter, now

pytestmark = [pytest.mark.room, pytest.mark.django_db]
CODE = "so_cuoc_phan_bien"


@pytest.fixture(autouse=True)
def dictionary(db: None) -> None:
    actions.ensure_indicators()
    actions.ensure_reporting_periods(year=2026)


def test_a_number_that_is_entered_twice_is_asked_about(cast: Cast):
    unit = cast.units["MD-1"]
    first = enter(cast, unit, "2026-H1", {CODE: 2})[0]
    with pytest.raises(FiguresAskedError) as asked:
        enter(cast, unit, "2026-H1", {CODE: 3})
    question = asked.value.questions[0]
    assert (question.same, question.value) == (first, 3)
    assert enter(cast, unit, "2026-H1", {CODE: 3}, {CODE: "KEEP"}) == []
    assert now(unit, "2026-H1", CODE) == 2
    replaced = enter(cast, unit, "2026-H1", {CODE: 3}, {CODE: "REPLACE"})[0]
    assert now(unit, "2026-H1", CODE) == 3
    assert replaced.asked == {"answer": "REPLACE", "figures": [str(first.public_id)], "activities": ""}
    first.refresh_from_db()
    assert first.superseded_at == AT
    assert first.value == 2


def test_the_same_number_again_is_nothing_new(cast: Cast):
    enter(cast, cast.units["MD-1"], "2026-H1", {CODE: 2})
    events = OutboxEvent.objects.count()
    assert enter(cast, cast.units["MD-1"], "2026-H1", {CODE: 2}) == []
    assert (Figure.objects.count(), OutboxEvent.objects.count()) == (1, events)


def test_what_activities_count_already_is_asked_about(cast: Cast):
    unit = cast.units["MD-1"]
    activity(unit, date(2026, 2, 4))
    activity(unit, date(2026, 3, 4))
    with pytest.raises(FiguresAskedError) as asked:
        enter(cast, unit, "2026-H1", {"so_hoi_nghi": 5})
    assert asked.value.questions[0].activities == 2
    assert enter(cast, unit, "2026-H1", {"so_hoi_nghi": 5}, {"so_hoi_nghi": "KEEP"}) == []
    assert now(unit, "2026-H1", "so_hoi_nghi") == 2
    # The same number as they count, or a line that they do not count, needs no question.
    assert len(enter(cast, unit, "2026-H1", {"so_hoi_nghi": 2, "so_lop_tap_huan": 1})) == 2


def test_a_year_that_is_less_than_its_half_is_asked_about(cast: Cast):
    unit = cast.units["MD-1"]
    enter(cast, unit, "2025-H1", {CODE: 4})
    assert len(enter(cast, unit, "2025", {CODE: 6})) == 1
    with pytest.raises(FiguresAskedError) as asked:
        enter(cast, unit, "2025-Q1", {CODE: 5})
    assert {row.value for row in asked.value.questions[0].crossing} == {4}


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("2026-H2", 1, None),
        ("2027-Q1", 1, "nhận số từ ngày 01/01/2027"),
        ("2026-03-04..2026-03-09", 1, "theo tháng, quý"),
        ("2026-H1", -1, "không âm"),
        ("2026-H1", Decimal("1.005"), "2 chữ số"),
        ("2019-H1", 1, "thành lập sau"),
    ],
)
def test_what_is_refused(cast: Cast, code, value, words):
    if words is None:
        assert enter(cast, cast.units["MD-1"], code, {CODE: value})
        return
    with pytest.raises(ValidationError, match=words):
        enter(cast, cast.units["MD-1"], code, {CODE: value})
    assert not Figure.objects.exists()


def test_late_figures_are_taken_and_marked(cast: Cast):
    lines = {CODE: Indicator.objects.get(code=CODE)}
    drafts = [actions.FigureDraft(lines[CODE], Decimal(1))]
    days = {(2026, 5, 31): ValidationError, (2026, 6, 15): False, (2026, 6, 16): True}
    for unit, ((year, month, day), expected) in zip(("MD-1", "MD-2", "HD-1"), days.items(), strict=True):
        given = {"period": parse("2026-H1"), "drafts": drafts, "answers": {}, "by": cast.users["minh"]}
        at = datetime(year, month, day, 3, tzinfo=UTC)
        if expected is ValidationError:
            with pytest.raises(ValidationError, match="01/06/2026"):
                actions.record_figures(unit=cast.units[unit], at=at, **given)
        else:
            assert actions.record_figures(unit=cast.units[unit], at=at, **given)[0].is_late is expected


def test_a_unit_that_had_ended_is_refused_with_its_successor_named_as_the_way(cast: Cast):
    unit = cast.units["MD-1"]
    unit.ended_on = date(2026, 1, 1)
    unit.save()
    with pytest.raises(ValidationError, match="kế thừa"):
        enter(cast, unit, "2026-H1", {CODE: 1})


def test_withdrawing_lets_activities_show_again(cast: Cast):
    unit = cast.units["MD-1"]
    activity(unit, date(2026, 2, 4))
    figure = enter(cast, unit, "2026-H1", {"so_hoi_nghi": 5}, {"so_hoi_nghi": "REPLACE"})[0]
    with pytest.raises(ValidationError, match="lý do"):
        actions.withdraw_figure(figure=figure, reason=" ", by=cast.users["minh"], at=AT)
    actions.withdraw_figure(figure=figure, reason="Nhập nhầm", by=cast.users["minh"], at=AT)
    actions.follow_units(unit_ids=[unit.pk])
    assert now(unit, "2026-H1", "so_hoi_nghi") == 1
    with pytest.raises(ValidationError, match="đã rút"):
        actions.withdraw_figure(figure=figure, reason="Lại rút", by=cast.users["minh"], at=AT)
    verbs = AuditRow.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["plans.record_figures", "plans.withdraw_figure"]


def test_a_line_that_a_ratio_needs_is_not_retired(cast: Cast):
    row, ratio = (Indicator.objects.get(code=code) for code in ("tong_cdcs", "ty_le_cdcs_trien_khai"))
    given = {"is_retired": True, "by": cast.users["dung"], "at": AT}
    words = {line.pk: actions.IndicatorWords(line.name, line.measure) for line in (row, ratio)}
    with pytest.raises(ValidationError, match="Tỷ lệ công đoàn cơ sở triển khai"):
        actions.describe_indicator(indicator=row, words=words[row.pk], **given)
    actions.describe_indicator(indicator=ratio, words=words[ratio.pk], **given)
    actions.describe_indicator(indicator=row, words=words[row.pk], **given)
    assert Indicator.objects.get(code="tong_cdcs").is_retired


def test_every_line_is_delivered_in_both_languages_and_says_the_readers():
    assert [line.code for line in LINES] == list(ENGLISH)
    row = Indicator.objects.get(code="so_hoi_nghi")
    with translation.override("en"):
        assert (str(row), row.said_measure) == ("Conferences and meetings", "meetings")
        row.english_name = ""
        assert row.said_name == "Hội nghị, cuộc họp"
    assert (str(row), row.said_measure) == ("Hội nghị, cuộc họp", "cuộc")
