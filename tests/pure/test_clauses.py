"""The parts of a document, each under an anchor that people can cite and links can hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.clauses import split
from tests.pure.samples import GUIDANCE

pytestmark = pytest.mark.pure

LAW = """Quốc hội ban hành Luật Công đoàn.

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về Công đoàn Việt Nam.
Điều 2. Quyền của đoàn viên
1. Được thông tin:
a) Về chính sách;
đ) Về cải cách hành chính.
2. Được góp ý.
Chương II
Mục 1. TRÁCH NHIỆM
Điều 3. Công đoàn cơ sở
1. Báo cáo hằng năm.
"""


def anchors(text: str) -> list[str]:
    return [clause.anchor for clause in split(text)]


def test_a_law_is_split_into_chapters_articles_clauses_and_points():
    assert anchors(LAW) == [
        "chuong-i",
        "dieu-1",
        "dieu-2",
        "dieu-2.khoan-1",
        "dieu-2.khoan-1.diem-a",
        "dieu-2.khoan-1.diem-dd",
        "dieu-2.khoan-2",
        "chuong-ii",
        "chuong-ii.muc-1",
        "dieu-3",
        "dieu-3.khoan-1",
    ]


def test_a_part_has_its_label_heading_and_text():
    article = split(LAW)[1]
    assert (article.kind, article.label, article.heading, article.text, article.depth) == (
        "dieu",
        "Điều 1",
        "Phạm vi điều chỉnh",
        "Luật này quy định về Công đoàn Việt Nam.",
        2,
    )


def test_a_clause_without_a_heading_is_all_text():
    clause = next(clause for clause in split(LAW) if clause.anchor == "dieu-2.khoan-2")
    assert (clause.label, clause.heading, clause.text) == ("Khoản 2", "", "Được góp ý.")


def test_a_part_begins_where_its_start_says():
    starts = {clause.anchor: LAW[clause.start :].partition("\n")[0] for clause in split(LAW)}
    assert starts["dieu-2"] == "Điều 2. Quyền của đoàn viên"
    assert starts["dieu-2.khoan-1.diem-dd"] == "đ) Về cải cách hành chính."


def test_a_document_without_articles_is_split_by_roman_numerals():
    assert anchors(GUIDANCE) == [
        "phan-i",
        "phan-i.khoan-1",
        "phan-ii",
        "phan-ii.khoan-1",
        "phan-ii.khoan-2",
    ]


def test_roman_numerals_are_no_parts_where_there_are_articles():
    assert anchors("Điều 1. Phụ lục\nI. Biểu mẫu\n") == ["dieu-1"]


def test_a_number_of_two_levels_keeps_both():
    assert anchors("I. KẾT QUẢ\n1.2. Tuyên truyền\n") == ["phan-i", "phan-i.khoan-1-2"]


def test_an_anchor_that_comes_again_is_numbered():
    assert anchors("Điều 1. Một\nĐiều 1. Lại một\nĐiều 1. Vẫn một\n") == ["dieu-1", "dieu-1~2", "dieu-1~3"]


def test_points_of_two_articles_do_not_meet():
    assert anchors("Điều 1. Một\n1. Có:\na) x;\nĐiều 2. Hai\na) y;\n") == [
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.diem-a",
        "dieu-2",
        "dieu-2.diem-a",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "Kính gửi các đơn vị.", "18.6.2021 là ngày ký", "Theo Điều 5 của Luật này", "2021 và 2022"],
    ids=["nothing", "a sentence", "a date", "an article cited", "years"],
)
def test_text_without_parts_has_none(text):
    assert split(text) == []


@given(st.lists(st.sampled_from(LAW.splitlines()), max_size=25))
@settings(max_examples=60, deadline=None)
def test_anchors_are_unique_whatever_the_order_of_lines(lines):
    found = anchors("\n".join(lines))
    assert len(found) == len(set(found))
