"""Bring a paper in, check what the machine read beside the picture, send."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.channels.choices import PaperState
from caunoi.channels.entering import rules
from caunoi.channels.entering.web.forms import EnteringForm, draft_of
from caunoi.channels.entering.web.receipts import receipt_page
from caunoi.channels.entering.web.views import hints_of, refusal_into
from caunoi.channels.models import Paper
from caunoi.channels.paper import actions, queries
from caunoi.feedback.actions import Received
from caunoi.feedback.choices import Channel
from caunoi.kit import clock
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted, posted_with_files
from caunoi.organisations.queries import scope_asked


class PaperForm(forms.Form):
    """One letter."""

    file = forms.FileField(
        label=_("Ảnh chụp hoặc bản quét"), help_text=_("JPG, PNG hoặc PDF, nhiều nhất 5 trang, 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"required": _("Chọn ảnh chụp hoặc bản quét.")},
    )  # fmt: skip


@login_required
@idempotent
def papers(request: HttpRequest) -> HttpResponse:
    """Bring a paper in, and see those that wait."""
    scope = scope_asked(request, clock.today())
    desk = rules.desk_of(scope)
    form = PaperForm(*posted_with_files(request))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            paper = actions.start_paper(
                data=upload.read(), filename=upload.name or "", desk=desk, by=request.user, at=clock.now()
            )
            return redirect("channels:paper", paper_id=paper.public_id)
        except FileProblem as problem:
            form.add_error("file", problem.message)
    waiting = queries.papers_of(scope).filter(state__in=queries.WAITING)[:50]
    context = {"form": form, "papers": waiting, "channel": Channel.PAPER.value}
    return render(request, "channels/papers.html", context, status=422 if is_wrong(form) else 200)


def _paper(request: HttpRequest, paper_id: UUID, *, or_taken: bool = False) -> Paper:
    return queries.paper_for(scope_asked(request, clock.today()), paper_id, or_taken=or_taken)


@login_required
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Wait while the machine reads; then check, mend, read who sent it, and send."""
    found = _paper(request, paper_id, or_taken=request.method == "POST")
    if found.state in {PaperState.QUEUED, PaperState.READING} and request.method != "POST":
        return render(request, "channels/paper_wait.html", {"paper": found})
    form = EnteringForm(posted(request), initial={"text": found.text, "has_printed_receipt": False})
    form.fields["text"].widget.attrs["rows"] = 16
    if request.method == "POST" and form.is_valid():
        received = _confirmed(request, found, form)
        if received is not None:
            return receipt_page(request, received, further=reverse("channels:papers"))
    context = {"paper": found, "form": form, "pages": range(found.pages_count), "hints": hints_of(request)}
    return render(request, "channels/paper.html", context, status=422 if is_wrong(form) else 200)


def _confirmed(request: HttpRequest, found: Paper, form: EnteringForm) -> Received | None:
    """The key is the paper's own: sent twice, it is one case."""
    draft = draft_of(
        form,
        channel=Channel.PAPER,
        key=f"paper:{found.public_id}",
        clerk=request.user,
        desk=found.desk,
        files=(found.file,),
    )
    try:
        return actions.confirm_paper(paper=found, draft=draft, by=request.user, at=clock.now())
    except ValidationError as error:
        refusal_into(form, error)
        return None


@require_GET
@login_required
def paper_page(request: HttpRequest, paper_id: UUID, page: int) -> HttpResponse:
    """A page as a picture."""
    found = _paper(request, paper_id)
    try:
        picture = actions.picture_of(found, page)
    except IndexError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


@require_POST
@login_required
@idempotent
def discard_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """It is no case after all."""
    actions.discard_paper(paper=_paper(request, paper_id), by=request.user, at=clock.now())
    return redirect("channels:papers")
