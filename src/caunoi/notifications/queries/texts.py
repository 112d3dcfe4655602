"""The words of an event in a language: an administrator's, or the house's own."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from caunoi.notifications.choices import Part
from caunoi.notifications.models import EventText
from caunoi.notifications.queries.events import EventKind
from caunoi.pure import wordings

log = logging.getLogger(__name__)
# What a message on a channel is made of: its title and its body.
PARTS = {"SMS": (Part.TITLE, Part.SMS), "ZALO": (Part.TITLE, Part.ZALO)}
GAP = re.compile(r"\n{3,}")
Values = Mapping[str, Any]
Worded = dict[tuple[str, str, str], str]


def parts_of(channel: str) -> tuple[str, str]:
    """Which texts are the title and the body of a message on a channel."""
    return PARTS.get(channel, (Part.TITLE, Part.BODY))


def language_of(chosen: str) -> str:
    """The language of messages to a person who chose that one; the house's when none, or one that is not spoken here."""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def worded(codes: Collection[str]) -> Worded:
    """Current texts of administrators: (event, language, part) to text. One statement."""
    rows = EventText.objects.filter(event__in=list(codes), is_current=True).exclude(text="")
    return {
        (event, language, part): text
        for event, language, part, text in rows.values_list("event", "language", "part", "text")
    }


@cache
def _translated(text: str, language: str) -> str:
    """A house text. There are a few hundred, and each is asked for as often as there are people."""
    with translation.override(language):
        return _(text)


def text_of(kind: EventKind, part: str, language: str, texts: Worded) -> str:
    """The text of a part in a language, its places still open. What has no SMS says the title, no Zalo both."""
    own = texts.get((kind.code, language, part))
    if own:
        return own
    if kind.texts.get(part):
        return _translated(kind.texts[part], language)
    if part == Part.SMS:
        return text_of(kind, Part.TITLE, language, texts)
    if part == Part.ZALO:
        return "\n\n".join(text_of(kind, each, language, texts) for each in (Part.TITLE, Part.BODY))
    return ""


def _value(value: Any) -> str:
    called: Callable[[], Any] | None = value if callable(value) else None
    return str(called() if called else value)


def spoken(value: Any, language: str) -> str:
    """A value, if lazy or a function, as said in a language."""
    if isinstance(value, str):
        return value
    with translation.override(language):
        return _value(value)


def say(kind: EventKind, part: str, language: str, values: Values, texts: Worded) -> str:
    """The text of a part with its values, lazy ones said in that language.

    An administrator's text that asks for what the notice does not bring is left aside for the house's, and named in the log.
    Raises wordings.MissingValueError when the house's own text does.
    """
    text = text_of(kind, part, language, texts)
    names = wordings.names_in(text)
    missing = [name for name in names if name not in values]
    if missing and texts:
        log.error("notices: %s, %s, %s asks for %s", kind.code, part, language, ", ".join(missing))
        text = text_of(kind, part, language, {})
        names = wordings.names_in(text)
    said = wordings.filled(text, {name: spoken(values[name], language) for name in names if name in values})
    # A place that had nothing to say leaves no gap.
    return GAP.sub("\n\n", said).strip()


def house_words(kind: EventKind, values: Values, texts: Worded) -> tuple[str, str]:
    """Title and body for an address without an account, in the house's language."""
    house = settings.LANGUAGE_CODE
    common = {"person": "", "site": settings.SITE_NAME}
    return say(kind, Part.TITLE, house, common | dict(values), texts), say(
        kind, Part.BODY, house, common | dict(values), texts
    )
