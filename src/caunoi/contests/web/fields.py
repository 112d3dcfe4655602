"""Fields of the room's forms."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caunoi.contests.choices import USUAL_CONSENT, Eligibility, PrizeKind, TieBreak
from caunoi.contests.models import Contest
from caunoi.organisations.models import Unit

PRIZES_MOST = 500
TICK = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """The device's own picker of day and hour; the value travels as ISO 8601 without a zone: the federation's."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=TICK)


class MomentField(forms.DateTimeField):
    """A moment: ISO from the device, or 18/6/2026 7:00 typed by hand."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[TICK, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"], **kwargs)
        self.error_messages["invalid"] = _("Nhập ngày giờ dạng 18/6/2026 7:00.")


PERIOD = re.compile(r"^(?P<start>.+?\d:\d\d)\s*[-–—]+\s*(?P<end>.+)$")
PRIZE = re.compile(r"^(?P<name>.*\S)\s*[:|]\s*(?P<count>\d{1,3})\s*$", re.ASCII)


def lines_of(text: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class RoundsField(forms.CharField):
    """Rounds, one a line: opening, a dash, closing."""

    def clean(self, value: Any) -> tuple[tuple[datetime, datetime], ...]:
        """Pairs of moments. Raises ValidationError naming the line."""
        moment, rows = MomentField(), []
        for line in lines_of(super().clean(value)):
            found = PERIOD.match(line)
            try:
                if not found:
                    raise ValidationError("")
                rows.append((moment.clean(found["start"]), moment.clean(found["end"])))
            except ValidationError as error:
                words = _("Dòng “%(line)s”: ghi như 5/12/2026 7:00 - 9/12/2026 21:00.")
                raise ValidationError(words, params={"line": line}) from error
        return tuple(rows)


class PrizesField(forms.CharField):
    """Prizes for people, one a line: name, a colon, how many."""

    def clean(self, value: Any) -> tuple[tuple[str, int, str], ...]:
        """Prizes in order. Raises ValidationError naming the line."""
        rows = []
        for line in lines_of(super().clean(value)):
            found = PRIZE.match(line)
            if not found or not 1 <= int(found["count"]) <= PRIZES_MOST:
                raise ValidationError(_("Dòng “%(line)s”: ghi như Giải Nhì: 2."), params={"line": line})
            rows.append((found["name"], int(found["count"]), PrizeKind.PERSON.value))
        return tuple(rows)


class PeopleField(forms.CharField):
    """People, one a line: name, a comma, telephone."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> list[tuple[str, str]]:
        """Pairs of name and telephone."""
        rows = [line.rpartition(",") if "," in line else (line, "", "") for line in lines_of(super().clean(value))]
        return [(name.strip(), phone.strip()) for name, _comma, phone in rows]


class CommitteeForm(forms.Form):
    """Who runs the contest."""

    people = PeopleField(
        label=_("Ban tổ chức"), required=False, max_length=4000,
        help_text=_("Mỗi dòng một người: họ tên, số điện thoại. Những người này thi được nhưng không xét giải."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Mọi người đọc được.")
    )


class EntrantForm(forms.Form):
    """Who takes part; a person with an account need not write the telephone."""

    use_required_attribute = False
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Số điện thoại"), max_length=30, help_text=_("Mỗi số dự thi một người. Công bố thì che các số giữa."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    has_consented = forms.BooleanField(label=_("Tôi đã đọc và đồng ý"))

    def __init__(self, *args: Any, contest: Contest, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.fields["phone"].required = not is_known
        self.fields["has_consented"].error_messages["required"] = _("Cần đồng ý thì mới dự thi được.")


class ContestForm(forms.Form):
    """A contest with one round; more are added on its page."""

    unit = forms.ModelChoiceField(label=_("Đơn vị tổ chức"), queryset=Unit.objects.none(), to_field_name="code")
    title = forms.CharField(label=_("Tên cuộc thi"), max_length=200)
    about = forms.CharField(
        label=_("Giới thiệu"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Thi về nội dung gì, đọc tài liệu ở đâu."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Mở lúc"))
    closes_at = MomentField(label=_("Đóng lúc"))
    question_count = forms.IntegerField(label=_("Số câu một bài"), min_value=1, max_value=100, initial=10)
    minutes = forms.IntegerField(label=_("Số phút làm bài"), min_value=1, max_value=180, initial=10)
    attempts_per_round = forms.IntegerField(label=_("Số lượt mỗi đợt"), min_value=1, max_value=20, initial=1)
    eligibility = forms.ChoiceField(
        label=_("Ai dự thi"), choices=Eligibility, initial=Eligibility.ANYONE, widget=forms.RadioSelect,
        help_text=_("Chỉ nhận đơn vị trong nhánh của đơn vị tổ chức."),
    )  # fmt: skip
    has_prediction = forms.BooleanField(
        label=_("Hỏi thêm: cuộc thi có bao nhiêu lượt dự thi"), required=False, initial=True,
        help_text=_("Dự đoán gần đúng nhất xếp trên khi bằng số câu đúng."),
    )  # fmt: skip
    tie_break = forms.ChoiceField(
        label=_("Bằng nhau nữa thì xét"), choices=[(TieBreak.DURATION, TieBreak.DURATION.label), (TieBreak.EARLIEST, TieBreak.EARLIEST.label)],
        initial=TieBreak.DURATION,
    )  # fmt: skip
    more_rounds = RoundsField(
        label=_("Các đợt sau"), required=False,
        help_text=_("Mỗi dòng một đợt: 5/12/2026 7:00 - 9/12/2026 21:00."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    easy_count = forms.IntegerField(label=_("Số câu dễ"), required=False, min_value=0, max_value=100)
    hard_count = forms.IntegerField(
        label=_("Số câu khó"), required=False, min_value=0, max_value=100,
        help_text=_("Để trống thì rút ngẫu nhiên từ mọi độ khó."),
    )  # fmt: skip
    prizes = PrizesField(
        label=_("Giải cá nhân"), required=False, help_text=_("Mỗi dòng một giải: Giải Nhất: 1."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    unit_count = forms.IntegerField(
        label=_("Số giải tập thể, theo số người dự thi"), required=False, min_value=0, max_value=20
    )
    unit_rate = forms.IntegerField(
        label=_("Số giải tập thể, theo tỷ lệ trên đoàn viên"), required=False, min_value=0, max_value=20
    )
    consent_text = forms.CharField(
        label=_("Lời đồng ý của người dự thi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        self.fields["consent_text"].initial = USUAL_CONSENT

    def clean(self) -> dict[str, Any]:
        """The closing after the opening."""
        given: dict[str, Any] = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Giờ đóng phải sau giờ mở."))
        return given
