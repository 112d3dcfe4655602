"""Indicators go up the tree: kept sums say what the rows say, at every unit, in every period, in the tree of any day."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.kit import outbox
from caunoi.kit.outbox import deliver
from caunoi.organisations.actions import Step, reorganise
from caunoi.organisations.choices import UnitEventKind
from caunoi.organisations.models import Placement, Succession, UnitEvent
from caunoi.plans import actions
from caunoi.plans.actions.dictionary import LINES
from caunoi.plans.actions.reviewing import decide_activity, withdraw_activity
from caunoi.plans.choices import ActivityForm as Form
from caunoi.plans.choices import ActivityState, Aggregation
from caunoi.plans.events import ActivityDecided
from caunoi.plans.models import Activity, ActivityTotal, Indicator
from tests.cast import AT, Cast
from tests.plans.counting import activity, enter, follow, now, report
from tests.plans.reports import reported

pytestmark = [pytest.mark.room, pytest.mark.django_db]
JULY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def dictionary(db: None) -> None:
    actions.ensure_indicators()


def test_the_dictionary_is_whole_and_made_once():
    assert Indicator.objects.count() == len(LINES)
    assert actions.ensure_indicators() == 0
    for row in Indicator.objects.all():
        assert row.measure
        assert (row.aggregation == Aggregation.RATIO) == bool(row.numerator_id and row.denominator_id)


def test_sums_rise_to_every_unit_above(cast: Cast):
    activity(cast.units["MD-1"], date(2026, 3, 4), attendance_count=35)
    activity(cast.units["MD-2"], date(2026, 5, 4), attendance_count=20)
    activity(cast.units["HD-1"], date(2026, 5, 9), attendance_count=7)
    activity(cast.units["MD-1"], date(2026, 8, 4), Form.LEAFLET, item_count=500)
    activity(cast.units["MD-1"], date(2026, 8, 5), state=ActivityState.SUBMITTED)
    activity(cast.units["MD-1"], date(2025, 3, 5), attendance_count=30)
    follow()
    assert now(cast.units["MD"], "2026-H1", "so_luot_nguoi_du") == 55
    assert now(cast.units["HN"], "2026-H1", "so_luot_nguoi_du") == 62
    assert now(cast.units["HN"], "2026-Q1", "so_hoi_nghi") == 1
    assert now(cast.units["HN"], "2026", "so_to_roi") == 500
    assert now(cast.units["HN"], "2026-H1", "so_to_roi") == 0
    cell = report(cast.units["MD"], "2026-H1").cell("so_luot_nguoi_du")
    assert (cell.before.value, cell.change.difference, cell.change.percent) == (30, 25, Decimal("83.3"))


def test_a_free_period_counts_days_at_its_edges(cast: Cast):
    for day in (14, 15, 31):
        activity(cast.units["MD-1"], date(2026, 1, day))
    for month, day in ((2, 3), (6, 15), (6, 16)):
        activity(cast.units["MD-2"], date(2026, month, day))
    follow()
    assert now(cast.units["HN"], "2026-01-15..2026-06-15", "so_hoi_nghi") == 4
    assert now(cast.units["MD-1"], "2026-01-15..2026-01-20", "so_hoi_nghi") == 1


def test_kept_sums_are_the_truth_after_any_sequence(cast: Cast):
    """Accepted, withdrawn, moved to another day, told twice, late or not at all: following comes to the same."""
    rng = random.Random(7)
    units = [cast.units[code] for code in ("MD-1", "MD-2", "HD-1", "MD", "HN")]
    forms = [Form.MEETING, Form.LEAFLET, Form.TRAINING]
    rows = [
        activity(rng.choice(units), date(2026, 1, 1) + timedelta(days=rng.randrange(300)), rng.choice(forms), state=ActivityState.SUBMITTED)
        for _number in range(40)
    ]  # fmt: skip
    for _step in range(120):
        row = rng.choice(rows)
        row.state = rng.choice(
            [ActivityState.ACCEPTED, ActivityState.ACCEPTED, ActivityState.RETURNED, ActivityState.WITHDRAWN]
        )
        row.happened_on = date(2026, 1, 1) + timedelta(days=rng.randrange(300))
        row.attendance_count = rng.randrange(90)
        row.save()
        if rng.random() < 0.7:
            actions.follow_units(unit_ids=[row.unit_id])
    follow()
    assert actions.differing_units() == set()
    accepted = Activity.objects.filter(state=ActivityState.ACCEPTED)
    for unit in units:
        below = [row for row in accepted if f"/{unit.pk}/" in row.path and row.form == Form.TRAINING]
        assert now(unit, "2026", "so_luot_tap_huan") == sum(row.attendance_count for row in below)
    assert actions.follow_units(unit_ids=[unit.pk for unit in units]) == 0
    kept = set(
        ActivityTotal.objects.exclude(activity_count=0).values_list(
            "unit_id", "path", "month_on", "form", "attendance_count"
        )
    )
    actions.rebuild_totals()
    assert set(ActivityTotal.objects.values_list("unit_id", "path", "month_on", "form", "attendance_count")) == kept


def test_a_sum_that_was_changed_is_found(cast: Cast):
    """The negative control of the nightly check."""
    activity(cast.units["MD-1"], date(2026, 3, 4))
    follow()
    ActivityTotal.objects.filter(unit=cast.units["HN"]).update(attendance_count=11)
    assert actions.differing_units() == {cast.units["HN"].pk}
    actions.rebuild_totals()
    assert actions.differing_units() == set()


def test_what_waits_to_be_followed_is_no_fault_and_what_was_forgotten_is(cast: Cast):
    unit, other = cast.units["MD-1"], cast.units["MD-2"]
    row = activity(unit, date(2026, 3, 4))
    outbox.post(ActivityDecided(row.pk))
    assert actions.differing_units() == set()
    # A sum above is held against the units' own sums, also while one of them waits.
    ActivityTotal.objects.create(
        unit=cast.units["HN"], month_on=date(2026, 1, 1), form=Form.TRAINING, activity_count=1, attendance_count=0,
        people_count=0, item_count=0, spent=0,
    )  # fmt: skip
    assert actions.differing_units() == {cast.units["HN"].pk}
    activity(other, date(2026, 3, 4))
    assert actions.differing_units() == {cast.units["HN"].pk, other.pk}
    outbox.deliver()
    assert other.pk in actions.differing_units()
    assert unit.pk not in actions.differing_units()


def test_coverage_of_grassroots_is_a_ratio_of_sums(cast: Cast):
    for number in range(3, 7):
        cast.unit(f"MD-{number}", "GRASSROOTS", f"CĐCS số {number}", cast.units["MD"])
    activity(cast.units["HD-1"], date(2026, 3, 4))
    activity(cast.units["MD-1"], date(2026, 3, 4))
    activity(cast.units["MD-1"], date(2026, 3, 9))
    follow()
    shares = {
        code: report(cast.units[code], "2026-H1").cell("ty_le_cdcs_trien_khai").now for code in ("MD", "HD", "HN")
    }
    assert (shares["MD"].numerator, shares["MD"].denominator, shares["MD"].value) == (1, 6, Decimal("16.7"))
    assert shares["HD"].value == Decimal("100.0")
    # Σ2 of Σ7; the mean of 16.7 and 100 would be 58.4.
    assert (shares["HN"].numerator, shares["HN"].denominator, shares["HN"].value) == (2, 7, Decimal("28.6"))


def test_entered_figures_rise_and_are_never_added_to_what_activities_count(cast: Cast):
    unit = cast.units["MD-1"]
    activity(unit, date(2026, 3, 4))
    activity(cast.units["MD-2"], date(2026, 3, 4))
    follow()
    enter(cast, unit, "2026-H1", {"so_cuoc_giam_sat_chu_tri": 2})
    enter(cast, unit, "2026-H1", {"so_hoi_nghi": 5}, {"so_hoi_nghi": "REPLACE"})
    assert now(unit, "2026-H1", "so_hoi_nghi") == 5
    assert now(cast.units["HN"], "2026-H1", "so_hoi_nghi") == 6
    assert now(cast.units["HN"], "2026", "so_hoi_nghi") == 6
    board = report(cast.units["HN"], "2026-H1")
    assert (board.cell("so_cuoc_giam_sat_chu_tri").now.value, board.cell("so_cuoc_giam_sat_chu_tri").entered_count) == (
        2,
        1,
    )
    assert board.cell("so_cuoc_phan_bien").now.value is None
    # Another activity is accepted later: the unit's own number still stands for the half.
    activity(unit, date(2026, 4, 4))
    follow()
    assert now(cast.units["HN"], "2026-H1", "so_hoi_nghi") == 6
    assert now(cast.units["HN"], "2026-Q2", "so_hoi_nghi") == 1
    assert actions.differing_units() == set()


def test_a_figure_of_the_year_holds_that_of_its_half(cast: Cast):
    enter(cast, cast.units["MD-1"], "2026-H1", {"so_sang_kien": 4})
    enter(cast, cast.units["MD-1"], "2026", {"so_sang_kien": 9})
    enter(cast, cast.units["MD-2"], "2026-Q1", {"so_sang_kien": 1})
    enter(cast, cast.units["MD-2"], "2026-Q2", {"so_sang_kien": 2})
    assert now(cast.units["HN"], "2026", "so_sang_kien") == 12
    assert now(cast.units["HN"], "2026-H1", "so_sang_kien") == 7
    assert now(cast.units["HN"], "2026-02-01..2026-10-31", "so_sang_kien") == 2
    assert actions.differing_units() == set()


def move(cast: Cast, code: str, to: str, on: date) -> None:
    unit, above = cast.units[code], cast.units[to]
    old = unit.placements.get(to_on=None)
    old.to_on = on
    old.save()
    parent = above.placements.get(to_on=None)
    path = f"{parent.path}{unit.pk}/"
    Placement.objects.create(unit=unit, parent=above, path=path, depth=parent.depth + 1, from_on=on)
    UnitEvent.objects.create(kind=UnitEventKind.TRANSFER, unit=unit, happened_on=on, recorded_at=AT)


def test_the_tree_of_a_day_maps_units_that_moved(cast: Cast):
    activity(cast.units["MD-2"], date(2026, 3, 4))
    activity(cast.units["MD-1"], date(2026, 3, 5))
    enter(cast, cast.units["MD-2"], "2026-Q1", {"so_sang_kien": 3})
    move(cast, "MD-2", "HD", JULY)
    activity(cast.units["MD-2"], date(2026, 8, 4))
    follow()
    expected = {
        ("MD", None): (2, 3),
        ("HD", None): (1, None),
        ("HN", None): (3, 3),
        ("MD", JULY): (1, 0),
        ("HD", JULY): (2, 3),
    }
    expected |= {("HN", JULY): (3, 3), ("MD", date(2026, 6, 30)): (3, 3), ("HD", date(2026, 6, 30)): (0, None)}
    for (code, tree), (meetings, ideas) in expected.items():
        found = report(cast.units[code], "2026", tree)
        assert (found.cell("so_hoi_nghi").now.value, found.cell("so_sang_kien").now.value) == (meetings, ideas), (
            code,
            tree,
        )
        assert found.is_reorganised
    assert report(cast.units["HN"], "2026-01-15..2026-03-20", JULY).cell("so_hoi_nghi").now.value == 2


def test_a_figure_stays_where_its_unit_stood_when_later_ones_are_entered_elsewhere(cast: Cast):
    unit, code = cast.units["MD-2"], "so_sang_kien"
    enter(cast, unit, "2025", {code: 5})
    enter(cast, unit, "2026-Q1", {code: 3})
    move(cast, "MD-2", "HD", JULY)
    enter(cast, unit, "2026-Q3", {code: 4})
    for above, values in {"MD": (5, 3), "HD": (None, 4), "HN": (5, 7)}.items():
        assert tuple(now(cast.units[above], year, code) for year in ("2025", "2026")) == values, above
    counts = {above: report(cast.units[above], "2026").cell(code).entered_count for above in ("MD", "HD", "HN")}
    assert counts == {"MD": 0, "HD": 1, "HN": 1}
    assert now(cast.units["HD"], "2026", code, JULY) == 7
    assert now(cast.units["MD"], "2026-Q1", code) == 3
    assert actions.differing_units() == set()


def dissolve(cast: Cast, code: str, successors: list[str], on: date) -> None:
    unit = cast.units[code]
    unit.placements.filter(to_on=None).update(to_on=on)
    unit.ended_on = on
    unit.save()
    event = UnitEvent.objects.create(kind=UnitEventKind.DISSOLVE, unit=unit, happened_on=on, recorded_at=AT)
    for successor in successors:
        Succession.objects.create(
            event=event, predecessor=unit, successor=cast.units[successor], extent="PART", scope="MEMBERS"
        )


def test_successors_carry_on_what_ended_and_a_split_unit_is_counted_only_where_all_of_them_stand(cast: Cast):
    activity(cast.units["MD-2"], date(2026, 3, 4))
    activity(cast.units["HD-1"], date(2026, 3, 4))
    follow()
    dissolve(cast, "MD-2", ["HD-1"], JULY)
    assert [now(cast.units[code], "2026-H1", "so_hoi_nghi", JULY) for code in ("MD", "HD", "HN")] == [0, 2, 2]
    dissolve(cast, "HD-1", ["MD-1", "HD"], date(2026, 8, 1))
    after = date(2026, 8, 2)
    assert [now(cast.units[code], "2026-H1", "so_hoi_nghi", after) for code in ("MD", "HD", "HN")] == [0, 0, 2]
    assert [report(cast.units[code], "2026-H1", after).split_count for code in ("MD", "HD", "HN")] == [2, 2, 0]


def test_a_merger_by_the_real_deed_warns_of_a_comparison(cast: Cast):
    assert not report(cast.units["MD"], "2026").is_reorganised
    step = Step(UnitEventKind.RENAME, unit=cast.units["MD-2"], name="CĐCS Trường Mầm non Sen Hồng")
    reorganise([step], on=JULY, by=cast.users["hoa"], at=AT)
    assert not report(cast.units["MD"], "2026").is_reorganised
    move(cast, "MD-2", "HD", JULY)
    assert report(cast.units["MD"], "2026").is_reorganised


def statements(unit, code: str, tree: date | None = None) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        report(unit, code, tree)
    return len(caught)


def test_the_number_of_statements_does_not_hang_on_the_branch(cast: Cast):
    activity(cast.units["MD-1"], date(2026, 3, 4))
    follow()
    counts = {statements(cast.units[code], "2026-H1") for code in ("MD-1", "MD", "HN")}
    for number in range(3, 9):
        activity(cast.unit(f"MD-{number}", "GRASSROOTS", f"CĐCS số {number}", cast.units["MD"]), date(2026, 3, 4))
    follow()
    counts |= {statements(cast.units[code], "2026-H1") for code in ("MD-1", "MD", "HN")}
    assert len(counts) == 1


def test_an_accepted_report_moves_every_level_and_a_withdrawn_one_moves_it_back(cast: Cast):
    """From the deeds of the room through the outbox, without anybody calling the follower."""
    row = reported(cast, form=Form.MEETING, attendance_count=45)
    year, levels = str(row.happened_on.year), ("MD-1", "MD", "HN")

    def shown() -> list[Decimal | None]:
        deliver()
        return [now(cast.units[code], year, "so_luot_nguoi_du") for code in levels]

    assert shown() == [0, 0, 0]
    decide_activity(activity=row, is_accepted=True, note="", by=cast.users["hoa"], at=AT)
    assert shown() == [45, 45, 45]
    withdraw_activity(activity=row, reason="Báo nhầm ngày họp", by=cast.users["minh"], at=AT)
    assert shown() == [0, 0, 0]
    assert actions.differing_units() == set()
