"""Forms about units and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caunoi.kit import clock
from caunoi.kit.ui.fields import DayField
from caunoi.organisations.choices import HandoverScope, Role
from caunoi.organisations.models import UnitKind
from caunoi.organisations.rules import GRANTABLE
from caunoi.organisations.web.fields import UnitField, UnitLinesField
from caunoi.pure.rosters import Column


class AsOfForm(forms.Form):
    """The day of the tree."""

    on = DayField(label=_("Sơ đồ ngày"), required=False)


class ReorganisationForm(forms.Form):
    """When, by which decision, and of what."""

    unit = UnitField(label=_("Đơn vị"), required=False)
    name = forms.CharField(label=_("Tên"), max_length=255, required=False)
    unit_kind = forms.ModelChoiceField(label=_("Loại đơn vị"), queryset=UnitKind.objects.none(), required=False)
    parent = UnitField(label=_("Đơn vị cấp trên"), required=False)
    successors = UnitLinesField(
        label=_("Đơn vị nhận"), required=False, help_text=_("Mỗi dòng một đơn vị: mã hoặc tên.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Bàn giao"),
        choices=HandoverScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=HandoverScope.values,
        required=False,
    )
    on = DayField(label=_("Có hiệu lực từ ngày"))
    decision = forms.CharField(
        label=_("Số quyết định"), max_length=80, required=False, help_text=_("Ví dụ: 45/QĐ-LĐLĐ")
    )
    FIELDS: dict[str, Sequence[str]] = {
        "FOUND": ("name", "unit_kind", "parent"),
        "RENAME": ("unit", "name"),
        "TRANSFER": ("unit", "parent"),
        "MERGE": ("unit", "successors", "scopes"),
        "SPLIT": ("unit", "successors", "scopes"),
        "DISSOLVE": ("unit",),
    }

    def __init__(self, *args: Any, kind: str, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = {*self.FIELDS[kind], "on", "decision"}
        for name in list(self.fields):
            if name not in keep:
                del self.fields[name]
            elif name not in {"decision", "scopes"}:
                self.fields[name].required = True
        for name in ("unit", "parent", "successors"):
            if name in self.fields:
                self.fields[name].units = units  # type: ignore[attr-defined]
        if "unit_kind" in self.fields:
            self.fields["unit_kind"].queryset = UnitKind.objects.order_by("category", "name")  # type: ignore[attr-defined]
        if kind == "MERGE":
            self.fields["successors"].label = _("Đơn vị nhận")
            self.fields["successors"].help_text = _("Mã hoặc tên của một đơn vị.")


class FileForm(forms.Form):
    """One spreadsheet."""

    file = forms.FileField(label=_("Tệp Excel hoặc CSV"), help_text=_("XLSX hoặc CSV, dòng đầu là tên cột, tới 20 MB."))


class MappingForm(forms.Form):
    """Which column is which; the guess is filled in."""

    def __init__(self, *args: Any, headers: Sequence[str], columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(index), header) for index, header in enumerate(headers))]
        for column in columns:
            self.fields[column.name] = forms.ChoiceField(
                label=LABELS[column.name], choices=choices, required=column.is_required
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        taken: set[str] = set()
        for name, column in list(values.items()):
            if column in taken:
                self.add_error(name, _("Cột này đã chọn cho mục khác."))
            taken |= {column} if column else set()
        return values

    def mapping(self) -> dict[str, int]:
        """Field name to column index."""
        return {name: int(value) for name, value in self.cleaned_data.items() if value}


LABELS = {
    "code": _("Mã"),
    "full_name": _("Họ và tên"),
    "phone": _("Điện thoại"),
    "email": _("Thư điện tử"),
    "workplace": _("Tổ, phòng"),
    "joined_on": _("Ngày vào công đoàn"),
    "name": _("Tên đơn vị"),
    "kind": _("Loại"),
    "parent": _("Mã đơn vị cấp trên"),
    "area_code": _("Mã địa bàn"),
    "member_count": _("Số đoàn viên"),
    "founded_on": _("Ngày thành lập"),
}


class InviteForm(forms.Form):
    """A person who will act for the unit."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Số điện thoại"), max_length=20, required=False)
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=[(role.value, role.label) for role in Role if role in GRANTABLE]
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone"):
            self.add_error("phone", _("Nhập thư điện tử hoặc số điện thoại."))
        return values


def day_of(text: str | None) -> date:
    """The day asked for in the address, or today."""
    form = AsOfForm({"on": text or ""})
    return (form.cleaned_data["on"] if form.is_valid() else None) or clock.today()
