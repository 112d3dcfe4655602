"""Coverage: four numerators over the frozen denominator, at any level, whatever happens to the tree afterwards."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from caunoi.directives import actions, queries, rules
from caunoi.directives.models import Directive
from caunoi.kit.ids import new_id
from caunoi.organisations.queries import path_on, scope_of
from tests.cast import AT
from tests.directives.deeds import TODAY, accept, acknowledge, issue, photo, recipient, submit, tell
from tests.organisations.steps import merge, rename, split, transfer

pytestmark = [pytest.mark.room, pytest.mark.django_db]

NEXT = TODAY + timedelta(days=1)


def path(cast, code: str) -> str:
    return path_on(cast.units[code], TODAY)


def figures(row: queries.CoverageRow) -> tuple[int, int, int, int, int]:
    return row.total, row.delivered, row.opened, row.acknowledged, row.implemented


def present(directive: Directive, root: str, day, place: str = "") -> list[queries.CoverageRow]:
    """The branches below a place (the root itself unless given) under the tree of a day."""
    rows = queries.branches(directive, [root, place or root], on=day)[place or root]
    return [row for row in rows if row.unit_id]


def progressed(cast) -> Directive:
    """MD-1 carried it out, MD-2 opened it, HD-1 was only reached."""
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    accept(submit(directive, "MD-1", cast), cast)
    actions.note_opening(recipient=recipient(directive, "MD-2"), channel="LINK", by=None, at=AT)
    tell(directive, "HD-1")
    actions.mark_delivered(subjects=[f"directives.recipient:{recipient(directive, 'HD-1').pk}"], at=AT)
    return directive


def test_nothing_is_counted_before_anything_happened(cast):
    assert figures(queries.totals(issue(cast))) == (3, 0, 0, 0, 0)


def test_the_four_numerators_stand_over_one_denominator(cast):
    assert figures(queries.totals(progressed(cast))) == (3, 3, 2, 1, 1)


def test_a_branch_has_its_own_figures(cast):
    directive = progressed(cast)
    assert [figures(queries.totals(directive, path(cast, code))) for code in ("MD", "HD")] == [
        (2, 2, 2, 1, 1),
        (1, 1, 0, 0, 0),
    ]


def test_the_branches_below_sum_to_the_whole(cast):
    directive = progressed(cast)
    rows = queries.children(directive, path(cast, "HN"))
    assert [(row.name, figures(row)) for row in rows] == [
        ("Công đoàn phường Hà Đông", (1, 1, 0, 0, 0)),
        ("Công đoàn xã Mỹ Đức", (2, 2, 2, 1, 1)),
    ]


def test_a_recipient_is_a_leaf_of_the_proof(cast):
    rows = queries.children(progressed(cast), path(cast, "MD"))
    assert [(row.name, row.is_leaf, row.total) for row in rows] == [
        ("CĐCS Trường Mầm non Hoa Sen", True, 1), ("CĐCS Công ty TNHH May Sông Đáy", True, 1),
    ]  # fmt: skip


def test_a_branch_where_all_is_done_misses_nothing(cast):
    rows = queries.children(progressed(cast), path(cast, "MD"))
    assert [row.name for row in rows if queries.is_missing_some(row)] == ["CĐCS Trường Mầm non Hoa Sen"]


def test_the_levels_are_named_in_their_order(cast):
    levels = queries.totals(progressed(cast)).levels()
    assert [(level.label, level.count, level.missing_count) for level in levels] == [
        ("Đã chuyển đến", 3, 0), ("Đã mở xem", 2, 1), ("Đã xác nhận", 1, 2), ("Đã thực hiện", 1, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("level", "codes"), [
    ("delivered", []), ("opened", ["HD-1"]), ("acknowledged", ["HD-1", "MD-2"]), ("implemented", ["HD-1", "MD-2"]),
])  # fmt: skip
def test_who_is_missing_is_named_at_every_level(cast, level, codes):
    rows = queries.missing(progressed(cast), "/", level)
    assert sorted(row.unit.code for row in rows) == codes


def test_the_figures_of_several_directives_come_in_one_query(cast, django_assert_num_queries):
    one, other = progressed(cast), issue(cast, "MD")
    with django_assert_num_queries(1):
        found = queries.totals_of([one, other])
    assert {pk: figures(row) for pk, row in found.items()} == {one.pk: (3, 3, 2, 1, 1), other.pk: (2, 0, 0, 0, 0)}


# After a reorganisation


def reorganise_everything(cast) -> None:
    rename(cast, "MD-2", "CĐCS Trường Mầm non Sen Hồng", on=NEXT)
    transfer(cast, "MD-1", "HD", on=NEXT)
    merge(cast, "MD", "HD", on=NEXT + timedelta(days=1))


def test_the_proof_is_the_same_after_a_reorganisation(cast):
    directive, root = progressed(cast), path(cast, "HN")
    before = [queries.totals(directive)] + [
        row for up in (root, path(cast, "MD")) for row in queries.children(directive, up)
    ]
    places = root, path(cast, "MD")
    reorganise_everything(cast)
    after = [queries.totals(directive)] + [row for up in places for row in queries.children(directive, up)]
    assert [figures(row) for row in after] == [figures(row) for row in before]


def test_the_same_denominator_can_be_seen_under_todays_tree(cast):
    directive = progressed(cast)
    reorganise_everything(cast)
    rows = present(directive, path(cast, "HN"), NEXT + timedelta(days=2))
    assert [(row.name, figures(row)) for row in rows] == [("Công đoàn phường Hà Đông", (3, 3, 2, 1, 1))]


def test_units_that_ended_stand_in_a_row_of_their_own_so_that_nobody_is_lost(cast):
    directive = progressed(cast)
    merge(cast, "MD-2", "HD-1", on=NEXT)
    rows = present(directive, path(cast, "HN"), NEXT)
    assert sorted((row.name, figures(row)) for row in rows) == [
        ("", (1, 1, 1, 0, 0)),
        ("Công đoàn phường Hà Đông", (1, 1, 0, 0, 0)),
        ("Công đoàn xã Mỹ Đức", (1, 1, 1, 1, 1)),
    ]


def test_lower_levels_leave_out_what_the_row_of_ended_units_counts(cast):
    directive = progressed(cast)
    merge(cast, "MD-2", "HD-1", on=NEXT)
    rows = present(directive, path(cast, "HN"), NEXT, path(cast, "MD"))
    assert [row.name for row in rows] == ["CĐCS Công ty TNHH May Sông Đáy"]


def test_a_recipient_that_got_units_below_it_is_not_taken_for_an_ended_one(cast):
    directive = progressed(cast)
    split(cast, "HD", "MD-1", is_kept=True, HD_1="MD-1", on=NEXT)
    rows = present(directive, path(cast, "MD-1"), NEXT)
    assert [(row.name, row.total) for row in rows] == [("CĐCS Công ty Bao bì Tân Việt", 1)]


# Who may see it


def test_each_officer_sees_the_own_branch_of_the_proof(cast):
    directive = issue(cast)
    roots = {name: queries.coverage_root(directive, scope_of(user, TODAY), TODAY) for name, user in cast.users.items()}
    assert roots == {
        "dung": path(cast, "HN"), "hoa": path(cast, "MD"), "lan": None, "minh": None, "tuan": None, "quang": None,
    }  # fmt: skip


def test_an_officer_of_the_federation_sees_the_proof_of_a_commune(cast):
    assert queries.coverage_root(issue(cast, "MD"), scope_of(cast.dung, TODAY), TODAY) == path(cast, "MD")


def test_an_officer_elsewhere_sees_no_proof_of_a_commune(cast):
    cast.person("ha", "Ngô Thu Hà", cast.units["HD"], "OFFICER")
    directive = issue(cast, "MD")
    assert queries.coverage_root(directive, scope_of(cast.users["ha"], TODAY), TODAY) is None


# Cost


@pytest.mark.parametrize("count", [1, 3])
def test_a_level_costs_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    for number in range(count):
        cast.unit(f"N{number}", "GRASSROOTS", f"CĐCS số {number}", cast.units["HD-1"])
    directive, up = issue(cast), path(cast, "HD-1")
    with django_assert_num_queries(1):
        assert len(queries.children(directive, up)) == count


def test_the_figures_of_a_branch_cost_one_query(cast, django_assert_num_queries):
    directive, up = progressed(cast), path(cast, "HN")
    with django_assert_num_queries(1):
        queries.totals(directive, up)


@pytest.mark.parametrize("count", [1, 3])
def test_the_missing_cost_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    directive = issue(cast, rule="LIST", units=[cast.units[code].pk for code in ("MD-1", "MD-2", "HD-1")[:count]])
    with django_assert_num_queries(1):
        assert len([row.unit.code for row in queries.missing(directive, "/", "opened")]) == count


# Export


@pytest.fixture
def exported(cast, sign_in, monkeypatch) -> list[list[tuple]]:
    """Sheets of the file that Dũng downloads, each a list of rows."""
    monkeypatch.setitem(settings.CAUNOI._values, "is_sample", value=True)
    directive = progressed(cast)
    actions.acknowledge_on_behalf(
        recipient=recipient(directive, "HD-1"),
        sheet=photo(),
        met_on=TODAY,
        attendance_count=40,
        note="",
        by=cast.dung,
        at=AT,
    )
    response = sign_in("dung").get(reverse("directives:export_coverage", args=[directive.public_id]))
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [[tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book.worksheets]


def test_the_export_has_a_row_for_each_recipient_with_its_moments_in_local_time(exported):
    moment = "23/11/2026 09:00"
    rows = {row[0]: (row[1], row[2].date().isoformat(), *row[3:]) for row in exported[0][1:]}
    assert rows == {
        "MD-1": ("CĐCS Công ty TNHH May Sông Đáy", "2026-12-07", moment, moment, moment, "Đường dẫn riêng", 3, moment),
        "MD-2": ("CĐCS Trường Mầm non Hoa Sen", "2026-12-07", moment, moment, None, None, None, None),
        "HD-1": (
            "CĐCS Công ty Bao bì Tân Việt", "2026-12-07", moment, moment, moment,
            "Nhập hộ từ buổi họp, có danh sách ký", 2, None,
        ),
    }  # fmt: skip


def test_the_export_says_what_its_figures_mean(exported):
    notes = dict(exported[1])
    assert (notes["Mẫu số"], notes["Đã xác nhận"], notes["Đã thực hiện"]) == ("3, chốt ngày 23/11/2026", "2/3", "1/3")
    assert notes["2"] == str(rules.WEIGHT_MEANINGS[2])


def test_one_recipient_cannot_be_frozen_twice(cast):
    row = recipient(issue(cast), "MD-1")
    row.pk, row.public_id = None, new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_branches_stand_in_the_order_of_the_vietnamese_alphabet(cast):
    for code, name in (("X1", "Công đoàn xã Đông Anh"), ("X2", "Công đoàn xã Ea Súp"), ("X3", "Công đoàn xã Ẩm Hà")):
        cast.unit(f"{code}-1", "GRASSROOTS", f"CĐCS {code}", cast.unit(code, "COMMUNE_UNION", name, cast.units["HN"]))
    rows = queries.children(issue(cast), path(cast, "HN"))
    assert [row.name for row in rows if "xã" in row.name] == [
        "Công đoàn xã Ẩm Hà", "Công đoàn xã Đông Anh", "Công đoàn xã Ea Súp", "Công đoàn xã Mỹ Đức",
    ]  # fmt: skip
