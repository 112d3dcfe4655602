"""Forms of plans, tasks, decisions and templates."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from caunoi.directives.models import Directive
from caunoi.kit.ui.fields import DayField
from caunoi.library.choices import ReformArea
from caunoi.organisations.choices import UnitCategory
from caunoi.organisations.models import Placement, Unit, UnitKind
from caunoi.plans.choices import ActivityForm, Audience, Carrier, PlanSource
from caunoi.plans.models import Indicator, Plan, PlanTask, PlanTemplate, PlanTemplateTask
from caunoi.pure.indicators import amount, parse_amount

DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})", re.ASCII)
Choices = list[tuple[str, Any]]


def _words(label: Any, rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AmountField(forms.CharField):
    """A number as people write it: 1.250.000 or 12,5, never less than 0."""

    def __init__(self, *, decimals: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=24, widget=forms.TextInput({"inputmode": "decimal"}), **kwargs)
        self.decimals = decimals

    def prepare_value(self, value: Any) -> Any:
        """A stored number as it is written."""
        return amount(value) if isinstance(value, (int, Decimal)) else value

    def clean(self, value: Any) -> Decimal | None:
        """The number. Raises ValidationError."""
        text = super().clean(value).strip().rstrip("đ₫ ")
        if not text:
            return None
        found = parse_amount(text)
        if found is None or found < 0:
            raise ValidationError(_("Nhập số, ví dụ 1.250.000 hoặc 12,5."))
        if found != round(found, self.decimals):
            raise ValidationError(
                _("Nhập số nguyên, không có phần lẻ.") if not self.decimals else _("Nhiều nhất hai số lẻ.")
            )
        return found


class DayMonthField(forms.CharField):
    """Day and month of any year, 15/6; stored as "06-15"."""

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        found = re.fullmatch(r"(\d{2})-(\d{2})", str(value or ""), re.ASCII)
        return f"{int(found[2])}/{int(found[1])}" if found else value

    def clean(self, value: Any) -> str:
        """As it is stored. Raises ValidationError."""
        found = DAY_AND_MONTH.fullmatch(super().clean(value).strip())
        if not found:
            raise ValidationError(_("Nhập ngày và tháng dạng 15/6."))
        return f"{int(found[2]):02d}-{int(found[1]):02d}"


class PlanStartForm(forms.Form):
    """A new plan."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), to_field_name="public_id")
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    source = forms.ChoiceField(label=_("Bắt đầu từ"), choices=PlanSource, widget=forms.RadioSelect)
    template = forms.ModelChoiceField(
        label=_("Mẫu"), queryset=PlanTemplate.objects.none(), to_field_name="code", required=False,
        empty_label=_("Không chọn"),
        help_text=_("Dùng khi bắt đầu từ mẫu."),
    )  # fmt: skip
    directive = forms.ModelChoiceField(
        label=_("Chỉ đạo"), queryset=Directive.objects.none(), to_field_name="public_id", required=False,
        empty_label=_("Không chọn"),
        help_text=_("Dùng làm căn cứ của kế hoạch."),
    )  # fmt: skip
    takes_obligations = forms.BooleanField(
        label=_("Đưa luôn các việc của chỉ đạo vào kế hoạch"), required=False,
        help_text=_("Không đánh dấu thì thêm được sau, mỗi việc một lần bấm."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], directives: QuerySet[Directive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("folded_name")  # type: ignore[attr-defined]
        templates = PlanTemplate.objects.order_by("pk")
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]
        # Nobody chooses among one.
        for name, is_only in (("unit", len(units) == 1), ("template", templates.count() == 1)):
            if is_only:
                self.fields[name].widget = forms.HiddenInput()


class PlanWordsForm(forms.Form):
    """The plan's own words, in the order of the printed plan."""

    title = forms.CharField(label=_("Tên kế hoạch"), max_length=300)
    symbol = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, required=False, help_text=_("Điền khi đã lấy số, ví dụ 05/KH-LĐLĐ.")
    )
    purpose = _words(_("Mục đích"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))
    requirements = _words(_("Yêu cầu"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))
    organisation = _words(_("Tổ chức thực hiện"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))


def _empty(choices: Any, words: Any) -> Choices:
    return [("", words), *choices]


class TaskForm(forms.Form):
    """One task; the reason is asked only of a task that came down from above."""

    title = _words(_("Việc phải làm"), 2, max_length=500)
    carrier = forms.ChoiceField(label=_("Ai làm"), choices=Carrier, widget=forms.RadioSelect, initial=Carrier.OWN)
    owner = forms.ModelChoiceField(
        label=_("Đơn vị phụ trách"), queryset=Unit.objects.none(), to_field_name="public_id", required=False,
        empty_label=None,
    )  # fmt: skip
    from_on = DayField(label=_("Từ ngày"))
    to_on = DayField(label=_("Đến ngày"))
    form = forms.ChoiceField(label=_("Hình thức"), choices=ActivityForm, initial=ActivityForm.GROUP_MEETING)
    audience = forms.ChoiceField(label=_("Đối tượng"), choices=Audience)
    area = forms.ChoiceField(
        label=_("Nội dung cải cách"), choices=_empty(ReformArea.choices, _("Chung, nhiều nội dung")), required=False
    )
    indicator = forms.ModelChoiceField(
        label=_("Đếm bằng"), queryset=Indicator.objects.none(), to_field_name="code", required=False,
        empty_label=_("Số hoạt động được duyệt"),
    )  # fmt: skip
    target = AmountField(
        label=_("Chỉ tiêu mỗi đơn vị"), required=False, decimals=2,
        help_text=_("Để trống: có một minh chứng được duyệt là xong."),
    )  # fmt: skip
    evidence_required = forms.CharField(label=_("Minh chứng cần có"), max_length=200, required=False)
    budget = AmountField(label=_("Kinh phí, đồng"), required=False)
    weight = forms.IntegerField(
        label=_("Trọng số"), min_value=1, max_value=100, initial=1, help_text=_("Việc quan trọng hơn ghi số lớn hơn.")
    )
    reason = _words(
        _("Lý do điều chỉnh"), 2, required=False, max_length=500, help_text=_("Cấp trên đọc được lý do này.")
    )

    def __init__(self, *args: Any, plan: Plan, task: PlanTask | None, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Placement.objects.on(day).filter(parent=plan.unit_id, unit__kind__category=UnitCategory.UNION)
        units = Unit.objects.filter(Q(pk=plan.unit_id) | Q(pk__in=below.values("unit"))).order_by("kind", "folded_name")
        self.fields["owner"].queryset = units  # type: ignore[attr-defined]
        self.fields["indicator"].queryset = Indicator.objects.filter(is_retired=False).order_by("position")  # type: ignore[attr-defined]
        if task is None or task.source_id is None:
            del self.fields["reason"]
        if plan.unit.kind.is_grassroots and (task is None or task.carrier == Carrier.OWN) and len(units) == 1:
            # Nobody below could do it, and nobody beside it: there is nothing to choose.
            self.fields["carrier"].widget = self.fields["owner"].widget = forms.HiddenInput()


class ReasonForm(forms.Form):
    """Why."""

    reason = _words(_("Lý do"), 3, max_length=500)


class DecisionForm(forms.Form):
    """Approve or return; what is approved may go down at once."""

    note = _words(
        _("Ý kiến"), 3, required=False, max_length=500, help_text=_("Bắt buộc khi trả lại: sửa chỗ nào, vì sao.")
    )
    sends_down = forms.BooleanField(label=_("Duyệt xong thì giao ngay cho các đơn vị bên dưới"), required=False)
    adopt_by_on = DayField(label=_("Cấp dưới trả lời trước ngày"), required=False)


class CascadeForm(forms.Form):
    """To whom, and by when they answer."""

    adopt_by_on = DayField(label=_("Trả lời trước ngày"))
    kinds = forms.ModelMultipleChoiceField(
        label=_("Loại đơn vị nhận"), queryset=UnitKind.objects.none(), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Không chọn loại nào: mọi đơn vị công đoàn bên dưới."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: QuerySet[UnitKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].queryset = kinds  # type: ignore[attr-defined]


class TasksForm(forms.Form):
    """Tasks to take on, ticked; `unit` where the person acts for several."""

    unit = forms.ModelChoiceField(label=_("Đơn vị nhận"), queryset=Unit.objects.none(), to_field_name="public_id")
    tasks = forms.ModelMultipleChoiceField(
        label=_("Việc nhận"), queryset=PlanTask.objects.none(), to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], tasks: QuerySet[PlanTask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["tasks"].queryset = tasks  # type: ignore[attr-defined]


class TemplateWordsForm(forms.Form):
    """A template's own words."""

    name = forms.CharField(label=_("Tên mẫu"), max_length=200)
    title = forms.CharField(
        label=_("Tên kế hoạch"), max_length=300, help_text=_("Chỗ ghi {year} được thay bằng năm của kế hoạch.")
    )
    purpose = _words(_("Mục đích"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))
    requirements = _words(_("Yêu cầu"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))
    organisation = _words(_("Tổ chức thực hiện"), 4, required=False, max_length=4000, help_text=_("Mỗi ý một dòng."))
    source = forms.CharField(label=_("Nguồn của mẫu"), max_length=300, required=False)
    is_verified = forms.BooleanField(
        label=_("Đã đối chiếu với văn bản gốc"),
        required=False,
        help_text=_("Chưa đánh dấu thì mẫu mang chữ “chưa đối chiếu”."),
    )


class TemplateTaskForm(forms.Form):
    """A usual task."""

    title = _words(_("Việc phải làm"), 2, max_length=500)
    carrier = forms.ChoiceField(label=_("Ai làm"), choices=Carrier, widget=forms.RadioSelect, initial=Carrier.OWN)
    from_day = DayMonthField(label=_("Từ ngày"), max_length=8, help_text=_("Ngày và tháng, ví dụ 15/6."))
    to_day = DayMonthField(label=_("Đến ngày"), max_length=8)
    form = forms.ChoiceField(label=_("Hình thức"), choices=ActivityForm, initial=ActivityForm.GROUP_MEETING)
    audience = forms.ChoiceField(label=_("Đối tượng"), choices=Audience)
    area = forms.ChoiceField(
        label=_("Nội dung cải cách"), choices=_empty(ReformArea.choices, _("Chung, nhiều nội dung")), required=False
    )
    indicator = forms.ModelChoiceField(
        label=_("Đếm bằng"), queryset=Indicator.objects.none(), to_field_name="code", required=False,
        empty_label=_("Số hoạt động được duyệt"),
    )  # fmt: skip
    target = AmountField(label=_("Chỉ tiêu mỗi đơn vị"), required=False, decimals=2)
    evidence_required = forms.CharField(label=_("Minh chứng cần có"), max_length=200, required=False)
    weight = forms.IntegerField(label=_("Trọng số"), min_value=1, max_value=100, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.filter(is_retired=False).order_by("position")  # type: ignore[attr-defined]


def initial_of(row: PlanTask | PlanTemplateTask, form: type[forms.Form]) -> dict[str, Any]:
    """The fields of a stored task as a form shows them."""
    values = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
    if isinstance(row, PlanTask):
        values |= {"owner": row.owner.public_id, "indicator": row.indicator.code if row.indicator else ""}
    return values
