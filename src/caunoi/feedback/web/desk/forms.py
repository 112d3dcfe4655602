"""What officers fill in for each deed. Every form knows the case that it is about, or None for many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caunoi.accounts.models import User
from caunoi.feedback.choices import HANDLED_KINDS, Kind, PauseGround, RefusalGround, Urgency
from caunoi.feedback.models import Case, Topic
from caunoi.feedback.queries import cases_visible_to
from caunoi.feedback.rules import may_triage
from caunoi.feedback.web.desk.fields import UnitField
from caunoi.kit import clock
from caunoi.library.choices import ReformArea
from caunoi.organisations.queries import officers_of, scope_of

KINDS = [(kind.value, kind.label) for kind in Kind if kind in HANDLED_KINDS]
EMPTY = [("", "—")]
CODES_MOST = 50


REASON = _("Lý do")


def reason_field(label: Any = REASON, help_text: Any = "", **kwargs: Any) -> forms.CharField:
    """A reason: at least ten characters, as the actions ask."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )


class DeedForm(forms.Form):
    """A form about one case, or about many."""

    def __init__(self, *args: Any, case: Case | None = None, user: User, **kwargs: Any) -> None:
        self.case, self.user = case, user
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the case."""


class PlainForm(DeedForm):
    """Nothing to say: the button is the deed."""


class ReasonForm(DeedForm):
    """A reason."""

    reason = reason_field()


class ClassifyForm(DeedForm):
    """What a case is; what is left as it was is not decided anew."""

    kind = forms.ChoiceField(label=_("Loại việc"), choices=[*EMPTY, *KINDS], required=False)
    area = forms.ChoiceField(label=_("Nội dung cải cách"), choices=[*EMPTY, *ReformArea.choices], required=False)
    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực, thủ tục"), queryset=Topic.objects.none(), to_field_name="code", required=False
    )
    urgency = forms.ChoiceField(label=_("Mức khẩn"), choices=[*EMPTY, *Urgency.choices], required=False)
    body = UnitField(label=_("Cơ quan được nêu"), required=False)

    def prepare(self) -> None:
        self.fields["topic"].queryset = Topic.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        if self.case is not None:
            names = ("kind", "area", "topic", "urgency", "body")
            self.initial = {**{name: getattr(self.case, name) for name in names}, **self.initial}
            self.initial["topic"] = self.case.topic.code if self.case.topic else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ClassifyForm.base_fields):
            raise ValidationError(_("Chọn ít nhất một mục để ghi."))
        return values


class AssignForm(DeedForm):
    """To whom."""

    unit = UnitField(label=_("Đơn vị trả lời"))
    reason = reason_field(label=_("Lời nhắn cho đơn vị"), required=False)


class TransferForm(DeedForm):
    """To whom, and why; the reason is told to the sender."""

    unit = UnitField(label=_("Chuyển đến"))
    reason = reason_field(help_text=_("Người gửi đọc được lý do này."))


class AcceptForm(DeedForm):
    """SAFETY T4: said before the first open."""

    has_no_conflict = forms.BooleanField(label=_("Tôi không có xung đột lợi ích trong việc này"), required=False)


class TakeForm(DeedForm):
    """Who handles it."""

    handler = forms.ModelChoiceField(label=_("Người xử lý"), queryset=User.objects.none(), to_field_name="public_id")

    def prepare(self) -> None:
        if self.case is not None:
            units = [pk for pk in (self.case.unit_id or self.case.desk_id,) if pk]
            people = [user.pk for users in officers_of(units, clock.today()).values() for user in users]
            field = self.fields["handler"]
            field.queryset = User.objects.filter(pk__in={*people, self.user.pk}).order_by("full_name")  # type: ignore[attr-defined]
            field.label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]
            self.initial.setdefault("handler", self.user.public_id)


class SayForm(DeedForm):
    """Words: a question, or a note."""

    text = forms.CharField(label=_("Nội dung"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))


class PauseForm(DeedForm):
    """The clock stands still on grounds of law only."""

    ground = forms.ChoiceField(label=_("Căn cứ"), choices=PauseGround.choices, widget=forms.RadioSelect)
    reason = reason_field(label=_("Sự việc cụ thể"), help_text=_("Người gửi đọc được nội dung này."))


class ExtensionForm(DeedForm):
    """How much more time, and why."""

    days = forms.IntegerField(label=_("Số ngày làm việc xin thêm"), min_value=1, max_value=20)
    reason = reason_field(help_text=_("Người khác ở nơi tiếp nhận duyệt. Người gửi được báo khi duyệt."))


class DecisionForm(DeedForm):
    """Another person decides."""

    verdict = forms.ChoiceField(
        label=_("Quyết định"), choices=[("yes", _("Duyệt")), ("no", _("Không duyệt"))], widget=forms.RadioSelect
    )
    note = reason_field(label=_("Ghi chú"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("verdict") == "no" and not values.get("note", "").strip():
            self.add_error("note", _("Không duyệt thì ghi rõ vì sao."))
        return values


class RefuseForm(DeedForm):
    """Why not here; what the sender should do stands beside each ground."""

    ground = forms.ChoiceField(label=_("Vì sao"), choices=RefusalGround.choices, widget=forms.RadioSelect)
    reason = reason_field(
        label=_("Hướng dẫn người gửi"), help_text=_("Nêu cửa cần đến và thời hạn. Người gửi đọc được.")
    )


class SolemnForm(DeedForm):
    """Said twice, as it cannot be taken back by the same person."""

    is_sure = forms.BooleanField(label=_("Tôi đã đọc kỹ và hiểu hệ quả"))


class ReleaseForm(SolemnForm):
    """Out of quarantine."""

    reason = reason_field()
    field_order = ["reason", "is_sure"]


class RecuseForm(DeedForm):
    """A person or a unit that is named in the case."""

    person = forms.ModelChoiceField(
        label=_("Người được nêu"), queryset=User.objects.none(), to_field_name="public_id", required=False
    )
    unit = UnitField(label=_("Hoặc cả đơn vị được nêu"), required=False)

    def prepare(self) -> None:
        if self.case is not None:
            units = [pk for pk in (self.case.unit_id, self.case.desk_id, self.case.body_id) if pk]
            people = {user.pk for users in officers_of(units, clock.today()).values() for user in users}
            field = self.fields["person"]
            field.queryset = User.objects.filter(pk__in=people).order_by("full_name")  # type: ignore[attr-defined]
            field.label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]


class MergeForm(DeedForm):
    """Other cases of the same matter, by their codes."""

    codes = forms.CharField(
        label=_("Mã các việc gộp vào việc này"),
        max_length=400,
        help_text=_("Mỗi mã cách nhau một dấu cách, ví dụ 7K3M-9QXW."),
    )
    reason = reason_field()

    def clean_codes(self) -> list[Case]:
        """The cases of the codes, among those that the person sorts."""
        codes = set(self.cleaned_data["codes"].upper().replace(",", " ").split()[:CODES_MOST])
        scope = scope_of(self.user, clock.today())
        rows = cases_visible_to(self.user, scope).filter(code__in=codes).select_related("desk")
        found = [row for row in rows if may_triage(self.user, row, scope)]
        missing = sorted(codes - {row.code for row in found})
        if missing:
            raise ValidationError(_("Không có việc mang mã: %(codes)s."), params={"codes": ", ".join(missing)})
        return found
