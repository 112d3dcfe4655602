"""Reading governing documents: nothing is guessed, and everything found says where it stood and how sure it is."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.reading import Citation, Period, read_text
from tests.pure.samples import GUIDANCE

pytestmark = pytest.mark.pure


def within(sentence: str) -> str:
    """A document of which we want the sentence only."""
    return f"Số: 1/KH-LĐLĐ\nHà Nội, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\nThực hiện cải cách\n\n{sentence}\n"


def value(found):
    return found.value if found else None


def test_the_header_says_what_a_document_is():
    reading = read_text(GUIDANCE)
    assert value(reading.symbol) == "12/HD-LĐLĐ"
    assert value(reading.type) == "Hướng dẫn"
    assert value(reading.issuer) == "Liên đoàn Lao động thành phố Hà Nội"
    assert value(reading.issued_on) == date(2021, 6, 18)
    assert value(reading.signer) == "Lê Đình Hùng"
    assert value(reading.abstract) == (
        "Thông tin, tuyên truyền cải cách hành chính nhà nước của thành phố Hà Nội giai đoạn 2021-2025"
    )


def test_every_value_stands_where_its_span_says():
    reading = read_text(GUIDANCE)
    for found in (reading.symbol, reading.signer):
        start, end = found.span
        assert reading.text[start:end] == found.value
    for row in reading.citations:
        assert reading.text[row.span[0] : row.span[1]] == row.symbol


def test_the_period_of_a_document_is_that_of_its_title():
    text = GUIDANCE + "\nKết quả giai đoạn 2016-2020, so với giai đoạn 2016-2020 và giai đoạn 2016-2020.\n"
    assert value(read_text(text).period) == Period(2021, 2025)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Kế hoạch nhiệm kỳ 2023 – 2028", Period(2023, 2028)),
        ("Kế hoạch công tác năm 2026", Period(2026, 2026)),
        ("Chương trình giai đoạn 2030-2021", None),
        ("Công văn trả lời", None),
    ],
)
def test_a_period_is_years_in_their_order(text, period):
    assert value(read_text(text).period) == period


def test_the_six_areas_come_in_the_order_of_the_resolution():
    text = (
        "Xây dựng và phát triển chính phủ điện tử, chính phủ số; cải cách tài chính công; cải cách chế độ công vụ; "
        "cải cách tổ chức bộ máy; cải cách thủ tục hành chính; cải cách thể chế."
    )
    assert [area.value for area in read_text(text).areas] == [
        "INSTITUTIONS",
        "PROCEDURES",
        "APPARATUS",
        "CIVIL_SERVICE",
        "PUBLIC_FINANCE",
        "DIGITAL_GOVERNMENT",
    ]


@pytest.mark.parametrize(
    ("text", "area", "confidence"),
    [
        ("Đẩy mạnh cải cách thủ tục hành chính", "PROCEDURES", 0.95),
        ("Rà soát, đơn giản hóa thủ tục hành chính", "PROCEDURES", 0.6),
        ("Thực hiện chuyển đổi số", "DIGITAL_GOVERNMENT", 0.6),
    ],
)
def test_words_that_mean_the_same_as_an_area_are_less_sure(text, area, confidence):
    assert [(found.value, found.confidence) for found in read_text(text).areas] == [(area, confidence)]


def test_a_text_about_something_else_has_no_area():
    assert read_text("Trao hỗ trợ Mái ấm Công đoàn cho đoàn viên ngành Xây dựng.").areas == []


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;", "BASED_ON"),
        ("Quyết định này thay thế Quyết định số 876/QĐ-TTg.", "REPLACES"),
        ("Bãi bỏ Nghị định số 42/2022/NĐ-CP.", "REPEALS"),
        ("Sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP.", "AMENDS"),
        ("Đình chỉ thi hành Quyết định số 12/QĐ-UBND.", "SUSPENDS"),
        ("Triển khai Kế hoạch số 307/KH-UBND.", "IMPLEMENTS"),
        ("Xem Công văn số 12729/VPCP-KGVX.", "CITES"),
        ("Nghị định số 61/2018/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 107/2021/NĐ-CP.", "CITES"),
    ],
)
def test_the_verb_before_a_document_joins_it(sentence, relation):
    assert {row.relation for row in read_text(within(sentence)).citations} == {relation}


def test_a_citation_says_type_issuer_and_date():
    (row,) = read_text(
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ về chương trình;"
    ).citations
    assert row == Citation("76/NQ-CP", "Nghị quyết", "Chính phủ", date(2021, 7, 15), "BASED_ON", (21, 29), 0.9)


def test_two_documents_replaced_in_one_sentence_are_both_replaced():
    rows = read_text(within("Thay thế Quyết định số 1/QĐ-UBND và Quyết định số 2/QĐ-UBND.")).citations
    assert [(row.symbol, row.relation) for row in rows] == [("1/QĐ-UBND", "REPLACES"), ("2/QĐ-UBND", "REPLACES")]


def test_a_document_named_twice_is_cited_once_with_its_verb():
    rows = read_text(within("Theo Quyết định số 876/QĐ-TTg.\nBãi bỏ Quyết định số 876/QĐ-TTg.")).citations
    assert [(row.symbol, row.relation) for row in rows] == [("876/QĐ-TTg", "REPEALS")]


def test_a_document_told_of_in_a_sentence_is_not_the_text_itself():
    reading = read_text("Bãi bỏ Quyết định số 876/QĐ-TTg.")
    assert (reading.symbol, [row.symbol for row in reading.citations]) == (None, ["876/QĐ-TTg"])


def test_a_title_line_names_the_text_itself_less_surely_than_a_header():
    found = read_text("Thông tư 70/2026/TT-BCA sửa đổi mẫu giấy tờ").symbol
    assert (found.value, found.confidence) == ("70/2026/TT-BCA", 0.7)


def test_a_document_does_not_cite_itself():
    assert "12/HD-LĐLĐ" not in {row.symbol for row in read_text(GUIDANCE).citations}


def test_the_date_of_a_cited_document_is_not_the_documents_own():
    text = "Quyết định số 5/QĐ-LĐLĐ\n- Nghị định số 59/2019/NĐ-CP ngày 01/7/2019 của Chính phủ;\n"
    assert read_text(text).issued_on is None


def test_a_symbol_beside_the_spaces_of_a_web_page_is_read():
    text = "Độc lập - Tự do - Hạnh phúc\nSố: 47/2026/TT-BCA &nbsp;&nbsp;&nbsp; Hà Nội, ngày 12 tháng 5 năm 2026\n"
    assert value(read_text(text).symbol) == "47/2026/TT-BCA"


@pytest.mark.parametrize(
    ("sentence", "actor", "action"),
    [
        (
            "Công đoàn cơ sở đã tổ chức phổ biến đến từng đoàn viên.",
            "Công đoàn cơ sở",
            "tổ chức phổ biến đến từng đoàn viên",
        ),
        (
            "Sở Nội vụ chủ trì, phối hợp với Liên đoàn Lao động thành phố.",
            "Sở Nội vụ",
            "chủ trì, phối hợp với Liên đoàn Lao động thành phố",
        ),
        (
            "Bộ Văn hóa, Thể thao và Du lịch có trách nhiệm tuyên truyền.",
            "Bộ Văn hóa, Thể thao và Du lịch",
            "có trách nhiệm tuyên truyền",
        ),
        (
            "Cơ quan, tổ chức, cá nhân liên quan có trách nhiệm cung cấp thông tin.",
            "Cơ quan, tổ chức, cá nhân liên quan",
            "có trách nhiệm cung cấp thông tin",
        ),
        (
            "Ban Tuyên giáo chủ trì tham mưu xây dựng kế hoạch.",
            "Ban Tuyên giáo",
            "chủ trì tham mưu xây dựng kế hoạch",
        ),
        (
            "Đề nghị Liên đoàn Lao động huyện Mỹ Đức tham gia giám sát.",
            "Liên đoàn Lao động huyện Mỹ Đức",
            "tham gia giám sát, phản biện",
        ),
    ],
)
def test_a_duty_says_who_does_what(sentence, actor, action):
    sentence = sentence.replace("giám sát.", "giám sát, phản biện.").replace("Đề nghị", "Vì vậy đề nghị")
    assert [(row.actor, row.action) for row in read_text(sentence).obligations] == [(actor, action)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trời mưa to ở nhiều nơi trong thành phố.",
        "Cơ quan trung ương của các tổ chức chính trị - xã hội.",
        "Các tổ chức khác không phải là cơ quan nhà nước.",
        "Tổ chức triển khai thực hiện Thông tư này theo chức năng.",
    ],
)
def test_a_sentence_without_actor_and_duty_is_no_duty(sentence):
    assert read_text(sentence).obligations == []


@pytest.mark.parametrize(
    ("sentence", "deadline", "on"),
    [
        (
            "Công đoàn cơ sở gửi báo cáo trước ngày 15/12/2026.",
            "trước ngày 15/12/2026",
            date(2026, 12, 15),
        ),
        (
            "Công đoàn cơ sở gửi báo cáo chậm nhất 15/12/2026.",
            "chậm nhất 15/12/2026",
            date(2026, 12, 15),
        ),
        (
            "Trước ngày 05 tháng 02 năm 2026, Công đoàn cơ sở gửi báo cáo kết quả.",
            "Trước ngày 05 tháng 02 năm 2026",
            date(2026, 2, 5),
        ),
        ("Hằng năm, Công đoàn các cấp rà soát kết quả thực hiện.", "Hằng năm", None),
        ("Công đoàn các cấp rà soát kết quả trong thời hạn 10 ngày làm việc.", "trong thời hạn 10 ngày làm việc", None),
        ("Công đoàn các cấp rà soát kết quả thực hiện.", None, None),
    ],
)
def test_a_duty_keeps_its_deadline_in_words_and_as_a_day(sentence, deadline, on):
    (row,) = read_text(sentence).obligations
    assert (row.deadline, row.deadline_on) == (deadline, on)


def test_the_same_duty_said_twice_is_one():
    sentence = "Công đoàn cơ sở có trách nhiệm báo cáo kết quả.\n"
    assert len(read_text(sentence * 2).obligations) == 1


def test_no_more_than_sixty_duties_are_kept():
    text = "".join(f"Công đoàn cơ sở có trách nhiệm thực hiện việc số {number}.\n" for number in range(80))
    assert len(read_text(text).obligations) == 60


def test_a_reading_as_json_holds_plain_values():
    made = read_text(GUIDANCE, pages=2).as_json()
    assert (made["symbol"], made["issued_on"], made["period"], made["pages"]) == (
        "12/HD-LĐLĐ",
        "2021-06-18",
        "2021-2025",
        2,
    )
    assert made["confidence"]["symbol"] == 0.97


@pytest.mark.parametrize(
    ("text", "language"),
    [("Kế hoạch cải cách hành chính", "vi"), ("A plan of administrative reform", "en"), ("12/3", "vi")],
)
def test_the_language_of_a_text_is_told_by_its_letters(text, language):
    assert read_text(text).language == language


@given(st.text(alphabet="Số: 12/HDLĐngàythángăm-;.\n ủ()", max_size=300))
@settings(max_examples=60, deadline=None)
def test_reading_never_fails_on_any_text(text):
    assert read_text(text).as_json()["language"] in {"vi", "en"}


def test_an_empty_text_says_nothing():
    reading = read_text("")
    assert (reading.symbol, reading.title, reading.citations, reading.obligations) == (None, None, [], [])


@pytest.mark.parametrize(
    "hostile",
    ["Công đoàn cơ sở " * 6_000, "a" * 100_000, "Các cơ quan, tổ chức " * 5_000, "căn cứ " * 14_000, " " * 100_000],
    ids=["actors", "letters", "lists", "verbs", "spaces"],
)
def test_a_hostile_text_is_read_in_bounded_time(hostile):
    """About 100,000 characters each; a pattern that goes back and forth would take minutes here."""
    assert read_text(hostile).symbol is None


def test_the_newspaper_article_tells_of_the_unions_guidance(shared):
    """The first real input: an article, so the document is the one that it tells of."""
    reading = read_text((shared / "input" / "000_157cf277773c1125.txt").read_text(encoding="utf-8"))
    assert value(reading.symbol) == "12/HD-LĐLĐ"
    assert value(reading.type) == "Hướng dẫn"
    assert value(reading.issued_on) == date(2021, 6, 18)
    assert value(reading.issuer) == "Liên đoàn Lao động Thành phố Hà Nội"
    assert value(reading.period) == Period(2021, 2025)
    assert len(reading.areas) == 6
    assert [row.symbol for row in reading.citations] == ["3716/QĐ-UBND", "09-NQ/TU"]
    duties = [(row.actor, row.action) for row in reading.obligations]
    assert [actor for actor, _ in duties] == [
        "các cấp Công đoàn huyện",
        "Ban Thường vụ Liên đoàn Lao động huyện Mỹ Đức",
        "các cấp Công đoàn huyện",
        "các cấp Công đoàn huyện",
        "Công đoàn các cấp",
        "các cấp Công đoàn huyện",
    ]
    assert duties[4][1] == (
        "tiếp tục đẩy mạnh công tác phổ biến tuyên truyền các văn bản quy định về cải cách hành chính"
    )
    assert reading.obligations[5].deadline == "Trong giai đoạn 2021- 2025"
