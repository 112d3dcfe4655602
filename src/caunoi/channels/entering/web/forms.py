"""What is asked for somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.feedback.actions import CaseDraft
from caunoi.feedback.choices import Channel, Identity
from caunoi.feedback.models import Topic
from caunoi.feedback.queries import body_named
from caunoi.kit import clock
from caunoi.organisations.models import Unit

OFF = {"autocomplete": "off"}
IDENTITIES = [
    (Identity.HANDLER, gettext_lazy("Chỉ người xử lý")),
    (Identity.RECEIPT, gettext_lazy("Không ai: không lưu tên, không lưu liên hệ")),
    (Identity.PUBLIC, gettext_lazy("Mọi người, khi công khai trả lời")),
]


def _line(label: Any, help_text: Any = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=OFF | attrs)
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=300, widget=widget)


class EnteringForm(forms.Form):
    """The words first, since they are said first; then where, then who, as far as the person says it."""

    text = forms.CharField(
        label=gettext_lazy("Lời người phản ánh"),
        help_text=gettext_lazy("Ghi đúng lời, không sửa ý. Việc gì, ở đâu, khi nào."),
        widget=forms.Textarea(attrs=OFF | {"rows": 9, "autofocus": True}),
        error_messages={"required": gettext_lazy("Ghi lời người phản ánh.")},
    )
    body = _line(gettext_lazy("Cơ quan được nêu"), gettext_lazy("Mã hoặc tên."), list="bodies")
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Lĩnh vực"), queryset=Topic.objects.none(), required=False,
        empty_label=gettext_lazy("Để phân loại sau"), to_field_name="code",
    )  # fmt: skip
    place = _line(gettext_lazy("Nơi xảy ra"))
    about_people = _line(
        gettext_lazy("Cán bộ được nêu tên"), gettext_lazy("Cách nhau bằng dấu phẩy. Người này không thấy việc.")
    )
    is_about_body = forms.BooleanField(
        label=gettext_lazy("Phản ánh chính cơ quan này: cơ quan đó không tự xử lý"), required=False
    )
    identity = forms.ChoiceField(
        label=gettext_lazy("Ai được biết người phản ánh"), widget=forms.RadioSelect, initial=Identity.HANDLER,
        choices=IDENTITIES,
    )  # fmt: skip
    name = _line(gettext_lazy("Họ và tên"))
    contact = _line(gettext_lazy("Điện thoại hoặc thư điện tử"), inputmode="tel")
    has_printed_receipt = forms.BooleanField(
        label=gettext_lazy("Người phản ánh nhận mã biên nhận (đọc cho chép, hoặc in ra)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]

    def clean_body(self) -> Unit | None:
        """The unit meant. Raises ValidationError, which names who took over from one that is no more."""
        text = self.cleaned_data["body"].strip()
        code = text.rpartition("(")[2].rstrip(") ") if text.endswith(")") else text
        try:
            return body_named(code or text, clock.today()) if text else None
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def clean(self) -> dict[str, Any]:
        """Somebody entered for must be reachable, or hold the receipt (NĐ 20/2008/NĐ-CP art. 7: written down faithfully)."""
        given = super().clean() or self.cleaned_data
        is_reachable = given.get("contact") and given.get("identity") != Identity.RECEIPT
        if not is_reachable and not given.get("has_printed_receipt"):
            self.add_error("contact", _("Cần cách liên hệ, hoặc tích vào ô người phản ánh nhận mã biên nhận."))
        if given.get("is_about_body") and not given.get("body"):
            self.add_error("body", _("Ghi cơ quan được phản ánh."))
        return given


def draft_of(form: EnteringForm, *, channel: Channel, key: str, clerk: Any, desk: Unit, **facts: Any) -> CaseDraft:
    """What goes to the action."""
    given = form.cleaned_data
    people = tuple(part.strip() for part in given["about_people"].split(",") if part.strip())
    return CaseDraft(
        text=given["text"], channel=channel, key=key, identity=Identity(given["identity"]), body=given["body"],
        topic=given["topic"], place=given["place"], name=given["name"], contact=given["contact"], clerk=clerk,
        has_printed_receipt=given["has_printed_receipt"], is_about_body=given["is_about_body"], about_people=people,
        taken_in_at=desk, **facts,
    )  # fmt: skip
