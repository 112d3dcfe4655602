"""What a reading remarks, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.library.models import DocumentReading

WORDS = {
    "NO_SYMBOL": gettext_lazy("Không thấy số, ký hiệu. Văn bản có số thì gõ vào; không có thì để trống."),
    "BLANK_SYMBOL": gettext_lazy(
        "Chỗ ghi số còn để trống: có thể đây là bản dự thảo. Chỉ đưa vào thư viện bản đã ban hành."
    ),
    "NAMED_BY_FILE": gettext_lazy("Trong văn bản không có số; %(words)s là theo tên tệp. Đối chiếu với bản gốc."),
    "TWO_SYMBOLS": gettext_lazy(
        "Văn bản có nhiều số, ký hiệu: %(words)s. Giữ số của cơ quan chủ trì; ghi số kia vào trích yếu."
    ),
    "NO_DATE": gettext_lazy("Không thấy ngày ban hành. Gõ theo bản gốc: thiếu ngày thì không tính được hiệu lực."),
    "DATE_INFERRED": gettext_lazy(
        "Văn bản không ghi ngày ban hành. Máy suy từ ngày hiệu lực %(words)s: đối chiếu với bản gốc."
    ),
    "NO_ISSUER": gettext_lazy("Không thấy cơ quan ban hành. Gõ tên cơ quan ở góc trên bên trái của bản gốc."),
}


def remarks_about(reading: DocumentReading) -> list[str]:
    """Sentences for the page on which a person confirms."""
    remarks = [
        str(WORDS[row["code"]]) % {"words": ", ".join(row["words"])}
        for row in reading.found.get("remarks", ())
        if row["code"] in WORDS
    ]
    if reading.is_scanned:
        text = _("Đọc từ bản quét nên chữ và số có thể sai: đối chiếu số, ngày và tên với bản gốc.")
        return [text, *remarks]
    return remarks
