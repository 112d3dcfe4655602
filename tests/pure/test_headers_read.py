"""Headers as they come: two columns, the Party, the National Assembly, laws without a number, unions, what scanners see."""

from datetime import date

import pytest

from caunoi.pure.reading import read_text

pytestmark = pytest.mark.pure

BODY = "\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\nĐiều 1. Phạm vi\nQuyết định này quy định.\n"


def said(text: str, filename: str = "") -> tuple[str | None, str | None, str | None, date | None]:
    reading = read_text(text + BODY, filename=filename)
    found = (reading.symbol, reading.type, reading.issuer)
    return (*(row.value if row else None for row in found), reading.issued_on.value if reading.issued_on else None)


TWO_COLUMNS = """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN MỸ ĐỨC             Độc lập - Tự do - Hạnh phúc
Số: 125/KH-UBND          Mỹ Đức, ngày 18 tháng 6 năm 2021

KẾ HOẠCH
Thông tin, tuyên truyền cải cách hành chính
"""
ONE_SPACE = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN MỸ ĐỨC Độc lập - Tự do - Hạnh phúc
Số: 125/KH-UBND Mỹ Đức, ngày 18 tháng 6 năm 2021
KẾ HOẠCH
Thông tin, tuyên truyền cải cách hành chính
"""
TABLE = """TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
LĐLĐ TỈNH NGHỆ AN\tĐộc lập - Tự do - Hạnh phúc
Số: 214/LĐLĐ-CSPL\tNghệ An, ngày 03 tháng 3 năm 2026
V/v rà soát chế độ của đoàn viên\t
Kính gửi: Các công đoàn cơ sở
"""
PARTY = """ĐẢNG BỘ THÀNH PHỐ HÀ NỘI                ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ
*                          Hà Nội, ngày 14 tháng 3 năm 2026
Số 12-HD/ĐU

HƯỚNG DẪN
thực hiện công tác kiểm tra, giám sát năm 2026
"""
CENTRAL = """BAN CHẤP HÀNH TRUNG ƯƠNG
*
Số 217-QĐ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 12 tháng 12 năm 2013

QUYẾT ĐỊNH
ban hành Quy chế giám sát và phản biện xã hội
"""
POLITBURO = """BỘ CHÍNH TRỊ
*
Số 18-NQ/TW
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 25 tháng 10 năm 2025
NGHỊ QUYẾT
về một số vấn đề
"""
LAW = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: 50/2024/QH15

LUẬT
CÔNG ĐOÀN

Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Công đoàn.
Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 8 thông qua ngày 27 tháng 11 năm 2024.
"""
BARE_LAW = """LUẬT
CÔNG ĐOÀN

Quốc hội ban hành Luật Công đoàn.
Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV, kỳ họp thứ 8 thông qua ngày 27 tháng 11 năm 2024.
"""
CODE = """QUỐC HỘI
Số: 45/2019/QH14
BỘ LUẬT
LAO ĐỘNG
"""
DEPARTMENT = """UBND THÀNH PHỐ HÀ NỘI
SỞ NỘI VỤ
Số: 88/QĐ-SNV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 02 tháng 02 năm 2026
QUYẾT ĐỊNH
Về việc ban hành Quy chế tiếp công dân
"""
MINISTRY_OFFICE = """BỘ NỘI VỤ
CỤC VIỆC LÀM
-------
Số: 31/CVL-BHTN
V/v hướng dẫn bảo hiểm thất nghiệp
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hà Nội, ngày 09 tháng 01 năm 2026
Kính gửi: Sở Nội vụ các tỉnh, thành phố
"""
GRASSROOTS = """LĐLĐ THÀNH PHỐ HẢI PHÒNG
CÔNG ĐOÀN CƠ SỞ
CÔNG TY TNHH HOA SEN
Số: 05/TTr-CĐCS
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Phòng, ngày 07 tháng 5 năm 2026
TỜ TRÌNH
Về việc hỗ trợ đoàn viên khó khăn
"""
SCANNED = """ỦY BAN NHÂN DÂN CONG HOA XA HOI CHU NGHIA VIET NAM
TỈNH LÀO CAI Doc lap - Tu do - Hanh phuc
Sô: 44/2026/QÐ-UBND Lào Cai, ngày . 03 tháng . 4 năm 2026
QUYẾT ĐỊNH
Về việc quy định mức chi
"""
STANDING = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN GIANG
BAN THƯỜNG VỤ
Số: 09/NQ-BTV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
An Giang, ngày 20 tháng 01 năm 2026
NGHỊ QUYẾT
Về công tác cải cách hành chính
"""
JOINT = """LIÊN ĐOÀN LAO ĐỘNG - SỞ TƯ PHÁP
Số: 05 - KHPH/LĐLĐ - STP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hà Nội, ngày 01 tháng 4 năm 2026
KẾ HOẠCH PHỐI HỢP
Tuyên truyền pháp luật
"""
MEDIA = """Trang chủ > Văn bản
Ngày ban hành: 11/06/2026
Thông tư 32/2026/TT-BKHCN
"""


@pytest.mark.parametrize(
    ("text", "symbol", "type_name", "issuer", "on"),
    [
        (TWO_COLUMNS, "125/KH-UBND", "Kế hoạch", "Ủy ban nhân dân huyện Mỹ Đức", date(2021, 6, 18)),
        (ONE_SPACE, "125/KH-UBND", "Kế hoạch", "Ủy ban nhân dân huyện Mỹ Đức", date(2021, 6, 18)),
        (TABLE, "214/LĐLĐ-CSPL", "Công văn", "LĐLĐ tỉnh Nghệ An", date(2026, 3, 3)),
        (PARTY, "12-HD/ĐU", "Hướng dẫn", "Đảng ủy Liên đoàn Lao động thành phố", date(2026, 3, 14)),
        (CENTRAL, "217-QĐ/TW", "Quyết định", "Ban Chấp hành Trung ương Đảng", date(2013, 12, 12)),
        (POLITBURO, "18-NQ/TW", "Nghị quyết", "Bộ Chính trị", date(2025, 10, 25)),
        (LAW, "50/2024/QH15", "Luật", "Quốc hội", date(2024, 11, 27)),
        (BARE_LAW, None, "Luật", "Quốc hội", date(2024, 11, 27)),
        (CODE, "45/2019/QH14", "Bộ luật", "Quốc hội", None),
        (DEPARTMENT, "88/QĐ-SNV", "Quyết định", "Sở Nội vụ", date(2026, 2, 2)),
        (MINISTRY_OFFICE, "31/CVL-BHTN", "Công văn", "Cục Việc làm", date(2026, 1, 9)),
        (GRASSROOTS, "05/TTr-CĐCS", "Tờ trình", "Công đoàn cơ sở Công ty TNHH Hoa Sen", date(2026, 5, 7)),
        (SCANNED, "44/2026/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh Lào Cai", date(2026, 4, 3)),
        (STANDING, "09/NQ-BTV", "Nghị quyết", "Ban Thường vụ Liên đoàn Lao động tỉnh An Giang", date(2026, 1, 20)),
        (JOINT, "05-KHPH/LĐLĐ-STP", "Kế hoạch phối hợp", "Liên đoàn Lao động - Sở Tư pháp", date(2026, 4, 1)),
        (MEDIA, "32/2026/TT-BKHCN", "Thông tư", "Bộ Khoa học và Công nghệ", date(2026, 6, 11)),
    ],
    ids=[
        "two columns", "a scanner's columns", "a table", "party", "centre", "politburo", "law", "law without number",
        "code", "department", "office of a ministry", "grassroots", "scanned", "standing committee", "joint", "website",
    ],
)  # fmt: skip
def test_a_header_says_symbol_type_issuer_and_date(text, symbol, type_name, issuer, on):
    assert said(text) == (symbol, type_name, issuer, on)


def test_a_text_without_a_number_takes_it_from_the_name_of_its_file():
    text = "Căn cứ Luật Đầu tư công số 58/2024/QH15;\nChính phủ ban hành Nghị định quy định về đối ngoại.\n"
    assert said(text, "129-2026-NĐ-CP.txt") == ("129/2026/NĐ-CP", "Nghị định", "Chính phủ", None)


@pytest.mark.parametrize("name", ["quet-2026.pdf", "12-2026-bao-cao.docx", "IMG_0012.jpg", "10.txt", ""])
def test_a_name_that_holds_no_symbol_says_nothing(name):
    assert said("Nội dung cuộc họp.", name)[0] is None


def test_what_a_website_puts_before_a_document_is_not_its_header():
    text = "- Chương I: QUY ĐỊNH CHUNG (Điều 1-7)\nBỘ Y TẾ nói về văn bản\n\nNỘI DUNG\n\n" + DEPARTMENT
    assert said(text)[2] == "Sở Nội vụ"


def test_a_heading_of_a_chapter_is_not_the_type():
    text = "Chính phủ ban hành Nghị định về đối ngoại.\nChương I\nQUY ĐỊNH CHUNG\n"
    assert said(text)[1] == "Nghị định"


def test_a_name_that_a_narrow_column_broke_anywhere_is_whole():
    text = "BỘ NÔNG NGHIỆP VÀ MÔI\nTRƯỜNG\nSố: 19/2026/TT-BNNMT\nĐộc lập - Tự do - Hạnh phúc\nTHÔNG TƯ\nQuy định\n"
    assert said(text)[2] == "Bộ Nông nghiệp và Môi trường"
