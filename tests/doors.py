"""What every door is tried with: hostile words, legacy fonts, files that are not what they say."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

# Each must be answered, whatever the address or the field.
HOSTILE = (
    "", " ", "\0", "a\0b", "²", "٣", "-1", "0", "9" * 30, "9" * 5000, "%", "_", "'", '"><b>', "../../etc/passwd",
    "{{ 7 }}", "\u202eabc", "\ud7ff\uffff", "Nguye\u0302\u0303n", "🙂" * 50, "a" * 20_000, "NaN", "1e9", "2026-02-30",
    "0000-00-00", "9999-12-31", "31/12/9999",
)  # fmt: skip
DECOMPOSED, COMPOSED = "Ho\u0323p to\u0302\u0309 co\u0302ng \u0111oa\u0300n", "Họp tổ công đoàn"
# "Các đoàn viên của công đoàn và người lao động" as old Word files hold it.
PLAIN = "Các đoàn viên của công đoàn và người lao động"
TCVN3 = "C¸c ®oµn viªn cña c«ng ®oµn vµ ng\xad\xeai lao ®éng"
VNI = "Caùc ñoaøn vieân cuûa coâng ñoaøn vaø ngöôøi lao ñoäng"
KEY = {"idempotency_key": "0123456789abcdef"}


def upload(name: str, data: bytes, media_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=media_type)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def rows_of(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """A set of rows as a browser sends it."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def refused(response: HttpResponse, *words: str) -> str:
    """The page of a refused form: 422, a summary, the words; returns the page."""
    page = text_of(response)
    assert response.status_code == 422, response.status_code
    assert "errsum" in page
    assert "<title>Lỗi:" in page
    assert "Lỗi: Lỗi:" not in page
    for word in words:
        assert word in page, word
    return page
