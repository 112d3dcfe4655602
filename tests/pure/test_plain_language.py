"""The plain-language meter."""

import pytest

from caunoi.pure.plain_language import LONG, Grade, Matter, measure
from tests.pure.samples import ARTICLE

pytestmark = pytest.mark.pure


def found(text: str, matter: Matter, **options: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.text, each.suggestion) for each in measure(text, **options).findings if each.matter is matter]


def test_the_union_press_is_hard_and_says_where():
    meter = measure(ARTICLE)
    assert meter.grade is Grade.HARD
    assert meter.long_count >= 3
    assert all(ARTICLE[each.start : each.end] == each.text for each in meter.findings)
    long = [each for each in meter.findings if each.matter is Matter.LONG_SENTENCE]
    assert len(long) == meter.long_count
    assert all(each.word_count > LONG for each in long)
    assert [each.start for each in meter.findings] == sorted(each.start for each in meter.findings)


def test_short_sentences_are_easy():
    meter = measure("Bạn nộp giấy tờ ở phường. Cán bộ hẹn ngày trả. Không mất tiền.")
    assert (meter.grade, meter.sentence_count, meter.findings) == (Grade.EASY, 3, ())


def test_an_abbreviation_is_named_once_unless_explained():
    text = "CCHC là việc chung. CCHC cần bạn. Bảo hiểm xã hội (BHXH) trả. UBND (Ủy ban nhân dân) phường nhận. ZZZ họp."
    assert found(text, Matter.ABBREVIATION) == [("CCHC", "cải cách hành chính (CCHC)"), ("ZZZ", "")]


def test_headings_and_symbols_are_no_abbreviations():
    assert found("NỘI DUNG CÔNG TÁC\nTheo Hướng dẫn số 12/HD-LĐLĐ.", Matter.ABBREVIATION) == []


def test_phrases_are_edited_by_offices_and_keep_their_capital():
    assert found("Căn cứ vào luật, bạn có trách nhiệm nộp.", Matter.PHRASE) == [
        ("Căn cứ vào", "Theo"),
        ("có trách nhiệm", "phải"),
    ]
    own = {"niêm phong": "dán kín"}
    assert found("Niêm phong hòm phiếu, căn cứ vào luật.", Matter.PHRASE, plainer=own) == [("Niêm phong", "Dán kín")]
    assert found("căn cứ vào luật", Matter.PHRASE, plainer={}) == []


def test_nothing_is_easy():
    meter = measure("")
    assert (meter.grade, meter.word_count, meter.mean_words) == (Grade.EASY, 0, 0.0)
