"""Forms about directives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caunoi.directives.choices import RecipientRule
from caunoi.directives.models import DirectiveObligation, Recipient
from caunoi.kit.ui.fields import DayField
from caunoi.library.models import Document, DocumentVersion
from caunoi.organisations.models import Unit, UnitKind
from caunoi.pure.vietnamese import short_date


class DirectiveForm(forms.Form):
    """What is sent to whom, until when."""

    issuer = forms.ModelChoiceField(label=_("Đơn vị giao"), queryset=Unit.objects.none(), to_field_name="public_id")
    title = forms.CharField(label=_("Tên chỉ đạo"), max_length=300)
    message = forms.CharField(
        label=_("Lời nhắn kèm theo"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    due_on = DayField(label=_("Hạn xác nhận và thực hiện"))
    rule = forms.ChoiceField(label=_("Giao cho"), choices=RecipientRule.choices)
    kinds = forms.ModelMultipleChoiceField(
        label=_("Loại đơn vị"),
        queryset=UnitKind.objects.filter(category="UNION").order_by("name"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Dùng khi giao theo loại."),
    )
    area = forms.CharField(
        label=_("Mã địa bàn"),
        max_length=12,
        required=False,
        help_text=_("Dùng khi giao theo địa bàn: mã xã, phường năm số."),
    )
    codes = forms.CharField(
        label=_("Mã đơn vị"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Dùng khi chọn riêng: mỗi mã một dòng hoặc cách nhau dấu phẩy."),
    )
    tells_members = forms.BooleanField(
        label=_("Báo cả từng đoàn viên của các đơn vị nhận"), required=False,
        help_text=_("Trong hệ thống, qua điện thoại hoặc thư. Đoàn viên bấm “Tôi đã đọc”, bên cạnh xác nhận của đơn vị."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Công khai kết quả chung (không nêu tên đơn vị)"), required=False, initial=True
    )

    has_ladder = forms.BooleanField(
        label=_("Nhắc tự động nơi chưa xong"), required=False,
        help_text=_("Trước hạn 7, 3, 1 ngày làm việc và ngày đến hạn; quá hạn thì báo cấp trên. Sửa được sau khi giao."),
    )  # fmt: skip
    adds_newcomers = forms.BooleanField(
        label=_("Tự giao thêm cho đơn vị mới thuộc quy tắc này"), required=False,
        help_text=_("Đơn vị lập mới hoặc chuyển về có hạn riêng và được ghi riêng. Không bật thì máy hỏi trước."),
    )  # fmt: skip

    def __init__(self, *args: Any, issuers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        rule = values.get("rule")
        needs = {RecipientRule.KIND: "kinds", RecipientRule.AREA: "area", RecipientRule.LIST: "codes"}
        name = needs.get(rule) if rule else None
        if name and not values.get(name):
            self.add_error(name, _("Điền mục này để biết giao cho ai."))
        return values

    def clean_codes(self) -> list[int]:
        text = self.cleaned_data["codes"].replace(",", "\n").replace(";", "\n")
        codes = [line.strip() for line in text.splitlines() if line.strip()]
        upper = Unit.objects.annotate(upper=Upper("code")).filter(upper__in={code.upper() for code in codes})
        known = dict(upper.values_list("upper", "pk"))
        unknown = [code for code in codes if code.upper() not in known]
        if unknown:
            raise forms.ValidationError(_("Không có đơn vị mã: %(codes)s."), params={"codes": ", ".join(unknown[:10])})
        return list(known.values())


class VersionForm(forms.Form):
    """What a new version says, and what it asks of who acknowledged the one before."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    change_note = forms.CharField(
        label=_("Bản này khác gì?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500,
        help_text=_("Người nhận đọc dòng này đầu tiên. Ví dụ: thêm hạn báo cáo 15/12, bỏ mẫu số 2."),
    )  # fmt: skip
    title = DirectiveForm.base_fields["title"]
    message = DirectiveForm.base_fields["message"]
    due_on = DayField(label=_("Hạn xác nhận và thực hiện của bản mới"))
    document_version = forms.ModelChoiceField(
        label=_("Theo bản nào của văn bản"), queryset=DocumentVersion.objects.none(), to_field_name="public_id",
        required=False,
    )  # fmt: skip
    keeps_evidence = forms.BooleanField(
        label=_("Minh chứng đã duyệt vẫn tính cho bản này"), required=False,
        help_text=_("Đơn vị vẫn phải xác nhận lại; xác nhận xong thì việc đã duyệt được tính."),
    )  # fmt: skip

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document_version"]
        field.queryset = document.versions.order_by("-number").defer("text")
        field.label_from_instance = _version_label
        field.empty_label = None


def _version_label(row: DocumentVersion) -> str:
    return _("Bản %(n)d, ngày %(day)s") % {"n": row.number, "day": short_date(timezone.localtime(row.added_at).date())}


class DutyRow(forms.Form):
    """One obligation of the directive."""

    keep = forms.BooleanField(label=_("Giữ"), required=False)
    text = forms.CharField(label=_("Việc phải làm"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    actor = forms.CharField(label=_("Ai"), max_length=200, required=False)
    due = DayField(label=_("Hạn riêng"), required=False)
    evidence_required = forms.CharField(label=_("Minh chứng cần có"), max_length=200, required=False)

    def as_row(self) -> dict[str, Any]:
        """The row as the action takes it."""
        values = self.cleaned_data
        return {
            "text": values["text"].strip(),
            "actor": values["actor"],
            "due_on": values["due"],
            "evidence_required": values["evidence_required"],
        }


DutyRows = forms.formset_factory(DutyRow, extra=2, max_num=60, absolute_max=80)


class AcknowledgeForm(forms.Form):
    """One tap; a name may be added."""

    name = forms.CharField(label=_("Họ tên người xác nhận"), max_length=160, required=False)
    # The version that the person has before their eyes.
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def again(self, error: forms.ValidationError, recipient: Recipient) -> AcknowledgeForm:
        """The form once more with what was typed, for the version that came meanwhile."""
        form = AcknowledgeForm({"name": self.data.get("name", ""), "version": recipient.version_number})
        form.is_valid()
        form.add_error(None, error)
        return form


class MeetingForm(forms.Form):
    """Acknowledgement entered for a unit from a meeting."""

    met_on = DayField(label=_("Ngày họp"), required=False)
    attendance_count = forms.IntegerField(label=_("Số người dự"), min_value=1, max_value=100_000, required=False)
    sheet = forms.FileField(
        label=_("Ảnh danh sách ký"),
        help_text=_("Ảnh chụp hoặc PDF. Thông tin vị trí trong ảnh được xóa."),
        required=False,
    )
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False)


class EvidenceForm(forms.Form):
    """What was done."""

    obligation = forms.ModelChoiceField(
        label=_("Việc"), queryset=DirectiveObligation.objects.none(), required=False, to_field_name="public_id"
    )
    note = forms.CharField(
        label=_("Đã làm gì"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    happened_on = DayField(label=_("Ngày làm"), required=False)
    attendance_count = forms.IntegerField(label=_("Số lượt người dự"), min_value=1, max_value=1_000_000, required=False)
    file = forms.FileField(label=_("Ảnh hoặc PDF"), required=False)

    def __init__(self, *args: Any, obligations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["obligation"].queryset = obligations  # type: ignore[attr-defined]
        self.fields["obligation"].label_from_instance = lambda row: f"{row.position}. {row.text[:90]}"  # type: ignore[attr-defined]
        if not obligations.exists():
            del self.fields["obligation"]


class DecisionForm(forms.Form):
    """Accept or return."""

    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False)


class AddForm(forms.Form):
    """Later additions."""

    codes = DirectiveForm.base_fields["codes"]
    due_on = DayField(label=_("Hạn của các đơn vị này"))
    clean_codes = DirectiveForm.clean_codes
