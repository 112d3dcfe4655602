"""Who speaks in a document, by the body that issued it."""

import pytest

from caunoi.library.choices import tier_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("issuer", "tier"),
    [
        ("Chính phủ", "CENTRAL"), ("Bộ Nội vụ", "CENTRAL"), ("Bộ Chính trị", "PARTY"), ("Thành ủy Hà Nội", "PARTY"),
        ("Công đoàn Xây dựng Hà Nội", "UNION"), ("Tổng Liên đoàn Lao động Việt Nam", "UNION"), ("", "LOCAL"),
        ("Ban Tổ chức Trung ương", "PARTY"), ("Ủy ban Kiểm tra Trung ương", "PARTY"), ("Ban Thường vụ Thành uỷ Hà Nội", "PARTY"),
        ("Viện kiểm sát nhân dân tối cao", "CENTRAL"), ("Ngân hàng Nhà nước Việt Nam", "CENTRAL"), ("UBND TP Hà Nội", "CITY"),
        ("Bộ phận Một cửa xã Mỹ Đức", "LOCAL"), ("Ủy ban nhân dân thành phố Hà Nội", "CITY"), ("Ban Tổ chức cán bộ xã", "LOCAL"), ("Ủy ban nhân dân xã Mỹ Đức", "LOCAL"),
    ],
)  # fmt: skip
def test_a_body_speaks_for_its_tier(issuer, tier):
    assert tier_of(issuer) == tier
