"""Fields of the report of an activity, of a review, and of a sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caunoi.kit.ui.fields import DayField
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.plans.choices import WITH_PEOPLE, ActivityForm, ActivityState
from caunoi.pure.indicators import parse_amount

ANY = ("", _("Chọn"))
COUNT_MOST, SPENT_MOST = 10_000_000, 10**12


class CountField(forms.IntegerField):
    """A whole number as people write it: 45, 1.200, 12 000; a dot before three digits parts thousands."""

    def __init__(self, label: Any, *, most: int = COUNT_MOST, **given: Any) -> None:
        super().__init__(
            label=label, required=False, min_value=0, max_value=most, widget=forms.TextInput({"inputmode": "numeric"}),
            error_messages={"invalid": _("Ghi một số, ví dụ 45.")}, **given,
        )  # fmt: skip

    def to_python(self, value: Any) -> int | None:
        """The number, or None for an empty field. Raises ValidationError."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = parse_amount(value)
        if number is None or number != int(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number)


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ReportForm(forms.Form):
    """What was done: a minute on a phone."""

    use_required_attribute = False
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), to_field_name="public_id")
    form = forms.ChoiceField(label=_("Hình thức"), choices=[ANY, *ActivityForm.choices])
    title = forms.CharField(label=_("Đã làm việc gì"), max_length=300, widget=forms.TextInput({"enterkeyhint": "next"}))
    happened_on = DayField(label=_("Ngày làm"))
    place = forms.CharField(label=_("Ở đâu"), max_length=200, required=False)
    attendance_count = CountField(_("Số lượt người dự"), help_text=_("Một người dự hai buổi là hai lượt."))
    people_count = CountField(_("Số người, không tính trùng"))
    item_count = CountField(
        _("Số lượng"), help_text=_("Số tờ đã phát, lượt phát thanh, tin bài, pa-nô: tùy hình thức."),
    )  # fmt: skip
    spent = CountField(_("Kinh phí đã chi (đồng)"), most=SPENT_MOST)
    tasks = forms.MultipleChoiceField(
        label=_("Thuộc việc nào trong kế hoạch"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Chọn được nhiều việc. Báo cáo vẫn chỉ tính một lần."),
    )  # fmt: skip
    duties = forms.MultipleChoiceField(
        label=_("Trả lời việc nào của chỉ đạo"), required=False, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ChoiceField(
        label=_("Nội dung cải cách hành chính"),
        required=False,
        choices=[("", _("Chung, nhiều nội dung")), *ReformArea.choices],
    )
    description = forms.CharField(
        label=_("Ghi thêm"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], tasks: Sequence[tuple[str, str]], duties: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial.setdefault("unit", units[0].public_id)
        for name, rows in (("tasks", tasks), ("duties", duties)):
            self.fields[name].choices = list(rows)  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = _("Có việc không còn mở. Chọn lại.")
            if not rows:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """No visits is 0; where nobody need be present the field may stay empty."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("attendance_count") is None and "attendance_count" not in self.errors:
            if given.get("form") in WITH_PEOPLE:
                self.add_error("attendance_count", _("Ghi số lượt người dự, từ 1 trở lên."))
            given["attendance_count"] = 0
        return given


class DecisionForm(forms.Form):
    """Accept, or return with what is missing."""

    note = forms.CharField(
        label=_("Lời nhắn, hoặc lý do trả lại"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=_("Trả lại thì ghi rõ cần bổ sung gì."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a report is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút"), max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=_("Đơn vị và cấp trên đọc được. Báo cáo không tính vào số liệu nữa."),
    )  # fmt: skip


class SignInForm(forms.Form):
    """A meeting that people sign in to with their phones."""

    use_required_attribute = False
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), to_field_name="public_id")
    form = forms.ChoiceField(
        label=_("Hình thức"), choices=[(each.value, each.label) for each in ActivityForm if each in WITH_PEOPLE],
        initial=ActivityForm.GROUP_MEETING,
    )  # fmt: skip
    title = forms.CharField(label=_("Tên buổi họp"), max_length=300)
    happened_on = DayField(label=_("Ngày họp"))
    place = forms.CharField(label=_("Ở đâu"), max_length=200, required=False)
    hours = forms.IntegerField(
        label=_("Danh sách tự đóng sau mấy giờ"), min_value=1, max_value=24, initial=3, widget=forms.TextInput({"inputmode": "numeric"})
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial.setdefault("unit", units[0].public_id)


class SignForm(forms.Form):
    """Who signs; nothing else is asked."""

    use_required_attribute = False
    name = forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    hint = forms.CharField(
        label=_("Mã đoàn viên hoặc ba số cuối điện thoại"), required=False, max_length=20,
        widget=forms.TextInput({"autocomplete": "off"}), help_text=_("Chỉ cần khi có người trùng tên."),
    )  # fmt: skip


class PeopleForm(forms.Form):
    """People without a phone, one a line."""

    people = forms.CharField(
        label=_("Họ tên từng người"), max_length=20000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Mỗi dòng một người: họ tên, thêm dấu phẩy và mã đoàn viên nếu trùng tên."),
    )  # fmt: skip

    def clean_people(self) -> list[tuple[str, str]]:
        """Pairs of name and hint."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        pairs = [line.partition(",") for line in lines]
        return [(name.strip(), hint.strip()) for name, _comma, hint in pairs]


class FilterForm(forms.Form):
    """What a list shows; every field stands in the address."""

    q = forms.CharField(label=_("Tên việc hoặc đơn vị"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *ActivityState.choices]
    )
    form = forms.ChoiceField(
        label=_("Hình thức"), required=False, choices=[("", _("Mọi hình thức")), *ActivityForm.choices]
    )
    since = DayField(label=_("Từ ngày"), required=False)
    until = DayField(label=_("Đến ngày"), required=False)
