"""Questions proposed from a text."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.quizzes import Kind, propose
from caunoi.pure.quizzes.finding import GAP
from caunoi.pure.vietnamese import fold
from tests.pure.samples import ARTICLE

pytestmark = pytest.mark.pure


def test_facts_are_asked_for_with_one_right_answer_from_the_text():
    proposals = propose(ARTICLE, seed=1, most=50)
    rights = {(each.kind, each.right) for each in proposals}
    assert {
        (Kind.DATE, "18/6/2021"), (Kind.SYMBOL, "12/HD-LĐLĐ"), (Kind.BODY, "Liên đoàn Lao động Thành phố Hà Nội"),
        (Kind.YEARS, "2021-2025"), (Kind.NUMBER, "100%"), (Kind.NUMBER, "15"), (Kind.NUMBER, "6"), (Kind.NUMBER, "1.250"),
        (Kind.ACRONYM, "Chỉ số Hài lòng về sự phục vụ hành chính"), (Kind.TERM, "giám sát"), (Kind.TERM, "sự hài lòng"),
    } <= rights  # fmt: skip
    for each in proposals:
        assert len({fold(option) for option in each.options}) == 4
        assert ARTICLE[each.start : each.end] == each.sentence
        # What is asked for is not said in the question.
        assert fold(each.right) not in fold(each.prompt)


def test_a_gap_with_nothing_around_it_is_not_asked():
    text = "Chủ đề của tháng công nhân năm nay mang tên rất ngắn gọn là “giám sát”; ai cũng nhớ được ngay."
    assert [each.prompt for each in propose(text, seed=1, most=50) if each.kind is Kind.TERM] == []
    longer = text.replace("“giám sát”", "tham gia giám sát cơ quan hành chính cùng nhau")
    assert [each.right for each in propose(longer, seed=1, most=50) if each.kind is Kind.TERM] == ["giám sát"]


def test_wrong_answers_do_not_stand_in_the_sentence():
    for each in propose(ARTICLE, seed=2, most=50):
        wrong = [option for place, option in enumerate(each.options) if place != each.answer]
        if each.kind in {Kind.TERM, Kind.YEARS, Kind.BODY}:
            assert not any(fold(option) in fold(each.sentence) for option in wrong)


def test_a_list_is_asked_both_ways():
    lists = [each for each in propose(ARTICLE, seed=3, most=50) if each.kind is Kind.LIST]
    assert len(lists) == 2
    out = next(each for each in lists if "KHÔNG" in each.prompt)
    assert fold(out.right) not in fold(ARTICLE)
    assert all(fold(option) in fold(ARTICLE) for option in out.options if option != out.right)


def test_the_same_seed_gives_the_same_questions_and_another_seed_others():
    assert propose(ARTICLE, seed="a", most=10) == propose(ARTICLE, seed="a", most=10)
    assert propose(ARTICLE, seed="a", most=10) != propose(ARTICLE, seed="b", most=10)


def test_only_marked_clauses_are_asked_about():
    start = ARTICLE.index("Theo Chủ tịch")
    marked = propose(ARTICLE, seed=1, most=50, marks=[(start, start + 10)])
    assert marked
    assert {each.sentence[:13] for each in marked} == {"Theo Chủ tịch"}
    assert propose(ARTICLE, seed=1, most=50, marks=[]) == []


def test_kinds_take_turns_and_most_is_kept():
    made = propose(ARTICLE, seed=1, most=8)
    assert len(made) == 8
    assert len({each.kind for each in made}) == 8
    assert propose(ARTICLE, seed=1, most=0) == []


def test_ten_from_the_article_of_the_press():
    path = (
        Path(os.environ.get("CAUNOI_SHARED", Path(__file__).parents[3] / "shared"))
        / "data/input/000_157cf277773c1125.txt"
    )
    if not path.exists():
        pytest.skip("the article is not here")
    made = propose(path.read_text(encoding="utf-8").partition("\nNên xem")[0], seed=1, most=10)
    assert len(made) == 10
    assert {"12/HD-LĐLĐ", "18/6/2021"} <= {each.right for each in made}


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(text):
    assert all(GAP in each.prompt or "?" in each.prompt for each in propose(text, seed=1, most=5))
