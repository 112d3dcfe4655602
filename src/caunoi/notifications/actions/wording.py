"""What administrators change in the texts of events. Every wording stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.notifications.choices import Part
from caunoi.notifications.models import EventText
from caunoi.notifications.queries.events import event_of
from caunoi.notifications.queries.wording import house_texts, own_texts, problems_of


@transaction.atomic
def save_texts(
    *, event: str, language: str, texts: Mapping[str, str], by: User | None, at: datetime
) -> list[EventText]:
    """Word a kind of event in a language: an empty text, or the house's own, is the way back to the house's.

    Returns the rows of the parts that changed. Raises ValidationError by part, naming places that are unknown or missing,
    and LookupError for an event or a language that there is not.
    """
    kind = event_of(event)
    if language not in dict(settings.LANGUAGES):
        raise LookupError(language)
    house, before = house_texts(kind, language), own_texts(kind, language)
    given = {str(part): texts.get(part, "").replace("\r\n", "\n").strip() for part in Part}
    wanted = {part: "" if text == house[part].strip() else text for part, text in given.items()}
    problems = problems_of(kind, language, wanted)
    if problems:
        raise ValidationError(problems)
    changed = [part for part, text in wanted.items() if text != before.get(part, "")]
    EventText.objects.filter(event=event, language=language, part__in=changed, is_current=True).update(is_current=False)
    rows = [
        EventText.objects.create(event=event, language=language, part=part, text=wanted[part], saved_at=at, saved_by=by)
        for part in changed
    ]
    if rows:
        content = {part: wanted[part] for part in changed}
        audit.record("notifications.eventtext", "notifications.save_texts", by=by, at=at, event=event, content=content)
    return rows
