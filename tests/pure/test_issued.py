"""The day of issue: read where documents write it, and never another document's or another office's day."""

from datetime import date

import pytest

from caunoi.pure.reading import read_text

pytestmark = pytest.mark.pure
LEFT = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI\n-------\nSố: 12/2026/QĐ-UBND\n"
RIGHT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
BODY = """
QUYẾT ĐỊNH
Về việc ban hành Quy chế tiếp công dân

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Điều 1. Ban hành kèm theo.
Điều 2. Quyết định này có hiệu lực {effect}.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
{stamp}
Trần Văn A
{under}
"""
PORTAL = "Người ký: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ\nEmail: a@b.vn\nNgày ký: 18.05.2026 16:24:35 +07:00\n"


def day_of(head: str, effect: str = "kể từ ngày ký", stamp: str = "", under: str = "") -> date | None:
    found = read_text(head + BODY.format(effect=effect, stamp=stamp, under=under)).issued_on
    return found.value if found else None


@pytest.mark.parametrize(
    "line",
    [
        "Hà Nội, ngày 15 tháng 5 năm 2026", "Hà Nội, ngày 15/5/2026", "Hà Nội, 15.05.2026", "Hà Nội ngày 15 tháng 5 năm 2026",
        "Hà Nội, ngày 15 tháng 5\nnăm 2026", "TP. Hồ Chí Minh, ngày 15 tháng 5 năm 2026", "HÀ NỘI, NGÀY 15 THÁNG 5 NĂM 2026",
        "Hà Nội, ngảy 15 thảng 5 nãm 2026", "Hà Nội, ngay 15 thang 5 nam 2026", "Hà Nội, ngày I5 tháng 5 năm 2O26",
        "Hà Nội, ngày15 tháng5 năm2026", "Hà Nội, ngày 1 5 tháng 5 năm 20 26", "Hà Nội. ngày '15 tháng 5 năm 2026",
        "SAO Y BẢN CHÍNH\nHà Nội, ngày 20 tháng 5 năm 2026\n\nHà Nội, ngày 15 tháng 5 năm 2026",
        "ĐẾN Số: 1234\nNgày: 20/5/2026\nHà Nội, ngày 15 tháng 5 năm 2026",
    ],
)  # fmt: skip
def test_the_line_of_place_and_day_is_read_as_scanners_and_hands_write_it(line):
    assert day_of(LEFT + RIGHT + line) == date(2026, 5, 15)


@pytest.mark.parametrize(
    "line",
    [
        "Hà Nội, ngày     tháng 5 năm 2026", "Hà Nội, ngày … tháng … năm 2026", "Hà Nội, ngày ......tháng .....năm 2026",
        "Hà Nội, ngày /5 tháng 5 năm 2026", "Hà Nội, ngày 31 tháng 6 năm 2026", "CÔNG VĂN ĐẾN\nNgày: 20/5/2026", "",
    ],
)  # fmt: skip
def test_a_day_that_is_not_there_is_not_taken_from_what_the_document_cites(line):
    assert day_of(LEFT + RIGHT + line) is None


def test_days_in_a_title_and_of_coming_into_force_are_not_the_day_of_issue():
    assert day_of(LEFT + RIGHT + "\nTHÔNG BÁO\nVề việc nghỉ lễ từ ngày 01/5/2026 đến ngày 03/5/2026") is None
    assert day_of(LEFT + RIGHT, effect="từ ngày 01 tháng 7 năm 2026") is None


@pytest.mark.parametrize(
    ("head", "more", "confidence"),
    [
        (LEFT + RIGHT, {"under": "Hà Nội, ngày 15 tháng 5 năm 2026"}, 0.7),
        (LEFT + RIGHT, {"stamp": "Ký bởi: UBND thành phố\nNgày ký: 15/05/2026 16:24:35 +07:00"}, 0.7),
        ("Thời gian ký: 15.05.2026 16:24:35\n" + LEFT + RIGHT + "Hà Nội, ngày   tháng   năm 2026\n", {}, 0.5),
        ("Ngày ban hành\n15/05/2026\nNgày có hiệu lực\n01/07/2026\n\n" + LEFT + RIGHT, {}, 0.7),
        ("Ngày hiệu lực:\t01/07/2026\tNgày ban hành:\t15/05/2026\n\n" + LEFT + RIGHT, {}, 0.7),
        (LEFT + RIGHT, {"effect": "kể từ ngày ký, ngày 15 tháng 5 năm 2026"}, 0.6),
    ],
    ids=["signature", "digital signature", "stamp of an open line", "website", "website's table", "effect on signing"],
)
def test_elsewhere_it_is_read_less_surely(head, more, confidence):
    found = read_text(head + BODY.format(**{"effect": "kể từ ngày ký", "stamp": "", "under": ""} | more)).issued_on
    assert (found.value, found.confidence) == (date(2026, 5, 15), confidence)


def test_a_publishers_stamp_is_not_the_day_of_issue():
    assert day_of(PORTAL + LEFT + RIGHT) is None
    assert day_of(PORTAL + LEFT + RIGHT + "Hà Nội, ngày 15 tháng 5 năm 2026") == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("effect", "cited", "is_told"),
    [("16/5/2026", "10/5/2026", True), ("20/5/2026", "10/5/2026", False), ("16/5/2026", "10/1/2026", False)],
    ids=["published in force", "published before", "cites nothing new"],
)
def test_what_was_published_in_force_came_into_force_when_signed_and_a_person_is_told(effect, cited, is_told):
    text = f"{PORTAL}Chính phủ ban hành Nghị định.\nCăn cứ Nghị định số 9/2026/NĐ-CP ngày {cited};\n"
    reading = read_text(text + f"Nghị định này có hiệu lực thi hành từ ngày {effect}.\n")
    codes = {row.code for row in reading.remarks}
    assert ("DATE_INFERRED" in codes, "NO_DATE" in codes) == (is_told, not is_told)
    assert (reading.issued_on is not None) is is_told


def test_a_cited_documents_day_after_a_broken_line_is_not_the_day_of_issue():
    text = "Căn cứ Quy chế được Tổng Liên đoàn ban hành ngày\n12/3/2019 về việc tiếp đoàn viên;"
    assert day_of(f"{LEFT}{RIGHT}Hà Nội, ngày 15 tháng 5 năm 2026\n{text}\n") == date(2026, 5, 15)
    assert day_of(f"{LEFT}{RIGHT}{text}\n") is None


def test_a_long_line_of_capitals_holds_nobody_up():
    assert day_of("LIÊNĐOÀNLAOĐỘNG" * 400 + "\n") is None
