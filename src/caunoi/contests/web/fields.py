"""Fields of the room's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caunoi.contests.choices import Eligibility, TieBreak
from caunoi.contests.models import Contest
from caunoi.organisations.models import Unit

TICK = "%Y-%m-%dT%H:%M"


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused beside its field, or above the form where it has no field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class MomentInput(forms.DateTimeInput):
    """The device's own picker of day and hour; the value travels as ISO 8601 without a zone: the federation's."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=TICK)


class MomentField(forms.DateTimeField):
    """A moment: ISO from the device, or 18/6/2026 7:00 typed by hand."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[TICK, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"], **kwargs)
        self.error_messages["invalid"] = _("Nhập ngày giờ dạng 18/6/2026 7:00.")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Mọi người đọc được.")
    )


class EntrantForm(forms.Form):
    """Who takes part; a person with an account need not write the telephone."""

    use_required_attribute = False
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Số điện thoại"), max_length=30, help_text=_("Mỗi số dự thi một người. Công bố thì che các số giữa."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    has_consented = forms.BooleanField(label=_("Tôi đã đọc và đồng ý"))

    def __init__(self, *args: Any, contest: Contest, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.fields["phone"].required = not is_known
        self.fields["has_consented"].error_messages["required"] = _("Cần đồng ý thì mới dự thi được.")


class ContestForm(forms.Form):
    """A contest with one round; more are added on its page."""

    unit = forms.ModelChoiceField(label=_("Đơn vị tổ chức"), queryset=Unit.objects.none(), to_field_name="code")
    title = forms.CharField(label=_("Tên cuộc thi"), max_length=200)
    about = forms.CharField(
        label=_("Giới thiệu"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Thi về nội dung gì, đọc tài liệu ở đâu."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Mở lúc"))
    closes_at = MomentField(label=_("Đóng lúc"))
    question_count = forms.IntegerField(label=_("Số câu một bài"), min_value=1, max_value=100, initial=10)
    minutes = forms.IntegerField(label=_("Số phút làm bài"), min_value=1, max_value=180, initial=10)
    attempts_per_round = forms.IntegerField(label=_("Số lượt mỗi đợt"), min_value=1, max_value=20, initial=1)
    eligibility = forms.ChoiceField(
        label=_("Ai dự thi"), choices=Eligibility, initial=Eligibility.ANYONE, widget=forms.RadioSelect,
        help_text=_("Chỉ nhận đơn vị trong nhánh của đơn vị tổ chức."),
    )  # fmt: skip
    has_prediction = forms.BooleanField(
        label=_("Hỏi thêm: cuộc thi có bao nhiêu lượt dự thi"), required=False, initial=True,
        help_text=_("Dự đoán gần đúng nhất xếp trên khi bằng số câu đúng."),
    )  # fmt: skip
    tie_break = forms.ChoiceField(
        label=_("Bằng nhau nữa thì xét"), choices=[(TieBreak.DURATION, TieBreak.DURATION.label), (TieBreak.EARLIEST, TieBreak.EARLIEST.label)],
        initial=TieBreak.DURATION,
    )  # fmt: skip
    consent_text = forms.CharField(
        label=_("Lời đồng ý của người dự thi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["consent_text"].initial = CONSENT

    def clean(self) -> dict[str, Any]:
        """The closing after the opening."""
        given: dict[str, Any] = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Giờ đóng phải sau giờ mở."))
        return given


CONSENT = _(
    "Ban tổ chức dùng họ tên, số điện thoại và đơn vị của bạn để xếp giải và trao giải, rồi xóa sau 180 ngày kể từ ngày "
    "công bố. Nếu bạn đạt giải, họ tên và đơn vị được công bố, số điện thoại che các số giữa."
)
