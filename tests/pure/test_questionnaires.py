"""Questions as people paste them from Word."""

from dataclasses import replace

import pytest

from caunoi.pure.questionnaires import Fault, Typed, Unread, read, written

pytestmark = pytest.mark.pure

PASTED = """
Câu 1. Ai ban hành Hướng dẫn 12/HD-LĐLĐ?
A. Ủy ban nhân dân xã
B. Liên đoàn Lao động thành phố *
C. Công đoàn cơ sở
Căn cứ: Hướng dẫn 12/HD-LĐLĐ, mục I

Câu 2: Cải cách hành chính có mấy nội dung?
a) Năm
b) Sáu
Đáp án: B
Giải thích: Nghị quyết 76/NQ-CP nêu sáu nội dung.
"""


def test_stars_and_answer_lines_name_the_right_option():
    first, second = read(PASTED)
    assert first == Typed(
        2,
        "Ai ban hành Hướng dẫn 12/HD-LĐLĐ?",
        ("Ủy ban nhân dân xã", "Liên đoàn Lao động thành phố", "Công đoàn cơ sở"),
        1,
        "Hướng dẫn 12/HD-LĐLĐ, mục I",
    )
    assert isinstance(second, Typed)
    assert (second.options, second.correct) == (("Năm", "Sáu"), 1)
    assert second.explanation == "Nghị quyết 76/NQ-CP nêu sáu nội dung."


def test_numbers_without_the_word_and_texts_over_two_lines_are_read():
    found = read("1. Ai trả lời\nkiến nghị?\nA. Xã\nB. Tỉnh*\n2) Bao lâu?\n*A. Mười ngày\nB. Một năm\nkhông hơn")
    assert [each.text for each in found] == ["Ai trả lời kiến nghị?", "Bao lâu?"]
    assert [each.correct for each in found if isinstance(each, Typed)] == [1, 0]
    assert isinstance(found[1], Typed)
    assert found[1].options[1] == "Một năm không hơn"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Câu 1. \nA. x *\nB. y", Fault.NO_TEXT),
        ("Câu 1. Gì?\nA. x *", Fault.FEW_OPTIONS),
        ("Câu 1. Gì?\nA. x *\nB. X", Fault.SAME_OPTIONS),
        ("Câu 1. Gì?\nA. x\nB. y", Fault.NO_ANSWER),
        ("Câu 1. Gì?\nA. x\nB. y\nĐáp án: D", Fault.NO_ANSWER),
        ("Câu 1. Gì?\nA. x *\nB. y *", Fault.TWO_ANSWERS),
    ],
)
def test_what_a_question_lacks_is_said_with_its_line(text: str, fault: Fault):
    (found,) = read(f"\n{text}")
    assert isinstance(found, Unread)
    assert (found.line, found.fault) == (2, fault)


def test_nothing_is_no_question():
    assert read(" \n\n") == []


def test_what_is_written_is_read_again():
    for question in read(PASTED):
        assert isinstance(question, Typed)
        assert read(written(question)) == [replace(question, line=1)]
