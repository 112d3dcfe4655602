"""Settings of the room: the tree of competences and the time limits. Everybody signed in may read them, because deadlines
must be checkable; the highest union's officers change them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET

from caunoi.feedback import actions, rules
from caunoi.feedback.models import LimitRule, Topic
from caunoi.feedback.queries.competence import topic_lines
from caunoi.feedback.queries.limits import CODES, limit_lines
from caunoi.feedback.web.desk.fields import UnitField
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.library.choices import ReformArea
from caunoi.library.queries import known_codes
from caunoi.organisations.models import UnitKind
from caunoi.organisations.queries import scope_asked
from caunoi.pure.workdays import Unit as LimitUnit

NAMES = {
    "ACCEPT": _l("Đơn vị tiếp nhận việc được giao"), "TRANSFER": _l("Chuyển nơi có thẩm quyền"),
    "ANSWER_NORMAL": _l("Trả lời, việc bình thường"), "ANSWER_COMPLEX": _l("Trả lời, việc phức tạp"),
    "ANSWER_URGENT": _l("Trả lời, việc khẩn"), "DATA_ACKNOWLEDGE": _l("Xác nhận yêu cầu về dữ liệu"),
    "DATA_DO": _l("Làm xong yêu cầu về dữ liệu"), "DATA_DO_COMPLEX": _l("Làm xong, khi nơi khác cũng giữ dữ liệu"),
}  # fmt: skip
UNITS = (
    (LimitUnit.WD.value, _l("ngày làm việc")), (LimitUnit.CD.value, _l("ngày theo lịch")),
    (LimitUnit.WH.value, _l("giờ làm việc")),
)  # fmt: skip
EMPTY: list[tuple[str, Any]] = [("", "—")]


class TopicForm(forms.Form):
    """A node of the tree. The code is asked for only when it is added."""

    code = forms.SlugField(
        label=_l("Mã"), max_length=40, help_text=_l("Chữ không dấu, ví dụ LAND. Không đổi được về sau.")
    )
    name = forms.CharField(label=_l("Tên"), max_length=200)
    parent = forms.ModelChoiceField(
        label=_l("Thuộc"), queryset=Topic.objects.none(), to_field_name="code", required=False, empty_label="—"
    )
    area = forms.ChoiceField(label=_l("Nội dung cải cách"), choices=[*EMPTY, *ReformArea.choices], required=False)
    procedure_code = forms.CharField(label=_l("Mã thủ tục hành chính"), required=False, max_length=20)
    words = forms.CharField(
        label=_l("Chữ để máy nhận ra"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_l("Mỗi dòng một cụm. Có dấu hay không đều nhận."),
    )  # fmt: skip
    competent_kind = forms.ModelChoiceField(
        label=_l("Loại đơn vị có thẩm quyền, theo địa bàn"), queryset=UnitKind.objects.none(), to_field_name="code",
        required=False, empty_label="—",
    )  # fmt: skip
    competent_unit = UnitField(label=_l("Hoặc một đơn vị có thẩm quyền"), required=False)
    source = forms.CharField(label=_l("Văn bản nguồn"), required=False, max_length=200)
    is_verified = forms.BooleanField(label=_l("Đã đối chiếu với bản gốc"), required=False)
    is_active = forms.BooleanField(label=_l("Đang dùng"), required=False, initial=True)

    def __init__(self, *args: Any, topic: Topic | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Topic.objects.order_by("folded_name")
        self.fields["parent"].queryset = rows.exclude(pk=topic.pk) if topic else rows  # type: ignore[attr-defined]
        self.fields["competent_kind"].queryset = UnitKind.objects.order_by("name")  # type: ignore[attr-defined]
        if topic is not None:
            del self.fields["code"]


class LimitForm(forms.Form):
    """A limit from a coming day on."""

    code = forms.ChoiceField(label=_l("Thời hạn"), choices=[(code, NAMES[code]) for code in CODES])
    topic = forms.ModelChoiceField(
        label=_l("Chỉ cho lĩnh vực"), queryset=Topic.objects.none(), to_field_name="code", required=False,
        empty_label=_l("Mọi lĩnh vực"),
    )  # fmt: skip
    amount = forms.IntegerField(label=_l("Số"), min_value=1, max_value=400)
    unit = forms.ChoiceField(label=_l("Tính theo"), choices=UNITS)
    valid_from = DayField(label=_l("Áp dụng từ ngày"), help_text=_l("Sau hôm nay. Lời hẹn đã đưa ra không đổi."))
    legal_basis = forms.CharField(
        label=_l("Căn cứ"), max_length=200, help_text=_l("Văn bản, điều, khoản, hoặc quy chế của liên đoàn.")
    )
    is_verified = forms.BooleanField(label=_l("Đã đối chiếu với bản gốc"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(is_active=True).order_by("folded_name")  # type: ignore[attr-defined]


def _may(request: HttpRequest) -> bool:
    return rules.may_keep_settings(scope_asked(request, clock.today()))


@require_GET
@login_required
def topics(request: HttpRequest) -> HttpResponse:
    """The tree of competences."""
    lines = topic_lines()
    codes = {line.topic.procedure_code for line in lines if line.topic.procedure_code}
    context = {"lines": lines, "is_kept": _may(request), "procedures": known_codes(codes)}
    return render(request, "feedback/desk/topics.html", context)


def _edited(request: HttpRequest, topic: Topic | None) -> HttpResponse:
    if not _may(request):
        raise Topic.DoesNotExist
    names = [name for name in TopicForm.base_fields if name != "code"]
    form = TopicForm(
        posted(request), topic=topic, initial={name: getattr(topic, name) for name in names} if topic else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_topic(
                topic=topic,
                draft=actions.TopicDraft(**form.cleaned_data),
                by=request.user,
                at=clock.now(),  # type: ignore[arg-type]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã lưu. Việc mới được phân loại theo cây này."))
            return redirect("feedback:topics")
    context = {"form": form, "topic": topic, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/topic_form.html", context, status=422 if is_wrong(form) else 200)


@login_required
@idempotent
def add_topic(request: HttpRequest) -> HttpResponse:
    """A new subject."""
    return _edited(request, None)


@login_required
@idempotent
def edit_topic(request: HttpRequest, code: str) -> HttpResponse:
    """Change a subject."""
    return _edited(request, Topic.objects.select_related("parent", "competent_unit", "competent_kind").get(code=code))


@require_GET
@login_required
def limits(request: HttpRequest) -> HttpResponse:
    """Every time limit with its source, what held before and what is to come."""
    groups = [(NAMES.get(code, code), lines) for code, lines in limit_lines(clock.today()) if lines]
    return render(
        request, "feedback/desk/limits.html", {"groups": groups, "units": dict(UNITS), "is_kept": _may(request)}
    )


@login_required
@idempotent
def add_limit_rule(request: HttpRequest) -> HttpResponse:
    """Another limit from a coming day on; what held until then stays as it was."""
    if not _may(request):
        raise LimitRule.DoesNotExist
    form = LimitForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_limit_rule(draft=actions.LimitDraft(**form.cleaned_data), by=request.user, at=clock.now())  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Đã thêm. Mức trước hết hiệu lực vào ngày đó."))
            return redirect("feedback:limits")
    context = {"form": form, "is_wrong": is_wrong(form)}
    return render(request, "feedback/desk/limit_form.html", context, status=422 if is_wrong(form) else 200)
