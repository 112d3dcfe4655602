"""An article on its way: its page at the desk, and each deed that moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.choices import ArticleState, Verdict
from caunoi.newsroom.models import Article
from caunoi.newsroom.web.desk.articles import TONES
from caunoi.newsroom.web.desk.forms import ReviewForm, ScheduleForm, WithdrawForm
from caunoi.organisations.queries import scope_asked

FORMS = {"review": ReviewForm, "schedule": ScheduleForm, "withdraw": WithdrawForm}


def _load(request: HttpRequest, article_id: UUID) -> Article:
    return queries.article_on_desk(scope_asked(request, clock.today()), article_id)


def _returned(article: Article, newest: Any) -> Any:
    """The review that sent the newest text back, while it waits to be mended."""
    if article.state != ArticleState.DRAFT:
        return None
    return next((row for row in newest.said if row.verdict == Verdict.RETURN), None)


def _page(request: HttpRequest, article: Article, name: str = "", bound: Any = None, status: int = 200) -> HttpResponse:
    """The article as its readers will see it, what was said of it, and what can be done next."""
    revisions = queries.revisions_of(article)
    newest = revisions[0]
    shown = {key: form() if key != "review" else form(initial={"number": newest.number}) for key, form in FORMS.items()}
    if name:
        shown[name] = bound
    may_review = rules.may_review_revision(request.user, newest)
    return render(
        request,
        "newsroom/desk/article.html",
        {
            "article": article,
            "newest": newest,
            "body": queries.illustrated(newest.body),
            "cover": queries.cover_shown(newest),
            "revisions": revisions,
            "meant": queries.meant_by(newest),
            "tone": TONES[article.state],
            "forms": shown,
            "may_review": may_review,
            "returned": _returned(article, newest),
            "is_wrong": is_wrong(*shown.values()),
            "saved": request.GET.get("saved", ""),
            "form": bound if bound is not None else shown["review"],
        },
        status=status,
    )


@require_GET
@login_required
def desk_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """The page of an article at the desk."""
    return _page(request, _load(request, article_id))


Deed = Callable[..., Article]


def _done(request: HttpRequest, article: Article, deed: Deed, said: str, **values: Any) -> HttpResponse:
    """Do a deed that asks for nothing: what is refused is said in a message."""
    try:
        deed(article=article, by=request.user, at=clock.now(), **values)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, said)
    return redirect("newsroom:desk_article", article_id=article.public_id)


@require_POST
@login_required
@idempotent
def submit_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Send it to a second person."""
    article = _load(request, article_id)
    return _done(
        request, article, actions.submit_article, _("Đã gửi duyệt. Người khác của đơn vị hoặc cấp trên duyệt.")
    )


@require_POST
@login_required
@idempotent
def discard_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Drop what was never public."""
    article = _load(request, article_id)
    try:
        actions.discard_article(article=article, by=request.user, at=clock.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("newsroom:desk_article", article_id=article.public_id)
    messages.success(request, _("Đã bỏ bài “%(title)s”.") % {"title": article.title[:80]})
    return redirect("newsroom:desk_articles")


@require_POST
@login_required
@idempotent
def publish_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Put it out now."""
    return _done(request, _load(request, article_id), actions.publish_article, _("Đã đăng."))


@require_POST
@login_required
@idempotent
def unschedule_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Call off its moment."""
    return _done(request, _load(request, article_id), actions.unschedule_article, _("Đã bỏ hẹn giờ."))


def _filled(
    request: HttpRequest, article_id: UUID, name: str, act: Callable[[Article, dict[str, Any]], str]
) -> HttpResponse:
    """Do a deed with what was filled in; what is refused stands at its field, and what was typed stays."""
    article = _load(request, article_id)
    form: forms.Form = FORMS[name](posted(request))
    if not form.is_valid():
        return _page(request, article, name, form, 422)
    try:
        said = act(article, form.cleaned_data)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            form.add_error(None, error)
            return _page(request, article, name, form, 422)
        form.add_error(None, error.messages)
        return _page(request, article, name, form, 409)
    messages.success(request, said)
    return redirect("newsroom:desk_article", article_id=article.public_id)


@require_POST
@login_required
@idempotent
def review_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Approve the revision that was read, or return it with what to mend."""

    def act(article: Article, values: dict[str, Any]) -> str:
        given = {"article": article, "number": values["number"], "note": values["note"]}
        if request.POST.get("deed") == "return":
            actions.return_article(**given, by=request.user, at=clock.now())
            return _("Đã trả lại cho người viết.")
        actions.approve_article(**given, by=request.user, at=clock.now())
        return _("Đã duyệt. Giờ có thể đăng hoặc hẹn giờ.")

    return _filled(request, article_id, "review", act)


@require_POST
@login_required
@idempotent
def schedule_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Let it go out at a moment."""

    def act(article: Article, values: dict[str, Any]) -> str:
        actions.schedule_article(article=article, publish_at=values["publish_at"], by=request.user, at=clock.now())
        return _("Đã hẹn giờ đăng.")

    return _filled(request, article_id, "schedule", act)


@require_POST
@login_required
@idempotent
def withdraw_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Take the public text away."""

    def act(article: Article, values: dict[str, Any]) -> str:
        actions.withdraw_article(article=article, reason=values["reason"], by=request.user, at=clock.now())
        return _("Đã gỡ bài. Chỗ của bài ghi ngày gỡ và lý do.")

    return _filled(request, article_id, "withdraw", act)
