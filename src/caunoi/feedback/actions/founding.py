"""What the room starts with: time limits, subjects and first words of replies. Operators change them; nothing is
overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.feedback.choices import RetentionGroup, State
from caunoi.feedback.models import LimitRule, ReplyTemplate, RetentionRule, Topic
from caunoi.kit import audit
from caunoi.library.choices import ReformArea as Area
from caunoi.organisations.models import UnitKind
from caunoi.pure.vietnamese import fold

# (code, amount, unit, legal basis, from, read in its source). Sources: docs/mechanisms/deadlines.md.
LIMITS: tuple[tuple[str, int, str, str, date, bool], ...] = (
    ("ACCEPT", 8, "WH", "Quyết định 1207/QĐ-UBND ngày 28/2/2025 của UBND TP Hà Nội", date(2025, 2, 28), True),
    ("TRANSFER", 5, "WD", "Nghị định 20/2008/NĐ-CP, điều 9, khoản 1, điểm d", date(2008, 3, 1), True),
    ("ANSWER_NORMAL", 10, "WD", "Luật Tiếp công dân 2013, điều 28, khoản 1", date(2014, 7, 1), True),
    ("ANSWER_COMPLEX", 20, "WD", "Mức của liên đoàn; chưa đọc được quy định gốc", date(2014, 7, 1), False),
    ("ANSWER_URGENT", 4, "WH", "Quyết định 1207/QĐ-UBND ngày 28/2/2025 của UBND TP Hà Nội", date(2025, 2, 28), True),
    ("DATA_ACKNOWLEDGE", 2, "WD", "Nghị định 356/2025/NĐ-CP", date(2026, 1, 1), True),
    ("DATA_DO", 15, "CD", "Nghị định 356/2025/NĐ-CP", date(2026, 1, 1), True),
    ("DATA_DO_COMPLEX", 20, "CD", "Nghị định 356/2025/NĐ-CP", date(2026, 1, 1), True),
)
# (group, months, basis, read in its source). How long is the operator's decision; these are what to begin with.
KEPT: tuple[tuple[RetentionGroup, int, str, bool], ...] = (
    (RetentionGroup.ANSWERED, 60, "Nghị định 30/2020/NĐ-CP, điều 31, khoản 3, điểm c", True),
    (RetentionGroup.REFUSED, 12, "Thông tư 07/2014/TT-TTCP, điều 28", True),
    (RetentionGroup.WITHDRAWN, 12, "Mức của liên đoàn; chưa đối chiếu", False),
)
# (code, name, area, kind of the competent body, words)
TOPICS: tuple[tuple[str, str, Area, str, str], ...] = (
    ("ONE_STOP", "Một cửa: trả hồ sơ chậm, đi lại nhiều lần", Area.PROCEDURES, "PEOPLE_COMMITTEE",
     "một cửa\ntrả hồ sơ\nhồ sơ chậm\ngiấy hẹn\nđi lại nhiều lần\nbổ sung giấy tờ"),
    ("LAND", "Đất đai, giấy chứng nhận quyền sử dụng đất", Area.PROCEDURES, "PEOPLE_COMMITTEE",
     "sổ đỏ\ngiấy chứng nhận quyền sử dụng đất\ntách thửa\nsang tên đất\nđất đai"),
    ("CIVIL_STATUS", "Hộ tịch: khai sinh, kết hôn, khai tử", Area.PROCEDURES, "PEOPLE_COMMITTEE",
     "khai sinh\nkết hôn\nkhai tử\nhộ tịch\nxác nhận độc thân"),
    ("RESIDENCE", "Cư trú, căn cước", Area.PROCEDURES, "PEOPLE_COMMITTEE",
     "tạm trú\nthường trú\ncư trú\ncăn cước\nhộ khẩu"),
    ("BUILDING", "Xây dựng, trật tự đô thị", Area.PROCEDURES, "PEOPLE_COMMITTEE",
     "giấy phép xây dựng\nxây dựng\ntrật tự đô thị\nlấn chiếm"),
    ("BUSINESS", "Đăng ký kinh doanh, giấy phép", Area.PROCEDURES, "DEPARTMENT",
     "đăng ký kinh doanh\ngiấy phép kinh doanh\nhộ kinh doanh"),
    ("SOCIAL_INSURANCE", "Thủ tục bảo hiểm xã hội, thất nghiệp", Area.PROCEDURES, "DEPARTMENT",
     "bảo hiểm xã hội\nbhxh\nbảo hiểm thất nghiệp\nchốt sổ\nsổ bảo hiểm"),
    ("ATTITUDE", "Thái độ phục vụ của cán bộ, công chức", Area.CIVIL_SERVICE, "PEOPLE_COMMITTEE",
     "thái độ\nquát\nhách dịch\nsách nhiễu\ngây phiền hà\nkhông hướng dẫn"),
    ("WORKING_HOURS", "Giờ làm việc, kỷ luật của công sở", Area.CIVIL_SERVICE, "PEOPLE_COMMITTEE",
     "giờ làm việc\nđi muộn\nvắng mặt\nkhông có người trực"),
    ("ONLINE_SERVICE", "Dịch vụ công trực tuyến", Area.DIGITAL_GOVERNMENT, "PEOPLE_COMMITTEE",
     "dịch vụ công\nnộp trực tuyến\ncổng dịch vụ công\nvneid\nlỗi mạng\nkhông đăng nhập được"),
    ("FEES", "Phí, lệ phí", Area.PUBLIC_FINANCE, "PEOPLE_COMMITTEE", "lệ phí\nthu phí\nphí\nbiên lai"),
    ("RULES", "Quy định chồng chéo, không hợp lý", Area.INSTITUTIONS, "CITY_COMMITTEE",
     "quy định\nchồng chéo\nbất cập\nkhông hợp lý\nsửa đổi nghị định\nsửa thông tư"),
    ("ORGANISATION", "Sắp xếp bộ máy, địa điểm tiếp dân", Area.APPARATUS, "PEOPLE_COMMITTEE",
     "sáp nhập\nđịa điểm\nchuyển trụ sở\nkhông biết đến đâu\nsắp xếp"),
)  # fmt: skip
TEMPLATES: tuple[tuple[State, str, str], ...] = (
    (State.HANDLING, "Hỏi thêm nơi và ngày", "Để xác minh, chúng tôi cần biết thêm: việc xảy ra ở đâu, ngày nào, bạn đã nộp giấy tờ gì."),
    (State.ANSWERED, "Đã làm xong", "Chúng tôi đã kiểm tra và làm xong việc bạn nêu. Cụ thể:"),
    (State.ANSWERED, "Giải thích quy định", "Việc bạn nêu được quy định như sau:"),
    (State.REFUSED, "Hướng dẫn sang cửa khiếu nại", "Nội dung bạn gửi là khiếu nại một quyết định. Bạn gửi đơn đến người đã ra quyết định đó."),
)  # fmt: skip


@transaction.atomic
def ensure_room(*, by: User | None, at: datetime) -> None:
    """Add the limits, subjects and templates that are missing."""
    for code, amount, unit, basis, valid_from, is_verified in LIMITS:
        LimitRule.objects.get_or_create(
            code=code, topic=None,
            defaults={
                "amount": amount, "unit": unit, "legal_basis": basis, "valid_from": valid_from, "is_verified": is_verified,
            },
        )  # fmt: skip
    for group, months, basis, is_verified in KEPT:
        facts: dict[str, Any] = {"months": months, "legal_basis": basis, "is_verified": is_verified}
        RetentionRule.objects.get_or_create(group=group, defaults=facts)
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    added = 0
    for code, name, area, kind, words in TOPICS:
        facts = {
            "name": name,
            "folded_name": fold(name),
            "area": area,
            "words": words,
            "competent_kind": kinds.get(kind),
        }
        _row, is_new = Topic.objects.get_or_create(code=code, defaults=facts)
        added += is_new
    if not ReplyTemplate.objects.exists():
        ReplyTemplate.objects.bulk_create(
            [ReplyTemplate(state=s, title=title, text=text) for s, title, text in TEMPLATES]
        )
    if added:
        audit.record("feedback.topic", "feedback.ensure_room", by=by, at=at, count=added)
