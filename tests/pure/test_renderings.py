"""Words proposed for each form."""

from dataclasses import replace

import pytest

from caunoi.pure.renderings import POINT_LENGTH, POINTS_MOST, Material, Slide, bound, points, proposed, slides_of
from caunoi.pure.sentences import count_words
from tests.pure.samples import ARTICLE

pytestmark = pytest.mark.pure
TITLE, _SPACE, TEXT = ARTICLE.partition("\n\n")
MATERIAL = Material(TITLE, "", TEXT, "caunoi.example/t/abc", "https://caunoi.example/t/abc", "Công đoàn phường mẫu")


def test_points_are_the_items_of_a_list_in_the_text():
    assert points(TEXT) == [
        "Cải cách thể chế", "Cải cách thủ tục hành chính", "Cải cách tổ chức bộ máy hành chính nhà nước",
        "Cải cách chế độ công vụ", "Cải cách tài chính công", "Xây dựng và phát triển chính phủ điện tử, chính phủ số",
    ]  # fmt: skip


def test_or_short_lines_in_a_row_or_how_paragraphs_begin():
    assert points("Mở đầu\nMang căn cước.\nNộp ở một cửa;\nNhận giấy hẹn.\nHết") == [
        "Mang căn cước",
        "Nộp ở một cửa",
        "Nhận giấy hẹn",
    ]
    prose = "Từ tháng này một cửa mở chiều thứ bảy, người đi làm ca không phải xin nghỉ."
    assert points(f"{prose}\n{prose}") == ["Từ tháng này một cửa mở chiều thứ bảy, người đi làm ca không phải xin nghỉ"]
    assert points("") == []


def test_points_are_few_and_short():
    made = points("\n".join(f"Câu thứ {n} " + "dài " * 60 + "." for n in range(20)))
    assert len(made) == POINTS_MOST
    assert all(len(point) <= POINT_LENGTH for point in made)


def test_every_form_proposes_something_and_no_form_is_an_error():
    for form in ("EMAIL", "SMS", "ZALO", "LEAFLET_A5", "LEAFLET_A4", "POSTER", "SCRIPT", "QUIZ", "SLIDES"):
        assert any(proposed(form, MATERIAL).values())
    with pytest.raises(KeyError):
        proposed("SONG", MATERIAL)


def test_a_message_without_a_lead_says_what_the_text_lists():
    plain = proposed("SMS", MATERIAL)["plain"]
    assert "Cai cach the che, Cai cach thu tuc hanh chinh" in plain
    assert plain.endswith("caunoi.example/t/abc")
    assert len(plain) <= 160


def test_a_long_article_is_read_out_for_five_minutes_and_says_where_the_rest_is():
    blocks = [f"Điều thứ {n} nói về việc nhận giấy hẹn tại bộ phận một cửa." for n in range(200)]
    heard = proposed("SCRIPT", replace(MATERIAL, text="\n".join(blocks)))["text"]
    assert 850 <= count_words(heard) <= 1_150
    assert "đọc cả bài" in heard
    assert "đọc cả bài" not in proposed("SCRIPT", replace(MATERIAL, text=blocks[0]))["text"]


def test_an_empty_text_is_no_error():
    empty = Material("", "", "", "", "", "")
    assert proposed("SLIDES", empty) == {"text": ""}
    assert proposed("QUIZ", empty) == {"questions": []}


def test_slides_come_from_headings():
    material = Material(TITLE, "", f"Bạn được gì\n{TEXT}\nCông đoàn làm gì\n{TEXT}", "", "", "")
    slides = slides_of(proposed("SLIDES", material)["text"])
    assert [slide.title for slide in slides] == ["Nội dung chính", "Bạn được gì", "Công đoàn làm gì"]


def test_slides_are_read_as_people_type_them():
    assert slides_of("Mở đầu\n- một\n* hai\n\n## Sau\nba") == [Slide("Mở đầu", ("một", "hai")), Slide("Sau", ("ba",))]


def test_headlines_do_not_break_inside_a_word():
    assert bound("Đẩy mạnh cải cách hành chính") == "Đẩy mạnh cải\u00a0cách hành\u00a0chính"
    assert bound("cải tạo") == "cải tạo"
    assert (
        bound("theo Hướng dẫn số 12/HD-LĐLĐ, đến 20 giờ") == "theo Hướng\u00a0dẫn số\u00a012/HD-LĐLĐ, đến 20\u00a0giờ"
    )


LEGAL = """Điều 3. Người phát ngôn
1. Người phát ngôn là người đại diện cho cơ quan.
a) Người đứng đầu cơ quan hành chính nhà nước;
đ) Người được giao nhiệm vụ phát ngôn;
2. Danh sách được công khai trong 24 giờ.
Trích Nghị định số 244/2026/NĐ-CP ngày 26 tháng 6 năm 2026 của Chính phủ."""


def test_what_is_taken_from_a_document_is_told_without_the_marks_of_its_clauses():
    material = replace(MATERIAL, title="Người phát ngôn", text=LEGAL)
    listed = [
        "Người phát ngôn là người đại diện cho cơ quan", "Người đứng đầu cơ quan hành chính nhà nước",
        "Người được giao nhiệm vụ phát ngôn", "Danh sách được công khai trong 24 giờ",
    ]  # fmt: skip
    assert points(LEGAL) == listed
    assert proposed("LEAFLET_A5", material)["lead"] == f"{listed[0]}."
    assert proposed("LEAFLET_A5", material)["points"].split("\n") == listed[1:]
    assert "Trích" not in proposed("ZALO", material)["text"]
    assert "Điều" not in proposed("SMS", material)["accented"]
    assert proposed("SLIDES", material)["text"].count("# ") == 2
    assert "Trích Nghị định số" in proposed("SCRIPT", material)["text"]


def test_a_number_that_begins_a_sentence_is_no_mark():
    assert points("Có ba việc phải làm trong tháng này.\n12 công đoàn cơ sở đã họp với người lao động tuần này.")[
        1
    ].startswith("12 công đoàn")


@pytest.mark.parametrize(("form", "part"), [("EMAIL", "text"), ("ZALO", "text"), ("LEAFLET_A5", "points")])
def test_what_the_lead_says_is_not_listed_again(form, part):
    said = "Mỗi công đoàn cơ sở chọn một buổi, báo công đoàn xã trước ngày 10"
    material = Material("Lịch sinh hoạt", "", f"{said}.", "x.vn/t/a", "https://x.vn/t/a", "Công đoàn xã")
    assert proposed(form, material)[part].count(said) == (0 if part == "points" else 1)
