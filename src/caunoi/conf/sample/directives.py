"""A sample directive with three weeks of history, so that every screen has something to show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from caunoi.accounts.models import User
from caunoi.directives import actions
from caunoi.directives.actions import DirectiveDraft, LadderDraft
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Acknowledgement, Evidence, Recipient
from caunoi.directives.rules import EVIDENTIAL_WEIGHT
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library.models import Document
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import officers_of

AGE, TERM = timedelta(days=21), timedelta(days=14)


def load(at: datetime, document: Document, issuer: Unit, by: User) -> None:
    """Issue to all sample grassroots unions three weeks ago; most opened, many acknowledged, some showed evidence."""
    issued_at = at - AGE
    rows = [
        {"text": duty.action, "actor": duty.actor, "evidence_required": "Ảnh hoặc biên bản" if number == 0 else ""}
        for number, duty in enumerate(document.obligations.order_by("position"))
    ]
    draft = DirectiveDraft(
        title="Phổ biến Hướng dẫn số 12/HD-LĐLĐ, đợt năm 2026",
        due_on=(at + TERM).date(),
        message="Mỗi công đoàn cơ sở tổ chức ít nhất một buổi sinh hoạt, ghi danh sách người dự.",
        obligations=rows,
    )
    directive = actions.issue_directive(
        document=document, issuer=issuer, draft=draft, by=by, at=issued_at, is_sample=True
    )
    # The history below stands for the notices: nobody gets real mail about a sample.
    OutboxEvent.objects.filter(name="directives.directive_issued", delivered_at=None).update(
        delivered_at=F("posted_at")
    )
    actions.set_ladder(directive=directive, draft=LadderDraft(), by=by, at=issued_at)
    _history(list(directive.recipients.select_related("unit").order_by("unit__code")), issued_at)


def _history(recipients: list[Recipient], issued_at: datetime) -> None:
    people = officers_of([row.unit_id for row in recipients], issued_at.date())
    acknowledgements, evidence = [], []
    for number, row in enumerate(recipients):
        if row.unit_id not in people or "May Sông Đáy" in row.unit_name:
            # The chair whose day the sample shows has everything still to do.
            row.delivered_at = issued_at if row.unit_id in people else None
            continue
        row.delivered_at = issued_at + timedelta(minutes=number % 7)
        if number % 11 == 0:
            continue
        row.opened_at = issued_at + timedelta(hours=5 + number * 3 % 200)
        if number % 7 < 2:
            continue
        row.acknowledged_at = row.opened_at + timedelta(minutes=3)
        channel = (Channel.LINK, Channel.LINK, Channel.ACCOUNT, Channel.MEETING)[number % 4]
        person = people[row.unit_id][0]
        acknowledgements.append(
            Acknowledgement(
                recipient=row, channel=channel, name=person.full_name, user=person, weight=EVIDENTIAL_WEIGHT[channel],
                at=row.acknowledged_at,
            )
        )  # fmt: skip
        if number % 3 == 0:
            evidence.append(_evidence(row, is_accepted=number % 8 != 0))
    Recipient.objects.bulk_update(recipients, ["delivered_at", "opened_at", "acknowledged_at", "implemented_at"])
    Acknowledgement.objects.bulk_create(acknowledgements)
    Evidence.objects.bulk_create(evidence)


def _evidence(row: Recipient, *, is_accepted: bool) -> Evidence:
    first = row.directive.obligations.order_by("position").first()
    at = (row.acknowledged_at or row.added_at) + timedelta(days=4)
    if is_accepted:
        row.implemented_at = at + timedelta(days=1)
    return Evidence(
        recipient=row, obligation=first, state="ACCEPTED" if is_accepted else "SUBMITTED",
        note="Buổi sinh hoạt đầu tháng, phổ biến sáu nội dung và phát tờ rơi.", happened_on=at.date(), attendance_count=35,
        submitted_at=at, decided_at=row.implemented_at,
    )  # fmt: skip
