"""What is kept of a question that found nothing."""

import pytest

from caunoi.pure.misses import kept_words

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Giấy phép con", "giay phep con"),
        ("  trợ cấp, thôi việc? ", "tro cap thoi viec"),
        ("1383/QĐ-TTg", "1383 qd ttg"),
        ("lương tối thiểu 2026", "luong toi thieu 2026"),
        ("Nguyễn Thị Lan", ""),
        ("nguyen thi lan nghi thai san", ""),
        ("gọi 0912 345 678", ""),
        ("cccd 001 188 012 345", ""),
        ("19034567", ""),
        ("lan@example.vn", ""),
        ("số 12 đường Láng phường Láng", ""),
        ("tôi làm ở xưởng may và bị nợ lương ba tháng nay", ""),
        ("?!", ""),
        ("", ""),
        ("a" * 121, ""),
    ],
)
def test_only_words_that_tell_of_nobody_are_kept(text: str, kept: str):
    assert kept_words(text) == kept
