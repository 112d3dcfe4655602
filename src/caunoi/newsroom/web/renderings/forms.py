"""What a person writes of each form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.kit import clock
from caunoi.kit.ui.fields import DayField
from caunoi.newsroom.choices import Channel, Form, WordingKind
from caunoi.newsroom.web.desk.forms import UnitField
from caunoi.pure import messages, renderings

TEXT_MOST, QUESTIONS_MOST = 60_000, 40


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Words(forms.Form):
    """The words of one form."""

    def words(self) -> dict[str, Any]:
        """What the rendering keeps."""
        return dict(self.cleaned_data)


class EmailWords(Words):
    """A letter; the transport adds the link, the site's name and the way out."""

    subject = forms.CharField(label=gettext_lazy("Tiêu đề thư"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("Lời thư"),
        max_length=5000,
        widget=_area(12),
        help_text=gettext_lazy("Đường dẫn đến bài được thêm vào cuối thư."),
    )


class SmsWords(Words):
    """A short message twice: networks count accents otherwise."""

    plain = forms.CharField(label=gettext_lazy("Không dấu"), max_length=1530, widget=_area(3))
    accented = forms.CharField(label=gettext_lazy("Có dấu"), max_length=670, widget=_area(3))

    def clean_plain(self) -> str:
        """No letter that would make the message dearer unseen."""
        text: str = self.cleaned_data["plain"]
        outside = messages.size(text).outside
        if outside:
            raise ValidationError(
                _("Tin không dấu có ký tự mạng không nhận: %(signs)s. Bỏ dấu các ký tự này."),
                params={"signs": outside[:20]},
            )
        return text


class ZaloWords(Words):
    """A message of an Official Account."""

    text = forms.CharField(label=gettext_lazy("Lời tin"), max_length=messages.ZALO_MOST, widget=_area(12))


class LeafletWords(Words):
    """A leaflet or a poster: so many words as can be read from a few steps away."""

    title = forms.CharField(label=gettext_lazy("Tiêu đề lớn"), max_length=160, widget=_area(2))
    lead = forms.CharField(label=gettext_lazy("Một câu mở đầu"), max_length=220, required=False, widget=_area(3))
    points = forms.CharField(
        label=gettext_lazy("Các ý, mỗi dòng một ý"), required=False, widget=_area(8), max_length=1000,
        help_text=gettext_lazy("Tới 6 ý, mỗi ý tới 140 chữ cái. Chữ tự nhỏ lại cho vừa một trang."),
    )  # fmt: skip
    call = forms.CharField(label=gettext_lazy("Lời mời bên mã QR"), max_length=60)
    contact = forms.CharField(label=gettext_lazy("Hỏi ở đâu"), max_length=140, required=False)

    def clean_points(self) -> str:
        """Each point in its line; too many would be too small to read."""
        lines = [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]
        if len(lines) > renderings.POINTS_MOST:
            raise ValidationError(_("Có %(count)d ý. Giữ tới 6 ý."), params={"count": len(lines)})
        for number, line in enumerate(lines, 1):
            if len(line) > renderings.POINT_LENGTH:
                raise ValidationError(
                    _("Ý %(number)d dài %(length)d chữ cái. Viết gọn trong 140."),
                    params={"number": number, "length": len(line)},
                )
        return "\n".join(lines)


class ScriptWords(Words):
    """What is read out."""

    text = forms.CharField(
        label=gettext_lazy("Lời đọc"),
        max_length=TEXT_MOST,
        widget=_area(20),
        help_text=gettext_lazy("Mỗi dòng một câu; dòng trống là nghỉ dài hơn."),
    )


class SlidesWords(Words):
    """Slides as text."""

    text = forms.CharField(
        label=gettext_lazy("Các trang"), max_length=20_000, widget=_area(20),
        help_text=gettext_lazy("Dòng bắt đầu bằng # là tên trang; các dòng sau là ý của trang đó."),
    )  # fmt: skip

    def clean_text(self) -> str:
        """At most forty slides."""
        text: str = self.cleaned_data["text"]
        if len(renderings.slides_of(text)) > QUESTIONS_MOST:
            raise ValidationError(_("Nhiều nhất 40 trang. Bớt đi để người nghe theo kịp."))
        return text


class QuestionRow(forms.Form):
    """One question. Only a confirmed one is ever asked."""

    prompt = forms.CharField(label=gettext_lazy("Câu hỏi"), max_length=600, required=False, widget=_area(2))
    option_0 = forms.CharField(label=gettext_lazy("Đáp án A"), max_length=200, required=False)
    option_1 = forms.CharField(label=gettext_lazy("Đáp án B"), max_length=200, required=False)
    option_2 = forms.CharField(label=gettext_lazy("Đáp án C"), max_length=200, required=False)
    option_3 = forms.CharField(label=gettext_lazy("Đáp án D"), max_length=200, required=False)
    answer = forms.TypedChoiceField(
        label=gettext_lazy("Đáp án đúng"),
        choices=[(0, "A"), (1, "B"), (2, "C"), (3, "D")],
        coerce=int,
        required=False,
        empty_value=0,
    )
    is_confirmed = forms.BooleanField(label=gettext_lazy("Đã đọc, dùng câu này"), required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3000)

    def clean(self) -> dict[str, Any]:
        """A confirmed question has a prompt and four different answers."""
        values = super().clean() or {}
        options = [values.get(f"option_{place}", "") for place in range(4)]
        if values.get("is_confirmed"):
            if not values.get("prompt"):
                self.add_error("prompt", _("Viết câu hỏi."))
            if len({option.casefold() for option in options if option}) < 4:
                self.add_error("option_0", _("Viết đủ bốn đáp án khác nhau."))
        return values


QuestionRows = forms.formset_factory(QuestionRow, extra=1, max_num=QUESTIONS_MOST, absolute_max=QUESTIONS_MOST + 10)


def rows_of(words: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Questions as the rows show them."""
    return [
        {"prompt": each["prompt"], "answer": each["answer"], "is_confirmed": each["is_confirmed"], "source": each.get("from", "")}
        | {f"option_{place}": option for place, option in enumerate(each["options"])}
        for each in words.get("questions", [])
    ]  # fmt: skip


def questions_of(rows: Any) -> dict[str, Any]:
    """The words that rows make; empty rows are left out."""
    kept = [row.cleaned_data for row in rows if row.cleaned_data.get("prompt")]
    return {
        "questions": [
            {"prompt": row["prompt"], "options": [row[f"option_{place}"] for place in range(4)], "answer": row["answer"],
             "is_confirmed": row["is_confirmed"], "from": row["source"]}
            for row in kept
        ]
    }  # fmt: skip


WORDS: dict[str, type[Words]] = {
    Form.EMAIL: EmailWords, Form.SMS: SmsWords, Form.ZALO: ZaloWords, Form.LEAFLET_A5: LeafletWords,
    Form.LEAFLET_A4: LeafletWords, Form.POSTER: LeafletWords, Form.SCRIPT: ScriptWords, Form.SLIDES: SlidesWords,
}  # fmt: skip


class UseForm(forms.Form):
    """That a form was used."""

    channel = forms.ChoiceField(label=gettext_lazy("Bằng cách nào"), choices=Channel.choices)
    sent_count = forms.IntegerField(
        label=gettext_lazy("Bao nhiêu"),
        min_value=1,
        max_value=10_000_000,
        help_text=gettext_lazy("Số tin, số tờ, số lần phát hoặc số người dự."),
    )
    unit = UnitField(label=gettext_lazy("Ở đơn vị nào"), required=False)
    on = DayField(label=gettext_lazy("Ngày nào"))
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)

    def clean_on(self) -> date:
        """Not a day to come."""
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise ValidationError(_("Ngày này chưa tới."))
        return on


class CopiesForm(forms.Form):
    """For whose branch leaflets are made. It stands beside a `UseForm`, which has a unit of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id="id_copies_%s", **options)

    unit = UnitField(label=gettext_lazy("In cho mọi đơn vị trong nhánh"))


class WordingForm(forms.Form):
    """One line of a table."""

    kind = forms.ChoiceField(label=gettext_lazy("Bảng"), choices=WordingKind.choices)
    written = forms.CharField(label=gettext_lazy("Viết là"), max_length=80)
    instead = forms.CharField(
        label=gettext_lazy("Nói là"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Bỏ trống để bảng có sẵn không dùng dòng này nữa."),
    )


def units_of(form: forms.Form, units: Any) -> None:
    """Let a form's unit be one of these."""
    form.fields["unit"].units = units  # type: ignore[attr-defined]
