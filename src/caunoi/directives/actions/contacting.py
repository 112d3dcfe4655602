"""An officer notes that a unit was called or visited, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.directives.choices import ContactOutcome
from caunoi.directives.models import ContactNote, Recipient
from caunoi.kit import audit


@dataclass(frozen=True)
class ContactDraft:
    """How, with whom, and what came of it."""

    kind: str
    outcome: str
    person_name: str = ""
    promised_on: date | None = None
    note: str = ""


@transaction.atomic
def note_contact(*, recipient: Recipient, draft: ContactDraft, by: User, at: datetime) -> ContactNote:
    """Note a contact; only officers above read it. Raises ValidationError for a promise without a day, or a past one."""
    if draft.outcome == ContactOutcome.PROMISED:
        if draft.promised_on is None:
            raise ValidationError({"promised_on": _("Hẹn làm thì ghi ngày hẹn.")})
        if draft.promised_on < timezone.localtime(at).date():
            raise ValidationError({"promised_on": _("Ngày hẹn phải từ hôm nay trở đi.")})
    note = ContactNote.objects.create(
        recipient=recipient, kind=draft.kind, outcome=draft.outcome, person_name=draft.person_name.strip()[:120],
        promised_on=draft.promised_on if draft.outcome == ContactOutcome.PROMISED else None,
        note=draft.note.strip()[:500], at=at, by=by,
    )  # fmt: skip
    audit.record(recipient, "directives.note_contact", by=by, at=at, kind=str(draft.kind), outcome=str(draft.outcome))
    return note
