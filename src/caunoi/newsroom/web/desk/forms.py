"""What officers fill in at the newsroom's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from caunoi.library.choices import ReformArea
from caunoi.library.models import Document
from caunoi.library.queries import Chooser
from caunoi.newsroom import queries
from caunoi.newsroom.actions import ArticleDraft
from caunoi.newsroom.choices import AgeBand, ArticleKind, Locality, Readership
from caunoi.newsroom.models import Picture, Revision
from caunoi.organisations.models import Unit

REACH = (
    ("PUBLIC", _("Mọi người, cả người không có tài khoản")),
    ("BRANCH", _("Chỉ người của nhánh ghi dưới đây, sau khi đăng nhập")),
)
SOURCES_MOST = 12


class UnitField(forms.CharField):
    """One unit, offered while typing; `units` is what the writer may choose from, set by the form."""

    units: QuerySet[Unit] = Unit.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)
        find = {"data-find": reverse_lazy("newsroom:find_audience"), "data-into": "units", "data-beside": "owner"}
        self.widget.attrs |= {"list": "units", "autocomplete": "off", **find}

    def prepare_value(self, value: Any) -> Any:
        """A unit as words."""
        return queries.unit_label(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        """The unit meant. Raises ValidationError."""
        text = super().clean(value)
        return queries.unit_meant(text, self.units) if text else None


class ArticleForm(forms.Form):
    """An article: its words, for whom, about what."""

    title = forms.CharField(
        label=_("Tên bài"), max_length=200, help_text=_("Nói ngay điều mới hoặc điều có ích cho người đọc.")
    )
    lead = forms.CharField(
        label=_("Tóm tắt"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Một, hai câu. Hiện ở danh sách, trong thư và khi chia sẻ."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 22, "data-editor": "true"}), max_length=2_000_000,
        help_text=_("Dán được từ Word và Facebook: giữ đầu mục, danh sách, bảng; bỏ kiểu chữ và ảnh lạ."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Loại bài"), choices=ArticleKind.choices)
    owner = forms.ModelChoiceField(label=_("Đơn vị viết bài"), queryset=Unit.objects.none(), empty_label=None)
    reach = forms.ChoiceField(label=_("Ai đọc được"), choices=REACH, widget=forms.RadioSelect, initial="PUBLIC")
    audience_unit = UnitField(
        label=_("Dành cho nhánh"), required=False, help_text=_("Gõ tên hoặc mã. Để trống là nhánh của đơn vị viết bài.")
    )
    areas = forms.MultipleChoiceField(
        label=_("Nội dung cải cách hành chính"), choices=ReformArea.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    readerships = forms.MultipleChoiceField(
        label=_("Viết cho ai"), choices=Readership.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn là cho tất cả."),
    )  # fmt: skip
    localities = forms.MultipleChoiceField(
        label=_("Địa bàn"), choices=Locality.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ages = forms.MultipleChoiceField(
        label=_("Tuổi"), choices=AgeBand.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    cover = forms.ModelChoiceField(
        label=_("Ảnh bìa"), queryset=Picture.objects.none(), to_field_name="public_id", required=False,
        widget=forms.RadioSelect, empty_label=_("Không có ảnh bìa"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Bạn vừa đổi gì"), max_length=300, required=False, help_text=_("Người duyệt đọc trước tiên.")
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, owners: list[Unit], around: QuerySet[Unit], pictures: QuerySet[Picture], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not (kwargs.get("initial") or {}).get("base"):
            self.fields["note"].label = _("Nhắn người duyệt")
        self.fields["cover"].queryset = pictures  # type: ignore[attr-defined]
        self.fields["audience_unit"].units = around  # type: ignore[attr-defined]
        if len(owners) < 2:
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
                pk__in=[unit.pk for unit in owners]
            ).order_by("folded_name")

    def draft(self, sources: list[tuple[Document, str]]) -> ArticleDraft:
        """What was filled in, of a valid form."""
        values = self.cleaned_data
        return ArticleDraft(
            title=values["title"], lead=values["lead"], body=values["body"], kind=values["kind"],
            is_public=values["reach"] == "PUBLIC", audience_unit=values["audience_unit"], areas=values["areas"],
            audiences=[*values["readerships"], *values["localities"], *values["ages"]], sources=sources,
            note=values["note"], cover=values["cover"],
        )  # fmt: skip


def initial_of(revision: Revision) -> dict[str, Any]:
    """A revision as the form shows it."""
    facts = revision.facts
    chosen = set(facts["audiences"])
    return {
        "title": revision.title, "lead": revision.lead, "body": revision.body, "kind": facts["kind"],
        "reach": "PUBLIC" if facts["is_public"] else "BRANCH", "areas": facts["areas"], "base": revision.number,
        "cover": Picture.objects.filter(pk=facts["cover"]).values_list("public_id", flat=True).first(),
        "audience_unit": Unit.objects.filter(pk=facts["audience_unit"]).first(),
        "readerships": [value for value in Readership.values if value in chosen],
        "localities": [value for value in Locality.values if value in chosen],
        "ages": [value for value in AgeBand.values if value in chosen],
    }  # fmt: skip


class SourceRow(forms.Form):
    """A document that the article rests on, and the clause in it."""

    document = forms.CharField(label=_("Văn bản"), max_length=300, required=False)
    clause = forms.CharField(label=_("Điều, khoản"), max_length=120, required=False)

    def __init__(self, *args: Any, chooser: Chooser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        find = {"data-find": reverse_lazy("library:find_documents"), "data-into": "documents"}
        self.fields["document"].widget.attrs |= {"list": "documents", "autocomplete": "off", **find}
        self.fields["clause"].widget.attrs["placeholder"] = _("Điều 5 khoản 2")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = values.get("document", "").strip()
        if not text:
            values["source"] = None
            return values
        try:
            document = self.chooser.meant(text)
        except ValidationError as error:
            self.add_error("document", error)
            return values
        try:
            values["source"] = (document, queries.anchor_of(values.get("clause", ""), document))
        except ValidationError as error:
            self.add_error("clause", error)
        return values


SourceRows = forms.formset_factory(SourceRow, extra=2, max_num=SOURCES_MOST, absolute_max=SOURCES_MOST)


def sources_of(rows: Any) -> list[tuple[Document, str]]:
    """The sources of valid rows, in their order."""
    return [row.cleaned_data["source"] for row in rows if row.cleaned_data.get("source")]


class PictureForm(forms.Form):
    """A picture with the words that stand for it."""

    file = forms.FileField(
        label=_("Ảnh"), help_text=_("JPG, PNG hoặc WEBP, tới 20 MB. Nơi chụp, giờ chụp, máy chụp được xóa.")
    )
    alt = forms.CharField(
        label=_("Ảnh cho thấy gì"), max_length=200,
        help_text=_("Một câu cho người không nhìn thấy ảnh: “Chị Lan nộp hồ sơ ở bộ phận một cửa”."),
    )  # fmt: skip
    caption = forms.CharField(label=_("Chú thích"), max_length=300, required=False)
    credit = forms.CharField(label=_("Người chụp"), max_length=120, required=False)


class ReviewForm(forms.Form):
    """What a second person says."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    note = forms.CharField(
        label=_("Lời cho người viết"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi trả lại: nêu chỗ cần sửa."),
    )  # fmt: skip


class ScheduleForm(forms.Form):
    """When it goes out by itself."""

    publish_at = forms.DateTimeField(
        label=_("Giờ đăng"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Nhập ngày, giờ dạng 18/6/2021 7:30.")},
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why the public text goes."""

    reason = forms.CharField(
        label=_("Lý do gỡ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Người đọc thấy lý do này ở chỗ của bài."),
    )  # fmt: skip
