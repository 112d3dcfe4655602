"""What a unit takes of a public article for its own use: words of the public text, with the unit's name and address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from caunoi.newsroom.choices import Channel, Form
from caunoi.newsroom.models import Article, Rendering
from caunoi.newsroom.queries.renderings import short_address, words_for
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope

# In the order in which a chair needs them. The letter is the house's to send; answers of the quiz stay at the desk.
TAKEN = (Form.ZALO, Form.SMS, Form.SCRIPT, Form.LEAFLET_A5, Form.LEAFLET_A4, Form.POSTER, Form.SLIDES)


@dataclass(frozen=True)
class Taken:
    """A form of the public text. `is_read`: an officer read and kept these words, else the machine made them."""

    form: str
    label: str
    is_read: bool
    words: Mapping[str, Any]


def takers_of(scope: Scope) -> list[Unit]:
    """Units that the person acts for, each once."""
    return list({unit.pk: unit for unit in scope.own_units()}.values())


def _current(article: Article) -> dict[str, Rendering]:
    return {row.form: row for row in article.renderings.filter(revision=article.published_id)}


def forms_to_take(article: Article) -> list[tuple[str, str, bool]]:
    """Every form with its name, and whether an officer has read its words. One statement."""
    kept = _current(article)
    return [(form.value, str(form.label), form in kept) for form in TAKEN]


def form_to_take(article: Article, form: str, unit: Unit) -> Taken:
    """The words of a form for a unit: those that officers kept for the public text, else the machine's from it.

    The link of a Zalo message says that the unit sent it, as the code of its leaflet does, so that openings can be counted by
    unit; in an SMS there is no room. Raises
    Rendering.DoesNotExist for a form that is not for taking, Article.DoesNotExist while nothing is public.
    """
    if form not in TAKEN:
        raise Rendering.DoesNotExist
    if article.published is None:
        raise Article.DoesNotExist
    kept = _current(article).get(form)
    words = words_for(article, form, article.published, kept)
    address = short_address(article, Channel.ZALO)
    if form == Form.ZALO and unit.code:
        words["text"] = words["text"].replace(address, f"{address}&d={quote(unit.code)}")
    return Taken(form, str(Form(form).label), kept is not None, words)
