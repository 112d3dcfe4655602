"""Groups of words are read from lines, and a question is asked in the words of the law too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.synonyms import Problem, parse, variants, written

pytestmark = pytest.mark.pure
LAND = ("sổ đỏ", "sổ hồng", "giấy chứng nhận quyền sử dụng đất")


def test_lines_become_groups_and_lines_again():
    text = "sổ đỏ =  sổ hồng= giấy chứng nhận quyền sử dụng đất\n\nBHXH = bảo hiểm xã hội\n"
    groups, problems = parse(text)
    assert groups == [LAND, ("BHXH", "bảo hiểm xã hội")]
    assert problems == []
    assert parse(written(groups)) == (groups, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("một mình", Problem(1, "ALONE", "một mình")),
        ("sổ đỏ = Sổ Đỏ", Problem(1, "ALONE", "Sổ Đỏ")),
        ("a = b\nc = B", Problem(2, "TWICE", "B", 1)),
        ("=".join("abcdefghi"), Problem(1, "MANY")),
        ("x = " + "dài " * 11, Problem(1, "LONG", ("dài " * 11).strip())),
        ("\n".join(f"a{n} = b{n}" for n in range(501)), Problem(501, "FULL")),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, problem: Problem):
    assert parse(text)[1] == [problem]


@pytest.mark.parametrize("asked", ["làm sổ đỏ ở đâu", "lam so do o dau", "LÀM SỔ ĐỎ, Ở ĐÂU?"])
def test_a_question_is_asked_in_other_words_too(asked: str):
    assert variants(asked, [LAND]) == ["lam giay chung nhan quyen su dung dat o dau", "lam so hong o dau"]


def test_only_whole_phrases_are_replaced():
    assert variants("đồ sổ đoàn viên", [LAND]) == []
    assert variants("", [LAND]) == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read(lines: str, asked: str):
    groups, _problems = parse(lines)
    assert len(variants(asked, groups)) <= 4
