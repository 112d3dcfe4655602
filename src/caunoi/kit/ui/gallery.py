"""What the gallery at /ui/ shows: every component in all its states, with invented words and figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caunoi.kit import clock
from caunoi.kit.http.errors import Trouble
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.paging import pages_of

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
