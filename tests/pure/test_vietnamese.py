"""Vietnamese text: whatever it was typed in, it is found, sorted and shown as Vietnamese."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure import vietnamese

pytestmark = pytest.mark.pure

SENTENCE = "Công đoàn cơ sở được các cấp hướng dẫn và người lao động không phải đóng góp"
TCVN3 = "C«ng ®oµn c¬ së ®\u00adîc c¸c cÊp h\u00adíng dÉn vµ ng\u00adêi lao ®éng kh«ng ph¶i ®ãng gãp"
VNI = "Coâng ñoaøn cô sôû ñöôïc caùc caáp höôùng daãn vaø ngöôøi lao ñoäng khoâng phaûi ñoùng goùp"


def windows_1258(text: str) -> bytes:
    """Vietnamese Windows: the tone is a character of its own after its vowel."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in vietnamese.TONES[1:])
        out.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tones)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(("typed", "encoding"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_text_typed_in_a_legacy_font_becomes_unicode(typed, encoding):
    assert vietnamese.from_legacy(typed, encoding) == SENTENCE


@pytest.mark.parametrize(("typed", "encoding"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_a_legacy_font_is_recognised(typed, encoding):
    assert vietnamese.detect_legacy(typed) == encoding


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        unicodedata.normalize("NFD", SENTENCE),
        "Cong doan co so",
        "",
        "Ceci n'est pas du vietnamien, même avec des accents : à, é, ô, ù.",
    ],
)
def test_text_in_no_legacy_font_is_left_alone(text):
    assert vietnamese.detect_legacy(text) is None


def test_capitals_in_a_vni_font_become_capitals():
    typed = "LIEÂN ÑOAØN LAO ÑOÄNG THAØNH PHOÁ HAØ NOÄI"
    assert vietnamese.from_legacy(typed, "vni") == "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        SENTENCE.encode("utf-8-sig"),
        unicodedata.normalize("NFD", SENTENCE).encode(),
        SENTENCE.encode("utf-16"),
        windows_1258(SENTENCE),
        TCVN3.encode("latin-1"),
        VNI.encode("latin-1"),
    ],
    ids=["utf-8", "utf-8 with mark", "decomposed", "utf-16", "windows-1258", "TCVN3", "VNI"],
)
def test_a_file_is_read_whatever_it_was_saved_in(data):
    assert vietnamese.decode(data) == SENTENCE


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_decoding_never_fails(data):
    assert isinstance(vietnamese.decode(data), str)


def test_normalised_text_is_composed():
    assert vietnamese.normalise("Ca\u0302\u0300u No\u0302\u0301i") == "Cầu Nối"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("12/HD\u2011LĐLĐ", "12/HD-LĐLĐ"),
        ("Hà\u00a0Nội", "Hà Nội"),
        ("\ufeffHà\u200b Nội", "Hà Nội"),
        ("một\r\nhai\rba\fbốn", "một\nhai\nba\nbốn"),
    ],
    ids=["dash", "space", "invisible", "lines"],
)
def test_normalised_text_has_plain_dashes_spaces_and_lines(typed, plain):
    assert vietnamese.normalise(typed) == plain


@given(st.text(alphabet="aăâđêôơưáàảãạẦỗ\u0301\u0300 -\u2011\r\n", max_size=60))
@settings(max_examples=60, deadline=None)
def test_normalising_twice_changes_nothing_more(text):
    once = vietnamese.normalise(text)
    assert vietnamese.normalise(once) == once


def test_lines_broken_by_the_width_of_a_page_are_joined():
    assert vietnamese.unwrap("các cấp công\nđoàn huyện  \nủng hộ.") == "các cấp công đoàn huyện ủng hộ."


@pytest.mark.parametrize(
    "text",
    [
        "Nơi nhận\nĐiều 5. Trách nhiệm",
        "các cấp công đoàn\nỦy ban nhân dân",
        "Kính gửi:\ncác đơn vị",
        "đã xong.\ntiếp theo",
        "một\n\nhai",
    ],
    ids=["an article", "a marked capital", "after a colon", "after a full stop", "an empty line"],
)
def test_lines_that_end_or_begin_something_stay_apart(text):
    assert vietnamese.unwrap(text) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đoàn viên", "doan vien"),
        ("ĐƯỜNG Nguyễn Huệ", "duong nguyen hue"),
        (unicodedata.normalize("NFD", "Cải cách thủ tục"), "cai cach thu tuc"),
        ("12/HD-LĐLĐ", "12/hd-ldld"),
    ],
)
def test_folded_text_is_lower_case_without_accents(text, folded):
    assert vietnamese.fold(text) == folded


@pytest.mark.parametrize(
    "in_order",
    [
        ["an", "ăn", "ân", "ba"],
        ["da", "đa", "e", "ê"],
        ["o", "ô", "ơ", "u", "ư"],
        ["ma", "má", "mà", "mả", "mã", "mạ", "man"],
        ["Công đoàn 1", "Công đoàn 2", "Công đoàn A", "Công đoàng"],
        ["Hà Đông", "Hà Nam", "Hải Dương"],
    ],
    ids=["a", "d and e", "o and u", "tones break ties only", "digits before letters", "words"],
)
def test_names_sort_by_the_vietnamese_alphabet(in_order):
    shuffled = [*in_order[2:], *in_order[:2]]
    assert sorted(shuffled, key=vietnamese.collation_key) == in_order


def test_code_points_would_sort_names_wrongly():
    """Negative control of the test above."""
    assert sorted(["ăn", "ba", "đa", "e"]) == ["ba", "e", "ăn", "đa"]


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2021, 6, 18), "ngày 18 tháng 6 năm 2021"),
        (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_a_long_date_takes_zeros_as_the_decree_says(day, written):
    """NĐ 30/2020/NĐ-CP, Phụ lục I: days under 10 and the months 1 and 2."""
    assert vietnamese.long_date(day) == written


def test_a_short_date_takes_no_zeros():
    assert vietnamese.short_date(date(2021, 6, 8)) == "8/6/2021"


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (999, "999"), (1_234_567, "1.234.567"), (-1_234_567, "-1.234.567")]
)
def test_a_number_is_grouped_by_points(value, written):
    assert vietnamese.number(value) == written


def test_capitals_of_old_fonts_are_capitals():
    typed = "Bé TR¦ëNG\tCéNG HßA\nLª Qu©n, Bé Néi vô; ngµy ký v¨n b¶n cña c¸c ®¬n vÞ\n"
    assert (
        vietnamese.from_legacy(typed, "tcvn3")
        == "BỘ TRƯỞNG\tCỘNG HÒA\nLê Quân, Bộ Nội vụ; ngày ký văn bản của các đơn vị\n"
    )
