"""What must not be published is proposed for covering; document symbols, dates, money and streets are left alone."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.petitions import bare
from caunoi.pure.masking import Mask, MaskKind, apply, proposals

pytestmark = pytest.mark.pure


def found(text):
    return [(mask.kind.value, mask.text) for mask in proposals(text)]


@pytest.mark.parametrize(
    ("text", "kind", "covered"),
    [
        ("Gọi tôi số (+84) 912-345-678 sau giờ làm", "PHONE", "(+84) 912-345-678"),
        ("sđt 0912345678.", "PHONE", "0912345678"),
        ("ĐT: 0912 345 678", "PHONE", "0912 345 678"),
        ("zalo 091.234.5678", "PHONE", "091.234.5678"),
        ("số 0567891234", "PHONE", "0567891234"),
        ("+84912345678", "PHONE", "+84912345678"),
        ("máy bàn 024 3825 1234", "PHONE", "024 3825 1234"),
        ("máy bàn (024) 38251234", "PHONE", "(024) 38251234"),
        ("thư tôi là lan.nguyen+1@gmail.com nhé", "EMAIL", "lan.nguyen+1@gmail.com"),
        ("thư lan@congty.com.vn.", "EMAIL", "lan@congty.com.vn"),
        ("căn cước 001 203 000 123", "ID_NUMBER", "001 203 000 123"),
        ("CCCD: 001203000123", "ID_NUMBER", "001203000123"),
        ("số 079203000123 của tôi", "ID_NUMBER", "079203000123"),
        ("CMND số 123456789", "ID_NUMBER", "123456789"),
        ("can cuoc cong dan so 001203000123", "ID_NUMBER", "001203000123"),
        ("hộ chiếu C1234567", "ID_NUMBER", "C1234567"),
        ("STK 0071001234567 Vietcombank", "BANK_ACCOUNT", "0071001234567"),
        ("số tài khoản: 1903 2345 6789 01", "BANK_ACCOUNT", "1903 2345 6789 01"),
        ("chuyển vào Agribank 1500205123456", "BANK_ACCOUNT", "1500205123456"),
        ("tk 0912345678 ngân hàng MB", "BANK_ACCOUNT", "0912345678"),
        ("MST 0312345678", "TAX_CODE", "0312345678"),
        ("mã số thuế: 0312345678-001", "TAX_CODE", "0312345678-001"),
        ("đơn vị 0312345678-001", "TAX_CODE", "0312345678-001"),
        ("xe 29A-123.45 đỗ trước cửa", "PLATE", "29A-123.45"),
        ("xe máy 59X1-234.56", "PLATE", "59X1-234.56"),
        ("biển số 30K 1234", "PLATE", "30K 1234"),
        ("sinh ngày 12/3/1985", "BIRTH_DATE", "12/3/1985"),
        ("tôi ở số nhà 12 ngõ 34 đường Lê Lợi", "ADDRESS", "số nhà 12 ngõ 34 đường Lê Lợi"),
        ("tôi ở 45/6 đường Nguyễn Trãi, phường 2", "ADDRESS", "45/6 đường Nguyễn Trãi"),
        ("số 15 phố Hàng Bông", "ADDRESS", "số 15 phố Hàng Bông"),
        ("nhà ở ngõ 12 đường Kim Mã", "ADDRESS", "ngõ 12 đường Kim Mã"),
        ("Tôi là Nguyễn Thị Lan, công nhân", "NAME", "Nguyễn Thị Lan"),
        ("Tôi tên Đỗ Hùng ạ", "NAME", "Đỗ Hùng"),
        ("ông Bền ở quầy ba", "NAME", "Bền"),
        ("gặp chị Hoa Mai", "NAME", "Hoa Mai"),
        ("Toi la Nguyen Van Hung", "NAME", "Nguyen Van Hung"),
        ("TÔI LÀ NGUYỄN VĂN HÙNG Ở ĐÂY", "NAME", "NGUYỄN VĂN HÙNG"),
        ("toi la nguyen van hung", "NAME", "nguyen van hung"),
        ("Bà Hồ Thị Ngọc Ánh", "NAME", "Hồ Thị Ngọc Ánh"),
    ],
)
def test_personal_data_is_proposed(text, kind, covered):
    assert found(text) == [(kind, covered)]


@pytest.mark.parametrize(
    "text",
    [
        "Hướng dẫn số 12/HD-LĐLĐ ngày 5/3/2026",
        "Nghị định 61/2018/NĐ-CP",
        "Quyết định số 1207/QĐ-UBND ngày 28/02/2025",
        "nộp 1.250.000 đ",
        "thu 150000000 đồng",
        "từ 01/01/2025 đến 31/12/2026",
        "lúc 10:30 ngày 20-11-2025",
        "đường dây nóng 1900 6789 hoặc 18001234",
        "Hà Nội, Thái Bình, Hà Đông và Lâm Đồng",
        "đi đường Nguyễn Trãi rồi rẽ phố Lê Lợi",
        "Ủy ban nhân dân phường Trần Phú",
        "trường tiểu học Nguyễn Du",
        "Công đoàn Việt Nam, Công Đoàn Việt Nam",
        "Đoàn Thanh niên phường",
        "tỉnh Bà Rịa - Vũng Tàu",
        "Anh em công nhân, chị em phụ nữ",
        "quầy số 3, phòng 12",
        "mã hồ sơ 000.00.12.H26-250301-0012",
        "điều 12 khoản 3 điểm a",
        "năm 2025, 3.500 công nhân",
        "",
        "😀😀",
    ],
)
def test_what_is_not_personal_is_left_alone(text):
    assert found(text) == []


def test_labels_are_read_without_accents():
    text = "số tài khoản 190323456789, mã số thuế 0312345678, biển số 30K 1234"
    assert [mask.kind for mask in proposals(bare(text))] == [mask.kind for mask in proposals(text)]


def test_the_confirmed_places_are_covered():
    text = "Tôi là Nguyễn Thị Lan, gọi 0912345678 hoặc lan@x.vn"
    masks = proposals(text)
    assert apply(text, masks) == "Tôi là [họ tên], gọi [số điện thoại] hoặc [thư điện tử]"
    assert apply(text, masks[:1]) == "Tôi là [họ tên], gọi 0912345678 hoặc lan@x.vn"
    assert apply(text, []) == text


def test_places_that_overlap_leak_nothing():
    masks = [Mask(0, 5, MaskKind.NAME, "abcde"), Mask(3, 8, MaskKind.PHONE, "defgh"), Mask(4, 6, MaskKind.NAME, "ef")]
    assert apply("abcdefghij", masks) == "[họ tên]ij"


@given(st.text(max_size=120))
def test_places_lie_in_order_in_any_text(text):
    masks = proposals(text)
    assert all(text[mask.start : mask.end] == mask.text for mask in masks)
    assert all(one.end <= other.start for one, other in itertools.pairwise(masks))
    # What was covered is not found again.
    assert not {mask.kind for mask in proposals(apply(text, masks))} & {MaskKind.EMAIL, MaskKind.PHONE}


@pytest.mark.parametrize("piece", ["a", "1.", "0 ", "Nguyễn ", "ông ", "stk ", "số 1/", "đường A ", "a@"])
def test_no_text_takes_long(piece):
    text = (piece * 20_000)[:40_000] + "@"
    started = time.process_time()
    proposals(text)
    assert time.process_time() - started < 2
