"""A unit takes a public article home: a leaflet with its name, words to copy, a note of how it was used."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import speech
from caunoi.kit.documents.leaflet import leaflet_pdf, leaflet_png
from caunoi.kit.documents.slides import slides_pdf
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, is_wrong, posted
from caunoi.newsroom import actions, queries
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import Article, Rendering
from caunoi.newsroom.web.renderings.outputs import file_of
from caunoi.newsroom.web.renderings.previews import pieces_of, preview_of
from caunoi.newsroom.web.renderings.views import form_named, slug_of
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure.spoken import SPEED

USES_SHOWN = 20


class OwnUseForm(forms.Form):
    """That the unit used it."""

    sent_count = forms.IntegerField(
        label=gettext_lazy("Bao nhiêu"), min_value=1, max_value=1_000_000,
        help_text=gettext_lazy("Số tin, số tờ, số lần phát hoặc số người dự."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Ở đâu, với ai"), max_length=300, required=False,
        help_text=gettext_lazy("Ví dụ: bảng tin xưởng 2, nhóm Zalo tổ may."),
    )  # fmt: skip


@dataclass
class Taking:
    """An article that the person may read, and the unit of theirs that takes it. Raises DoesNotExist for others."""

    request: HttpRequest
    article_id: UUID
    slug: str = ""
    article: Article = field(init=False)
    unit: Unit = field(init=False)
    units: list[Unit] = field(init=False)

    def __post_init__(self) -> None:
        today = clock.today()
        scope = scope_asked(self.request, today)
        self.article = queries.article_for(self.request.user, self.article_id, today, scope)
        self.units = queries.takers_of(scope)
        if self.article.published is None or not self.units:
            raise Article.DoesNotExist
        code = asked(self.request, "unit", 40)
        self.unit = next((unit for unit in self.units if unit.code == code), self.units[0])
        self.form = form_named(self.slug) if self.slug else ""

    @cached_property
    def taken(self) -> queries.Taken:
        """The words for the unit."""
        return queries.form_to_take(self.article, self.form, self.unit)

    def address(self, name: str, *more: Any) -> str:
        """An address of this room for the same article, form and unit."""
        path = reverse(f"newsroom:{name}", args=[self.article.public_id, *([self.slug] if self.slug else []), *more])
        return f"{path}?unit={self.unit.code}" if len(self.units) > 1 else path

    def facts(self) -> dict[str, Any]:
        """What both pages show."""
        return {"article": self.article, "unit": self.unit, "units": self.units, "slug": self.slug}


@require_GET
@login_required
def take_forms(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """Every form that a unit may take."""
    taking = Taking(request, article_id)
    rows = queries.forms_to_take(taking.article)
    ended = queries.weak_sources(taking.article, clock.today())
    context = taking.facts() | {
        "rows": [(slug_of(form), label, is_read) for form, label, is_read in rows],
        "ended": ended,
    }
    return render(request, "newsroom/renderings/take_forms.html", context)


def _page(taking: Taking, form: OwnUseForm) -> HttpResponse:
    taken, revision = taking.taken, taking.article.published
    kind = "picture" if taken.form in queries.PAPERS else taken.form.lower()
    context = taking.facts() | {
        "taken": taken, "kind": kind, "form": form, "is_wrong": is_wrong(form),
        "preview": preview_of(taking.article, revision, taken.form, taken.words) if kind != "picture" else {},  # type: ignore[arg-type]
        "pdf": taking.address("take_pdf"), "picture": taking.address("take_picture"),
        "sounds": [taking.address("take_sound", n) for n in range(len(_pieces(taking)))] if speech.is_installed() else [],
        "uses": queries.uses_of(taking.article, taken.form).filter(unit=taking.unit)[:USES_SHOWN],
        "ended": queries.weak_sources(taking.article, clock.today()),
    }  # fmt: skip
    status = 422 if context["is_wrong"] else 200
    return render(taking.request, "newsroom/renderings/take_form.html", context, status=status)


@login_required
@idempotent
def take_form(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """One form with the unit's name; and the note that the unit used it."""
    taking = Taking(request, article_id, slug)
    form = OwnUseForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _page(taking, form)
    actions.record_use(
        article=taking.article, form=taking.taken.form, channel=actions.CHANNELS[Form(taking.form)], unit=taking.unit,
        revision=taking.article.published, by=request.user, at=clock.now(), **form.cleaned_data,
    )  # fmt: skip
    messages.success(request, _("Đã ghi cho %(unit)s.") % {"unit": taking.unit.name})
    return redirect(taking.address("take_form"))


@require_GET
@login_required
def take_pdf(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """The leaflet with the unit's name and its own code, or the slides, as PDF."""
    taking, at = Taking(request, article_id, slug), clock.now()
    words, article = taking.taken.words, taking.article
    if taking.form == Form.SLIDES:
        data = slides_pdf(queries.deck_of(article, words, at))
    elif taking.form in queries.PAPERS and article.published:
        leaflet = queries.leaflet_of(article, article.published, taking.form, words, at)
        data = leaflet_pdf(leaflet, [queries.copy_of(article, taking.unit)])
    else:
        raise Rendering.DoesNotExist
    return file_of(data, "application/pdf", f"{article.slug}-{slug}-{taking.unit.code.lower()}.pdf")


@require_GET
@login_required
def take_picture(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """The leaflet as a picture."""
    taking = Taking(request, article_id, slug)
    article = taking.article
    if taking.form not in queries.PAPERS or article.published is None:
        raise Rendering.DoesNotExist
    leaflet = queries.leaflet_of(article, article.published, taking.form, taking.taken.words, clock.now())
    return file_of(leaflet_png(leaflet, queries.copy_of(article, taking.unit)), "image/png", f"{slug}.png", inline=True)


def _pieces(taking: Taking) -> list[str]:
    return pieces_of(taking.taken.words.get("text", "")) if taking.form == Form.SCRIPT else []


@require_GET
@login_required
def take_sound(request: HttpRequest, article_id: UUID, slug: str, page: int) -> HttpResponse:
    """About a minute of the script, read out by the machine."""
    taking = Taking(request, article_id, slug)
    pieces = _pieces(taking)
    sound = speech.spoken(pieces[page], speed=SPEED) if page < len(pieces) else None
    if sound is None:
        raise Rendering.DoesNotExist
    return file_of(sound, speech.WAV, f"{taking.article.slug}-{page + 1}.wav", inline=True)
