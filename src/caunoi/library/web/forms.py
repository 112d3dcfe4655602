"""Forms of the library: what a person confirms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from caunoi.kit.ui.fields import DayField
from caunoi.library.actions import Confirmed
from caunoi.library.choices import ReformArea, RelationKind, Tier
from caunoi.pure import symbols
from caunoi.pure.citing import anchors_of, parts_words
from caunoi.pure.rosters import parse_day


def day_of(text: str | None) -> date | None:
    """A day from the address."""
    return parse_day(text or "")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """Files to read."""

    files = forms.FileField(
        label=_("Tệp văn bản"),
        help_text=_("PDF, DOCX, TXT, HTML hoặc ảnh chụp, bản quét. Nhiều tệp cùng lúc được, mỗi tệp tới 20 MB."),
        widget=ManyFilesInput(attrs={"multiple": True}),
        required=False,
    )


class DocumentForm(forms.Form):
    """Everything that is said of a document, each line to be confirmed or corrected."""

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    type_name = forms.CharField(label=_("Loại văn bản"), max_length=60)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    tier = forms.ChoiceField(label=_("Cấp"), choices=Tier.choices)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    signer = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    title = forms.CharField(label=_("Tên văn bản"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    summary = forms.CharField(
        label=_("Nói ngắn gọn"),
        help_text=_("Ai làm, làm gì, được gì: 2–4 câu ngắn cho người đọc trên điện thoại."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    effective_on = DayField(label=_("Có hiệu lực từ"), required=False)
    expires_on = DayField(label=_("Hết hiệu lực từ"), required=False)
    period_from_year = forms.IntegerField(label=_("Giai đoạn, từ năm"), min_value=1945, max_value=2200, required=False)
    period_to_year = forms.IntegerField(label=_("đến năm"), min_value=1945, max_value=2200, required=False)
    areas = forms.MultipleChoiceField(
        label=_("Nội dung cải cách hành chính"),
        choices=ReformArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_public = forms.BooleanField(label=_("Ai cũng đọc được"), required=False, initial=True)

    def clean_symbol(self) -> str:
        text = self.cleaned_data["symbol"].strip()
        if not text:
            return ""
        parsed = symbols.parse(text)
        if parsed is None:
            raise forms.ValidationError(_("Số, ký hiệu chưa đúng dạng. Ví dụ: 12/HD-LĐLĐ hoặc 217-QĐ/TW."))
        return parsed.raw

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        pairs = (("effective_on", "expires_on"), ("period_from_year", "period_to_year"))
        for first, last in pairs:
            if values.get(first) and values.get(last) and values[first] > values[last]:
                self.add_error(last, _("Mốc cuối phải sau mốc đầu."))
        return values


class RelationRow(forms.Form):
    """One document that this one speaks of."""

    keep = forms.BooleanField(label=_("Giữ"), required=False)
    kind = forms.ChoiceField(label=_("Quan hệ"), choices=RelationKind.choices)
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    text = forms.CharField(label=_("Tên"), max_length=300, required=False)
    part = forms.CharField(
        label=_("Phần được nói đến"),
        help_text=_("Ví dụ: khoản 2 Điều 5; Điều 7. Để trống nếu là cả văn bản."),
        max_length=300,
        required=False,
    )
    issued_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        find = {"data-find": reverse_lazy("library:find_documents"), "data-into": "documents", "data-field": "symbol"}
        self.fields["symbol"].widget.attrs |= {"list": "documents", "autocomplete": "off", **find}

    def clean_part(self) -> str:
        text: str = self.cleaned_data["part"].strip()
        words = parts_words(anchors_of(text))
        if text and not words:
            raise forms.ValidationError(_("Chưa hiểu phần này. Ví dụ: điểm a khoản 2 Điều 5; Điều 7."))
        return words[:300]


class ObligationRow(forms.Form):
    """One duty."""

    keep = forms.BooleanField(label=_("Giữ"), required=False)
    actor = forms.CharField(label=_("Ai"), max_length=200, required=False)
    action = forms.CharField(label=_("Làm gì"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    deadline_text = forms.CharField(label=_("Khi nào"), max_length=160, required=False)


RelationRows = forms.formset_factory(RelationRow, extra=1, max_num=80, absolute_max=100)
ObligationRows = forms.formset_factory(ObligationRow, extra=2, max_num=80, absolute_max=100)


def confirmed(form: DocumentForm, relations: Any, obligations: Any) -> Confirmed:
    """What the person confirmed, from three valid forms."""
    values = dict(form.cleaned_data)
    kept = [row.cleaned_data for row in relations if row.cleaned_data.get("keep")]
    duties = [row.cleaned_data for row in obligations if row.cleaned_data.get("keep")]
    return Confirmed(
        **values,
        abstract=values["title"],
        relations=[
            {
                "kind": row["kind"],
                "symbol": row["symbol"],
                "text": row["text"] or row["symbol"],
                "issued_on": parse_day(row["issued_on"]),
                "part": row["part"],
            }
            for row in kept
            if row["symbol"] or row["text"]
        ],
        obligations=[
            {
                "actor": row["actor"],
                "action": row["action"].strip(),
                "deadline_text": row["deadline_text"],
                "deadline_on": parse_day(row["deadline_text"]),
            }
            for row in duties
            if row["action"].strip()
        ],
    )
