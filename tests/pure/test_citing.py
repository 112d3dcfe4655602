"""How a part of a document is named, and which part words name."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.pure.citing import Cited, anchors_of, citation, is_within, part_before, part_words

pytestmark = pytest.mark.pure

LAW = Cited("Luật", "50/2024/QH15", "Luật Công đoàn", "Quốc hội", date(2024, 11, 27))
GUIDANCE = Cited("Hướng dẫn", "12/HD-LĐLĐ", "Tuyên truyền cải cách hành chính", "LĐLĐ Hà Nội", date(2021, 6, 8))


@pytest.mark.parametrize(
    ("words", "anchors"),
    [
        ("điểm a khoản 2 Điều 5", ["dieu-5.khoan-2.diem-a"]),
        ("Điều 5 khoản 2 điểm đ", ["dieu-5.khoan-2.diem-dd"]),
        ("Điều 5, khoản 2", ["dieu-5.khoan-2"]),
        ("dieu 5", ["dieu-5"]),
        ("khoản 1, khoản 2 Điều 9", ["dieu-9.khoan-1", "dieu-9.khoan-2"]),
        ("các khoản 1, 2 và 3 Điều 10", ["dieu-10.khoan-1", "dieu-10.khoan-2", "dieu-10.khoan-3"]),
        ("Điều 5, Điều 7 và khoản 3 Điều 9", ["dieu-5", "dieu-7", "dieu-9.khoan-3"]),
        ("điểm a khoản 1, điểm b khoản 2 Điều 5", ["dieu-5.khoan-1.diem-a", "dieu-5.khoan-2.diem-b"]),
        ("Điều 5 khoản 2 điểm a, Điều 7 khoản 1", ["dieu-5.khoan-2.diem-a", "dieu-7.khoan-1"]),
        ("điểm d, đ khoản 3 Điều 12", ["dieu-12.khoan-3.diem-d", "dieu-12.khoan-3.diem-dd"]),
        ("khoản 1.2 Điều 4a", ["dieu-4a.khoan-1-2"]),
        ("Chương II", ["chuong-ii"]),
        ("toàn bộ văn bản", []),
        ("một số điều của Luật, khoản theo Điều này", []),
        (
            "khoản 2 và khoản 4 Điều 8, Điều 15; Phụ lục II",
            ["dieu-8.khoan-2", "dieu-8.khoan-4", "dieu-15", "phu-luc-ii"],
        ),
        ("", []),
    ],
)
def test_words_name_parts(words, anchors):
    assert anchors_of(words) == anchors


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("dieu-5.khoan-2.diem-dd", "điểm đ khoản 2 Điều 5"),
        ("dieu-4a.khoan-1-2", "khoản 1.2 Điều 4a"),
        ("chuong-ii", "Chương II"),
        ("dieu-5~2", "Điều 5"),
        ("", ""),
    ],
)
def test_a_part_is_said_from_the_smallest_to_the_largest(anchor, words):
    assert part_words(anchor) == words


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 300), st.none() | st.integers(1, 40), st.none() | st.sampled_from("abcdđeghiklmnopqrstuvxy")
)  # fmt: skip
def test_what_is_said_of_a_part_names_it_again(article, clause, point):
    anchor = f"dieu-{article}"
    if clause:
        anchor += f".khoan-{clause}"
    if clause and point:
        anchor += f".diem-{'dd' if point == 'đ' else point}"
    assert anchors_of(part_words(anchor)) == [anchor]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read(words):
    assert len(anchors_of(words)) <= 60


def test_ten_thousand_parts_are_cut_and_take_no_time():
    assert len(anchors_of("khoản 1 Điều 5, " * 10_000 + "điểm a, b, " * 1000)) <= 60


def test_a_law_is_cited_with_its_name_and_anything_else_with_its_symbol():
    assert citation(LAW, "dieu-5.khoan-2.diem-a") == "điểm a khoản 2 Điều 5 Luật Công đoàn số 50/2024/QH15"
    assert citation(GUIDANCE, "dieu-1") == "Điều 1 Hướng dẫn số 12/HD-LĐLĐ"


def test_the_first_time_a_document_is_cited_in_full():
    assert citation(GUIDANCE, is_full=True) == (
        "Hướng dẫn số 12/HD-LĐLĐ ngày 08 tháng 6 năm 2021 của LĐLĐ Hà Nội về tuyên truyền cải cách hành chính"
    )


def test_a_document_without_a_symbol_is_cited_by_what_it_is_about():
    assert citation(Cited("Công văn", "", "Về việc nghỉ lễ", "", None)) == "Công văn về việc nghỉ lễ"
    assert citation(Cited("Luật", "", "Luật Công đoàn", "", None)) == "Luật Công đoàn"


def test_what_lies_in_a_part():
    assert is_within("dieu-5.khoan-2", "dieu-5")
    assert not is_within("dieu-50", "dieu-5")
    assert is_within("dieu-5", "")


@pytest.mark.parametrize(
    ("before", "part"),
    [
        ("Sửa đổi, bổ sung khoản 2 Điều 5 của Nghị định số ", "khoản 2 Điều 5"),
        ("Sửa đổi, bổ sung một số điều của Thông tư số ", ""),
        ("Bãi bỏ Điều 3, Điều 4 Luật Công đoàn số ", "Điều 3; Điều 4"),
        ("Sửa đổi Điều 3. Bãi bỏ Nghị định số ", ""),
        ("theo Điều 3 ngày 5/6, thay thế Quyết định ", ""),
        ("", ""),
    ],
)
def test_the_part_that_stands_right_before_a_document_is_meant(before, part):
    assert part_before(before) == part
