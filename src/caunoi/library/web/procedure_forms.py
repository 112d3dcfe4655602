"""Forms of a procedure: what it is, its steps, papers and bases."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from caunoi.library.choices import LimitUnit

LINES_MOST = 60
CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z._-]*\Z", _("Mã chỉ gồm chữ không dấu, số, dấu chấm. Ví dụ: 1.011441."))


class ProcedureForm(forms.Form):
    """A procedure as the national list describes it. The code is asked for only when it is added."""

    code = forms.CharField(
        label=_("Mã thủ tục"),
        max_length=40,
        validators=[CODE],
        help_text=_("Ví dụ: 1.011441. Không đổi được về sau."),
    )
    name = forms.CharField(label=_("Tên thủ tục"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    field_name = forms.CharField(label=_("Lĩnh vực"), max_length=120, required=False, help_text=_("Ví dụ: Hộ tịch."))
    body = forms.CharField(label=_("Cơ quan giải quyết"), max_length=300)
    applicants = forms.CharField(
        label=_("Ai được làm"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
    )
    places = forms.CharField(
        label=_("Nộp ở đâu"), help_text=_("Mỗi dòng một nơi."), required=False, max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    online_url = forms.URLField(
        label=_("Địa chỉ nộp trực tuyến"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Trang của Cổng Dịch vụ công, bắt đầu bằng https://."),
    )  # fmt: skip
    time_limit = forms.CharField(label=_("Thời hạn giải quyết"), max_length=300, required=False)
    limit_amount = forms.IntegerField(label=_("Thời hạn bằng số"), min_value=1, max_value=400, required=False)
    limit_unit = forms.ChoiceField(label=_("Tính theo"), choices=[("", "—"), *LimitUnit.choices], required=False)
    fee = forms.CharField(
        label=_("Phí, lệ phí"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    conditions = forms.CharField(
        label=_("Yêu cầu, điều kiện"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    result = forms.CharField(
        label=_("Nhận được gì"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.CharField(
        label=_("Văn bản công bố"), max_length=300, required=False, help_text=_("Ví dụ: Quyết định số 1547/QĐ-UBND.")
    )
    is_verified = forms.BooleanField(label=_("Đã đối chiếu với bản gốc"), required=False)
    is_active = forms.BooleanField(label=_("Còn áp dụng"), required=False, initial=True)


class StepRow(forms.Form):
    """One step; an empty one is left out."""

    name = forms.CharField(label=_("Tên bước"), max_length=200, required=False)
    text = forms.CharField(label=_("Làm gì"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PaperRow(forms.Form):
    """One paper; an empty one is left out."""

    name = forms.CharField(label=_("Giấy tờ"), max_length=500, required=False)
    copies = forms.CharField(label=_("Số bản"), max_length=120, required=False)


class BasisRow(forms.Form):
    """One document that it rests on; an empty one is left out."""

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    words = forms.CharField(label=_("Tên"), max_length=300, required=False)


StepRows = forms.formset_factory(StepRow, extra=3, max_num=LINES_MOST, absolute_max=LINES_MOST + 10)
PaperRows = forms.formset_factory(PaperRow, extra=3, max_num=LINES_MOST, absolute_max=LINES_MOST + 10)
BasisRows = forms.formset_factory(BasisRow, extra=2, max_num=LINES_MOST, absolute_max=LINES_MOST + 10)
