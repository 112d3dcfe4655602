"""Syllables, spellings and excerpts: tried by hand."""

import pytest

from caunoi.pure.accents import from_telex, restore, slips, variants
from caunoi.pure.excerpts import Wanted, excerpt, marked
from caunoi.pure.syllables import accented_words, has_accents, pairs, syllables

pytestmark = pytest.mark.pure
TEXT = (
    "Công đoàn cơ sở giám sát và phản biện. " * 20 + "Điều cần tìm: hòm thư góp ý ở cổng. " + "Thư viện mở cửa. " * 20
)


def said(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


def test_syllables_are_letters_and_digits_folded():
    assert syllables("Điều 5, khoản 2: “Đoàn viên”") == ["dieu", "5", "khoan", "2", "doan", "vien"]
    assert pairs(["a", "b", "c"]) == ["a_b", "b_c"]
    assert accented_words("Hoà BÌNH a_b") == ["hoà", "bình", "a", "b"]
    assert (has_accents("đo"), has_accents("do"), has_accents("Hòa".replace("ò", "o\u0300"))) == (True, False, True)


@pytest.mark.parametrize(
    ("asked", "text", "told"),
    [
        ("phan bien", "Giám sát và phản biện xã hội", "Giám sát và [phản biện] xã hội"),
        ("giám sát phản biện", "giám sát; phản biện", "[giám sát]; [phản biện]"),
        ("dat", "Đất đai, đặt", "[Đất] đai, [đặt]"), ("đất và nhà", "đất và nhà và vườn", "[đất và nhà] và vườn"),
        ("va", "vá và", "[vá] [và]".replace("] [", " ")), ("tien", "ﬁn tiền ﬁn", "ﬁn [tiền] ﬁn"), ("", "không", "không"),
        ("nha", "nhanh nhà", "nhanh [nhà]"), ("a.b*", "a.b* b", "[a].[b]* b"),
    ],
)  # fmt: skip
def test_marks(asked: str, text: str, told: str):
    assert said(marked(text, Wanted([syllables(asked)]))) == told


def test_the_excerpt_is_where_most_of_it_stands():
    pieces, worth = excerpt(TEXT, Wanted([syllables("thư góp ý")]))
    told = said(pieces)
    assert "hòm [thư góp ý] ở cổng" in told
    assert (told.startswith("… "), told.endswith(" …"), worth) == (True, True, 9)
    assert sum(len(piece.text) for piece in pieces) <= 244


def test_an_excerpt_of_nothing_that_was_looked_for_is_the_beginning():
    pieces, worth = excerpt("Một câu ngắn.", Wanted([["khac"]]))
    assert (said(pieces), worth) == ("Một câu ngắn.", 0)
    assert excerpt("", Wanted([["x"]])) == ([], 0)
    assert said(excerpt("x" * 5_000, Wanted([["y"]]))[0]).endswith(" …")


def test_spellings_of_a_syllable():
    assert {"giam", "giám", "giảm", "giâm", "giằm"} <= set(variants("giam"))
    assert {"đường", "dương", "duồng"} <= set(variants("duong"))
    assert (variants("12"), variants("qh"), variants("x" * 9)) == (("12",), ("qh",), ("x" * 9,))
    assert {"phan", "bien"} & set(slips("phna")) == {"phan"}


def test_accents_are_put_back_by_pairs():
    texts = ["giám sát phản biện", "giám sát", "giảm biên chế", "phân biệt", "giảm giá", "giảm", "biên bản"]
    held = [set(accented_words(text) + pairs(accented_words(text))) for text in texts]
    folded = [set(syllables(text)) for text in texts]

    def put(text: str) -> str:
        return " ".join(
            restore(
                accented_words(text),
                count=lambda word: sum(word in one for one in held),
                is_word=lambda word: sum(word in one for one in folded),
                total=len(texts),
            )
        )

    assert put("giam sat phan bien") == "giám sát phản biện"
    assert put("giam bien che") == "giảm biên chế"
    assert put("giam") == "giảm"
    assert put("xyz 12 giam sat") == "xyz 12 giám sát"
    assert put("giam saat") == "giám sát"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thur", "thủ"), ("tucj", "tục"), ("dduwowngf", "đường"), ("duongwf", "dường"), ("quyeets", "quyết"), ("hoaf", "hòa"),
        ("gias", "giá"), ("coong", "công"), ("nguwowif", "người"), ("cong", "cong"), ("as", "as"), ("2fa", "2fa"), ("sở", "sở"),
    ],
)  # fmt: skip
def test_what_a_keyboard_without_vietnamese_left_is_read(typed, meant):
    assert from_telex(typed) == meant


@pytest.mark.parametrize(("asked", "meant"), [("hanh chin", "hành chính"), ("hanh chin muoi", "hanh chín mười")])
def test_a_slip_that_made_another_word_is_mended_where_that_word_stands_beside_nothing(asked, meant):
    """Where "chín" stands beside its neighbour, it is what was meant."""
    texts = {"hành": 400, "chính": 300, "hành_chính": 200, "chín": 2, "mười": 9, "chín_mười": 2}
    words = {"hanh": 400, "chinh": 300, "chin": 2, "muoi": 9}
    found = restore(
        asked.split(), count=lambda one: texts.get(one, 0), is_word=lambda one: words.get(one, 0), total=1000
    )
    assert " ".join(found) == meant.replace("hanh ", "hành ")
