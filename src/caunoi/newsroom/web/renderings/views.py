"""An article's forms: the list, and each with its words beside what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import Article, Rendering, Revision
from caunoi.newsroom.web.renderings.forms import (
    WORDS,
    CopiesForm,
    QuestionRows,
    UseForm,
    questions_of,
    rows_of,
    units_of,
)
from caunoi.newsroom.web.renderings.previews import preview_of
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope, placed_today, scope_asked

RUNS_SHOWN, USES_SHOWN = 5, 30


def form_named(slug: str) -> str:
    """The form that an address names: `leaflet-a5`. Raises Rendering.DoesNotExist for what is none."""
    name = slug.upper().replace("-", "_")
    if name not in Form.values or slug != slug_of(name):
        raise Rendering.DoesNotExist
    return name


def slug_of(form: str) -> str:
    """How addresses name a form."""
    return form.lower().replace("_", "-")


@dataclass
class Desk:
    """One form of one article, as the person who asks may handle it. Raises DoesNotExist out of their branch."""

    request: HttpRequest
    article_id: UUID
    slug: str = ""
    scope: Scope = field(init=False)
    article: Article = field(init=False)

    def __post_init__(self) -> None:
        self.scope = scope_asked(self.request, clock.today())
        self.article = queries.article_on_desk(self.scope, self.article_id)
        self.form = form_named(self.slug) if self.slug else ""

    @cached_property
    def newest(self) -> Revision:
        """The article's newest text."""
        return queries.newest_revision(self.article)

    @cached_property
    def rendering(self) -> Rendering | None:
        """The kept words, if any."""
        return queries.rendering_of(self.article, self.form)

    @cached_property
    def words(self) -> dict[str, Any]:
        """The kept words, or the proposal."""
        return queries.words_for(self.article, self.form, self.newest, self.rendering)

    @property
    def revision(self) -> Revision:
        """The text that the words are of."""
        return self.rendering.revision if self.rendering else self.newest

    @property
    def stamp(self) -> str:
        """Of which text and which kept words a page speaks; a form sends it back."""
        made = int(self.rendering.made_at.timestamp() * 1_000_000) if self.rendering else 0
        return f"{self.newest.number}-{made}"

    def is_overtaken(self) -> bool:
        """Whether the text or the words changed since the page was made, which is then said."""
        if self.request.POST.get("base", self.stamp) == self.stamp:
            return False
        messages.error(
            self.request, _("Bài hoặc lời này đã đổi sau khi bạn mở trang. Điều bạn gõ còn đây: đọc lại rồi lưu.")
        )
        return True

    def units(self) -> Any:
        """Units that the person may name: those of their branches."""
        return Unit.objects.filter(pk__in=placed_today(self.scope).values("unit_id")).order_by("folded_name")

    def back(self) -> HttpResponse:
        """To the page of the form."""
        return redirect("newsroom:form", self.article.public_id, self.slug)


@require_GET
@login_required
def forms(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Every form of an article, what is stale, and how often each was used."""
    desk = Desk(request, article_id)
    lines = queries.forms_of(desk.article, desk.newest)
    context = {
        "article": desk.article, "newest": desk.newest, "lines": [(slug_of(line.form), line) for line in lines],
        "weak": queries.weak_sources(desk.article, clock.today()), "meter": queries.meter_of(queries.source_words(desk.newest)),
        "may_edit_wordings": rules.may_edit_wordings(desk.scope),
    }  # fmt: skip
    return render(request, "newsroom/renderings/forms.html", context)


def _bound(desk: Desk) -> Any:
    """The form, or the rows, with what was sent or what is kept."""
    data = posted(desk.request)
    if data is None:
        return unbound(desk)
    return QuestionRows(data, prefix="q") if desk.form == Form.QUIZ else WORDS[desk.form](data)


def _words(desk: Desk, bound: Any) -> dict[str, Any]:
    return questions_of(bound) if desk.form == Form.QUIZ else bound.words()


def page_of(desk: Desk, bound: Any, *, use: Any = None, copies: Any = None, status: int = 200) -> HttpResponse:
    """The page of a form."""
    units = desk.units()
    use = use or UseForm(
        initial={"channel": actions.CHANNELS[Form(desk.form)], "on": clock.today(), "unit": desk.article.owner}
    )
    copies = copies or CopiesForm(initial={"unit": queries.audience_unit(desk.article)})
    units_of(use, units)
    units_of(copies, units)
    rendering = desk.rendering
    context = {
        "article": desk.article, "form_name": Form(desk.form).label, "slug": desk.slug, "form": bound,
        "is_quiz": desk.form == Form.QUIZ, "rendering": rendering, "newest": desk.newest, "stamp": desk.stamp,
        "is_stale": rendering is not None and rendering.revision_id != desk.newest.pk,
        "weak": queries.weak_sources(desk.article, clock.today()),
        "tabs": [(slug_of(value), label, value == desk.form) for value, label in Form.choices],
        "preview": preview_of(desk.article, desk.revision, desk.form, desk.words),
        "meter": None if desk.form in {Form.QUIZ, Form.SMS} else queries.meter_of(desk.words),
        "uses": queries.uses_of(desk.article, desk.form)[:USES_SHOWN], "use_form": use,
        "copies_form": copies if desk.form in queries.PAPERS else None,
        "runs": desk.article.leaflet_runs.filter(form=desk.form).select_related("unit", "file").order_by("-id")[:RUNS_SHOWN],
    }  # fmt: skip
    if desk.form == Form.EMAIL:
        context |= queries.mailing_of(desk.article, rendering, clock.today())
    return render(desk.request, "newsroom/renderings/form.html", context, status=status)


@login_required
@idempotent
def form(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """Read, edit and keep the words of a form."""
    desk = Desk(request, article_id, slug)
    bound = _bound(desk)
    if request.method != "POST":
        return page_of(desk, bound)
    if not bound.is_valid():
        return page_of(desk, bound, status=422)
    if desk.is_overtaken():
        return page_of(desk, bound, status=409)
    actions.save_words(
        article=desk.article, form=desk.form, words=_words(desk, bound), revision=desk.revision, by=request.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Đã lưu."))
    return desk.back()


@require_POST
@login_required
def preview_form(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """What becomes of words that are not kept yet, for the page's script. 422 while something is missing."""
    desk = Desk(request, article_id, slug)
    bound = _bound(desk)
    if not bound.is_valid():
        return HttpResponse(status=422)
    made = preview_of(desk.article, desk.revision, desk.form, _words(desk, bound), is_draft=True)
    return render(
        request, "newsroom/renderings/preview.html", {"preview": made, "article": desk.article, "slug": desk.slug}
    )


@require_POST
@login_required
@idempotent
def remake_form(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """`how`: make the words anew, keep them for the newest text, or take back the earlier ones."""
    desk = Desk(request, article_id, slug)
    facts: dict[str, Any] = {"article": desk.article, "form": desk.form, "by": request.user, "at": clock.now()}
    how = request.POST.get("how")
    if desk.is_overtaken():
        return page_of(desk, unbound(desk), status=409)
    try:
        if how == "keep" and desk.rendering:
            actions.save_words(words=desk.words, revision=desk.newest, **facts)
        elif how == "restore":
            actions.restore_words(**facts)
        elif how == "remake":
            actions.remake_words(**facts)
        else:
            return page_of(desk, unbound(desk), status=422)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return page_of(desk, unbound(desk), status=422)
    return desk.back()


def unbound(desk: Desk) -> Any:
    """The words as they are kept, to be shown beside another form with errors."""
    if desk.form == Form.QUIZ:
        return QuestionRows(initial=rows_of(desk.words), prefix="q")
    return WORDS[desk.form](initial=desk.words)
