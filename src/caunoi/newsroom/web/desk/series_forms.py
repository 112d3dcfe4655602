"""What is filled in for the series and the milestones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from caunoi.kit.ui.fields import DayField
from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.library.queries import Chooser, document_label
from caunoi.newsroom.actions import MilestoneDraft, NominationDraft
from caunoi.newsroom.choices import SERIES
from caunoi.newsroom.models import Milestone
from caunoi.organisations.models import Unit

ANY_AREA = [("", _("Không rõ, hoặc nhiều nội dung"))]


class NominationForm(forms.Form):
    """Written on a phone: who, what, what came of it, a photo."""

    kind = forms.ChoiceField(
        label=_("Đề cử gì"), choices=[(kind.value, kind.label) for kind in SERIES], widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(label=_("Thay mặt"), queryset=Unit.objects.none(), empty_label=None)
    subject = forms.CharField(
        label=_("Ai, hoặc cách làm nào"), max_length=200, help_text=_("Ví dụ: Chị Nguyễn Thị A, cán bộ một cửa")
    )
    story = forms.CharField(
        label=_("Chuyện gì đã làm"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Kể như nói với đồng nghiệp: việc gì khó, đã làm thế nào."),
    )  # fmt: skip
    result = forms.CharField(
        label=_("Kết quả"), max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Có con số thì ghi con số và cách đếm."),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Nội dung cải cách"), choices=[*ANY_AREA, *ReformArea.choices], required=False)
    photo = forms.FileField(
        label=_("Ảnh"), required=False, help_text=_("Chụp ngay hoặc chọn trong máy. Nơi chụp, giờ chụp được xóa."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    photo_alt = forms.CharField(label=_("Ảnh cho thấy gì"), max_length=200, required=False)
    has_consent = forms.BooleanField(
        label=_("Người được nêu tên và có trong ảnh đã đồng ý được nêu trên trang tin"),
        error_messages={"required": _("Hỏi người được nêu tên hoặc có trong ảnh, rồi đánh dấu ô này.")},
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]

    def draft(self) -> NominationDraft:
        """What was filled in, of a valid form."""
        values = self.cleaned_data
        photo = values["photo"]
        return NominationDraft(
            kind=values["kind"], subject=values["subject"], story=values["story"], result=values["result"],
            area=values["area"], has_consent=values["has_consent"], photo=photo.read() if photo else b"",
            photo_name=photo.name if photo else "", photo_alt=values["photo_alt"],
        )  # fmt: skip


class DecisionForm(forms.Form):
    """What the desk says of a nomination."""

    note = forms.CharField(
        label=_("Lời cho đơn vị đề cử"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi chưa chọn: vì sao, lần sau cần gì."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Đơn vị viết bài"), queryset=Unit.objects.none(), empty_label=None,
        help_text=_("Khi chọn: bài thuộc bàn làm tin của đơn vị này."),
    )  # fmt: skip

    def __init__(self, *args: Any, owners: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(owners) < 2:
            del self.fields["owner"]
        else:
            rows = Unit.objects.filter(pk__in=[unit.pk for unit in owners]).order_by("folded_name")
            self.fields["owner"].queryset = rows  # type: ignore[attr-defined]


class MilestoneForm(forms.Form):
    """A target of an area and how far it has come. There is no field for a percentage of what was done."""

    area = forms.ChoiceField(label=_("Nội dung cải cách"), choices=ReformArea.choices)
    year = forms.IntegerField(label=_("Năm"), min_value=2011, max_value=2100)
    title = forms.CharField(
        label=_("Mục tiêu"), max_length=200, help_text=_("Ví dụ: Thủ tục nộp được toàn trình trên mạng")
    )
    measure = forms.CharField(label=_("Đếm cái gì"), max_length=60, help_text=_("Ví dụ: thủ tục, công đoàn cơ sở"))
    done_count = forms.IntegerField(label=_("Đã làm"), min_value=0)
    total_count = forms.IntegerField(label=_("Trên tổng số"), min_value=1)
    as_of = DayField(label=_("Số liệu ngày"))
    target_percent = forms.DecimalField(
        label=_("Mục tiêu năm, phần trăm"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text=_("Như văn bản giao. Phần đã làm do máy tính từ hai số trên."),
    )  # fmt: skip
    due_on = DayField(label=_("Hạn"), required=False)
    source_text = forms.CharField(
        label=_("Nguồn số liệu"), required=False, max_length=200, help_text=_("Báo cáo nào, của ai, ngày nào.")
    )
    source = forms.CharField(label=_("Văn bản giao mục tiêu"), required=False, max_length=300)
    is_public = forms.BooleanField(label=_("Hiện cho mọi người"), required=False, initial=True)

    def __init__(self, *args: Any, chooser: Chooser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        find = {"data-find": reverse_lazy("library:find_documents"), "data-into": "documents"}
        self.fields["source"].widget.attrs |= {"list": "documents", "autocomplete": "off", **find}

    def clean_source(self) -> Document | None:
        text = self.cleaned_data["source"].strip()
        return self.chooser.meant(text) if text else None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        done, total = values.get("done_count"), values.get("total_count")
        if done is not None and total is not None and done > total:
            self.add_error("done_count", ValidationError(_("Số đã làm không được nhiều hơn tổng số.")))
        return values

    def draft(self) -> MilestoneDraft:
        """What was filled in, of a valid form."""
        return MilestoneDraft(**self.cleaned_data)


def initial_of(milestone: Milestone) -> dict[str, Any]:
    """A milestone as the form shows it."""
    names = [name for name in MilestoneForm.base_fields if name != "source"]
    shown = {name: getattr(milestone, name) for name in names}
    return shown | {"source": document_label(milestone.source) if milestone.source else ""}
