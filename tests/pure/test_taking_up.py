"""Parts of a document become an article's text, and nothing of them is lost or taken for markup."""

import pytest

from caunoi.pure import clauses, pasting
from caunoi.pure.markup import words
from caunoi.pure.taking_up import WHOLE_MOST, body_of, is_whole, lead_of, marked_at_first, passages_of, plain_body

pytestmark = pytest.mark.pure
ORDER = """Căn cứ Luật Công đoàn;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Quy định về <b>trả lời</b> kiến nghị.
Điều 2. Thời hạn
1. Trả lời trong 15 ngày:
a) bằng văn bản;
b) trên trang tin.
2. Mức lệ phí:
STT\tViệc\tLệ phí
1\tKhai sinh\t0
2\tChứng thực\t2.000
Nơi nhận:
- Lưu VT."""
GUIDE = """HƯỚNG DẪN
I. MỤC ĐÍCH
1. Để mọi đoàn viên biết.
2. Để có người trả lời.
II. THỰC HIỆN
1. Phổ biến trước 15/12."""


def made(text: str, *anchors: str) -> str:
    return body_of(passages_of(clauses.split(text)), anchors, "/library/documents/1/text/", "Quy định 1/QĐ-LĐLĐ")


def test_an_article_takes_all_that_stands_below_it_with_its_way_back():
    body = pasting.clean(made(ORDER, "dieu-2"))
    assert 'href="/library/documents/1/text/?clause=dieu-2#dieu-2"' in body
    assert "<p>1. Trả lời trong 15 ngày:</p><p>a) bằng văn bản;</p>" in body
    assert "<td>Chứng thực</td>" in body
    assert "Trích <a" in body
    assert "Phạm vi" not in body


def test_what_looks_like_markup_in_a_document_is_its_words():
    assert "&lt;b&gt;trả lời&lt;/b&gt;" in made(ORDER, "dieu-1")
    assert "<b>trả lời</b>" in words(pasting.clean(made(ORDER, "dieu-1")))


def test_a_chapter_stands_above_its_first_article_and_the_opening_is_not_marked():
    passages = passages_of(clauses.split(ORDER))
    assert [(one.anchor, one.above) for one in passages] == [
        ("mo-dau", ""), ("dieu-1", "Chương I. QUY ĐỊNH CHUNG"), ("dieu-2", ""), ("noi-nhan", ""),
    ]  # fmt: skip
    assert marked_at_first(passages) == ["dieu-1", "dieu-2"]
    assert is_whole(passages, ["dieu-1", "dieu-2"])
    assert not is_whole(passages, ["dieu-2"])


def test_the_part_that_was_being_read_is_marked_alone():
    passages = passages_of(clauses.split(ORDER))
    assert marked_at_first(passages, "dieu-2.khoan-1.diem-a") == ["dieu-2"]
    assert marked_at_first(passages, "dieu-9") == []


def test_a_guidance_without_articles_is_chosen_clause_by_clause():
    passages = passages_of(clauses.split(GUIDE))
    assert [one.name for one in passages if one.is_usual] == [
        "Khoản 1. Để mọi đoàn viên biết.", "Khoản 2. Để có người trả lời.", "Khoản 1. Phổ biến trước 15/12.",
    ]  # fmt: skip
    assert "<p>1. Phổ biến trước 15/12.</p>" in made(GUIDE, "phan-ii.khoan-1")


def test_of_a_long_document_nothing_is_marked_unasked():
    text = "\n".join(f"Điều {n}. Tên\n{'chữ ' * 200}" for n in range(1, WHOLE_MOST // 800 + 3))
    assert marked_at_first(passages_of(clauses.split(text))) == []


def test_a_text_without_numbers_goes_in_whole():
    assert plain_body("Kính gửi các đơn vị\nMời họp.", "/x/", "1/GM").startswith(
        "<p>Kính gửi các đơn vị</p><p>Mời họp."
    )


def test_a_lead_is_whole_sentences():
    assert lead_of("Mọi cơ sở phổ biến.\nTrước 15/12. " + "Dài lắm " * 80 + ".") == "Mọi cơ sở phổ biến. Trước 15/12."
