"""Documents as people name them, without the rest of their symbols."""

import pytest

from caunoi.pure.naming import articles_named, beyond_names, is_name_of, names_in, places_named
from caunoi.pure.syllables import syllables

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("nghị định 175", "175/2026/NĐ-CP"), ("NĐ số 175/2026", "175/2026/NĐ-CP"), ("nghi dinh 2 nam 2026", "02/2026/NĐ-CP"),
        ("tt 44", "44/2026/TT-BGDĐT"), ("quyết định 217", "217-QĐ/TW"), ("hướng dẫn số 12", "12/HD-LĐLĐ"),
        ("luật 50/2024", "50/2024/QH15"), ("Điều 5 thông tư 06/2026 về mã hóa", "6/2026/TT-BYT"),
    ],
)  # fmt: skip
def test_a_type_and_a_number_begin_the_symbol(text, symbol):
    (name,) = names_in(syllables(text))
    assert any("".join(syllables(symbol)).startswith(one) for one in name.beginnings())


@pytest.mark.parametrize(("text", "symbol"), [("nghị định 17", "175/2026/NĐ-CP"), ("thông tư 175", "175/2026/NĐ-CP")])
def test_another_number_or_type_is_another_document(text, symbol):
    (name,) = names_in(syllables(text))
    assert not any("".join(syllables(symbol)).startswith(one) for one in name.beginnings())


@pytest.mark.parametrize(
    "text", ["nghị định mới", "quyết định của 12 người", "12 hd ldld", "luật", "", "nghị định 1234567"]
)
def test_without_a_number_of_its_own_nothing_is_named(text):
    assert list(names_in(syllables(text))) == []


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("nghị định 175", True), ("Nghị định số 175/2026/NĐ-CP", True), ("175/2026/ND-CP", True), ("nghị định 175 mức phạt", False),
        ("Điều 5 nghị định 175", False), ("175", False), ("", False),
    ],
)  # fmt: skip
def test_whether_a_question_is_nothing_but_a_name(text, is_name):
    assert is_name_of(text, "175/2026/NĐ-CP") is is_name


def test_the_articles_of_a_question():
    assert articles_named(syllables("Điều 5, điều 12 và điều lệ")) == ["dieu_5", "dieu_12"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("khoản 2 Điều 5 nghị định 175 mức phạt tối đa", [["muc", "phat", "toi", "da"]]), ("nghị định 175", []),
        ("hòm thư theo hướng dẫn 12 của ai", [["hom", "thu", "theo"], ["cua", "ai"]]), ("giám sát", [["giam", "sat"]]),
    ],
)  # fmt: skip
def test_what_is_asked_beyond_the_names(text, left):
    assert beyond_names(syllables(text)) == left


def test_clauses_and_points_of_a_question():
    assert places_named(syllables("điểm a khoản 2 Điều 5, khoản tiền")) == {"diem_a", "khoan_2"}
