"""What a form gives to take away: PDF, pictures, sound, text."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import speech
from caunoi.kit.documents.leaflet import leaflet_pdf
from caunoi.kit.documents.slides import slides_pdf
from caunoi.newsroom import queries
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import Rendering
from caunoi.newsroom.web.renderings.previews import pictures_of, pieces_of
from caunoi.newsroom.web.renderings.views import Desk
from caunoi.pure.spoken import SPEED


def file_of(data: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """An answer that is a file with this name, kept by nobody."""
    response = HttpResponse(data, content_type=media_type)
    how = "inline" if inline else "attachment"
    stem, ending = name.rsplit(".", 1)
    response["Content-Disposition"] = f'{how}; filename="{slugify(stem)}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@login_required
def form_pdf(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """A leaflet, a poster or the slides as PDF."""
    desk = Desk(request, article_id, slug)
    at = clock.now()
    if desk.form == Form.SLIDES:
        data = slides_pdf(queries.deck_of(desk.article, desk.words, at))
    elif desk.form in queries.PAPERS:
        leaflet = queries.leaflet_of(desk.article, desk.revision, desk.form, desk.words, at)
        data = leaflet_pdf(leaflet, [queries.copy_of(desk.article)])
    else:
        raise Rendering.DoesNotExist
    return file_of(data, "application/pdf", f"{desk.article.slug}-{slug}.pdf")


@require_GET
@login_required
def form_picture(request: HttpRequest, article_id: UUID, slug: str, page: int) -> HttpResponse:
    """One page as a picture, for the preview."""
    desk = Desk(request, article_id, slug)
    if desk.form not in {*queries.PAPERS, Form.SLIDES}:
        raise Rendering.DoesNotExist
    pictures = pictures_of(desk.article, desk.revision, desk.form, desk.words)
    if page >= len(pictures):
        raise Rendering.DoesNotExist
    return file_of(pictures[page], "image/png", f"{slug}-{page}.png", inline=True)


@require_GET
@login_required
def form_sound(request: HttpRequest, article_id: UUID, slug: str, page: int) -> HttpResponse:
    """About a minute of the script, read out by the machine."""
    desk = Desk(request, article_id, slug)
    pieces = pieces_of(desk.words.get("text", "")) if desk.form == Form.SCRIPT else []
    sound = speech.spoken(pieces[page], speed=SPEED) if page < len(pieces) else None
    if sound is None:
        raise Rendering.DoesNotExist
    return file_of(sound, speech.WAV, f"{desk.article.slug}-{page + 1}.wav", inline=True)


@require_GET
@login_required
def form_text(request: HttpRequest, article_id: UUID, slug: str) -> HttpResponse:
    """The words as a text file, for other programs and for reading out."""
    desk = Desk(request, article_id, slug)
    texts = [value for value in desk.words.values() if isinstance(value, str)]
    if not texts:
        texts = [f"{row['prompt']}\n" + "\n".join(f"{'ABCD'[n]}. {option}" for n, option in enumerate(row["options"]))
                 for row in desk.words.get("questions", []) if row["is_confirmed"]]  # fmt: skip
    return file_of("\n\n".join(texts).encode(), "text/plain; charset=utf-8", f"{desk.article.slug}-{slug}.txt")
