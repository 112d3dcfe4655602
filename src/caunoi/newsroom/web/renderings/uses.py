"""Where a form went: recorded by hand, mailed, printed for every unit of a branch."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.newsroom import actions, queries
from caunoi.newsroom.choices import Form, RunState
from caunoi.newsroom.models import Rendering
from caunoi.newsroom.web.renderings.forms import CopiesForm, UseForm, units_of
from caunoi.newsroom.web.renderings.views import Desk, page_of, unbound

NOON = time(12)


@require_POST
@login_required
@idempotent
def record_use(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """Record that a form was sent, printed or read out."""
    desk = Desk(request, article_id, slug)
    form = UseForm(posted(request))
    units_of(form, desk.units())
    if not form.is_valid():
        return page_of(desk, unbound(desk), use=form, status=422)
    given, at = form.cleaned_data, clock.now()
    used_at = at if given["on"] == clock.today() else timezone.make_aware(datetime.combine(given["on"], NOON))
    actions.record_use(
        article=desk.article, form=desk.form, channel=given["channel"], unit=given["unit"], sent_count=given["sent_count"],
        note=given["note"], by=request.user, at=at, used_at=used_at,
    )  # fmt: skip
    messages.success(request, _("Đã ghi."))
    return desk.back()


@require_POST
@login_required
@idempotent
def send_email(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """Send the e-mail to the article's audience."""
    desk = Desk(request, article_id, slug)
    if desk.form != Form.EMAIL:
        raise Rendering.DoesNotExist
    try:
        use = actions.send_email(article=desk.article, by=request.user, at=clock.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return page_of(desk, unbound(desk), status=422)
    text = ngettext("Đang gửi thư cho %(n)d người.", "Đang gửi thư cho %(n)d người.", use.sent_count)
    messages.success(request, text % {"n": use.sent_count})
    return desk.back()


@require_POST
@login_required
@idempotent
def ask_leaflets(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """Ask for a leaflet for every unit of a branch, with its name and a code of its own."""
    desk = Desk(request, article_id, slug)
    if desk.form not in queries.PAPERS:
        raise Rendering.DoesNotExist
    form = CopiesForm(posted(request))
    units_of(form, desk.units())
    if form.is_valid():
        try:
            run = actions.ask_leaflets(
                article=desk.article, form=desk.form, unit=form.cleaned_data["unit"], by=request.user, at=clock.now()
            )
        except ValidationError as problem:
            form.add_error("unit", problem)
        else:
            return redirect("newsroom:leaflet_run", desk.article.public_id, run.public_id)
    return page_of(desk, unbound(desk), copies=form, status=422)


@require_GET
@login_required
def leaflet_run(request: HttpRequest, article_id: UUID, run_id: UUID) -> HttpResponse:
    """How far the leaflets of a branch are; the PDF when they are done."""
    desk = Desk(request, article_id)
    run = queries.run_for(desk.article, run_id)
    is_waiting = run.state in {RunState.QUEUED, RunState.RUNNING}
    context = {
        "article": desk.article, "run": run, "slug": run.form.lower().replace("_", "-"), "is_waiting": is_waiting,
        "share": f"{100 * run.done_count / max(run.total_count, 1):.0f}%",
    }  # fmt: skip
    return render(request, "newsroom/renderings/leaflet_run.html", context)
