"""The desk's list, and the page where an article is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.library.choices import ReformArea
from caunoi.library.queries import Chooser, document_label
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.choices import ArticleKind
from caunoi.newsroom.models import Article
from caunoi.newsroom.web.desk.forms import ArticleForm, PictureForm, SourceRows, initial_of, sources_of
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import MANAGING, placed_today, scope_asked
from caunoi.pure import pasting

ROWS = 25
FILTERS = ("q", "state", "kind", "area", "mine")
TONES = {
    "DRAFT": "",
    "IN_REVIEW": "warn",
    "APPROVED": "info",
    "SCHEDULED": "info",
    "PUBLISHED": "ok",
    "WITHDRAWN": "bad",
}


@require_GET
@login_required
def desk_articles(request: HttpRequest) -> HttpResponse:
    """Articles of the person's branches by state, the last changed first."""
    scope = scope_asked(request, clock.today())
    if not scope.branches():
        raise Article.DoesNotExist
    filters = {name: asked(request, name) for name in FILTERS}
    rows = queries.desk_rows(scope, filters, request.user.pk if filters["mine"] else None)
    start, total = start_of(request), rows.count()
    counts = queries.counts_by_state(scope)
    return render(
        request,
        "newsroom/desk/articles.html",
        {
            "articles": [(row, TONES[row.state]) for row in rows[start : start + ROWS]],
            "pages": pages_of(start, ROWS, total),
            "filters": filters,
            "has_filters": any(filters[name] for name in FILTERS if name != "state"),
            "tabs": [("", _("Tất cả"), sum(counts.values()))]
            + [(state.value, state.label, counts.get(state, 0)) for state in queries.TABS],
            "kinds": ArticleKind.choices,
            "areas": ReformArea.choices,
            "may_write": rules.may_write_article(scope),
        },
    )


def _page(request: HttpRequest, form: ArticleForm, rows: Any, owner: Unit, **more: Any) -> HttpResponse:
    wrong = is_wrong(form, rows)
    status = more.pop("status", 422 if wrong else 200)
    cover = str(form["cover"].value() or "")
    context = {
        "form": form,
        "rows": rows,
        "is_wrong": wrong,
        "owner": owner,
        "pictures": queries.pictures_offered(owner, cover),
        "cover": cover,
        "picture_form": PictureForm(prefix="picture", use_required_attribute=False),
    }
    return render(request, "newsroom/desk/edit.html", context | more, status=status)


def _chosen(request: HttpRequest, owners: list[Unit]) -> Unit:
    """The unit that writes: the one that was sent, else the first."""
    return next((unit for unit in owners if str(unit.pk) == request.POST.get("owner")), owners[0])


def _forms(
    request: HttpRequest, owners: list[Unit], initial: dict[str, Any], sources: list[Any]
) -> tuple[ArticleForm, Any]:
    data, today, owner = posted(request), clock.today(), _chosen(request, owners)
    around, pictures = queries.units_around(owner, today), queries.pictures_of(owner)
    form = ArticleForm(data, owners=owners, around=around, pictures=pictures, initial=initial)
    chooser = Chooser(request.user, today, scope_asked(request, today))  # type: ignore[arg-type]
    rows = SourceRows(data, prefix="source", initial=sources, form_kwargs={"chooser": chooser})
    return form, rows


def _saved(article: Article, *, is_new: bool) -> HttpResponse:
    """To its page, which tells the device to forget what it kept of it."""
    page = reverse("newsroom:desk_article", kwargs={"article_id": article.public_id})
    return redirect(f"{page}?saved={'new' if is_new else 'again'}")


@login_required
@idempotent
def write_article(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    scope = scope_asked(request, clock.today())
    if not rules.may_write_article(scope):
        raise Article.DoesNotExist
    owners = queries.desks_of(scope)
    form, rows = _forms(request, owners, {"kind": asked(request, "kind") or ArticleKind.NEWS}, [])
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        owner = form.cleaned_data.get("owner") or owners[0]
        draft = form.draft(sources_of(rows))
        try:
            article = actions.create_article(owner=owner, draft=draft, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error) if not hasattr(error, "error_dict") else form.add_error("body", error.messages)
        else:
            messages.success(request, _("Đã lưu bản 1. Chỉ người làm tin của đơn vị thấy."))
            return _saved(article, is_new=True)
    return _page(request, form, rows, _chosen(request, owners))


@login_required
@idempotent
def edit_article(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Write a further revision. Two who edit at once are told, and neither loses what was typed."""
    article = queries.article_on_desk(scope_asked(request, clock.today()), article_id)
    newest = queries.newest_revision(article)
    meant = queries.meant_by(newest)
    sources = [{"document": document_label(document), "clause": clause} for document, _anchor, clause in meant.sources]
    form, rows = _forms(request, [article.owner], initial_of(newest), sources)
    more: dict[str, Any] = {"article": article, "newest": newest}
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        base = form.cleaned_data["base"] or 0
        draft = form.draft(sources_of(rows))
        try:
            actions.save_draft(article=article, draft=draft, base=base, by=request.user, at=clock.now())
        except ValidationError as error:
            more["status"] = 409
            if hasattr(error, "error_dict"):
                form.add_error("body", error.messages)
                more["status"] = 422
            else:
                more["error"] = error.messages[0]
                more["stale_since"] = base if error.code == "STALE" else None
        else:
            return _saved(article, is_new=False)
    return _page(request, form, rows, article.owner, **more)


@require_POST
@login_required
def clean_paste(request: HttpRequest) -> HttpResponse:
    """What was pasted into the editor, as it would be saved. Nothing is kept."""
    if not rules.may_write_article(scope_asked(request, clock.today())):
        raise Article.DoesNotExist
    return HttpResponse(pasting.clean(request.POST.get("html", "")))


@require_POST
@login_required
def find_audience(request: HttpRequest) -> HttpResponse:
    """Units while they are typed, for the list under the field: around the unit that the form names."""
    scope = scope_asked(request, clock.today())
    if not rules.may_write_article(scope):
        raise Unit.DoesNotExist
    text = request.POST.get("q", "")[:200].replace("\0", "")
    given = request.POST.get("owner", "")
    asked_for = placed_today(scope).filter(unit_id=int(given)).first() if given.isdigit() and len(given) < 19 else None
    owner = asked_for.unit if asked_for else scope.own_units(MANAGING)[0]
    found = queries.units_like(text, queries.units_around(owner, clock.today())) if text.strip() else []
    rows = [(queries.unit_label(unit), unit.kind.name) for unit in found]
    return render(request, "newsroom/desk/found.html", {"rows": rows, "typed": text})
