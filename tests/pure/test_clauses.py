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
        "mo-dau",
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
    article = next(clause for clause in split(LAW) if clause.anchor == "dieu-1")
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
        "mo-dau",
        "phan-i",
        "phan-i.khoan-1",
        "phan-ii",
        "phan-ii.khoan-1",
        "phan-ii.khoan-2",
        "noi-nhan",
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


def test_what_stands_before_the_first_part_and_after_the_last_is_kept():
    text = "QUYẾT ĐỊNH\nCăn cứ Luật;\nĐiều 1. Giao việc.\nNơi nhận:\n- Như trên;\n1. Lưu VT\n"
    assert [(clause.anchor, clause.text) for clause in split(text)] == [
        ("mo-dau", "QUYẾT ĐỊNH\nCăn cứ Luật;"),
        ("dieu-1", "Giao việc."),
        ("noi-nhan", "- Như trên;\n1. Lưu VT"),
    ]


def test_an_annex_is_a_part_and_counts_its_articles_anew():
    text = "Điều 1. Một\nĐiều 2. Hai\nPHỤ LỤC I\nBIỂU MẪU\n1. Mẫu đơn\nPHỤ LỤC II\nĐiều 1. Lại một\n"
    found = split(text)
    assert [clause.anchor for clause in found] == [
        "dieu-1", "dieu-2", "phu-luc-i", "phu-luc-i.khoan-1", "phu-luc-ii", "dieu-1~2",
    ]  # fmt: skip
    assert (found[2].label, found[2].heading) == ("Phụ lục I", "BIỂU MẪU")


@pytest.mark.parametrize(
    ("lines", "heading", "text"),
    [
        ("Điều 1.\nPhạm vi điều chỉnh\nLuật này quy định.", "Phạm vi điều chỉnh", "Luật này quy định."),
        ("Điều 1. Phạm vi\nđiều chỉnh\nLuật này quy định.", "Phạm vi điều chỉnh", "Luật này quy định."),
        ("Điều 1. Quyết định này có hiệu lực.", "", "Quyết định này có hiệu lực."),
        ("Chương I\nQUY ĐỊNH\nCHUNG\nLời dẫn.", "QUY ĐỊNH CHUNG", "Lời dẫn."),
        (f"Điều 1. {'Giao đơn vị. ' * 60}", "", ("Giao đơn vị. " * 60).strip()),
    ],
    ids=["under its number", "on two lines", "a sentence", "of a chapter", "a long sentence"],
)
def test_a_heading_is_told_from_text(lines, heading, text):
    found = split(lines)[0]
    assert (found.heading, found.text) == (heading, text)


def test_an_article_named_at_the_break_of_a_line_is_no_article():
    assert anchors("Điều 1. Một\nTheo quy định tại khoản 2\nĐiều 5. Trường hợp khác thì báo.\nĐiều 2. Hai\n") == [
        "dieu-1",
        "dieu-2",
    ]


def test_the_next_article_is_known_though_a_scanner_lost_its_point():
    text = "Điều 1. Một\nĐiều 2, Xuất khẩu\nĐiều 3, Điều 4 và Điều 5.\nĐiêu 3 Nhập khẩu\nĐiều 4. Bốn\n"
    assert anchors(text) == ["dieu-1", "dieu-2", "dieu-3", "dieu-4"]


def test_parts_that_an_amendment_quotes_are_its_text():
    text = "Điều 1. Sửa đổi\n1. Sửa Điều 5 như sau:\n“Điều 5. Mới\n1. Một.\nĐiều 6. Sáu\na) x.”.\n2. Bãi bỏ Điều 7.\nĐiều 2. Hai\n"
    assert anchors(text) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2", "dieu-2"]


def test_a_stray_quotation_mark_hides_nothing():
    assert anchors("Điều 1. Một\n“1. Nhiễu\nĐiều 2. Hai\nlà xong”\n") == ["dieu-1", "dieu-2"]


def test_nothing_of_a_text_is_lost():
    kept = "".join(f"{clause.heading}{clause.text}" for clause in split(GUIDANCE)).replace("\n", "")
    for line in GUIDANCE.splitlines()[:14]:
        assert line.strip() in kept


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


def test_a_chapter_of_another_document_named_at_the_break_of_a_line_begins_nothing():
    text = "Điều 1. Phạm vi\n1. Kiểm nghiệm theo mục 1\nChương VIII Luật An toàn thực phẩm;\nĐiều 2. Đối tượng\n2. Mọi người.\n"
    assert [row.anchor for row in split(text)] == ["dieu-1", "dieu-1.khoan-1", "dieu-2", "dieu-2.khoan-2"]


def test_a_document_typed_without_accents_has_its_articles():
    assert [row.label for row in split("Chuong I\nDieu 1. Pham vi\nDieu 2. Doi tuong\n")] == [
        "Chương I",
        "Điều 1",
        "Điều 2",
    ]
