"""The page of texts: what administrators worded, what is wrong with a wording, and how it will look."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.notifications.choices import Part
from caunoi.notifications.models import EventText
from caunoi.notifications.queries.cost import LINK_LIKE
from caunoi.notifications.queries.events import EventKind
from caunoi.notifications.queries.texts import Worded, say, text_of, worded
from caunoi.pure import messages, wordings

TITLE_MOST, BODY_MOST = 200, 4000
HISTORY_SHOWN = 20
Texts = Mapping[str, str]


def _as_worded(kind: EventKind, language: str, texts: Texts) -> Worded:
    return {(kind.code, language, part): text for part, text in texts.items() if text}


def sample_values(kind: EventKind) -> dict[str, str]:
    """What a preview puts into the places."""
    named = {name: f"[{label}]" for name, label in kind.known_places.items()}
    return named | {"person": "Nguyễn Thị Lan", "site": settings.SITE_NAME} | dict(kind.samples)


def house_texts(kind: EventKind, language: str) -> dict[str, str]:
    """The house's own text of each part."""
    return {str(part): text_of(kind, part, language, {}) for part in Part}


def own_texts(kind: EventKind, language: str) -> dict[str, str]:
    """What administrators worded, by part."""
    return {part: text for (_code, said, part), text in worded([kind.code]).items() if said == language}


def sms_parts(text: str) -> int:
    """Parts of the text message with its link, uncut."""
    link = f"{settings.CAUNOI.base_url.rstrip('/')}{LINK_LIKE}"
    return messages.size(messages.propose(text, "", link, has_accents=settings.CAUNOI.sms_has_accents, parts=99)).parts


@dataclass(frozen=True)
class Preview:
    """A part as people will get it."""

    part: str
    label: str
    text: str
    length: str


def _length(part: str, text: str) -> str:
    if part == Part.SMS:
        count = sms_parts(text)
        return ngettext("%(n)d tin SMS, kể cả đường dẫn", "%(n)d tin SMS, kể cả đường dẫn", count) % {"n": count}
    return _("%(n)d ký tự") % {"n": messages.zalo_length(text)}


def previews(kind: EventKind, language: str, texts: Texts) -> list[Preview]:
    """All parts with sample values, and how long they are."""
    own, values = _as_worded(kind, language, texts), sample_values(kind)
    said = {part: say(kind, part, language, values, own) for part in Part}
    return [Preview(str(part), str(part.label), text, _length(part, text)) for part, text in said.items()]


def _named(names: Collection[str]) -> str:
    return ", ".join("{" + name.strip("{}") + "}" for name in names)


def _too_long(part: str, text: str) -> str:
    most, parts_most = (TITLE_MOST if part == Part.TITLE else BODY_MOST), settings.CAUNOI.sms_parts_most
    if part == Part.SMS and sms_parts(text) > parts_most:
        return _("Dài %(n)d tin SMS, nhiều nhất %(most)d. Bớt lời.") % {"n": sms_parts(text), "most": parts_most}
    if part == Part.ZALO and messages.zalo_length(text) > messages.ZALO_MOST:
        facts = {"n": messages.zalo_length(text), "most": messages.ZALO_MOST}
        return _("Dài %(n)d ký tự, Zalo nhận nhiều nhất %(most)d.") % facts
    if len(text) > most:
        return _("Dài %(n)d ký tự, nhiều nhất %(most)d.") % {"n": len(text), "most": most}
    return ""


def _flaws_of(kind: EventKind, text: str) -> list[str]:
    found = wordings.flaws(text, known=kind.known_places)
    errors = []
    if found.unknown:
        errors.append(_("Không có chỗ trống tên %s ở loại tin này.") % _named(found.unknown))
    if found.loose:
        errors.append(_("Dấu ngoặc nhọn chưa khép hoặc sai tên: %s.") % ", ".join(found.loose))
    return errors


def problems_of(kind: EventKind, language: str, texts: Texts) -> dict[str, list[str]]:
    """What keeps a wording from being used, by part; empty when nothing does."""
    errors = {part: found for part, text in texts.items() if (found := _flaws_of(kind, text))}
    if errors:
        return errors
    own = _as_worded(kind, language, texts)
    whole = "".join(text_of(kind, part, language, own) for part in (Part.TITLE, Part.BODY))
    missing = [name for name in sorted(kind.needed) if name not in wordings.names_in(whole)]
    if missing:
        return {
            str(Part.BODY): [
                _("Thiếu chỗ trống %s: tin không có nó thì người nhận không biết việc gì.") % _named(missing)
            ]
        }
    values = sample_values(kind)
    said = {part: say(kind, part, language, values, own) for part, text in texts.items() if text}
    return {part: [text] for part, value in said.items() if (text := _too_long(part, value))}


def history_of(kind: EventKind, language: str) -> QuerySet[EventText]:
    """Wordings that were saved, the newest first."""
    rows = EventText.objects.filter(event=kind.code, language=language).select_related("saved_by")
    return rows.order_by("-id")[:HISTORY_SHOWN]


def broken_texts(kinds: Collection[EventKind]) -> dict[str, list[str]]:
    """Kinds whose saved wordings ask for places that are no more; the house's own text is used meanwhile."""
    known = {kind.code: kind for kind in kinds}
    broken: dict[str, list[str]] = {}
    for (code, _language, _part), text in worded(known).items():
        broken.setdefault(code, []).extend(wordings.flaws(text, known=known[code].known_places).unknown)
    return {code: names for code, names in broken.items() if names}


def language_name(language: str) -> str:
    """A language as its speakers call it."""
    with translation.override(language):
        return str(dict(settings.LANGUAGES)[language])
