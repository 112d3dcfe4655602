"""Forms about working calendars."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caunoi.kit.ui.fields import DayField
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.web.fields import UnitField
from caunoi.pure.workdays import ZONE, Hours, Limit
from caunoi.pure.workdays import Unit as LimitUnit

WEEKDAYS = (
    _("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"), _("Chủ nhật"),
)  # fmt: skip
SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–—]\s*(\d{1,2})[:hg](\d{2})?")
LIMIT_UNITS = (
    (LimitUnit.WD, _("ngày làm việc")),
    (LimitUnit.CD, _("ngày theo lịch")),
    (LimitUnit.WH, _("giờ làm việc")),
)
LONGEST_TRY = 400


class HoursField(forms.CharField):
    """Office hours of a weekday: "7:30–11:30, 13:30–17:00"; empty is a day off."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored pairs as words."""
        return ", ".join(f"{start}–{stop}" for start, stop in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Hours:
        """Pairs of times in order. Raises ValidationError."""
        text = super().clean(value)
        try:
            hours = tuple(self._span(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
        except ValueError as error:
            raise ValidationError(_("Nhập giờ dạng 7:30–11:30, 13:30–17:00.")) from error
        flat = [moment for span in hours for moment in span]
        if flat != sorted(set(flat)):
            raise ValidationError(_("Giờ trong ngày phải nối tiếp nhau, không chồng lên nhau."))
        return hours

    @staticmethod
    def _span(text: str) -> tuple[time, time]:
        found = SPAN.fullmatch(text)
        if not found:
            raise ValueError(text)
        start, start_minute, stop, stop_minute = (int(part or 0) for part in found.groups())
        return time(start, start_minute), time(stop, stop_minute)


class HoursForm(forms.Form):
    """Office hours of a week, and the two rules of reckoning."""

    is_next_day_when_late = forms.BooleanField(
        label=_("Gửi sau giờ hoặc ngày nghỉ thì tính nhận vào ngày làm việc kế tiếp"), required=False
    )
    is_rolled = forms.BooleanField(
        label=_("Thời hạn theo ngày lịch kết thúc vào ngày nghỉ thì dời đến ngày làm việc kế tiếp"), required=False
    )
    field_order = [*(f"day_{number}" for number in range(7)), "is_next_day_when_late", "is_rolled"]

    def __init__(self, *args: Any, hours: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(WEEKDAYS):
            initial = hours[number] if hours else None
            self.fields[f"day_{number}"] = HoursField(label=label, initial=initial)
        self.order_fields(self.field_order)

    def week(self) -> list[Hours]:
        """Seven days from Monday."""
        return [self.cleaned_data[f"day_{number}"] for number in range(7)]


class DayForm(forms.Form):
    """A date that departs from the week."""

    on = DayField(label=_("Ngày"))
    until = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Khi nghỉ nhiều ngày liền, như Tết."))
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=CalendarDayKind.choices)
    name = forms.CharField(label=_("Tên ngày"), max_length=160, help_text=_("Ví dụ: Tết Nguyên đán, Nghỉ bão số 3."))
    source = forms.CharField(
        label=_("Căn cứ"), max_length=255, required=False, help_text=_("Số, ngày của văn bản và cơ quan ban hành.")
    )
    status = forms.ChoiceField(
        label=_("Tình trạng"), choices=CalendarDayStatus.choices, widget=forms.RadioSelect, initial="OFFICIAL"
    )


class CalendarForm(forms.Form):
    """A calendar of a unit's own."""

    unit = UnitField(label=_("Đơn vị"))
    name = forms.CharField(
        label=_("Tên lịch"), max_length=160, help_text=_("Ví dụ: Lịch làm việc Công ty May Sông Đáy.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].units = units  # type: ignore[attr-defined]


class TryForm(forms.Form):
    """A question to the clock: received when, and how long the limit is."""

    came_on = DayField(label=_("Nhận ngày"))
    came_at = forms.TimeField(label=_("Lúc"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    amount = forms.IntegerField(label=_("Thời hạn"), min_value=1, max_value=LONGEST_TRY)
    counted_in = forms.ChoiceField(label=_("Tính bằng"), choices=[(unit.value, label) for unit, label in LIMIT_UNITS])

    def clean_came_on(self) -> Any:
        on = self.cleaned_data["came_on"]
        if not 2000 <= on.year <= 2190:
            raise ValidationError(_t("Năm từ 2000 đến 2190."))
        return on

    def start(self) -> datetime:
        """When it was received, local time."""
        return datetime.combine(self.cleaned_data["came_on"], self.cleaned_data["came_at"], ZONE)

    def limit(self) -> Limit:
        """The limit asked about."""
        return Limit(self.cleaned_data["amount"], LimitUnit(self.cleaned_data["counted_in"]))
