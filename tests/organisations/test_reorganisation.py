"""Reorganisations: the tree of every earlier day stays, the new tree begins on the day."""

from datetime import date, timedelta

import pytest

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations import queries
from caunoi.organisations.actions import Step
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.organisations.models import Member, Placement, RoleGrant, Succession, UnitEvent, UnitName
from tests.cast import AT
from tests.organisations.steps import (
    AFTER,
    BEFORE,
    DAY,
    act,
    codes,
    dissolve,
    found,
    merge,
    refusal,
    rename,
    split,
    transfer,
)

pytestmark = [pytest.mark.room, pytest.mark.django_db]

# Found


def test_a_new_unit_stands_under_its_parent_from_its_day_on(cast):
    unit = found(cast, "Công đoàn xã Hồng Sơn", "HN")
    parent_path = queries.path_on(cast.units["HN"], DAY)
    assert [queries.path_on(unit, day) for day in (BEFORE, DAY)] == [None, f"{parent_path}{unit.pk}/"]


def test_a_new_unit_under_one_that_does_not_live_on_the_day_is_refused(cast):
    dissolve(cast, "MD-2", BEFORE)
    assert refusal(found, cast, "Tổ công đoàn", "MD-2") == (
        "PARENT_ENDED",
        "Đơn vị nhận Tổ công đoàn không hoạt động vào ngày 1/7/2025.",
    )


def test_a_new_unit_without_a_name_is_refused(cast):
    assert refusal(found, cast, "", "HN") == (None, "Đơn vị mới cần có tên và loại.")


# Rename


def test_a_renamed_unit_keeps_its_old_name_before_the_day(cast):
    unit = rename(cast, "MD", "Công đoàn xã Hương Sơn")
    assert [queries.name_on(unit, day) for day in (BEFORE, DAY)] == ["Công đoàn xã Mỹ Đức", "Công đoàn xã Hương Sơn"]


def test_a_renamed_unit_is_found_by_its_new_name_without_accents(cast):
    unit = rename(cast, "MD", "Công đoàn xã Hương Sơn")
    assert queries.find_units("huong son", AFTER) == [unit]


def test_the_tree_shows_the_name_of_its_day(cast):
    rename(cast, "MD", "Công đoàn xã Hương Sơn")
    shown = [
        {branch.unit.code: branch.name for branch in queries.children_on(cast.units["HN"], day)[0]}
        for day in (BEFORE, DAY)
    ]
    assert [names["MD"] for names in shown] == ["Công đoàn xã Mỹ Đức", "Công đoàn xã Hương Sơn"]


def test_the_same_name_again_is_refused(cast):
    assert refusal(rename, cast, "MD", " Công đoàn xã Mỹ Đức ") == (None, "Nhập tên mới khác tên hiện nay.")


# Transfer


def test_a_transferred_unit_is_under_the_old_parent_before_and_the_new_one_from_the_day_on(cast):
    transfer(cast, "MD-1", "HD")
    assert [codes(cast.units["MD"], day) for day in (BEFORE, DAY)] == [["MD-1", "MD-2"], ["MD-2"]]
    assert [codes(cast.units["HD"], day) for day in (BEFORE, DAY)] == [["HD-1"], ["HD-1", "MD-1"]]


def test_a_transferred_unit_takes_everything_below_it_along(cast):
    transfer(cast, "MD", "HD")
    paths = {code: queries.path_on(cast.units[code], DAY) for code in ("HD", "MD", "MD-1")}
    assert paths["MD-1"] == f"{paths['HD']}{cast.units['MD'].pk}/{cast.units['MD-1'].pk}/"
    assert Placement.objects.get(unit=cast.units["MD-1"], to_on=None).depth == 3


def test_the_units_below_a_transferred_one_stay_under_it_on_earlier_days(cast):
    old = queries.path_on(cast.units["MD-1"], BEFORE)
    transfer(cast, "MD", "HD")
    assert queries.path_on(cast.units["MD-1"], BEFORE) == old


def test_the_event_of_a_transfer_counts_the_units_that_moved(cast):
    transfer(cast, "MD", "HD")
    facts = UnitEvent.objects.get(kind=UnitEventKind.TRANSFER).facts
    assert facts == {"old_parent": cast.units["HN"].pk, "new_parent": cast.units["HD"].pk, "moved_count": 3}


def test_scope_follows_the_tree_of_the_day(cast):
    transfer(cast, "MD-1", "HD")
    managed = [
        set(queries.managed_placements(cast.hoa, day).values_list("unit__code", flat=True)) for day in (BEFORE, DAY)
    ]
    assert managed == [{"MD", "MD-1", "MD-2"}, {"MD", "MD-2"}]


# Merge


def test_a_merged_unit_ends_on_the_day_and_its_children_stand_under_the_successor(cast):
    unit = merge(cast, "MD", "HD")
    assert (unit.ended_on, codes(cast.units["HN"], BEFORE), codes(cast.units["HN"], DAY)) == (DAY, ["HD", "MD"], ["HD"])
    assert codes(cast.units["HD"], DAY) == ["HD-1", "MD-1", "MD-2"]


def test_a_merger_names_its_successor_as_taking_the_whole_in_every_scope(cast):
    merge(cast, "MD", "HD")
    rows = Succession.objects.values_list("predecessor__code", "successor__code", "extent", "scope")
    assert set(rows) == {("MD", "HD", "WHOLE", scope) for scope in ("MEMBERS", "DOCUMENTS", "OPEN_CASES")}


def test_two_units_may_be_merged_into_one_in_one_reorganisation(cast):
    new = cast.unit("NEW", "COMMUNE_UNION", "Công đoàn xã mới", cast.units["HN"])
    act(cast, *(Step(UnitEventKind.MERGE, unit=cast.units[code], successors=[new]) for code in ("MD", "HD")))
    assert codes(new, DAY) == ["HD-1", "MD-1", "MD-2"]


def test_a_merged_unit_hands_its_roster_to_the_successor(cast):
    merge(cast, "MD-1", "MD-2")
    assert list(Member.objects.values_list("unit__code", "code")) == [("MD-2", "001")]


def test_a_member_code_that_the_successor_uses_gets_the_old_units_code_in_front(cast):
    Member.objects.create(unit=cast.units["MD-2"], code="001", full_name="Vũ Thị Mai")
    merge(cast, "MD-1", "MD-2")
    assert set(Member.objects.values_list("unit__code", "code")) == {("MD-2", "001"), ("MD-2", "MD-1-001")}


def test_roles_at_a_merged_unit_end_on_the_day(cast):
    merge(cast, "MD", "HD")
    assert RoleGrant.objects.get(user=cast.hoa).to_on == DAY


def test_an_officer_whose_unit_was_merged_is_no_officer_any_more(cast):
    merge(cast, "MD", "HD")
    cast.hoa.refresh_from_db()
    assert cast.hoa.is_officer is False


def test_a_merger_into_the_unit_itself_is_refused(cast):
    assert refusal(merge, cast, "MD", "MD") == (
        None,
        "Sáp nhập cần đúng một đơn vị nhận, khác đơn vị được sáp nhập.",
    )


# Split


def test_a_split_unit_ends_and_each_child_stands_under_the_successor_that_takes_it(cast):
    cast.unit("HS", "COMMUNE_UNION", "Công đoàn xã Hồng Sơn", cast.units["HN"], DAY)
    split(cast, "MD", "HS", "HD", MD_1="HS", MD_2="HD")
    assert [codes(cast.units[code], DAY) for code in ("HS", "HD")] == [["MD-1"], ["HD-1", "MD-2"]]
    assert codes(cast.units["HN"], DAY) == ["HD", "HS"]


def test_the_tree_before_a_split_is_unchanged(cast):
    split(cast, "MD", "HD", MD_1="HD", MD_2="HD")
    assert codes(cast.units["MD"], BEFORE) == ["MD-1", "MD-2"]


def test_each_successor_of_a_split_takes_a_part(cast):
    cast.unit("HS", "COMMUNE_UNION", "Công đoàn xã Hồng Sơn", cast.units["HN"], DAY)
    split(cast, "MD", "HS", "HD", MD_1="HS", MD_2="HD")
    assert set(Succession.objects.values_list("successor__code", "extent")) == {("HS", "PART"), ("HD", "PART")}


def test_a_split_that_leaves_a_child_without_a_successor_is_refused(cast):
    assert refusal(split, cast, "MD", "HD", MD_1="HD") == (
        "CHILD_LEFT",
        "Chưa chọn đơn vị nhận cho CĐCS Trường Mầm non Hoa Sen.",
    )


def test_a_unit_that_lives_on_beside_its_successor_keeps_the_children_that_nobody_takes(cast):
    unit = split(cast, "MD", "HD", is_kept=True, MD_1="HD")
    assert (unit.ended_on, codes(unit, DAY), codes(cast.units["HD"], DAY)) == (None, ["MD-2"], ["HD-1", "MD-1"])


def test_the_one_successor_of_a_unit_that_lives_on_takes_a_part(cast):
    split(cast, "MD", "HD", is_kept=True, MD_1="HD")
    assert set(Succession.objects.values_list("extent", flat=True)) == {"PART"}


def test_a_unit_that_lives_on_keeps_its_roster(cast):
    split(cast, "MD-1", "MD-2", is_kept=True)
    assert Member.objects.get().unit == cast.units["MD-1"]


def test_a_split_without_a_successor_is_refused(cast):
    assert refusal(split, cast, "MD") == (None, "Chia, tách cần ít nhất một đơn vị nhận.")


# Dissolve


def test_a_dissolved_unit_leaves_the_tree_on_the_day(cast):
    dissolve(cast, "MD-2")
    assert [codes(cast.units["MD"], day) for day in (BEFORE, DAY)] == [["MD-1", "MD-2"], ["MD-1"]]


def test_a_unit_may_end_without_a_successor(cast):
    dissolve(cast, "MD-2")
    assert not Succession.objects.exists()


def test_a_unit_with_units_below_it_cannot_be_dissolved(cast):
    assert refusal(dissolve, cast, "MD") == (
        "HAS_CHILDREN",
        "Công đoàn xã Mỹ Đức còn 2 đơn vị trực thuộc. Chuyển hoặc sáp nhập các đơn vị đó trước.",
    )


def test_nothing_can_happen_to_a_unit_after_its_end(cast):
    dissolve(cast, "MD-2")
    assert refusal(rename, cast, "MD-2", "CĐCS Trường Mầm non Sen Hồng", on=AFTER) == (
        "UNIT_ENDED",
        "CĐCS Trường Mầm non Hoa Sen đã kết thúc hoạt động trước ngày 2/7/2025.",
    )


# What is written with it


def test_placements_of_a_unit_never_overlap_nor_leave_a_gap(cast):
    for step, day in enumerate(DAY + timedelta(days=number) for number in range(4)):
        transfer(cast, "MD-1", ("HD", "MD")[step % 2], on=day)
    rows = list(Placement.objects.filter(unit=cast.units["MD-1"]).order_by("from_on").values_list("from_on", "to_on"))
    assert [later[0] for later in rows[1:]] == [earlier[1] for earlier in rows[:-1]]
    assert (len(rows), rows[-1][1]) == (5, None)


def test_names_of_a_unit_follow_each_other(cast):
    rename(cast, "MD", "Công đoàn xã Hương Sơn")
    rename(cast, "MD", "Công đoàn xã Hồng Sơn", on=AFTER)
    rows = UnitName.objects.filter(unit=cast.units["MD"]).order_by("from_on").values_list("name", "from_on", "to_on")
    assert list(rows) == [
        ("Công đoàn xã Mỹ Đức", date(2020, 1, 1), DAY),
        ("Công đoàn xã Hương Sơn", DAY, AFTER),
        ("Công đoàn xã Hồng Sơn", AFTER, None),
    ]


def test_the_history_names_the_decision_and_what_was_handed_over(cast):
    merge(cast, "MD", "HD")
    [line] = queries.history_of(cast.units["HD"])
    handovers = [(row.predecessor.code, row.successor.code, row.extent, row.scopes) for row in line.handovers]
    assert (line.event.kind, line.event.decision_symbol) == ("MERGE", "45/QĐ-LĐLĐ")
    assert handovers == [("MD", "HD", "Toàn bộ", "Đoàn viên, Văn bản, Việc đang giải quyết")]


def test_each_step_leaves_an_audit_row(cast):
    merge(cast, "MD", "HD")
    row = AuditRow.objects.get()
    assert (row.verb, row.facts) == ("organisations.merge_unit", {"on": "2025-07-01", "decision": "45/QĐ-LĐLĐ"})


def test_a_reorganisation_tells_the_house_once(cast):
    merge(cast, "MD", "HD")
    event = OutboxEvent.objects.get()
    assert (event.name, event.payload["unit_ids"]) == ("organisations.units_reorganised", [cast.units["MD"].pk])


def test_a_unit_with_a_new_officer_knows_it_after_its_sister_was_merged(cast):
    """A person with a second post stays an officer when the first one ends."""
    RoleGrant.objects.create(user=cast.hoa, unit=cast.units["HD"], role=Role.OFFICER, from_on=BEFORE, granted_at=AT)
    merge(cast, "MD", "HD")
    cast.hoa.refresh_from_db()
    assert cast.hoa.is_officer is True
