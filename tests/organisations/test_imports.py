"""Spreadsheets of units and rosters: good rows are taken, wrong cells are named, the same file again updates."""

from datetime import date

import pytest
from django.db import connection

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.documents import Table, read_table
from caunoi.kit.encryption import fingerprint
from caunoi.organisations import queries
from caunoi.organisations.actions import import_members, import_units
from caunoi.organisations.models import Member, Unit, UnitEvent
from caunoi.pure.rosters import MEMBER_COLUMNS, UNIT_COLUMNS, Outcome, RowError, guess_mapping
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TODAY = date(2026, 11, 23)
UNITS = ("Mã đơn vị", "Tên đơn vị", "Loại hình", "Mã cấp trên", "Số đoàn viên", "Ngày thành lập", "Email")
MEMBERS = ("Mã số", "Họ và tên", "Điện thoại", "Email", "Bộ phận", "Ngày vào")
GOOD = ("001", "Nguyễn Thị Lan", "0912 345 678", "lan@example.vn", "Tổ may 1", "18/6/2021")
NEW = ("002", "Phạm Thị Hồng", "", "", "", "")


def table(headers: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    """Rows are numbered as the person sees them: the headers are row 1."""
    padded = ((list(row) + [""] * len(headers))[: len(headers)] for row in rows)
    return Table(list(headers), list(enumerate(padded, 2)))


def units(
    cast, *rows: tuple[str, ...], root: str = "MD", takes_good: bool = False, is_dry_run: bool = False
) -> Outcome:
    return import_units(
        table=table(UNITS, *rows), mapping=guess_mapping(UNITS, UNIT_COLUMNS), root=cast.units[root], on=TODAY,
        is_dry_run=is_dry_run, takes_good=takes_good, by=cast.hoa, at=AT,
    )  # fmt: skip


def members(cast, *rows: tuple[str, ...], takes_good: bool = False, is_dry_run: bool = False) -> Outcome:
    return import_members(
        unit=cast.units["MD-1"], table=table(MEMBERS, *rows), mapping=guess_mapping(MEMBERS, MEMBER_COLUMNS),
        is_dry_run=is_dry_run, takes_good=takes_good, by=cast.minh, at=AT,
    )  # fmt: skip


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.new_count, outcome.changed_count, outcome.same_count, outcome.bad_rows_count


# Units


def test_a_unit_without_a_parent_comes_under_the_officers_own_unit(cast):
    units(cast, ("C1", "CĐCS Bệnh viện Mỹ Đức", "Công đoàn cơ sở", "", "1.250", "2/9/2021", "c1@example.vn"))
    unit = Unit.objects.get(code="C1")
    above = queries.path_on(cast.units["MD"], TODAY)
    assert (unit.name, unit.kind.code, unit.member_count, unit.founded_on, unit.email) == (
        "CĐCS Bệnh viện Mỹ Đức", "GRASSROOTS", 1250, date(2021, 9, 2), "c1@example.vn",
    )  # fmt: skip
    assert queries.path_on(unit, TODAY) == f"{above}{unit.pk}/"


def test_a_parent_may_stand_after_its_child_in_the_file(cast):
    units(cast, ("C2", "Tổ 1", "", "C1"), ("C1", "CĐCS Bệnh viện", "", "MD"))
    assert [unit.code for unit in queries.chain_above(Unit.objects.get(code="C2"), TODAY)] == ["HN", "MD", "C1"]


def test_a_unit_stands_in_the_tree_no_earlier_than_its_parent(cast):
    """A union of 1995 cannot have stood under a commune of 2020: of the years before nothing is known."""
    units(cast, ("C1", "CĐCS Bệnh viện", "", "MD", "", "1/5/1995"))
    unit = Unit.objects.get(code="C1")
    assert [queries.path_on(unit, day) is None for day in (date(2019, 12, 31), date(2020, 1, 1))] == [True, False]
    assert unit.founded_on == date(1995, 5, 1)


def test_each_imported_unit_has_its_founding_in_its_history(cast):
    units(cast, ("C1", "CĐCS Bệnh viện", "", "MD", "", "2/9/2021"))
    event = UnitEvent.objects.get(unit__code="C1")
    assert (event.kind, event.happened_on, event.recorded_by) == ("FOUND", date(2021, 9, 2), cast.hoa)


def test_the_same_units_again_change_nothing(cast):
    row = ("C1", "CĐCS Bệnh viện", "", "MD", "12")
    assert [counts(units(cast, row)) for _ in range(2)] == [(1, 0, 0, 0), (0, 0, 1, 0)]


def test_a_changed_figure_updates_the_unit(cast):
    units(cast, ("C1", "CĐCS Bệnh viện", "", "MD", "12"))
    outcome = units(cast, ("C1", "CĐCS Bệnh viện", "", "MD", "15"))
    assert (counts(outcome), Unit.objects.get(code="C1").member_count) == ((0, 1, 0, 0), 15)


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (("", "CĐCS A"), "Mã đơn vị", "", "REQUIRED"),
        (("C1", ""), "Tên đơn vị", "", "REQUIRED"),
        (("C1", "CĐCS A", "Câu lạc bộ"), "Loại hình", "Câu lạc bộ", "KIND"),
        (("C1", "CĐCS A", "", "ZZ"), "Mã cấp trên", "ZZ", "PARENT"),
        (("C1", "CĐCS A", "", "C1"), "Mã cấp trên", "C1", "CYCLE"),
        (("C1", "CĐCS A", "", "", "chục"), "Số đoàn viên", "chục", "NUMBER"),
        (("C1", "CĐCS A", "", "", "12²"), "Số đoàn viên", "12²", "NUMBER"),
        (("C1", "CĐCS A", "", "", "9999999999"), "Số đoàn viên", "9999999999", "NUMBER"),
        (("C1", "CĐCS A", "", "", "", "31/2/2020"), "Ngày thành lập", "31/2/2020", "DATE"),
        (("C1", "CĐCS A", "", "", "", "24/11/2026"), "Ngày thành lập", "24/11/2026", "DATE"),
        (("C1", "CĐCS A", "", "", "", "", "khong-co"), "Email", "khong-co", "EMAIL"),
        (("C" * 41, "CĐCS A"), "Mã đơn vị", "C" * 41, "LONG:40"),
        (("C1", "Ă" * 256), "Tên đơn vị", "Ă" * 256, "LONG:255"),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_unit_is_named_with_what_is_expected(cast, row, column, value, expected):
    assert units(cast, row).errors == [RowError(2, column, value, expected)]


def test_a_code_given_twice_is_named_with_the_row_of_the_first(cast):
    outcome = units(cast, ("C1", "CĐCS A"), ("C1", "CĐCS B"))
    assert outcome.errors == [RowError(3, "Mã đơn vị", "C1", "DOUBLE:2")]


def test_two_units_under_each_other_are_both_named(cast):
    outcome = units(cast, ("C1", "CĐCS A", "", "C2"), ("C2", "CĐCS B", "", "C1"))
    assert {(error.row, error.expected) for error in outcome.errors} == {(2, "CYCLE"), (3, "CYCLE")}


def test_a_unit_under_a_wrong_row_is_named_too(cast):
    outcome = units(cast, ("C1", ""), ("C2", "CĐCS B", "", "C1"))
    assert [(error.row, error.expected) for error in outcome.errors] == [(2, "REQUIRED"), (3, "PARENT")]


def test_an_ended_unit_is_no_parent(cast):
    cast.units["MD-2"].placements.update(to_on=TODAY)
    assert units(cast, ("C1", "CĐCS A", "", "MD-2")).errors == [RowError(2, "Mã cấp trên", "MD-2", "PARENT")]


def test_a_unit_of_another_branch_is_no_parent(cast):
    assert units(cast, ("C1", "CĐCS A", "", "HD")).errors == [RowError(2, "Mã cấp trên", "HD", "PARENT")]


def test_a_unit_of_another_branch_is_not_updated(cast):
    outcome = units(cast, ("HD-1", "CĐCS Công ty Bao bì Tân Việt", "", "", "7"), takes_good=True)
    assert outcome.errors == [RowError(2, "Mã đơn vị", "HD-1", "FOREIGN")]
    assert Unit.objects.get(code="HD-1").member_count == 100


def test_with_errors_nothing_is_taken(cast):
    outcome = units(cast, ("C1", "CĐCS A"), ("C2", ""))
    assert (outcome.is_applied, Unit.objects.filter(code="C1").exists()) == (False, False)


def test_the_good_rows_can_be_taken_without_the_wrong_ones(cast):
    outcome = units(cast, ("C1", "CĐCS A"), ("C2", ""), takes_good=True)
    assert (outcome.is_applied, counts(outcome)) == (True, (1, 0, 0, 1))
    assert list(Unit.objects.filter(code__startswith="C").values_list("code", flat=True)) == ["C1"]


def test_a_dry_run_says_what_would_be_done_and_does_nothing(cast):
    outcome = units(cast, ("C1", "CĐCS A"), is_dry_run=True)
    assert (counts(outcome), Unit.objects.filter(code="C1").exists()) == ((1, 0, 0, 0), False)


def test_units_cost_the_same_number_of_queries_for_1_and_3_rows(cast, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    units(cast, ("C0", "CĐCS 0"))
    used = []
    for start, number in ((10, 1), (20, 3)):
        with CaptureQueriesContext(connection) as caught:
            units(cast, *((f"C{start + row}", f"CĐCS {row}") for row in range(number)))
        used.append(len(caught))
    assert used[0] == used[1]


# Rosters


def test_a_member_is_taken_with_a_normalised_phone(cast):
    members(cast, ("002", "Phạm Thị Hồng", "0912 345 678", "hong@example.vn", "Tổ may 1", "18/6/2021"))
    member = Member.objects.get(code="002")
    assert (member.unit, member.full_name, member.phone, member.email, member.workplace, member.joined_on) == (
        cast.units["MD-1"], "Phạm Thị Hồng", "+84912345678", "hong@example.vn", "Tổ may 1", date(2021, 6, 18),
    )  # fmt: skip


def test_a_phone_whose_zero_a_spreadsheet_ate_is_mended(cast):
    members(cast, ("002", "Phạm Thị Hồng", "912345678"))
    assert Member.objects.get(code="002").phone == "+84912345678"


def test_name_phone_and_email_lie_encrypted_in_the_database(cast):
    members(cast, ("002", "Phạm Thị Hồng", "0912345678", "hong@example.vn"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name, phone, email FROM organisations_member WHERE code = '002'")
        stored = cursor.fetchone()
    assert [value.startswith("gAAAA") for value in stored] == [True, True, True]


def test_a_member_is_found_again_by_the_keyed_hash_of_the_phone(cast):
    members(cast, ("002", "Phạm Thị Hồng", "0912345678"))
    assert Member.objects.get(phone_fingerprint=fingerprint("+84912345678", "phone")).code == "002"


def test_the_same_roster_again_changes_nothing(cast):
    assert [counts(members(cast, GOOD, NEW)) for _ in range(2)] == [(1, 1, 0, 0), (0, 0, 2, 0)]


def test_a_roster_again_updates_what_changed(cast):
    members(cast, GOOD, NEW)
    outcome = members(cast, (*GOOD[:2], "0987654321", *GOOD[3:]), NEW)
    assert (counts(outcome), Member.objects.get(code="001").phone) == ((0, 1, 1, 0), "+84987654321")


def test_a_column_that_the_file_lacks_leaves_the_field_as_it_is(cast):
    members(cast, GOOD)
    headers = MEMBERS[:2]
    import_members(
        unit=cast.units["MD-1"], table=table(headers, ("001", "Nguyễn Thị Lan Anh")), is_dry_run=False, by=cast.minh,
        mapping=guess_mapping(headers, MEMBER_COLUMNS), at=AT,
    )  # fmt: skip
    member = Member.objects.get(code="001")
    assert (member.full_name, member.phone) == ("Nguyễn Thị Lan Anh", "+84912345678")


def test_the_same_code_in_another_unit_is_another_member(cast):
    Member.objects.create(unit=cast.units["MD-2"], code="002", full_name="Vũ Thị Mai")
    members(cast, NEW)
    assert Member.objects.get(code="002", unit=cast.units["MD-2"]).full_name == "Vũ Thị Mai"


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (("", "Phạm Thị Hồng"), "Mã số", "", "REQUIRED"),
        (("002", ""), "Họ và tên", "", "REQUIRED"),
        (("002", "Phạm Thị Hồng", "12345"), "Điện thoại", "12345", "PHONE"),
        (("002", "Phạm Thị Hồng", "", "hong@"), "Email", "hong@", "EMAIL"),
        (("002", "Phạm Thị Hồng", "", "", "", "30/2/2021"), "Ngày vào", "30/2/2021", "DATE"),
        (("002", "Phạm Thị Hồng", "", "", "", "24/11/2026"), "Ngày vào", "24/11/2026", "DATE"),
        (("0" * 41, "Phạm Thị Hồng"), "Mã số", "0" * 41, "LONG:40"),
        (("002", "Phạm Thị Hồng", "", "", "T" * 161), "Bộ phận", "T" * 161, "LONG:160"),
    ],
)
def test_a_wrong_cell_of_a_roster_is_named_with_what_is_expected(cast, row, column, value, expected):
    assert members(cast, row).errors == [RowError(2, column, value, expected)]


def test_a_row_with_two_wrong_cells_counts_as_one_bad_row(cast):
    outcome = members(cast, ("002", "Phạm Thị Hồng", "12345", "hong@"))
    assert (len(outcome.errors), outcome.bad_rows_count) == (2, 1)


def test_good_members_are_taken_without_the_wrong_ones(cast):
    outcome = members(cast, NEW, ("003", ""), takes_good=True)
    assert (outcome.is_applied, Member.objects.filter(code__in=["002", "003"]).count()) == (True, 1)


def test_without_asking_for_it_no_good_member_is_taken(cast):
    outcome = members(cast, NEW, ("003", ""))
    assert (outcome.is_applied, Member.objects.filter(code="002").exists()) == (False, False)


def test_every_expected_thing_is_said_in_vietnamese():
    said = {code: str(text % {"row": "40"}) for code, text in queries.EXPECTED.items()}
    assert (said["DOUBLE"], said["LONG"]) == ("mã không trùng với dòng 40", "nhiều nhất 40 ký tự")


def test_a_csv_in_a_legacy_font_gives_the_right_names(cast):
    """Mã số;Họ tên in TCVN3 (.VnTime), as old accounting programs still write it."""
    data = (
        "M· sè;Hä vµ tªn ®oµn viªn c«ng ®oµn c¬ së;Bé phËn\n"
        "002;NguyÔn ThÞ H­¬ng;Ph©n x­ëng may\n003;TrÇn V¨n Th¾ng;Phßng kÕ to¸n\n"
    ).encode("latin-1")
    sheet = read_table(data, "danh-sach.csv")
    import_members(
        unit=cast.units["MD-1"], table=sheet, mapping=guess_mapping(sheet.headers, MEMBER_COLUMNS), is_dry_run=False,
        by=cast.minh, at=AT,
    )  # fmt: skip
    names = [Member.objects.get(code=code).full_name for code in ("002", "003")]
    assert names == ["Nguyễn Thị Hương", "Trần Văn Thắng"]


def test_the_audit_of_a_roster_counts_and_names_nobody(cast):
    members(cast, NEW, ("003", ""), takes_good=True)
    row = AuditRow.objects.get(verb="organisations.import_members")
    assert row.facts == {"new": 1, "changed": 0, "errors": 1}
