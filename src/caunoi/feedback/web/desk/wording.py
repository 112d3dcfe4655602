"""Words of the desk: system lines of the timeline, doors of a refusal, and pieces of a text with marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from caunoi.feedback.choices import Kind, RefusalGround, Urgency
from caunoi.feedback.models import Topic
from caunoi.library.choices import ReformArea

# (what happened, whether a unit is named after it)
DEED_WORDS: dict[str, Any] = {
    "receive_case": _("Tiếp nhận"),
    "admit_case": _("Nhận vào xử lý"),
    "discard_case": _("Loại khi lọc"),
    "quarantine_case": _("Cách ly"),
    "release_case": _("Đưa ra khỏi cách ly"),
    "classify_case": _("Phân loại"),
    "assign_case": _("Giao đơn vị trả lời"),
    "transfer_case": _("Chuyển đơn vị"),
    "return_case": _("Trả về nơi tiếp nhận"),
    "accept_case": _("Nhận xử lý"),
    "ask_sender": _("Hỏi người gửi"),
    "add_to_case": _("Người gửi bổ sung"),
    "pause_case": _("Tạm dừng thời hạn"),
    "resume_case": _("Thời hạn chạy tiếp"),
    "ask_extension": _("Xin gia hạn"),
    "extend_case": _("Quyết định gia hạn"),
    "reply_case": _("Trả lời"),
    "correct_reply": _("Sửa trả lời"),
    "refuse_case": _("Hướng dẫn sang đúng cửa"),
    "withdraw_case": _("Người gửi rút"),
    "merge_case": _("Gộp vào việc khác"),
    "unmerge_case": _("Tách ra"),
    "reopen_case": _("Mở lại"),
    "appeal_case": _("Đề nghị cấp trên xem lại"),
    "close_case": _("Khép lại"),
    "publish_case": _("Công khai"),
    "withdraw_publication": _("Rút khỏi công khai"),
    "escalate_case": _("Báo lên cấp trên vì quá hạn"),
}
# Where the sender should go instead, and within which time (DOMAIN 3.2). Shown to the officer who writes the guidance.
DOORS: tuple[tuple[Any, Any], ...] = (
    (RefusalGround.COMPLAINT.label, _("Người đã ra quyết định, rồi cấp trên trực tiếp hoặc tòa án. Lần đầu trong 90 ngày từ ngày biết (Luật Khiếu nại 2011, điều 9).")),
    (RefusalGround.DENUNCIATION.label, _("Người có thẩm quyền giải quyết tố cáo, bằng đơn hoặc trực tiếp; nên dùng nút cách ly thay vì khép lại.")),
    (RefusalGround.LABOUR_DISPUTE.label, _("Công đoàn cơ sở, hòa giải viên lao động, rồi hội đồng trọng tài hoặc tòa án (Bộ luật Lao động 2019, điều 188, 190).")),
    (RefusalGround.EMERGENCY.label, _("Gọi ngay 113, 114, 115 hoặc 111.")),
    (RefusalGround.COURT.label, _("Nơi đang giải quyết; nêu tên tòa án hoặc cơ quan và số thụ lý nếu biết.")),
    (RefusalGround.UNCLEAR.label, _("Gửi lại khi có thêm nơi, ngày và giấy tờ.")),
)  # fmt: skip
WHY = {
    "COMPETENCE": _("theo cây thẩm quyền"),
    "MODEL": _("máy học từ các việc trước"),
    "NAME": _("tên cơ quan có trong nội dung"),
}


def pieces(text: str, spans: Iterable[Iterable[int]]) -> list[tuple[str, bool]]:
    """The text cut where marks begin and end: (words, whether marked). Marks that overlap become one."""
    merged: list[list[int]] = []
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in merged:
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*cut, (text[at:], False)] if piece[0]]


FIELD_WORDS = (("kind", _("Loại")), ("area", _("Nội dung")), ("topic", _("Lĩnh vực")), ("urgency", _("Mức khẩn")))
CHOICES = {"kind": dict(Kind.choices), "area": dict(ReformArea.choices), "urgency": dict(Urgency.choices)}


def proposals_in_words(best: dict[str, dict[str, Any]], topic: Topic | None) -> list[tuple[Any, Any, Any]]:
    """(field, value, why) of the machine's best proposals, as people read them."""
    lines = []
    for name, label in FIELD_WORDS:
        if name in best:
            value = best[name]["value"]
            words = (topic.name if topic else "") if name == "topic" else CHOICES[name].get(value, value)
            if words:
                lines.append((label, words, WHY.get(best[name]["why"], _("theo từ ngữ được tô"))))
    return lines
