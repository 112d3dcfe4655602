"""Scripts for loudspeakers: what is said, how long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.sentences import count_words, sentences
from caunoi.pure.spoken import SYLLABLES_A_MINUTE, WORDS_MOST, script, seconds
from caunoi.pure.spoken.numbers import cardinal, roman
from caunoi.pure.spoken.saying import say, spell
from tests.pure.samples import ARTICLE

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"),
        (25, "hai mươi lăm"), (11, "mười một"), (14, "mười bốn"), (100, "một trăm"), (105, "một trăm linh năm"),
        (110, "một trăm mười"), (555, "năm trăm năm mươi lăm"), (1000, "một nghìn"), (1005, "một nghìn không trăm linh năm"),
        (2021, "hai nghìn không trăm hai mươi mốt"), (10_000, "mười nghìn"), (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"), (2_500_000_000, "hai tỷ năm trăm triệu"),
        (1_000_000_000_000, "một nghìn tỷ"), (1_000_000_000_005, "một nghìn tỷ không trăm linh năm"),
    ],
)  # fmt: skip
def test_numbers(value, words):
    assert cardinal(value) == words


def test_numbers_beyond():
    with pytest.raises(ValueError, match="-1"):
        cardinal(-1)
    with pytest.raises(ValueError, match="10000"):
        cardinal(10**15)
    assert [roman(text) for text in ("XIII", "IV", "MMXXI", "IIII", "VX", "")] == [13, 4, 2021, None, None, None]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hướng dẫn số 12/HD-LĐLĐ ngày 18/6/2021 của Liên đoàn Lao động Thành phố Hà Nội",
         "Hướng dẫn số mười hai ngày mười tám tháng sáu năm hai nghìn không trăm hai mươi mốt của Liên đoàn Lao động Thành phố Hà Nội"),
        ("Theo 12/HD-LĐLĐ", "Theo Hướng dẫn số mười hai của Liên đoàn Lao động"),
        ("Nghị định số 30/2020/NĐ-CP", "Nghị định số ba mươi năm hai nghìn không trăm hai mươi của Chính phủ"),
        ("217-QĐ/TW", "Quyết định số hai trăm mười bảy của Ban Chấp hành Trung ương Đảng"),
        ("Luật số 91/2025/QH15", "Luật số chín mươi mốt năm hai nghìn không trăm hai mươi lăm của Quốc hội khóa mười lăm"),
        ("QĐ 282/QĐ-TTg", "Quyết định số hai trăm tám mươi hai của Thủ tướng Chính phủ"),
        ("30c/NQ-CP", "Nghị quyết số ba mươi xê của Chính phủ"),
        ("CCHC, LĐLĐ, CĐCS, UBND, TTHC, NĐ-CP",
         "cải cách hành chính, Liên đoàn Lao động, Công đoàn cơ sở, Ủy ban nhân dân, thủ tục hành chính, Nghị định của Chính phủ"),
        ("giai đoạn 2021-2025", "giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm"),
        ("ngày 05/02/2026", "ngày mùng năm tháng hai năm hai nghìn không trăm hai mươi sáu"),
        ("từ 1/7 đến 31/12", "từ ngày mùng một tháng bảy đến ngày ba mươi mốt tháng mười hai"),
        ("tháng 4/2021", "tháng tư năm hai nghìn không trăm hai mươi mốt"),
        ("4 tháng đầu năm", "bốn tháng đầu năm"),
        ("100%", "một trăm phần trăm"),
        ("80-90%", "tám mươi đến chín mươi phần trăm"),
        ("85,15%", "tám mươi lăm phẩy mười lăm phần trăm"),
        ("1.234.567 đồng", "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
        ("2,05 tỷ đồng", "hai phẩy không năm tỷ đồng"),
        ("300.000đ/người/tháng", "ba trăm nghìn đồng mỗi người mỗi tháng"),
        ("7h30", "bảy giờ ba mươi phút"),
        ("Đại hội XIII, lần thứ IV, quý I", "Đại hội mười ba, lần thứ tư, quý một"),
        ("thứ 4, lần thứ 1", "thứ tư, lần thứ nhất"),
        ("cách mạng 4.0", "cách mạng bốn chấm không"),
        ("Gọi 1022", "Gọi một không hai hai"),
        ("0912 345 678", "không chín một hai ba bốn năm sáu bảy tám"),
        ("126/126 xã, 3/4 số hồ sơ", "một trăm hai mươi sáu trên một trăm hai mươi sáu xã, ba phần bốn số hồ sơ"),
        ("Covid-19", "cô-vít mười chín"),
        ("bảo hiểm xã hội (BHXH)", "bảo hiểm xã hội"),
        ("XYZ", "ích y dài dét"),
        ("60km/h", "sáu mươi ki-lô-mét mỗi giờ"),
        ("https://caunoi.example/t/ab1", "caunoi chấm example gạch chéo t gạch chéo ab một"),
        ("II. NỘI DUNG CÔNG TÁC", "Phần hai: NỘI DUNG CÔNG TÁC"),
        ("ngày 45/13/2021", "ngày bốn mươi lăm trên mười ba trên hai nghìn không trăm hai mươi mốt"),
    ],
)  # fmt: skip
def test_what_is_said(written, said):
    assert say(written) == said


def test_a_long_sentence_is_taken_apart_where_one_breathes():
    text = (
        "Công đoàn xã hướng dẫn các cấp tăng cường tham gia giám sát, phản biện xã hội đối với hoạt động của các cơ quan "
        "hành chính, đội ngũ cán bộ, công chức, viên chức; vận động đoàn viên góp ý kiến."
    )
    assert script(text).paragraphs == (
        (
            "Công đoàn xã hướng dẫn các cấp tăng cường tham gia giám sát, phản biện xã hội.",
            "Đối với hoạt động của các cơ quan hành chính, đội ngũ cán bộ, công chức, viên chức.",
            "Vận động đoàn viên góp ý kiến.",
        ),
    )


def test_offices_bring_their_own_abbreviations():
    assert say("XYZ họp", {"XYZ": "Xưởng Ý tưởng"}) == "Xưởng Ý tưởng họp"
    assert spell("2B") == "hai bê"


def test_the_article_is_said_in_short_sentences_without_a_sign():
    made = script(ARTICLE)
    assert not re.search(r"[\d%/&@()“”…]|[A-ZĐƯ]{2}", made.text)
    assert max(count_words(line) for lines in made.paragraphs for line in lines) <= WORDS_MOST
    assert "Hướng dẫn số mười hai ngày mười tám tháng sáu" in made.text
    assert "một trăm phần trăm" in made.text
    assert made.seconds == pytest.approx(made.word_count * 60 / SYLLABLES_A_MINUTE, rel=0.3)


@given(st.text(alphabet=st.sampled_from("abcdêđ ABCĐ0123456789.,/-%:;()\n“”IVX&+ệ"), max_size=120))
def test_nothing_typed_breaks_it_or_leaves_a_digit(text):
    made = script(text)
    assert not re.search(r"\d", made.text)
    assert all(count_words(line) <= WORDS_MOST for lines in made.paragraphs for line in lines)


def test_a_long_text_takes_time_in_proportion():
    """Also hostile ones: digits, capitals and brackets without end."""
    for text in ("1" * 20_000, "A" * 20_000, "(" * 20_000, "1/" * 10_000, "I" * 20_000, "1." * 10_000, " " * 20_000):
        assert script(text) is not None


def test_an_empty_text_takes_no_time():
    assert script("").paragraphs == ()
    assert seconds("") == 0


def test_sentences_know_their_places_and_short_forms():
    text = "TP. Hà Nội có 1.234 người, v.v. Ông A. Lê nói: “Tốt!” Rồi sao?\n1. Mục đích… và hết."
    found = list(sentences(text))
    assert [each.text for each in found] == [
        "TP. Hà Nội có 1.234 người, v.v. Ông A. Lê nói: “Tốt!”", "Rồi sao?", "1. Mục đích… và hết.",
    ]  # fmt: skip
    assert all(text[each.start : each.end] == each.text for each in found)
