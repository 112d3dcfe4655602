"""Forms of the chase list and of the ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.directives.actions import LadderDraft
from caunoi.directives.choices import ContactKind, ContactOutcome, RungAudience, RungKind
from caunoi.directives.models import LadderRung
from caunoi.kit.ui.fields import DayField

NUMBERS = re.compile(r"\d{1,3}(?:\s*[,; ]\s*\d{1,3})*", re.ASCII)


class ContactForm(forms.Form):
    """How a unit was reached, and what came of it."""

    kind = forms.ChoiceField(label=_("Cách liên hệ"), choices=ContactKind.choices)
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=ContactOutcome.choices, widget=forms.RadioSelect)
    promised_on = DayField(label=_("Hẹn làm xong ngày"), required=False)
    person_name = forms.CharField(label=_("Đã nói chuyện với"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False,
        help_text=_("Chỉ cán bộ cấp trên đọc. Không ghi chuyện riêng tư."),
    )  # fmt: skip


class DaysField(forms.CharField):
    """Numbers of days such as "7, 3, 1"; empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)

    def clean(self, value: str) -> tuple[int, ...]:
        """The numbers, each once, the furthest first."""
        text = super().clean(value).strip()
        if not text:
            return ()
        if not NUMBERS.fullmatch(text):
            raise forms.ValidationError(_("Ghi số ngày, cách nhau dấu phẩy. Ví dụ: 7, 3, 1."))
        days = {int(part) for part in re.split(r"\D+", text)}
        if min(days) < 1:
            raise forms.ValidationError(_("Số ngày từ 1 trở lên."))
        return tuple(sorted(days, reverse=True))


class LadderForm(forms.Form):
    """The rungs in six answers."""

    is_on = forms.BooleanField(label=_("Nhắc tự động chỉ đạo này"), required=False)
    before = DaysField(label=_("Nhắc đơn vị trước hạn mấy ngày"), help_text=_("Ví dụ: 7, 3, 1"))
    is_at_due = forms.BooleanField(label=_("Nhắc đơn vị đúng ngày đến hạn"), required=False)
    overdue = DaysField(label=_("Nhắc đơn vị sau khi quá hạn mấy ngày"), help_text=_("Để trống là không nhắc."))
    above = DaysField(label=_("Báo cấp trên trực tiếp sau khi quá hạn mấy ngày"), help_text=_("Ví dụ: 1, 5"))
    is_in_working_days = forms.BooleanField(
        label=_("Đếm ngày làm việc"), required=False, help_text=_("Theo lịch làm việc của đơn vị giao.")
    )

    @staticmethod
    def initial_of(rungs: Sequence[LadderRung], *, is_on: bool) -> dict[str, Any]:
        """What is up now, or what is usual where nothing ever was."""
        if not rungs:
            usual = LadderDraft()
            rows = [LadderRung(kind=kind, days=days, audience=audience) for kind, days, audience in usual.rungs()]
            return LadderForm.initial_of(rows, is_on=is_on) | {"is_in_working_days": usual.is_in_working_days}

        def days(kind: str, audience: str) -> str:
            found = sorted((row.days for row in rungs if (row.kind, row.audience) == (kind, audience)), reverse=True)
            return ", ".join(str(n) for n in found)

        return {
            "is_on": is_on,
            "before": days(RungKind.BEFORE, RungAudience.UNIT),
            "is_at_due": any(row.kind == RungKind.DUE for row in rungs),
            "overdue": days(RungKind.OVERDUE, RungAudience.UNIT),
            "above": days(RungKind.OVERDUE, RungAudience.ABOVE),
            "is_in_working_days": any(row.is_in_working_days for row in rungs),
        }

    def draft(self) -> LadderDraft:
        """The answers as the action takes them."""
        return LadderDraft(**self.cleaned_data)
