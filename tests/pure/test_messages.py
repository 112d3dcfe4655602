"""Short messages as networks count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.messages import Alphabet, propose, size, without_accents, zalo_length

pytestmark = pytest.mark.pure
TITLE = "Đẩy mạnh tuyên truyền về cải cách hành chính"
LEAD = (
    "Liên đoàn Lao động huyện đã chỉ đạo các cấp Công đoàn tuyên truyền về cải cách hành chính. "
    "Công đoàn tham gia giám sát, phản biện xã hội đối với hoạt động của các cơ quan hành chính."
)
LINK = "https://caunoi.example/t/7kq2"


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts", "left"),
    [
        ("", "GSM7", 0, 1, 160),
        ("a" * 160, "GSM7", 160, 1, 0),
        ("a" * 161, "GSM7", 161, 2, 145),
        ("a" * 306, "GSM7", 306, 2, 0),
        ("a" * 307, "GSM7", 307, 3, 152),
        # An extension takes two septets: an escape, and a letter.
        ("[" * 80, "GSM7", 160, 1, 0),
        ("€" + "a" * 159, "GSM7", 161, 2, 145),
        # The pair does not stand across two parts: the first part is one septet short.
        ("a" * 152 + "[" + "a" * 10, "GSM7", 164, 2, 141),
        ("a" * 152 + "[" + "a" * 151, "GSM7", 305, 2, 0),
        ("a" * 152 + "[" + "a" * 152, "GSM7", 306, 3, 152),
        ("đ" * 70, "UCS2", 70, 1, 0),
        ("đ" * 71, "UCS2", 71, 2, 63),
        ("a" * 69 + "ộ", "UCS2", 70, 1, 0),
        ("😀" * 35, "UCS2", 70, 1, 0),
        ("😀" * 36, "UCS2", 72, 2, 61),
        ("😀" * 67, "UCS2", 134, 3, 65),
        # Letters of the alphabet itself that bear signs.
        ("à é è ì ò ù Ñ ü", "GSM7", 15, 1, 145),
        ("á", "UCS2", 1, 1, 69),
    ],
)
def test_lengths(text, alphabet, units, parts, left):
    found = size(text)
    assert (found.alphabet, found.units, found.parts, found.left) == (alphabet, units, parts, left)


def test_it_says_which_characters_cost_the_alphabet():
    assert size("Đơn gửi – nhận đơn").outside == "Đơử–ậđ"
    assert size("Don gui - nhan").outside == ""


def test_without_accents_keeps_capitals_and_makes_signs_plain():
    assert without_accents("“Đoàn viên” – ước muốn… Ủy ban") == '"Doan vien" - uoc muon... Uy ban'
    assert without_accents("về phía à é") == "ve phia a e"
    assert without_accents("Vui 😀 quá") == "Vui qua"


@given(st.text())
def test_without_accents_always_fits_the_seven_bits(text):
    assert size(without_accents(text)).alphabet is Alphabet.GSM7


@given(st.text(max_size=400), st.text(max_size=40))
def test_more_text_is_never_shorter(text, more):
    assert size(text + more).parts >= size(text).parts


def test_a_proposal_is_one_message_and_ends_with_the_link():
    plain = propose(TITLE, LEAD, LINK)
    assert size(plain).parts == 1
    assert len(plain) <= 160
    assert plain.isascii()
    assert plain.startswith("Day manh tuyen truyen ve cai cach hanh chinh")
    assert plain.endswith(LINK)
    accented = propose(TITLE, LEAD, LINK, has_accents=True, parts=3)
    assert size(accented).alphabet is Alphabet.UCS2
    assert size(accented).parts <= 3
    assert LEAD.split(". ", maxsplit=1)[0] in accented


def test_a_long_title_is_cut_between_words_and_the_link_stays_whole():
    text = propose("Thông báo " * 40, "", LINK)
    assert size(text).parts == 1
    assert text.endswith(f"... {LINK}")
    assert set(text.removesuffix(f"... {LINK}").split()) == {"Thong", "bao"}
    assert propose("Tên", "", "x" * 200) == "x" * 200


def test_a_long_lead_is_begun_when_enough_of_it_fits():
    text = propose("Một cửa", "Công đoàn " * 40, LINK)
    assert size(text).parts == 1
    assert text.startswith("Mot cua. Cong doan Cong doan")
    assert text.endswith(f"... {LINK}")
    assert propose("Một cửa " * 15, "Công đoàn " * 40, LINK) == "Mot cua " * 15 + LINK


def test_a_begun_sentence_ends_at_a_comma_that_is_near():
    lead = "Công đoàn Mỹ Đức đưa thông tin cải cách hành chính tới mọi công đoàn cơ sở, theo Hướng dẫn số 12/HD-LĐLĐ."
    text = propose("Đẩy mạnh tuyên truyền về cải cách hành chính", lead, LINK)
    assert text.endswith(f"toi moi cong doan co so... {LINK}")


def test_zalo_counts_a_letter_with_its_accents_as_one():
    assert zalo_length("ệ") == zalo_length("e\u0323\u0302") == 1
