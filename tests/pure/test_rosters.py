"""Spreadsheets as chairs really keep them: headers in their own words, days and numbers as they type them."""

from datetime import date

import pytest

from caunoi.pure.rosters import (
    EMAIL,
    MEMBER_COLUMNS,
    UNIT_COLUMNS,
    Outcome,
    RowError,
    cells,
    guess_mapping,
    parse_day,
    parse_phone,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("headers", "mapping"),
    [
        (
            ["STT", "Họ và tên", "Số điện thoại", "Email", "Tổ, phòng", "Ngày vào công đoàn"],
            {"code": 0, "full_name": 1, "phone": 2, "email": 3, "workplace": 4, "joined_on": 5},
        ),
        (
            ["STT", "Mã đoàn viên", "HỌ TÊN", "SĐT", "Bộ phận"],
            {"code": 1, "full_name": 2, "phone": 3, "workplace": 4},
        ),
        (["Ho ten", "Ma so"], {"full_name": 0, "code": 1}),
        (["Địa chỉ", "Ghi chú"], {}),
    ],
    ids=["in full", "a code beats the row's number", "without accents", "nothing known"],
)
def test_columns_of_members_are_known_by_their_headers(headers, mapping):
    assert guess_mapping(headers, MEMBER_COLUMNS) == mapping


def test_columns_of_units_are_known_by_their_headers():
    headers = ["Mã đơn vị", "Tên CĐCS", "Loại hình", "Mã cấp trên", "Số đoàn viên", "Ngày thành lập"]
    assert guess_mapping(headers, UNIT_COLUMNS) == {
        "code": 0,
        "name": 1,
        "kind": 2,
        "parent": 3,
        "member_count": 4,
        "founded_on": 5,
    }


def test_a_column_is_used_once():
    mapping = guess_mapping(["Mã", "Mã", "Họ tên"], MEMBER_COLUMNS)
    assert mapping == {"code": 0, "full_name": 2}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18/6/2021", date(2021, 6, 18)),
        ("18-06-2021", date(2021, 6, 18)),
        ("18.6.2021", date(2021, 6, 18)),
        ("2021-06-18", date(2021, 6, 18)),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2023", None),
        ("6/18/2021", None),
        ("18/6/21", None),
        ("tháng 6", None),
        ("", None),
    ],
)
def test_a_day_is_day_month_year(typed, day):
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("(+84) 912-345-678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("024 3825 1234", "+842438251234"),
        ("2438251234", "+842438251234"),
    ],
    ids=["spaces", "points", "international", "without plus", "zero eaten", "a fixed line", "a fixed line, zero eaten"],
)
def test_a_phone_number_is_kept_in_one_form(typed, number):
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "không có", "0912 345 67", "0912 345 6789", "0112345678", "+1 202 555 0143", "113"]
)
def test_what_is_no_vietnamese_number_is_none(typed):
    assert parse_phone(typed) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [("lan@example.vn", True), ("lan@example", False), ("lan example.vn", False), ("@example.vn", False)],
)
def test_an_address_has_a_name_and_a_domain(address, is_one):
    assert bool(EMAIL.match(address)) is is_one


def test_cells_are_the_mapped_values_stripped():
    assert cells(["001", " Nguyễn Thị Lan "], {"code": 0, "full_name": 1, "phone": 2}) == {
        "code": "001",
        "full_name": "Nguyễn Thị Lan",
        "phone": "",
    }


def test_an_outcome_counts_rows_not_errors():
    errors = [RowError(3, "SĐT", "abc", "PHONE"), RowError(3, "Email", "x", "EMAIL"), RowError(7, "SĐT", "1", "PHONE")]
    outcome = Outcome(new_count=4, changed_count=2, same_count=1, errors=errors)
    assert (outcome.good_count, outcome.bad_rows_count) == (7, 2)
