"""The tree on a day is one query; who may see what follows from it."""

from datetime import date
from uuid import uuid4

import pytest

from caunoi.organisations import queries, rules
from caunoi.organisations.actions import Step, reorganise
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.organisations.models import Unit
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

BEFORE, DAY = date(2025, 6, 30), date(2025, 7, 1)


def names(parent: Unit | None, on: date) -> list[str]:
    return [branch.name for branch in queries.children_on(parent, on)[0]]


def add_below(cast, code: str, count: int) -> None:
    for number in range(count):
        cast.unit(f"{code}-X{number}", "GRASSROOTS", f"CĐCS thêm {number}", cast.units[code])


def test_the_roots_are_the_units_without_a_parent(cast):
    assert names(None, DAY) == ["Liên đoàn Lao động thành phố Hà Nội", "Ủy ban nhân dân xã Mỹ Đức"]


def test_children_come_with_the_number_of_units_below_them(cast):
    branches, total = queries.children_on(cast.units["HN"], DAY)
    assert [(branch.unit.code, branch.depth, branch.below_count) for branch in branches] == [("HD", 1, 1), ("MD", 1, 2)]
    assert total == 2


def test_a_page_of_children_knows_how_many_there_are_in_all(cast):
    branches, total = queries.children_on(cast.units["MD"], DAY, limit=1, offset=1)
    assert ([branch.unit.code for branch in branches], total) == (["MD-2"], 2)


def test_counts_hold_for_sibling_paths_whose_ids_differ_in_length(cast):
    """ "/1/9/" sorts after "/1/10/": a range over both must still count each."""
    for number in range(9):
        parent = cast.unit(f"P{number}", "COMMUNE_UNION", f"Công đoàn xã số {number}", cast.units["HN"])
        cast.unit(f"P{number}-1", "GRASSROOTS", f"CĐCS của xã số {number}", parent)
    branches, _total = queries.children_on(cast.units["HN"], DAY)
    counts = {branch.unit.code: branch.below_count for branch in branches}
    assert counts == {"MD": 2, "HD": 1} | {f"P{number}": 1 for number in range(9)}


def test_a_unit_is_not_in_the_tree_before_its_founding(cast):
    cast.unit("MD-9", "GRASSROOTS", "CĐCS mới", cast.units["MD"], DAY)
    assert (queries.path_on(cast.units["MD-9"], BEFORE), names(cast.units["MD"], BEFORE)) == (
        None,
        ["CĐCS Công ty TNHH May Sông Đáy", "CĐCS Trường Mầm non Hoa Sen"],
    )


def test_the_subtree_of_a_path_leaves_out_a_neighbour_whose_id_begins_alike(cast):
    codes = set(queries.subtree_on(queries.path_on(cast.units["MD"], DAY), DAY).values_list("unit__code", flat=True))
    assert codes == {"MD", "MD-1", "MD-2"}


def test_the_subtree_is_one_query(cast, django_assert_num_queries):
    path = queries.path_on(cast.units["HN"], DAY)
    with django_assert_num_queries(1):
        assert len(queries.subtree_on(path, DAY)) == 6


@pytest.mark.parametrize("count", [1, 3])
def test_children_cost_the_same_number_of_queries_for_1_and_3_rows(cast, count, django_assert_num_queries):
    parent = cast.unit("E", "COMMUNE_UNION", "Công đoàn xã Ea", cast.units["HN"])
    add_below(cast, "E", count)
    with django_assert_num_queries(4):
        branches, total = queries.children_on(parent, DAY)
    assert (len(branches), total) == (count, count)


def test_an_open_node_shows_its_children_below_it(cast):
    rows = queries.tree_on(DAY, [cast.units["HN"].public_id])
    assert [(row.unit.code, row.is_open) for row in rows] == [
        ("HN", True),
        ("HD", False),
        ("MD", False),
        ("UB-MD", False),
    ]


def test_children_beyond_the_limit_stand_in_one_row_that_counts_them(cast):
    add_below(cast, "MD", 3)
    rows = queries.tree_on(DAY, [cast.units["HN"].public_id, cast.units["MD"].public_id], limit=2)
    rest = next(row for row in rows if isinstance(row, queries.Rest))
    assert (rest.parent.code, rest.rest_count, rest.shown_count, rest.depth) == ("MD", 3, 2, 2)


def test_the_chain_above_a_unit_runs_from_the_root_to_its_parent(cast):
    assert [unit.code for unit in queries.chain_above(cast.units["MD-1"], DAY)] == ["HN", "MD"]


def test_a_unit_is_found_by_words_without_accents(cast):
    unit = reorganise(
        [Step(UnitEventKind.FOUND, name="CĐCS Bánh kẹo Hải Hà", unit_kind=cast.kinds["GRASSROOTS"], parent=cast.units["MD"])],
        on=DAY, by=cast.dung, at=AT,
    )[0]  # fmt: skip
    assert queries.find_units("hai ha banh", DAY) == [unit]


def test_a_unit_is_found_by_its_code_in_any_case(cast):
    assert queries.find_units("ub-md", DAY) == [cast.units["UB-MD"]]


def test_an_officer_manages_the_whole_branch(cast):
    codes = set(queries.managed_placements(cast.hoa, DAY).values_list("unit__code", flat=True))
    assert codes == {"MD", "MD-1", "MD-2"}


def test_the_federation_manages_every_union_but_no_agency(cast):
    codes = set(queries.managed_placements(cast.dung, DAY).values_list("unit__code", flat=True))
    assert codes == {"HN", "MD", "HD", "MD-1", "MD-2", "HD-1"}


@pytest.mark.parametrize("name", ["lan", "minh", "tuan", "quang"])
def test_who_is_no_officer_manages_no_branch(cast, name):
    assert list(queries.managed_placements(cast.users[name], DAY)) == []


def test_quang_sees_nothing_of_my_duc(cast):
    scope = queries.scope_of(cast.quang, DAY)
    assert [scope.acts_for(cast.units[code].pk) for code in ("MD", "MD-1", "MD-2")] == [False, False, False]
    assert not scope.manages(queries.path_on(cast.units["MD-1"], DAY))


def test_a_unit_out_of_scope_is_as_if_it_did_not_exist(cast):
    for unit_id in (cast.units["HD"].public_id, uuid4()):
        with pytest.raises(Unit.DoesNotExist):
            queries.managed_unit_for(cast.hoa, unit_id, DAY)


def test_a_unit_of_the_own_branch_is_loaded(cast):
    assert queries.managed_unit_for(cast.hoa, cast.units["MD-1"].public_id, DAY) == cast.units["MD-1"]


def test_a_role_that_ended_gives_no_scope(cast):
    cast.hoa.grants.update(to_on=DAY)
    assert (len(queries.scope_of(cast.hoa, BEFORE).posts), queries.scope_of(cast.hoa, DAY).posts) == (1, ())


def test_the_scope_of_a_stranger_without_an_account_is_empty():
    from django.contrib.auth.models import AnonymousUser

    assert queries.scope_of(AnonymousUser(), DAY).posts == ()


def test_a_person_may_hold_different_roles_at_different_units(cast):
    cast.minh.grants.create(unit=cast.units["HD"], role=Role.OFFICER, from_on=BEFORE, granted_at=AT)
    scope = queries.scope_of(cast.minh, DAY)
    assert {(post.unit.code, post.role) for post in scope.posts} == {("MD-1", "CHAIR"), ("HD", "OFFICER")}
    assert scope.branches() == [queries.path_on(cast.units["HD"], DAY)]


@pytest.mark.parametrize(
    ("name", "may"), [("minh", True), ("hoa", True), ("dung", True), ("lan", False), ("tuan", False), ("quang", False)]
)
def test_a_roster_is_kept_by_its_chair_and_by_officers_above(cast, name, may):
    scope, unit = queries.scope_of(cast.users[name], DAY), cast.units["MD-1"]
    assert rules.may_keep_roster(scope, unit.pk, queries.path_on(unit, DAY)) is may


def test_quang_cannot_load_a_roster_of_my_duc(cast):
    with pytest.raises(Unit.DoesNotExist):
        queries.unit_for_roster(cast.quang, cast.units["MD-1"].public_id, DAY)


def test_those_who_act_for_units_are_found_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        people = queries.officers_of([cast.units[code].pk for code in ("MD", "MD-1", "MD-2")], DAY)
    assert people == {cast.units["MD"].pk: [cast.hoa], cast.units["MD-1"].pk: [cast.minh]}
