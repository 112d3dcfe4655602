"""Templates of yearly plans: put in once, and then the federation's to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.plans.choices import ActivityForm as Form
from caunoi.plans.choices import Audience, Carrier
from caunoi.plans.models import PlanTemplate, PlanTemplateTask

DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
LEAP_YEAR = 2024
USUAL = "YEARLY"
SOURCE = (
    "Thể loại kế hoạch năm của công đoàn và bố cục Nghị định 30/2020/NĐ-CP; ghi theo trí nhớ, chưa đối chiếu văn bản."
)
PURPOSE = (
    "Nâng cao nhận thức của đoàn viên, người lao động và cán bộ công đoàn về cải cách hành chính; đưa thông tin đến từng "
    "công đoàn cơ sở.\nHuy động đoàn viên, người lao động tham gia giám sát, góp ý về thủ tục hành chính và thái độ phục vụ."
)
REQUIREMENTS = (
    "Nội dung ngắn, đúng văn bản còn hiệu lực, sát việc của người lao động.\nMỗi việc có đơn vị làm, thời gian, chỉ tiêu và "
    "minh chứng; không báo cáo việc chưa có minh chứng được duyệt.\nTiết kiệm, lồng ghép với hoạt động thường kỳ."
)
ORGANISATION = (
    "Căn cứ kế hoạch này, các cấp công đoàn xây dựng kế hoạch của cấp mình và tổ chức thực hiện.\nBáo cáo sáu tháng trước ngày "
    "15/6 và báo cáo năm trước ngày 15/12."
)
# Title, form, audience, who does it, from, to, indicator of the dictionary, target of each unit, evidence, weight.
Row = tuple[str, str, str, str, str, str, str, int | None, str, int]
ROWS: tuple[Row, ...] = (
    ("Ban hành kế hoạch, phân công người phụ trách", Form.OTHER, Audience.UNION_OFFICERS, Carrier.BOTH, "01-05", "02-15", "", None, "Kế hoạch đã ký", 1),
    ("Quán triệt sáu nội dung cải cách hành chính và Chỉ số cải cách hành chính tại hội nghị cán bộ công đoàn", Form.MEETING, Audience.UNION_OFFICERS, Carrier.OWN, "02-15", "04-30", "so_hoi_nghi", 1, "Ảnh và danh sách ký", 2),
    ("Tập huấn kỹ năng tuyên truyền và dịch vụ công trực tuyến cho cán bộ công đoàn", Form.TRAINING, Audience.UNION_OFFICERS, Carrier.OWN, "04-01", "06-30", "so_lop_tap_huan", 2, "Danh sách ký và tài liệu", 3),
    ("Phổ biến cải cách hành chính trong sinh hoạt công đoàn cơ sở", Form.GROUP_MEETING, Audience.MEMBERS, Carrier.BELOW, "03-01", "11-30", "so_buoi_sinh_hoat", 2, "Ảnh và danh sách ký", 4),
    ("Phát thanh, niêm yết bảng tin, pa-nô, tờ rơi về thủ tục hành chính người lao động hay làm", Form.POSTER, Audience.WORKFORCE, Carrier.BELOW, "03-01", "10-31", "so_pano_bang_ron", 1, "Ảnh nơi niêm yết", 2),
    ("Đăng tin, bài trên trang thông tin, fanpage, Zalo và bản tin công đoàn", Form.ARTICLE, Audience.WORKFORCE, Carrier.BOTH, "01-15", "12-15", "so_tin_bai_noi_khac", 4, "Đường dẫn hoặc bản in", 2),
    ("Tọa đàm, đối thoại với cơ quan hành chính về thủ tục của người lao động", Form.DIALOGUE, Audience.WORKFORCE, Carrier.OWN, "05-01", "10-31", "so_cuoc_doi_thoai", 1, "Biên bản đối thoại", 3),
    ("Cuộc thi trực tuyến tìm hiểu cải cách hành chính", Form.CONTEST, Audience.MEMBERS, Carrier.OWN, "07-01", "10-15", "", 1, "Biên bản kết quả", 2),
    ("Giới thiệu mô hình, cách làm hay, gương người tốt, việc tốt", Form.GOOD_PRACTICE, Audience.MEMBERS, Carrier.BOTH, "04-01", "11-30", "so_mo_hinh", 1, "Bài viết đã duyệt", 2),
    ("Lấy ý kiến đoàn viên về thái độ phục vụ và thủ tục hành chính, chuyển kiến nghị đến nơi giải quyết", Form.OTHER, Audience.MEMBERS, Carrier.BELOW, "05-01", "10-31", "", None, "Tổng hợp ý kiến", 2),
    ("Báo cáo sáu tháng", Form.OTHER, Audience.UNION_OFFICERS, Carrier.BOTH, "06-01", "06-15", "", None, "Báo cáo đã gửi", 1),
    ("Khen thưởng tập thể, cá nhân làm tốt; báo cáo năm", Form.COMMENDATION, Audience.MEMBERS, Carrier.OWN, "11-15", "12-15", "", None, "Quyết định khen thưởng, báo cáo", 1),
)  # fmt: skip
NAMES = (
    "title", "form", "audience", "carrier", "from_day", "to_day", "indicator", "target", "evidence_required", "weight",
)  # fmt: skip


@transaction.atomic
def ensure_templates(*, by: User | None, at: datetime) -> PlanTemplate:
    """The usual yearly plan, put in once; what the federation made of it since stays."""
    words = {
        "name": "Kế hoạch năm của công đoàn", "source": SOURCE, "changed_at": at, "purpose": PURPOSE,
        "requirements": REQUIREMENTS, "organisation": ORGANISATION,
        "title": "Kế hoạch thông tin, tuyên truyền cải cách hành chính năm {year}",
    }  # fmt: skip
    # Two who ask at once get the same one.
    template, is_new = PlanTemplate.objects.get_or_create(code=USUAL, defaults=words)
    if not is_new:
        return template
    PlanTemplateTask.objects.bulk_create(
        PlanTemplateTask(template=template, position=number, **dict(zip(NAMES, row, strict=True)))
        for number, row in enumerate(ROWS, 1)
    )
    audit.record(template, "plans.ensure_templates", by=by, at=at)
    return template


@dataclass(frozen=True)
class TemplateWords:
    """What the federation writes of a template; `{year}` in the title becomes the year."""

    name: str
    title: str
    purpose: str = ""
    requirements: str = ""
    organisation: str = ""
    source: str = ""
    is_verified: bool = False


@dataclass(frozen=True)
class TemplateTaskDraft:
    """A usual task; days as "MM-DD"."""

    title: str
    form: str
    audience: str
    carrier: str
    from_day: str
    to_day: str
    area: str = ""
    indicator: str = ""
    target: Decimal | None = None
    evidence_required: str = ""
    weight: int = 1


@transaction.atomic
def edit_template(*, template: PlanTemplate, words: TemplateWords, by: User, at: datetime) -> PlanTemplate:
    """Change a template's own words. Raises ValidationError."""
    if not words.name.strip() or not words.title.strip():
        raise ValidationError({"name" if not words.name.strip() else "title": _("Không được để trống.")})
    for name, value in vars(words).items():
        setattr(template, name, value.strip() if isinstance(value, str) else value)
    template.changed_at, template.changed_by = at, by
    template.save()
    audit.record(template, "plans.edit_template", by=by, at=at)
    return template


def _is_day(text: str) -> bool:
    found = DAY.fullmatch(text)
    try:
        return bool(found and date(LEAP_YEAR, int(found[1]), int(found[2])))
    except ValueError:
        return False


def _checked(draft: TemplateTaskDraft) -> dict[str, Any]:
    problems = {
        name: _("Nhập ngày và tháng dạng 15/6.") for name in ("from_day", "to_day") if not _is_day(getattr(draft, name))
    }
    if not problems and draft.to_day < draft.from_day:
        problems["to_day"] = _("Ngày kết thúc không trước ngày bắt đầu.")
    if not draft.title.strip():
        problems["title"] = _("Ghi việc phải làm, nhiều nhất 500 ký tự.")
    if problems:
        raise ValidationError(problems)
    return vars(draft) | {"title": " ".join(draft.title.split())}


@transaction.atomic
def save_template_task(
    *, template: PlanTemplate, task: PlanTemplateTask | None, draft: TemplateTaskDraft, by: User, at: datetime
) -> PlanTemplateTask:
    """Change a usual task, or add one at the end. Raises ValidationError."""
    last = template.tasks.aggregate(last=Max("position"))["last"] or 0
    row = task or PlanTemplateTask(template=template, position=last + 1)
    for name, value in _checked(draft).items():
        setattr(row, name, value)
    row.save()
    audit.record(template, "plans.save_template_task", by=by, at=at, task=row.title)
    return row


@transaction.atomic
def remove_template_task(*, task: PlanTemplateTask, by: User, at: datetime) -> None:
    """Take a usual task out; plans that were made from it keep theirs."""
    audit.record(task.template, "plans.remove_template_task", by=by, at=at, task=task.title)
    task.delete()
