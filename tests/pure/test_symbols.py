"""Số, ký hiệu: read as the decree (NĐ 30/2020/NĐ-CP) and real offices write them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure import symbols

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "number", "year", "type_code", "body"),
    [
        ("12/HD-LĐLĐ", "12", None, "HD", "LĐLĐ"),
        ("3716/QĐ-UBND", "3716", None, "QĐ", "UBND"),
        ("6747/TTr-SNV", "6747", None, "TTr", "SNV"),
        ("35/KH-TU", "35", None, "KH", "TU"),
        ("30c/NQ-CP", "30c", None, "NQ", "CP"),
        ("30/2020/NĐ-CP", "30", 2020, "NĐ", "CP"),
        ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403", 2017, "NQLT", "UBTVQH14-CP-ĐCTUBTWMTTQVN"),
        ("50/2024/QH15", "50", 2024, None, "QH15"),
        ("15/UBND-NV", "15", None, None, "UBND-NV"),
        ("2231/SNV-CCHC&PC", "2231", None, None, "SNV-CCHC&PC"),
        ("4173/TLĐ-ToC", "4173", None, None, "TLĐ-ToC"),
    ],
)
def test_a_symbol_of_the_state_is_read(text, number, year, type_code, body):
    assert symbols.parse(text) == symbols.Symbol(text, number, year, "STATE", type_code, body)


@pytest.mark.parametrize(
    ("text", "number", "type_code", "body"),
    [
        ("217-QĐ/TW", "217", "QĐ", "TW"),
        ("09-NQ/TU", "09", "NQ", "TU"),
        ("11-QĐi/TW", "11", "QĐi", "TW"),
        ("05-KHPH/LĐLĐ-STP", "05", "KHPH", "LĐLĐ-STP"),
    ],
)
def test_a_symbol_of_the_party_is_read(text, number, type_code, body):
    assert symbols.parse(text) == symbols.Symbol(text, number, None, "PARTY", type_code, body)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Số: 12/HD-LĐLĐ", "12/HD-LĐLĐ"),
        ("SỐ 12/HD-LĐLĐ", "12/HD-LĐLĐ"),
        ("  12 / HD – LĐLĐ ", "12/HD-LĐLĐ"),
        (unicodedata.normalize("NFD", "12/HD-LĐLĐ"), "12/HD-LĐLĐ"),
        ("05 - KHPH/LĐLĐ - STP", "05-KHPH/LĐLĐ-STP"),
    ],
    ids=["with số", "with SỐ", "spaces and a long dash", "decomposed", "a joint plan"],
)
def test_a_symbol_is_kept_in_one_form(text, raw):
    assert symbols.parse(text).raw == raw


@pytest.mark.parametrize(
    "text", ["", "18/6/2021", "1/2", "2021-2025", "LĐLĐ", "Covid-19", "12/", "HD-LĐLĐ/12", "số 12"]
)
def test_what_is_no_symbol_is_none(text):
    assert symbols.parse(text) is None


def test_a_number_that_looks_like_a_year_is_a_number():
    symbol = symbols.parse("2020/QĐ-UBND")
    assert (symbol.number, symbol.year) == ("2020", None)


@pytest.mark.parametrize(
    ("text", "type_name"),
    [
        ("12/HD-LĐLĐ", "Hướng dẫn"),
        ("12/HĐ-LĐLĐ", "Hợp đồng"),
        ("12/ĐA-UBND", "Đề án"),
        ("12/DA-UBND", "Dự án"),
        ("12/CT-UBND", "Chỉ thị"),
        ("12/CTr-UBND", "Chương trình"),
        ("12/TT-BNV", "Thông tư"),
        ("12/TTr-BNV", "Tờ trình"),
        ("12/QĐ-LĐLĐ", "Quyết định"),
        ("12/QyĐ-LĐLĐ", "Quy định"),
        ("50/2024/QH15", "Luật"),
        ("15/UBND-NV", None),
    ],
)
def test_types_that_differ_by_an_accent_or_a_letter_stay_apart(text, type_name):
    assert symbols.parse(text).type_name == type_name


@pytest.mark.parametrize(
    ("text", "body_name"),
    [
        ("12/HD-LĐLĐ", "Liên đoàn Lao động"),
        ("68/KH-TLĐ", "Tổng Liên đoàn Lao động Việt Nam"),
        ("76/NQ-CP", "Chính phủ"),
        ("1656/NQ-UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("15/UBND-NV", "Ủy ban nhân dân"),
        ("217-QĐ/TW", "Ban Chấp hành Trung ương Đảng"),
        ("06/2026/TT-BTC", "Bộ Tài chính"),
        ("03-KH/BTC", "Ban Tổ chức"),
        ("12/QĐ-XYZ", None),
    ],
)
def test_the_issuing_body_is_named_when_its_letters_are_known(text, body_name):
    assert symbols.parse(text).body_name == body_name


def test_symbols_are_found_in_running_text_with_their_places():
    text = "Thực hiện Nghị quyết số 09-NQ/TU và Quyết định số 3716/QĐ-UBND, ngày 28/7/2021."
    found = list(symbols.find(text))
    assert [symbol.raw for symbol, _ in found] == ["09-NQ/TU", "3716/QĐ-UBND"]
    assert [text[start:end] for _, (start, end) in found] == ["09-NQ/TU", "3716/QĐ-UBND"]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 18/6/2021",
        "giai đoạn 2021-2025",
        "đạt 1/2 chỉ tiêu",
        "phòng, chống dịch Covid-19",
        "trực 24/7",
        "https://caunoi.example/a/12/HD-LDLD/tep",
    ],
)
def test_dates_fractions_and_addresses_are_no_symbols(text):
    assert list(symbols.find(text)) == []


@pytest.mark.parametrize("typed", ["12/HD-LĐLĐ", "12 hd ldld", "Số: 12/HD–LĐLĐ", "số 12 / hd - lđlđ", "SỐ 12/HD-LĐLĐ"])
def test_a_document_is_found_however_its_symbol_is_typed(typed):
    assert symbols.key(typed) == "12 hd ldld"


@given(
    number=st.integers(1, 99_999),
    type_code=st.sampled_from(sorted(symbols.TYPES)),
    body=st.sampled_from(sorted(symbols.BODIES)),
)
@settings(max_examples=80, deadline=None)
def test_every_type_with_every_body_reads_back(number, type_code, body):
    symbol = symbols.parse(f"{number}/{type_code}-{body}")
    assert (symbol.type_name, symbol.body_name) == (symbols.TYPES[type_code], symbols.BODIES[body])


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_reading_a_symbol_never_fails(text):
    symbols.parse(text)
    list(symbols.find(text))
