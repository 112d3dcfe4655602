"""Reporting an activity: the form, the same form for a phone without a network, and what the script asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from caunoi.kit import clock, encryption, ids
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.plans.actions.reporting import (
    FILES_MOST,
    OPEN,
    Asked,
    QuestionsError,
    as_facts,
    duty_keys,
    report_activity,
)
from caunoi.plans.choices import ActivityState
from caunoi.plans.models import Activity
from caunoi.plans.queries.activities import own_activity_for, reporting_units, to_acknowledge
from caunoi.plans.web.activity_fields import ReportForm
from caunoi.plans.web.activity_sending import Choices, choices_of, held, item_words, report_from, take_files


def reporter(request: HttpRequest) -> list[Unit]:
    """The unions that the person reports for. Raises Activity.DoesNotExist for everybody else."""
    units = reporting_units(scope_asked(request, clock.today()))
    if not units:
        raise Activity.DoesNotExist
    return units


def person_key(request: HttpRequest) -> str:
    """What drafts on a phone are kept under: says nothing about who it is."""
    return encryption.fingerprint(str(request.user.public_id), "plans.drafts")[:32]


def wants_json(request: HttpRequest) -> bool:
    """The script sends the same form, and reads the answer itself."""
    return request.headers.get("Accept", "") == "application/json"


def _initial(request: HttpRequest, activity: Activity | None, choices: Choices) -> dict[str, Any]:
    """What the row says, or what a link to the form named: a task, a duty (or all of a directive's), a title."""
    if activity is not None:
        tasks = [str(each) for each in activity.tasks.values_list("public_id", flat=True)]
        return as_facts(activity) | {"tasks": tasks, "duties": sorted(duty_keys(activity))}
    duty = asked(request, "duty", 80)
    return {
        "happened_on": clock.today(), "tasks": [asked(request, "task", 40)],
        "duties": [key for key in choices.duties if duty and key.startswith(duty)],
        "title": asked(request, "title", 300),
    }  # fmt: skip


def _arrived(request: HttpRequest, row: Activity, *, is_new: bool) -> HttpResponse:
    """Where the report is; said again to a phone that never heard the first answer."""
    url = reverse("plans:activity", args=[row.public_id])
    return JsonResponse({"url": url, "is_new": is_new}) if wants_json(request) else redirect(url)


class _Page:
    """One showing of the form: what was sent, what it may serve, what is asked."""

    def __init__(self, request: HttpRequest, activity: Activity | None) -> None:
        self.request, self.activity, self.at = request, activity, clock.now()
        self.units = [activity.unit] if activity is not None else reporter(request)
        self.choices: Choices = choices_of(self.units, self.at, activity)
        self.data = posted(request)
        self.problems: list[str] = []
        self.questions: list[Asked] = []
        if self.data is not None:
            self.problems = take_files(request, self.data, self.at)
        self.form = ReportForm(
            self.data, units=self.units, tasks=self.choices.task_rows(), duties=self.choices.duty_rows(),
            initial=_initial(request, activity, self.choices),
        )  # fmt: skip

    def key(self) -> UUID:
        """The report's own key: of the row, of the phone, or a fresh one."""
        if self.activity is not None:
            return self.activity.key
        try:
            return UUID((self.data or QueryDict()).get("key", ""))
        except ValueError:
            return ids.new_id()

    def show(self) -> HttpResponse:
        """The form, with what must be mended or confirmed."""
        data = self.data if self.data is not None else QueryDict()
        wrong = is_wrong(self.form) or bool(self.problems)
        if wants_json(self.request):
            return self._said()
        kept = set(data.getlist("kept")) if self.data is not None else None
        files = self.activity.files.select_related("file").order_by("position", "id") if self.activity else []
        context = {
            "form": self.form, "activity": self.activity, "key": self.key(), "held": held(data, self.at),
            "files": [row for row in files if kept is None or str(row.public_id) in kept], "most": FILES_MOST,
            "questions": self.questions, "confirmed": data.getlist("confirmed"), "problems": self.problems,
            "person": person_key(self.request), "is_wrong": wrong or bool(self.questions),
            "to_acknowledge": to_acknowledge(self.units), "items": item_words(), "address": self.request.path,
        }  # fmt: skip
        status = 422 if wrong or self.questions else 200
        return render(self.request, "plans/report_activity.html", context, status=status)

    def _said(self) -> JsonResponse:
        errors = {name: [str(each) for each in found] for name, found in self.form.errors.items()}
        if self.problems:
            errors["files"] = [*errors.get("files", []), *self.problems]
        is_gone = any(each.code == "GONE" for found in self.form.errors.as_data().values() for each in found)
        said = {
            "problems": errors, "is_gone": is_gone,
            "questions": [{"code": each.code, "text": each.text} for each in self.questions],
        }  # fmt: skip
        return JsonResponse(said, status=422)

    def send(self) -> HttpResponse:
        """Report, or show why not."""
        if self.problems or not self.form.is_valid():
            return self.show()
        given = self.form.cleaned_data
        report = report_from(self.data or QueryDict(), given, self.key(), self.choices)
        try:
            row, is_new = report_activity(unit=given["unit"], report=report, by=self.request.user, at=self.at)
        except QuestionsError as error:
            self.questions = error.questions
            return self.show()
        except ValidationError as error:
            add_errors(self.form, error)
            return self.show()
        if not wants_json(self.request):
            messages.success(self.request, _("Đã gửi báo cáo. Cấp trên duyệt xong, bạn sẽ được báo."))
        return _arrived(self.request, row, is_new=is_new)


@require_http_methods(["GET", "POST"])
@login_required
def report_activity_new(request: HttpRequest) -> HttpResponse:
    """A new report. The key in the form makes it one, however often it is sent."""
    page = _Page(request, None)
    return page.show() if page.data is None else page.send()


@require_http_methods(["GET", "POST"])
@login_required
def report_again(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """A report that was returned, or a meeting whose list was signed: the same form, filled in."""
    scope = scope_asked(request, clock.today())
    activity = own_activity_for(request.user, activity_id, scope)
    if request.method == "GET" and activity.state not in OPEN:
        raise Activity.DoesNotExist
    if activity.state in {ActivityState.SUBMITTED, ActivityState.ACCEPTED}:
        return _arrived(request, activity, is_new=False)
    page = _Page(request, activity)
    return page.show() if page.data is None else page.send()


@require_GET
@login_required
def activity_choices(request: HttpRequest) -> JsonResponse:
    """For the script: who sends, with which token, for which units, and what an activity may serve."""
    units = reporter(request)
    choices = choices_of(units, clock.now())
    said = {
        "person": person_key(request), "csrf": get_token(request),
        "units": [[str(unit.public_id), unit.name] for unit in units],
        "tasks": choices.task_rows(), "duties": choices.duty_rows(),
    }  # fmt: skip
    response = JsonResponse(said)
    response["Cache-Control"] = "private, no-store"
    return response
