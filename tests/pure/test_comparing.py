"""Two texts clause by clause: added, removed, changed, moved; and in bounded time."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caunoi.pure.clauses import split
from caunoi.pure.comparing import Kind, Mark, Part, compare, marks_of, paragraphs, shortened

pytestmark = pytest.mark.pure

TEXT = """Điều 1. Phạm vi điều chỉnh
Hướng dẫn này quy định việc tuyên truyền cải cách hành chính trong các cấp công đoàn.
Điều 2. Nội dung tuyên truyền
1. Tuyên truyền nghị quyết của Đảng, chính sách của Nhà nước về cải cách hành chính.
2. Phổ biến kết quả chỉ số cải cách hành chính hằng năm tới đoàn viên.
a) Niêm yết tại bảng tin của công đoàn cơ sở;
b) Phát trên hệ thống loa truyền thanh của xã.
Điều 3. Tổ chức thực hiện
Các cấp công đoàn báo cáo kết quả trước ngày 15 tháng 12 hằng năm."""


def parts(text: str) -> list[Part]:
    return [Part(row.anchor, row.label, row.heading, row.text) for row in split(text)]


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    return [
        (change.kind.value, change.old.anchor if change.old else "", change.new.anchor if change.new else "")
        for change in compare(parts(old), parts(new))
    ]


def test_the_same_text_has_no_changes():
    assert told(TEXT, TEXT) == []


def test_a_changed_clause_is_marked_word_by_word():
    new = TEXT.replace("trước ngày 15 tháng 12", "trước ngày 30 tháng 11")
    [change] = compare(parts(TEXT), parts(new))
    assert (change.kind, change.new and change.new.anchor) == (Kind.CHANGED, "dieu-3")
    assert [(mark.sign, mark.words.strip()) for mark in change.marks if mark.sign != "="] == [
        ("-", "15"), ("+", "30"), ("-", "12"), ("+", "11"),
    ]  # fmt: skip


def test_only_the_clause_that_changed_is_named_not_its_article():
    assert told(TEXT, TEXT.replace("loa truyền thanh", "loa thông minh")) == [
        ("CHANGED", "dieu-2.khoan-2.diem-b", "dieu-2.khoan-2.diem-b")
    ]


def test_an_article_put_in_front_moves_the_others_and_changes_none():
    first, rest = TEXT.split("Điều 2.")
    rest = f"Điều 2.{rest}".replace("Điều 3.", "Điều 4.").replace("Điều 2.", "Điều 3.")
    new = f"{first}Điều 2. Giải thích từ ngữ\nĐoàn viên là người gia nhập công đoàn.\n{rest}"
    assert told(TEXT, new) == [("ADDED", "", "dieu-2"), ("MOVED", "dieu-2", "dieu-3"), ("MOVED", "dieu-3", "dieu-4")]


def test_an_article_that_moved_and_changed_is_known_again():
    first, rest = TEXT.split("Điều 2.")
    rest = f"Điều 2.{rest}".replace("Điều 3.", "Điều 4.").replace("Điều 2.", "Điều 3.").replace("bảng tin", "bản tin")
    new = f"{first}Điều 2. Giải thích từ ngữ\nĐoàn viên là người gia nhập công đoàn.\n{rest}"
    assert ("CHANGED", "dieu-2.khoan-2.diem-a", "dieu-3.khoan-2.diem-a") in told(TEXT, new)


def test_what_was_removed_stands_where_it_stood():
    new = TEXT[: TEXT.index("Điều 2.")] + TEXT[TEXT.index("Điều 3.") :]
    assert told(TEXT, new) == [("REMOVED", "dieu-2", "")]
    [change] = compare(parts(TEXT), parts(new))
    assert "Niêm yết tại bảng tin" in change.marks[0].words


def test_a_text_without_articles_is_compared_by_paragraph():
    old = paragraphs("Kính gửi các đơn vị\nBáo cáo trước thứ sáu tuần này\nTrân trọng")
    new = paragraphs("Kính gửi các đơn vị\nMột đoạn mới chưa từng có\nBáo cáo trước thứ hai tuần sau\nTrân trọng")
    kinds = [(change.kind, change.new and change.new.text) for change in compare(old, new)]
    assert kinds == [
        (Kind.ADDED, "Một đoạn mới chưa từng có"), (Kind.CHANGED, "Báo cáo trước thứ hai tuần sau"),
    ]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["ab", "cd", "ef\n"]), max_size=60),
    st.lists(st.sampled_from(["ab", "xy", "ef\n"]), max_size=60),
)
def test_marks_give_back_both_texts(old, new):
    before, after = " ".join(old), " ".join(new)
    marks = marks_of(before, after)
    assert "".join(mark.words for mark in marks if mark.sign in "=-").split() == before.split()
    assert "".join(mark.words for mark in marks if mark.sign in "=+").split() == after.split()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_are_compared(old, new):
    changes = compare(parts(old) or paragraphs(old), parts(new) or paragraphs(new))
    assert all(change.old or change.new for change in changes)


def test_long_equal_runs_are_cut_to_what_stands_around():
    words = " ".join(f"tu{number}" for number in range(200))
    short = shortened(marks_of(f"{words} cu {words}", f"{words} moi {words}"), context=5)
    assert [mark.sign for mark in short] == ["…", "=", "-", "+", "=", "…"]
    assert short[1] == Mark("=", "tu195 tu196 tu197 tu198 tu199 ")


@pytest.mark.parametrize("shape", ["articles", "one article", "no articles", "the same line"])
def test_four_hundred_thousand_characters_take_seconds_at_most(shape):
    rng = random.Random(4)
    words = [f"từ{number}" for number in range(3000)]

    def sentence() -> str:
        return " ".join(rng.choices(words, k=22))

    lines = ["Điều lặp lại y hệt nhau trong bảng"] * 11_000 if shape == "the same line" else [
        sentence() for _ in range(2900)
    ]  # fmt: skip
    changed = [sentence() if number % 9 == 0 else line for number, line in enumerate(lines)]
    heads = {"articles": "Điều {}. ", "one article": "", "no articles": "", "the same line": ""}[shape]
    first = "Điều 1. Bảng\n" if shape == "one article" else ""
    old, new = (
        first + "\n".join(heads.format(number) + line for number, line in enumerate(rows, 1))
        for rows in (lines, changed)
    )
    assert len(old) > 380_000
    started = time.process_time()
    changes = compare(parts(old) or paragraphs(old), parts(new) or paragraphs(new))
    assert changes
    assert time.process_time() - started < 8
