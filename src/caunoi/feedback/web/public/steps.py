"""The questions of the wizard, one form each. What is asked here is what routing or answering needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.feedback.choices import Channel, Identity
from caunoi.feedback.models import Topic
from caunoi.feedback.queries.picking import picked, successors_of
from caunoi.feedback.web.public.fields import OFF, PublicForm, Several, ToldField, clean_contact
from caunoi.kit import clock
from caunoi.organisations.models import Unit

UNKNOWN = "unknown"
NAMES_MOST = 5
CLERK_CHANNELS = [("", gettext_lazy("Không, việc của tôi")), *[
    (channel.value, channel.label) for channel in (Channel.IN_PERSON, Channel.HOTLINE, Channel.PAPER)
]]  # fmt: skip


def living_unit(value: str) -> Unit | None:
    """The unit chosen, None for none. Raises ValidationError for one that was dissolved, naming who took over."""
    if value in {"", UNKNOWN}:
        return None
    unit, today = picked(value), clock.today()
    if unit is None:
        raise ValidationError(_("Chọn lại trong danh sách."))
    if unit.ended_on is None or unit.ended_on > today:
        return unit
    heirs = ", ".join(heir.name for heir in successors_of(unit, today))
    if heirs:
        text = _("%(name)s đã kết thúc hoạt động. Nay là: %(heirs)s. Chọn lại ở dưới.")
        raise ValidationError(text % {"name": unit.name, "heirs": heirs}, code="DISSOLVED")
    raise ValidationError(
        _("%(name)s đã kết thúc hoạt động. Chọn đơn vị khác hoặc “Tôi không rõ”.") % {"name": unit.name}
    )


class StoryForm(PublicForm):
    """What happened."""

    text = ToldField(
        label=gettext_lazy("Kể lại việc bạn gặp"),
        help_text=gettext_lazy("Thủ tục gì, ở đâu, khi nào, bạn mong điều gì. Đừng ghi số căn cước hay số điện thoại."),
    )


class DoorsForm(PublicForm):
    """Nothing is asked: the right door is shown, and which way to go on."""

    doors = forms.CharField(widget=forms.HiddenInput, required=False)


class BodyForm(PublicForm):
    """Which body it is about."""

    body_q = forms.CharField(label=gettext_lazy("Tên cơ quan hoặc nơi"), required=False, max_length=200)
    body = forms.CharField(required=False, max_length=40)

    def clean_body(self) -> str:
        value: str = self.cleaned_data["body"]
        if not value:
            raise ValidationError(_("Chọn một cơ quan trong danh sách, hoặc chọn “Tôi không rõ”."))
        living_unit(value)
        return value


def topic_choices() -> list[tuple[str, Any]]:
    """Subjects by name, "not sure" first."""
    rows = Topic.objects.filter(is_active=True).order_by("folded_name").values_list("code", "name")
    return [("", _("Không rõ")), *rows]


class MoreForm(PublicForm):
    """What helps to route it; all of it may be left out."""

    topic = forms.ChoiceField(label=gettext_lazy("Lĩnh vực hoặc thủ tục"), required=False, choices=topic_choices)
    place = forms.CharField(
        label=gettext_lazy("Nơi xảy ra"), required=False, max_length=300,
        help_text=gettext_lazy("Ví dụ: quầy số 3, bộ phận một cửa. Chỉ người xử lý thấy."),
    )  # fmt: skip
    union_q = forms.CharField(label=gettext_lazy("Công đoàn của bạn"), required=False, max_length=200)
    union = forms.CharField(required=False, max_length=40)
    about_body = forms.BooleanField(
        label=gettext_lazy("Việc này nói về cả cơ quan đã chọn"), required=False,
        help_text=gettext_lazy("Cơ quan được nêu sẽ không thấy việc này. Cấp trên phân công nơi khác trả lời."),
    )  # fmt: skip
    people = forms.CharField(
        label=gettext_lazy("Người được nêu, mỗi dòng một người"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": "2", **OFF}),
        help_text=gettext_lazy("Người được nêu sẽ không thấy việc này."),
    )  # fmt: skip

    def clean_union(self) -> str:
        value: str = self.cleaned_data["union"]
        living_unit(value)
        return value

    def clean_people(self) -> str:
        names = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(names) > NAMES_MOST:
            raise ValidationError(_("Nêu nhiều nhất %d người.") % NAMES_MOST)
        return "\n".join(names)


class AlikeForm(PublicForm):
    """Nothing is asked: what is public and alike is shown."""

    alike = forms.CharField(widget=forms.HiddenInput, required=False)


class FilesForm(PublicForm):
    """Photos, papers, a recording."""

    files = forms.FileField(
        label=gettext_lazy("Ảnh, giấy tờ, ghi âm"), required=False, widget=Several,
        help_text=gettext_lazy("Nhiều nhất 5 tệp, mỗi tệp 20 MB: ảnh, PDF, DOCX, ghi âm."),
    )  # fmt: skip

    def clean_files(self) -> None:
        """Files are looked at where they are kept (attachments.py)."""


class IdentityForm(PublicForm):
    """Who may know the sender."""

    identity = forms.ChoiceField(
        label=gettext_lazy("Bạn muốn ai biết mình là ai?"), choices=Identity.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một trong ba mức.")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Tên của bạn"), required=False, max_length=120)
    contact = forms.CharField(
        label=gettext_lazy("Điện thoại hoặc thư điện tử"), required=False, max_length=120,
        help_text=gettext_lazy("Để người xử lý hỏi thêm. Không hiện cho ai khác."),
    )  # fmt: skip
    consent_use = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đồng ý để tên và cách liên hệ của tôi được dùng để xử lý việc này, không dùng vào việc khác."
        ),
        required=False,
    )
    consent_public = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý để tên tôi hiện cạnh câu trả lời khi được công bố."), required=False
    )
    clerk_channel = forms.ChoiceField(
        label=gettext_lazy("Nhập hộ người khác? Người đó nói qua"), required=False, choices=CLERK_CHANNELS
    )
    has_printed_receipt = forms.BooleanField(
        label=gettext_lazy("Tôi sẽ in biên nhận và đưa cho người gửi"), required=False
    )

    def __init__(self, *args: Any, is_sealed: bool = False, may_clerk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_clerk:
            del self.fields["clerk_channel"], self.fields["has_printed_receipt"]
        if is_sealed:
            # The author of a possible denunciation is not asked for a name online (Luật Tố cáo art. 8, 56).
            for name in ("name", "contact", "consent_use", "consent_public"):
                del self.fields[name]
            self.fields["identity"].choices = [(Identity.RECEIPT.value, Identity.RECEIPT.label)]  # type: ignore[attr-defined]

    def clean_contact(self) -> str:
        return clean_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        identity = given.get("identity")
        is_known = bool(given.get("name") or given.get("contact"))
        if identity in {Identity.PUBLIC, Identity.HANDLER} and "contact" not in self.errors:
            self._check_known(given, identity, is_known=is_known)
        has_contact = bool(given.get("contact")) and identity != Identity.RECEIPT
        if given.get("clerk_channel") and not (has_contact or given.get("has_printed_receipt")):
            self.add_error("clerk_channel", _("Nhập hộ thì cần cách liên hệ, hoặc in biên nhận đưa cho người gửi."))
        return given

    def _check_known(self, given: dict[str, Any], identity: str, *, is_known: bool) -> None:
        if identity == Identity.PUBLIC and not given.get("name"):
            self.add_error("name", _("Ghi tên muốn công khai, hoặc chọn mức khác."))
        elif not is_known:
            self.add_error("name", _("Ghi tên hoặc cách liên hệ, hoặc chọn “Chỉ dùng mã biên nhận”."))
        if is_known and not given.get("consent_use"):
            self.add_error("consent_use", _("Tích đồng ý để chúng tôi được giữ tên và cách liên hệ."))
        if identity == Identity.PUBLIC and not given.get("consent_public"):
            self.add_error("consent_public", _("Tích đồng ý công khai tên, hoặc chọn mức khác."))


class CheckForm(PublicForm):
    """Nothing more is asked."""
