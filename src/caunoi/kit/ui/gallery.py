"""What the gallery at /ui/ shows: every component in all its states, with invented words and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caunoi.kit import clock
from caunoi.kit.http.errors import Trouble
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.paging import pages_of
from caunoi.pure.workdays import OFFICIAL, ZONE, Calendar, DayLine, Limit, Unit, unfold

CHOICES = [("A", _("Cải cách thể chế")), ("B", _("Cải cách thủ tục hành chính")), ("C", _("Cải cách tài chính công"))]


class Everything(forms.Form):
    """One field of every kind."""

    text = forms.CharField(label=_("Họ và tên"), help_text=_("Như trên thẻ đoàn viên."))
    optional = forms.CharField(label=_("Ghi chú ngắn"), required=False)
    email = forms.EmailField(label=_("Thư điện tử"))
    number = forms.IntegerField(label=_("Số người dự"), min_value=1)
    day = DayField(label=_("Ngày họp"))
    long = forms.CharField(label=_("Đã làm gì"), widget=forms.Textarea)
    choice = forms.ChoiceField(label=_("Nội dung"), choices=CHOICES)
    one = forms.ChoiceField(label=_("Chọn một"), choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label=_("Chọn nhiều"), choices=CHOICES, widget=forms.CheckboxSelectMultiple, help_text=_("Bỏ trống là tất cả.")
    )
    file = forms.FileField(label=_("Tệp"), help_text=_("PDF, DOCX hoặc ảnh, tới 20 MB."))
    agree = forms.BooleanField(label=_("Tôi đồng ý nhận thông báo"))


FILLED = {
    "text": "Ấ Ẫ Ữ Ậ Nguyễn Thị Ngữ", "optional": "Ghi chú", "email": "lan@example.vn", "number": 35, "day": "2026-06-18",
    "long": "Buổi sinh hoạt đầu tháng, phổ biến sáu nội dung.", "choice": "B", "one": "B", "many": ["A", "C"], "agree": True,
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One span of the strip."""

    label: Any
    count: int
    total: int


@dataclass(frozen=True)
class Said:
    """A message as Django's messages give it."""

    level_tag: str
    text: Any

    def __str__(self) -> str:
        return str(self.text)


def _levels(total: int, *counts: int) -> list[Level]:
    labels = (_("Đã chuyển đến"), _("Đã mở xem"), _("Đã xác nhận"), _("Đã thực hiện"))
    return [Level(label, count, total) for label, count in zip(labels, counts, strict=True)]


def _icons() -> list[str]:
    found = finders.find("kit/icons.svg")
    if not isinstance(found, str):
        return []
    with open(found, encoding="utf-8") as sprite:  # noqa: PTH123 - the finder gives a text
        return re.findall(r'<symbol id="([\w-]+)"', sprite.read())


def _disabled() -> Everything:
    form = Everything(initial=FILLED, auto_id="off_%s")
    for field in form.fields.values():
        field.disabled = True
    return form


def _deadlines() -> list[tuple[Any, list[DayLine]]]:
    """Every kind of day: around the New Year swap of 2026, paused, in hours, and one that is running now."""
    calendar, limit = Calendar(special=OFFICIAL), Limit(6, Unit.WD)
    new_year = datetime(2025, 12, 30, 18, 0, tzinfo=ZONE)
    stop = (datetime(2026, 1, 6, 9, 0, tzinfo=ZONE), datetime(2026, 1, 7, 9, 0, tzinfo=ZONE))
    return [
        (_("Ngày làm việc, qua ngày lễ, ngày hoán đổi, có tạm dừng"), unfold(new_year, limit, calendar, [stop])),
        (_("Ngày theo lịch, rơi vào ngày nghỉ"), unfold(datetime(2026, 2, 10, 9, 0, tzinfo=ZONE), Limit(8, Unit.CD), calendar)),
        (_("Giờ làm việc"), unfold(datetime(2026, 4, 24, 15, 0, tzinfo=ZONE), Limit(8, Unit.WH), calendar)),
        (_("Đang chạy"), unfold(clock.now() - timedelta(days=5), Limit(10, Unit.WD), calendar)),
    ]  # fmt: skip


def context() -> dict[str, Any]:
    """Everything that the templates of the gallery name."""
    today = clock.today()
    return {
        "rest": Everything(initial=FILLED, auto_id="rest_%s"),
        "wrong": Everything({"email": "khong@", "number": "0", "day": "31/2/2026"}, auto_id="wrong_%s"),
        "disabled": _disabled(),
        "wrong_lines": [("wrong_email", _("Nhập thư điện tử dạng ten@congty.vn.")), ("", _("Chọn ít nhất một tệp."))],
        "icons": _icons(),
        "days": [today + timedelta(days=days) for days in (30, 3, 1, 0, -1, -40)],
        "deadlines": _deadlines(),
        "work_calendar": Calendar(special=OFFICIAL),
        "months": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)],
        "today": today,
        "now": clock.now(),
        "full": _levels(3000, 3000, 3000, 3000, 3000),
        "some": _levels(3000, 2998, 2551, 2103, 640),
        "none": _levels(12, 0, 0, 0, 0),
        "nobody": _levels(0, 0, 0, 0, 0),
        "pages": pages_of(20, 20, 1234),
        "said": [Said("info", _("Hôm nay các đơn vị này đã được nhắc.")), Said("ok", _("Đã ghi nhận.")),
                 Said("warn", _("Chưa gửi được thư cho 3 đơn vị.")), Said("bad", _("Không đọc được tệp."))],
        "trouble": Trouble(gettext("Nội dung gửi lên quá lớn"), gettext("Tệp vượt mức máy chủ nhận."), gettext("Chưa có gì được ghi."),
                           gettext("Chia nhỏ tệp rồi gửi lại.")),
    }  # fmt: skip
