"""Leaflets and slides of an article: what the typesetter is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.kit.documents.leaflet import Copy, Leaflet
from caunoi.kit.documents.slides import Deck
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article, Revision
from caunoi.newsroom.queries.renderings import PAPERS, marked, short_address, short_link
from caunoi.organisations.models import Unit
from caunoi.pure.renderings import bound, slides_of
from caunoi.pure.vietnamese import short_date

P = ParamSpec("P")
R = TypeVar("R")


def copy_of(article: Article, unit: Unit | None = None) -> Copy:
    """One copy; a unit's own has an address that says whose it was, so that what was read can be counted by unit."""
    address, link = short_address(article, Channel.LEAFLET), short_link(article)
    if unit is None:
        return Copy(address, link)
    return Copy(f"{address}&d={quote(unit.code)}" if unit.code else address, link, unit.name)


def in_the_language_of_the_words(make: Callable[P, R]) -> Callable[P, R]:
    """What is printed speaks the language of its words, whoever prints it. An override a call: one that threads share would
    give one reader's language to another.
    """

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return make(*args, **named)

    return made


@in_the_language_of_the_words
def leaflet_of(article: Article, revision: Revision, form: str, words: Mapping[str, Any], at: datetime) -> Leaflet:
    """The leaflet or poster that the words make."""
    made_on = short_date(timezone.localtime(at).date())
    return Leaflet(
        paper=PAPERS[form],  # type: ignore[index]
        issuer=article.owner.name,
        title=bound(words.get("title", "")),
        lead=bound(words.get("lead", "")),
        points=tuple(bound(line.strip()) for line in words.get("points", "").splitlines() if line.strip()),
        call=words.get("call", ""),
        contact=bound(words.get("contact", "")),
        over=marked(article, str(article.get_kind_display())),
        imprint=_("%(site)s · bản %(number)d · in ngày %(on)s")
        % {"site": settings.SITE_NAME, "number": revision.number, "on": made_on},
        for_label=_("Gửi:"),
    )


@in_the_language_of_the_words
def deck_of(article: Article, words: Mapping[str, Any], at: datetime) -> Deck:
    """The slides that the words make."""
    slides = [(bound(slide.title), tuple(map(bound, slide.points))) for slide in slides_of(words.get("text", ""))]
    return Deck(
        title=bound(article.title), issuer=marked(article, article.owner.name), on=short_date(timezone.localtime(at).date()), slides=slides,
        call=_("Quét mã để đọc cả bài"), address=short_address(article, Channel.MEETING), link=short_link(article),
    )  # fmt: skip
