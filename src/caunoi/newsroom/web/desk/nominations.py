"""Nominations: written below on a phone, chosen at the desk, begun as articles."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted, posted_with_files
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.choices import NominationState
from caunoi.newsroom.models import Nomination
from caunoi.newsroom.web.desk.series_forms import DecisionForm, NominationForm
from caunoi.organisations.queries import scope_asked

ROWS = 25
TONES = {"SENT": "info", "SELECTED": "warn", "DECLINED": "", "PUBLISHED": "ok"}


@login_required
@idempotent
def nominate(request: HttpRequest) -> HttpResponse:
    """The form, and what came of earlier ones."""
    scope = scope_asked(request, clock.today())
    units = queries.units_of(scope)
    if not units:
        raise Nomination.DoesNotExist
    data, files = posted_with_files(request)
    form = NominationForm(data, files, units=units)
    if data is not None and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        try:
            actions.nominate(unit=unit, draft=form.draft(), by=request.user, at=clock.now())
        except FileProblem as problem:
            form.add_error("photo", problem.message)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã gửi đề cử. Công đoàn cấp trên đọc và trả lời ở đây."))
            return redirect("newsroom:nominate")
    sent = queries.nominations_sent_by(request.user, scope)[:ROWS]
    context = {"form": form, "is_wrong": is_wrong(form), "sent": [(row, TONES[row.state]) for row in sent]}
    return render(request, "newsroom/desk/nominate.html", context, status=422 if context["is_wrong"] else 200)


@require_GET
@login_required
def desk_nominations(request: HttpRequest) -> HttpResponse:
    """What was put forward in the person's branches, by state."""
    scope = scope_asked(request, clock.today())
    if not rules.may_write_article(scope):
        raise Nomination.DoesNotExist
    state, start = asked(request, "state"), start_of(request)
    rows, counts = queries.nominations_on_desk(scope, state), queries.nominations_by_state(scope)
    total = counts.get(state, 0) if state else sum(counts.values())
    return render(
        request,
        "newsroom/desk/nominations.html",
        {
            "nominations": [(row, TONES[row.state]) for row in rows[start : start + ROWS]],
            "pages": pages_of(start, ROWS, total),
            "state": state,
            "tabs": [("", _("Tất cả"), sum(counts.values()))]
            + [(item.value, item.label, counts.get(item, 0)) for item in NominationState],
        },
    )


def _page(request: HttpRequest, found: Nomination, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = {"nomination": found, "tone": TONES[found.state], "form": form, "is_wrong": is_wrong(form)}
    return render(request, "newsroom/desk/nomination.html", context, status=status)


@require_GET
@login_required
def desk_nomination(request: HttpRequest, nomination_id: UUID) -> HttpResponse:
    """One, with its photo; the decision."""
    scope = scope_asked(request, clock.today())
    found = queries.nomination_on_desk(scope, nomination_id)
    return _page(request, found, DecisionForm(owners=queries.desks_of(scope)))


@require_POST
@login_required
@idempotent
def decide_nomination(request: HttpRequest, nomination_id: UUID) -> HttpResponse:
    """Choose it, which begins an article, or say why not."""
    scope = scope_asked(request, clock.today())
    found = queries.nomination_on_desk(scope, nomination_id)
    owners = queries.desks_of(scope)
    form = DecisionForm(posted(request), owners=owners)
    if not form.is_valid():
        return _page(request, found, form, 422)
    given = {"nomination": found, "note": form.cleaned_data["note"], "by": request.user, "at": clock.now()}
    try:
        if request.POST.get("deed") == "select":
            article = actions.select_nomination(owner=form.cleaned_data.get("owner") or owners[0], **given)
            messages.success(request, _("Đã chọn. Viết tiếp thành bài rồi gửi duyệt."))
            return redirect("newsroom:edit_article", article_id=article.public_id)
        actions.decline_nomination(**given)
    except (ValidationError, FileProblem) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else error.message)
        return _page(request, found, form, 422)
    messages.success(request, _("Đã trả lời đơn vị đề cử."))
    return redirect("newsroom:desk_nomination", nomination_id=nomination_id)


@require_GET
@login_required
def nomination_photo(request: HttpRequest, nomination_id: UUID) -> FileResponse:
    """Its photo, for whoever sent it, their unit and the desk."""
    scope = scope_asked(request, clock.today())
    found = queries.nomination_photo_for(request.user, nomination_id, scope)
    return store.response_for(found.photo, inline=True)
