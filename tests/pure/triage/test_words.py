"""Phrases are found as people type, and the places are those of the text that they sent."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.triage.words import Words, phrase

pytestmark = pytest.mark.pure


def found(written, text):
    return [text[start:end] for start, end in Words(text).find(phrase(written))]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Tôi tố cáo ông ấy", ["tố cáo"]),
        ("TÔI TỐ CÁO ÔNG ẤY", ["TỐ CÁO"]),
        ("toi to cao ong ay", ["to cao"]),
        ("Nhà nó to cao lắm", []),
        ("Đã nói rồi. toi muon to cao", ["to cao"]),
        ("báo cáo tình hình", []),
    ],
)
def test_accents_matter_only_where_they_are_written(text, places):
    assert found("tố cáo", text) == places


def test_places_are_those_of_a_decomposed_text():
    text = unicodedata.normalize("NFD", "Hôm qua tôi tố cáo họ")
    assert found("tố cáo", text) == [unicodedata.normalize("NFD", "tố cáo")]


def test_the_place_of_a_tone_does_not_matter():
    assert found("hóa đơn", "không có hoá đơn") == ["hoá đơn"]


@pytest.mark.parametrize(
    "text", ["công ty ko trả lương", "cty k trả lương", "CTY KHÔNG TRẢ LƯƠNG", "cong ty khong tra luong"]
)
def test_shorthand_is_read(text):
    assert found("công ty không trả lương", text) == [text]


@pytest.mark.parametrize(
    ("written", "text", "places"),
    [
        ("đòi * tiền", "họ đòi tôi thêm tiền", ["đòi tôi thêm tiền"]),
        ("đòi * tiền", "họ đòi. Tôi đưa tiền", []),
        ("đòi * tiền", "đòi một hai ba bốn năm tiền", []),
        ("đòi tiền !(lương|công)", "đòi tiền lương", []),
        ("đòi tiền !(lương|công)", "đòi tiền riêng", ["đòi tiền"]),
        ("(nợ|(chậm|treo)) lương", "treo lương, chậm lương", ["treo lương", "chậm lương"]),
        ("# triệu", "mất 5 triệu", ["5 triệu"]),
        ("làm luật", "nó làm luậts", []),
    ],
)
def test_the_small_language_of_phrases(written, text, places):
    assert found(written, text) == places


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text):
    words = Words(text)
    assert all(0 <= start < end <= len(text) for start, end in words.spans)
    assert len(words.spans) == len(words.words)
