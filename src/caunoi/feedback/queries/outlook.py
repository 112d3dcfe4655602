"""What a sender may expect before anything is sent: who receives it, and by when it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from caunoi.feedback.choices import EntryKind, Urgency
from caunoi.feedback.models import Attachment, Case, LimitRule, Topic
from caunoi.feedback.queries.clocks import ANSWER_RULE, limit_of
from caunoi.feedback.queries.competence import desk_for
from caunoi.feedback.queries.limits import rule_for
from caunoi.feedback.queries.receipts import key_hash
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays


@dataclass(frozen=True)
class Outlook:
    """The union that will receive a case, the rule of its answer, and the date that follows from it."""

    desk: Unit
    rule: LimitRule
    due_at: datetime


def outlook(
    *, body: Unit | None, sender_unit: Unit | None, topic: Topic | None, is_about_body: bool, at: datetime
) -> Outlook:
    """The promise of an ordinary case that came in at a moment. Raises Unit.DoesNotExist while there is no upper union."""
    on = timezone.localtime(at).date()
    desk = desk_for(body=body, sender_unit=sender_unit, on=on, is_about_body=is_about_body)
    rule = rule_for(ANSWER_RULE[Urgency.NORMAL], topic=topic, on=on)
    return Outlook(desk, rule, workdays.due_at(at, limit_of(rule), calendar_for(desk)))


def case_sent_with(key: str) -> Case | None:
    """The case that a form's key has brought in already."""
    return Case.objects.filter(intake_key=key_hash(key)).first()


def files_of_story(case: Case) -> list[StoredFile]:
    """The files that came with a case, in their order."""
    rows = Attachment.objects.filter(entry__case=case, entry__kind=EntryKind.STORY).select_related("file")
    return [row.file for row in rows.order_by("pk")]
