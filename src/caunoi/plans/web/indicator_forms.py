"""Forms about figures, the dictionary and the periods of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.kit.ui.fields import DayField
from caunoi.plans.actions import FigureDraft, check_value
from caunoi.plans.choices import FigureAnswer, FigureSource
from caunoi.plans.models import Indicator, ReportingPeriod
from caunoi.plans.queries.figures import Question, above_whole
from caunoi.pure.indicators import amount, parse_amount
from caunoi.pure.periods import Kind, Period, parse


class AmountField(forms.CharField):
    """A number as people here write it: 1.250 or 12,5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def clean(self, value: Any) -> Any:
        """The number, or None for an empty field."""
        text = super().clean(value).strip()
        if not text:
            return None
        number = parse_amount(text)
        if number is None:
            raise ValidationError(_("Nhập số, ví dụ 1.250 hoặc 12,5."))
        check_value(number)
        return number


class FiguresForm(forms.Form):
    """A number for each line that a unit may enter; an empty one is left as it is."""

    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, lines: Sequence[Indicator], ratios: Sequence[Indicator], standing: Mapping[int, Decimal], counted: Mapping[int, Decimal], **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.lines, self.ratios, self.standing = list(lines), list(ratios), standing
        for line in self.lines:
            said = []
            if line.pk in standing:
                said.append(_("Đang ghi: %(value)s.") % {"value": amount(standing[line.pk])})
            if counted.get(line.pk):
                said.append(_("Hoạt động đã duyệt đếm được: %(value)s.") % {"value": amount(counted[line.pk])})
            self.fields[line.code] = AmountField(
                label=f"{line.said_name} ({line.said_measure})", help_text=" ".join(said), required=False
            )

    def rows(self, source: str) -> list[Any]:
        """The fields of one source."""
        return [self[line.code] for line in self.lines if line.source == source]

    @property
    def entered(self) -> list[Any]:
        """Lines that nobody else counts."""
        return self.rows(FigureSource.ENTERED)

    @property
    def counted(self) -> list[Any]:
        """Lines that activities count, and that a number may stand instead of."""
        return self.rows(FigureSource.ACTIVITIES)

    def clean(self) -> dict[str, Any]:
        """At least one number."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and all(values.get(line.code) is None for line in self.lines):
            raise ValidationError(_("Nhập ít nhất một số."))
        given = {line.pk: values[line.code] for line in self.lines if values.get(line.code) is not None}
        for ratio in self.ratios:
            if problem := above_whole(ratio, given, self.standing):
                self.add_error(self._asked_of(ratio, given), problem)
        return values

    def _asked_of(self, ratio: Indicator, given: Mapping[int, Decimal]) -> str:
        line = ratio.numerator if ratio.numerator_id in given else ratio.denominator
        return line.code if line else ""

    def drafts(self) -> list[FigureDraft]:
        """What was entered."""
        values, note = self.cleaned_data, self.cleaned_data["note"]
        return [FigureDraft(line, values[line.code], note) for line in self.lines if values.get(line.code) is not None]


class AnswersForm(forms.Form):
    """For each number that stands against another: replace or keep."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, prefix="answer", **kwargs)
        for question in questions:
            line = question.indicator
            texts = {"name": line.said_name, "new": amount(question.value)}
            self.fields[line.code] = forms.ChoiceField(
                label=_("%(name)s: số mới nhập là %(new)s") % texts, help_text=_said(question), choices=FigureAnswer.choices,
                widget=forms.RadioSelect, error_messages={"required": _("Chọn thay hay giữ.")},
            )  # fmt: skip


def _said(question: Question) -> str:
    lines = []
    if question.same is not None:
        text = _("Đã ghi %(value)s ngày %(day)s, người ghi: %(who)s.")
        who = question.same.recorded_by.full_name if question.same.recorded_by else "–"
        day = timezone.localtime(question.same.recorded_at)
        lines.append(text % {"value": amount(question.same.value), "day": f"{day:%d/%m/%Y}", "who": who})
    if question.activities is not None:
        text = _("Hoạt động đã duyệt đếm được %(value)s. Số mới đứng thay, không cộng thêm.")
        lines.append(text % {"value": amount(question.activities)})
    for row in question.crossing:
        text = _("Kỳ %(first)s – %(last)s đã ghi %(value)s, không khớp với số mới.")
        days = {"first": f"{row.from_on:%d/%m/%Y}", "last": f"{row.to_on:%d/%m/%Y}"}
        lines.append(text % (days | {"value": amount(row.value)}))
    return " ".join(lines)


class PeriodField(forms.CharField):
    """`2026`, `2026-H1`, `2026-Q2` or `2026-04`."""

    def clean(self, value: Any) -> Any:
        """The period."""
        period = parse(super().clean(value).strip().upper())
        if period is None or period.kind is Kind.FREE:
            raise ValidationError(_("Nhập kỳ dạng 2026, 2026-H1, 2026-Q2 hoặc 2026-04."))
        return period


class ReportingPeriodForm(forms.Form):
    """When figures of a period are taken."""

    name = forms.CharField(label=gettext_lazy("Tên kỳ"), max_length=120)
    period = PeriodField(
        label=gettext_lazy("Kỳ"),
        max_length=12,
        help_text=gettext_lazy("2026, 2026-H1 (6 tháng đầu), 2026-Q2 hoặc 2026-04"),
    )
    opens_on = DayField(label=gettext_lazy("Nhận số từ ngày"))
    closes_on = DayField(label=gettext_lazy("Khóa sau ngày"))
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"), max_length=200, required=False,
        help_text=gettext_lazy("Số văn bản quy định hạn. Để trống thì ghi “chưa đối chiếu”."),
    )  # fmt: skip

    @staticmethod
    def of(row: ReportingPeriod) -> dict[str, Any]:
        """What the form begins with."""
        code = Period(row.from_on, row.to_on).code
        return {
            "name": row.name,
            "period": code,
            "opens_on": row.opens_on,
            "closes_on": row.closes_on,
            "basis": row.basis,
        }


class IndicatorForm(forms.Form):
    """The words of a line."""

    name = forms.CharField(label=gettext_lazy("Tên chỉ tiêu"), max_length=200)
    measure = forms.CharField(label=gettext_lazy("Đơn vị tính"), max_length=40)
    evidence = forms.CharField(label=gettext_lazy("Minh chứng cần có"), max_length=200, required=False)
    english_name = forms.CharField(
        label=gettext_lazy("Tên chỉ tiêu bằng tiếng Anh"), max_length=200, required=False,
        help_text=gettext_lazy("Hiện khi đọc trang bằng tiếng Anh. Để trống thì hiện tiếng Việt."),
    )  # fmt: skip
    english_measure = forms.CharField(label=gettext_lazy("Đơn vị tính bằng tiếng Anh"), max_length=40, required=False)
    english_evidence = forms.CharField(label=gettext_lazy("Minh chứng bằng tiếng Anh"), max_length=200, required=False)
    is_retired = forms.BooleanField(
        label=gettext_lazy("Ngừng dùng"),
        required=False,
        help_text=gettext_lazy("Số cũ vẫn còn; báo cáo mới không hiện dòng này."),
    )


class WithdrawForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do rút số"), max_length=300)


class FiguresFileForm(forms.Form):
    """A spreadsheet of figures."""

    file = forms.FileField(label=gettext_lazy("Tệp .xlsx hoặc .csv"))
