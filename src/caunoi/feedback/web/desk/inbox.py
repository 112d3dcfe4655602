"""The inbox: tabs, filters, views of one's own, and the same as a spreadsheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.feedback import actions
from caunoi.feedback.choices import Channel, Urgency
from caunoi.feedback.models import Case, SavedView, Topic
from caunoi.feedback.queries.inbox import Tab, Wanted, is_by_deadline, page_of, tab_counts, wanted_cases
from caunoi.feedback.rules import may_keep_settings
from caunoi.feedback.web.desk.export import table_of
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.fields import DayField
from caunoi.kit.ui.given import asked, posted
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, scope_asked

TABS: tuple[tuple[Tab, Any], ...] = (
    (Tab.OPEN, gettext_lazy("Cần xử lý")),
    (Tab.WAITING, gettext_lazy("Chờ phân loại")),
    (Tab.HANDLING, gettext_lazy("Đang giải quyết")),
    (Tab.SOON, gettext_lazy("Sắp đến hạn")),
    (Tab.LATE, gettext_lazy("Quá hạn")),
    (Tab.SCREENING, gettext_lazy("Chờ lọc")),
    (Tab.APART, gettext_lazy("Cách ly")),
    (Tab.ANSWERED, gettext_lazy("Đã trả lời")),
    (Tab.ALL, gettext_lazy("Tất cả")),
)
WHOSE = (
    ("", gettext_lazy("Cả nhánh của tôi")), ("unit", gettext_lazy("Đơn vị tôi")), ("mine", gettext_lazy("Tôi xử lý"))
)  # fmt: skip
FILTERS = ("whose", "q", "area", "topic", "urgency", "channel", "unit", "body", "since", "until")


class FilterForm(forms.Form):
    """What narrows the list; it lives in the address."""

    q = forms.CharField(label=gettext_lazy("Chữ trong việc, hoặc mã việc"), required=False, max_length=200)
    whose = forms.ChoiceField(label=gettext_lazy("Của ai"), choices=WHOSE, required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("Nội dung cải cách"),
        choices=[("", gettext_lazy("Mọi nội dung")), *ReformArea.choices],
        required=False,
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Lĩnh vực"), queryset=Topic.objects.none(), to_field_name="code", required=False,
        empty_label=gettext_lazy("Mọi lĩnh vực"),
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=gettext_lazy("Mức khẩn"), choices=[("", gettext_lazy("Mọi mức")), *Urgency.choices], required=False
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Kênh đến"), choices=[("", gettext_lazy("Mọi kênh")), *Channel.choices], required=False
    )
    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    body = forms.UUIDField(required=False, widget=forms.HiddenInput)
    since = DayField(label=gettext_lazy("Nhận từ ngày"), required=False)
    until = DayField(label=gettext_lazy("đến ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]

    def wanted(self, tab: Tab) -> Wanted:
        """What is asked for; a filter that makes no sense asks for nothing."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) for name in FILTERS}
        topic = values.pop("topic")
        text = values.pop("q")
        given = {name: value for name, value in values.items() if value}
        return Wanted(tab=tab, text=text or "", topic=topic.code if topic else "", **given)


def _tab(request: HttpRequest) -> Tab:
    name = asked(request, "tab", 12)
    return Tab(name) if name in list(Tab) else Tab.OPEN


def _plain(request: HttpRequest) -> QueryDict:
    plain = QueryDict(mutable=True)
    for name in FILTERS:
        if value := asked(request, name):
            plain[name] = value
    return plain


def _chips(request: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    """Each filter in use in words, and the address without it."""
    chips = []
    for name in FILTERS:
        value = form.cleaned_data.get(name)
        if not value:
            continue
        if name in {"unit", "body"}:
            found = Unit.objects.filter(public_id=value).first()
            words = found.name if found else str(value)
        elif name in {"area", "urgency", "channel", "whose"}:
            words = str(dict(form.fields[name].choices).get(value, value))  # type: ignore[attr-defined]
        else:
            words = f"{form.fields[name].label}: {value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
        rest = request.GET.copy()
        for gone in (name, "after"):
            rest.pop(gone, None)
        chips.append((words, rest.urlencode()))
    return chips


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(asked(request, "after", 36))
    except ValueError:
        return None


def at_desk(request: HttpRequest) -> Scope:
    """The scope of a person with a post. Others have no inbox (404)."""
    scope = scope_asked(request, clock.today())
    if not scope.own_units():
        raise Case.DoesNotExist
    return scope


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Cases in the person's reach, nearest deadline first."""
    scope, now, tab = scope_asked(request, clock.today()), clock.now(), _tab(request)
    user: Any = request.user
    form = FilterForm(_plain(request), label_suffix="")
    wanted = form.wanted(tab)
    rows = wanted_cases(user, scope, wanted, now)
    page, following = page_of(rows, tab, _after(request), now)
    counts = tab_counts(user, scope, now)
    tabs = [
        (item, label, counts.get(item)) for item, label in TABS
        if item == tab or item not in {Tab.SCREENING, Tab.APART} or counts.get(item)
    ]  # fmt: skip
    kept = _plain(request)
    if tab != Tab.OPEN:
        kept["tab"] = tab
    context = {
        "rows": page, "following": following, "is_first": _after(request) is None, "tabs": tabs, "tab": tab,
        "filters": form, "chips": _chips(request, form), "kept": kept.urlencode(), "scope": scope,
        "views": list(SavedView.objects.filter(user=user).order_by("position", "name")[:20]),
        "may_sort": bool(scope.branches()), "is_by_deadline": is_by_deadline(tab), "today": clock.today(),
        "has_filters": bool(_plain(request)), "waiting_count": counts["waiting"],
        "may_keep_settings": may_keep_settings(scope),
    }  # fmt: skip
    return render(request, "feedback/desk/inbox.html", context)


@require_GET
@login_required
def export_cases(request: HttpRequest, kind: str) -> HttpResponse:
    """The same selection as a spreadsheet, without a word of any person."""
    if kind not in {"xlsx", "csv"}:
        raise Http404
    scope, tab = scope_asked(request, clock.today()), _tab(request)
    wanted = FilterForm(_plain(request)).wanted(tab)
    data, media_type = table_of(request.user, scope, wanted, clock.now(), kind)  # type: ignore[arg-type]
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="hop-viec.{kind}"'
    return response


class ViewForm(forms.Form):
    """A view's name."""

    name = forms.CharField(label=gettext_lazy("Tên"), max_length=60)
    query = forms.CharField(max_length=500, required=False)


def _view_address(query: str) -> str:
    return f"{reverse('feedback:inbox')}?{query}" if query else reverse("feedback:inbox")


@require_POST
@login_required
@idempotent
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; the same name again replaces."""
    at_desk(request)
    form = ViewForm(posted(request))
    if not form.is_valid():
        messages.error(request, _("Đặt tên cho cách xem, tối đa 60 ký tự."))
        return redirect(_view_address(request.POST.get("query", "")[:500]))
    given = QueryDict(form.cleaned_data["query"])
    query = "&".join(part for part in [given.urlencode()] if part)
    actions.save_view(name=form.cleaned_data["name"], query=query, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Đã lưu cách xem “%s”.") % form.cleaned_data["name"])
    return redirect(_view_address(query))


@require_POST
@login_required
@idempotent
def change_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Rename a view of one's own, or delete it."""
    at_desk(request)
    view = SavedView.objects.get(public_id=view_id, user=request.user)
    form = ViewForm(posted(request))
    try:
        if request.POST.get("deed") == "delete":
            actions.delete_view(view=view, by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã bỏ cách xem “%s”.") % view.name)
        elif form.is_valid():
            actions.rename_view(view=view, name=form.cleaned_data["name"], by=request.user, at=clock.now())  # type: ignore[arg-type]
            messages.success(request, _("Đã đổi tên cách xem."))
        else:
            messages.error(request, _("Đặt tên cho cách xem, tối đa 60 ký tự."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("feedback:inbox")
