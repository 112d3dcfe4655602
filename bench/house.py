"""A whole house for measurements: a federation with its people, a year of directives, a plan, activities and notices.

Two of them stand in one database: what a page of the large one asks beyond the same page of the small one grows.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import activities
import federation
import planning
import web
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.directives import actions
from caunoi.directives.choices import AcknowledgementChannel, ContactKind, ContactOutcome, EvidenceState
from caunoi.directives.models import (
    Acknowledgement,
    CheckAttempt,
    ContactNote,
    Directive,
    Evidence,
    MemberCount,
    Recipient,
)
from caunoi.directives.queries import questions_of
from caunoi.kit import bulk, clock
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.models import Document
from caunoi.notifications.choices import Channel, MessageState
from caunoi.notifications.models import Message
from caunoi.notifications.queries import quiet_until
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Member
from caunoi.plans.models import Plan

MEMBERS_EACH, TOPICS, EARLIER = 3, 400, 8
RUNGS = actions.LadderDraft(is_in_working_days=False, overdue=(1,))


@dataclass
class House:
    """What the pages are about: `directive` has a second version, `due` is due tomorrow, `late` was yesterday, `whole` is done."""

    made: federation.Federation
    officer: User
    second: User
    people: dict[str, str]
    directive: Directive
    due: Directive
    late: Directive
    whole: Directive
    plan: Plan
    # The moment at which the ladder is climbed: a working morning.
    at: datetime

    @property
    def far(self) -> int:
        """How many grassroots unions there are: from where on a list is asked for."""
        return len(self.made.grassroots)


def morning() -> datetime:
    """The next morning on which messages may leave."""
    day = clock.today()
    while True:
        day += timedelta(days=1)
        at = timezone.make_aware(datetime.combine(day, time(9)))
        if quiet_until(at) == at:
            return at


def _reach(directive: Directive, shares: dict[str, float], at: datetime, rng: random.Random) -> None:
    """So large a part of the recipients came to each level; the next level is a part of the one before."""
    ids = list(directive.recipients.values_list("pk", flat=True))
    rng.shuffle(ids)
    for name, share in shares.items():
        part = ids[: round(len(ids) * share)]
        for start in range(0, len(part), 5000):
            Recipient.objects.filter(pk__in=part[start : start + 5000]).update(**{f"{name}_at": at})


def _prove(directive: Directive, by: User, at: datetime) -> None:
    """How each acknowledged, some evidence that waits, some calls that were made."""
    rows = list(directive.recipients.filter(acknowledged_at__isnull=False).order_by("pk"))
    number, channels = directive.version_number, AcknowledgementChannel.values
    said = [
        Acknowledgement(recipient=row, version_number=number, channel=channels[row.pk % 4], weight=3, at=at)
        for row in rows
    ]
    bulk.insert(said)
    waiting = [row for row in rows if row.implemented_at is None][::9]
    bulk.insert(
        [
            Evidence(
                recipient=row, version_number=number, state=EvidenceState.SUBMITTED, note="Đã họp", submitted_at=at
            )
            for row in waiting
        ]
    )
    owing = directive.recipients.filter(acknowledged_at=None).order_by("pk")[::7]
    kind, outcome = ContactKind.CALL, ContactOutcome.NO_ANSWER
    bulk.insert([ContactNote(recipient=row, kind=kind, outcome=outcome, at=at, by=by) for row in owing])


class Builder:
    """Fills one federation."""

    def __init__(self, count: int, prefix: str) -> None:
        self.made = federation.build(count, prefix)
        self.at, self.rng, self.prefix = morning(), random.Random(7), prefix
        made, officers = self.made, partial(federation.staff, role=Role.OFFICER, is_officer=True)
        self.officer, self.second = officers([made.root])[0], officers([made.provinces[0]])[0]
        above = officers(made.communes)
        chairs = federation.staff(made.grassroots, Role.CHAIR)
        self.people = {
            "federation": web.sign_in(self.officer), "province": web.sign_in(self.second),
            "commune": web.sign_in(above[0]), "chair": web.sign_in(chairs[1]),
        }  # fmt: skip

    def document(self) -> Document:
        values = Confirmed(
            title="Tuyên truyền cải cách hành chính", type_name="Hướng dẫn", issuer="TLĐ", symbol=f"{self.prefix}12/HD-TLĐ",
            obligations=[{"actor": "Công đoàn cơ sở", "action": f"Việc số {n}"} for n in range(3)],
        )  # fmt: skip
        return confirm_reading(reading=None, values=values, owner=self.made.root, by=self.officer, at=clock.now())

    def issue(self, document: Document, due_on: date, days_ago: int) -> Directive:
        """To all grassroots unions."""
        draft = actions.DirectiveDraft(title=f"Phổ biến cải cách, hạn {due_on:%d/%m}", due_on=due_on)
        at = self.at - timedelta(days=days_ago)
        return actions.issue_directive(document=document, issuer=self.made.root, draft=draft, by=self.officer, at=at)

    def ladder(self, directive: Directive) -> Directive:
        """With reminders, put up after the issue."""
        actions.set_ladder(directive=directive, draft=RUNGS, by=self.officer, at=self.at - timedelta(days=9))
        return directive

    def renewed(self, document: Document) -> Directive:
        """In its second version, understood by most of those who acknowledged, and told to members."""
        found, at = self.issue(document, self.at.date() + timedelta(days=20), 30), self.at - timedelta(days=15)
        _reach(found, {"delivered": 0.95, "opened": 0.9, "acknowledged": 0.8, "implemented": 0.4}, at, self.rng)
        quiz = actions.QuestionDraft("Ai làm?", ("Mọi công đoàn cơ sở", "Không ai"), 0, "Mọi công đoàn cơ sở cùng làm.")
        actions.set_check(directive=found, drafts=[quiz], by=self.officer, at=at)
        draft = actions.VersionDraft(found.title, found.due_on, "Thêm một việc cho công đoàn cơ sở.")
        actions.issue_version(directive=found, draft=draft, after=1, by=self.officer, at=self.at - timedelta(days=10))
        found.refresh_from_db()
        shares = {"delivered": 0.9, "opened": 0.7, "acknowledged": 0.5, "understood": 0.4, "implemented": 0.2}
        _reach(found, shares, clock.now(), self.rng)
        _prove(found, self.officer, clock.now())
        self._answer(found)
        self._tell_members(found)
        return self.ladder(found)

    def _answer(self, directive: Directive) -> None:
        (question,) = questions_of(directive)
        rows = directive.recipients.filter(acknowledged_at__isnull=False)
        bulk.insert(
            [
                CheckAttempt(
                    recipient=row, version_number=2, answers={str(question.pk): row.pk % 5 == 0}, channel="LINK", at=clock.now(), wrong_count=0,
                )
                for row in rows
            ]
        )  # fmt: skip

    def _tell_members(self, directive: Directive) -> None:
        members = [
            Member(unit=unit, code=f"{n:03d}", full_name="Nguyễn Thị Hoa", phone="0912345678", phone_fingerprint="x")
            for unit in self.made.grassroots
            for n in range(MEMBERS_EACH)
        ]
        for start in range(0, len(members), 10_000):
            bulk.insert(members[start : start + 10_000])
        call = actions.call_members(directive=directive, by=self.officer, at=clock.now())
        actions.plan_members(call_id=call.pk, at=clock.now())
        MemberCount.objects.filter(call=call).update(read_count=1)

    def notices(self, count: int) -> None:
        """In the officer's list, of many objects."""
        at = clock.now()
        rows = [
            Message(
                channel=Channel.IN_APP, state=MessageState.SENT, recipient=self.officer, subject=f"bench:{n}", topic=f"bench.topic:{n % TOPICS}",
                event="directives.issued", title=f"Thông báo {n}", body="Nội dung.", path="/desk/", key=f"{self.prefix}:{n}:app",
                queued_at=at, not_before_at=at, read_at=at if n % 3 else None,
            )
            for n in range(count)
        ]  # fmt: skip
        bulk.insert(rows)

    def planned(self) -> Plan:
        """The year's plan, taken and carried out by most."""
        plan = planning.make_plan(self.made, self.officer, self.second)
        planning.send_down(plan, self.officer)
        planning.fill(self.made, plan)
        return plan

    def build(self, activities_count: int, notices_count: int) -> House:
        """All of it."""
        document, at = self.document(), self.at
        today = at.date()
        for number in range(EARLIER):
            earlier = self.issue(document, today - timedelta(days=20 + number * 30), 40 + number * 30)
            _reach(earlier, {"delivered": 1, "opened": 0.95, "acknowledged": 0.9, "implemented": 0.8}, at, self.rng)
        whole = self.issue(document, today + timedelta(days=9), 20)
        _reach(whole, dict.fromkeys(("delivered", "opened", "acknowledged"), 1), clock.now(), self.rng)
        due, late = (self.ladder(self.issue(document, today + timedelta(days=step), 20)) for step in (1, -1))
        directive = self.renewed(document)
        plan = self.planned()
        activities.fill(self.made.grassroots, activities_count, clock.today() - timedelta(days=364), 365, clock.now())
        self.notices(notices_count)
        return House(self.made, self.officer, self.second, self.people, directive, due, late, whole, plan, at)


def build(count: int, prefix: str, *, activities_count: int, notices_count: int) -> House:
    """A federation with everything; its keys begin with the prefix."""
    return Builder(count, prefix or uuid.uuid4().hex[:4]).build(activities_count, notices_count)
