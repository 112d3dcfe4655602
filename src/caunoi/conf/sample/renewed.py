"""A second sample directive, in its second version: a proof that was signed, a check, a ladder half climbed, calls noted."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.directives import actions, queries
from caunoi.directives.actions import ContactDraft, DirectiveDraft, LadderDraft, QuestionDraft, VersionDraft
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.choices import Level
from caunoi.directives.models import Acknowledgement, CheckAttempt, CheckQuestion, Directive, Recipient
from caunoi.directives.rules import EVIDENTIAL_WEIGHT
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library.models import Document
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import officers_of
from caunoi.pure.vietnamese import short_date

BEGUN, RENEWED, TERM = timedelta(days=28), timedelta(days=12), timedelta(days=6)
MESSAGE = "Mỗi công đoàn cơ sở cử {who} giữ danh bạ kênh phản ánh và gửi tên về công đoàn cấp trên trước ngày {day}."


def load(at: datetime, document: Document, issuer: Unit, by: User) -> None:
    """Issued four weeks ago, renewed twelve days ago, due in six days."""
    begun, first = at - BEGUN, timezone.localtime(at - RENEWED + timedelta(days=4)).date()
    draft = DirectiveDraft(
        title="Cử người giữ danh bạ kênh phản ánh, kiến nghị",
        due_on=first, message=MESSAGE.format(who="một người", day=short_date(first)),
    )  # fmt: skip
    directive = actions.issue_directive(
        document=document, issuer=issuer, draft=draft, by=by, at=begun, is_sample=True
    )  # fmt: skip
    people = officers_of(list(directive.recipients.values_list("unit_id", flat=True)), begun.date())
    _acknowledge([row for row in _rows(directive) if row.unit_id in people], people, begun + timedelta(hours=6))
    _sign(directive, by, at - RENEWED - timedelta(hours=5))
    _renew(directive, by, at - RENEWED)
    said = [row for number, row in enumerate(_rows(directive)) if row.unit_id in people and number % 6 == 1]
    _acknowledge(said, people, at - RENEWED + timedelta(hours=5))
    _understand(directive, said, at - RENEWED + timedelta(hours=6))
    _climb(directive, at)
    _call(directive, by, at - timedelta(days=1))
    # All this stands for the notices: nobody gets real mail about a sample.
    events = OutboxEvent.objects.filter(name__startswith="directives.", delivered_at=None)
    events.update(delivered_at=F("posted_at"))


def _rows(directive: Directive) -> list[Recipient]:
    """In the order of codes; the chair whose day the sample shows has everything still to do."""
    rows = directive.recipients.select_related("unit").order_by("unit__code")
    return [row for row in rows if directive.version_number == 1 or "May Sông Đáy" not in row.unit_name]


def _acknowledge(rows: list[Recipient], people: dict[int, list[User]], at: datetime) -> None:
    proofs = []
    for number, row in enumerate(rows):
        row.delivered_at, row.opened_at = at - timedelta(hours=4), at + timedelta(minutes=11 * number)
        row.acknowledged_at = row.opened_at + timedelta(minutes=2)
        channel = (Channel.LINK, Channel.ACCOUNT)[number % 2]
        person = people[row.unit_id][0]
        proofs.append(
            Acknowledgement(
                recipient=row, version_number=row.version_number, channel=channel, name=person.full_name, user=person,
                weight=EVIDENTIAL_WEIGHT[channel], at=row.acknowledged_at,
            )
        )  # fmt: skip
    Recipient.objects.bulk_update(rows, ["delivered_at", "opened_at", "acknowledged_at"])
    Acknowledgement.objects.bulk_create(proofs)


def _sign(directive: Directive, by: User, at: datetime) -> None:
    """The branch where fewest are missing is made whole by telephone, and signed."""
    missing = queries.parents_of(directive, "/")
    path, _count = min(missing.items(), key=lambda item: (item[1], item[0]))
    for row in queries.missing(directive, path, "acknowledged"):
        actions.acknowledge_on_behalf(
            recipient=row, sheet=None, met_on=None, attendance_count=None, by=by, at=at - timedelta(hours=2),
            note="Gọi điện, chủ tịch công đoàn xác nhận; đơn vị chưa có tài khoản.",
        )  # fmt: skip
    unit = Unit.objects.get(pk=int(path.strip("/").rpartition("/")[2]))
    actions.sign_off(directive=directive, unit=unit, path=path, level=Level.ACKNOWLEDGED, by=by, at=at)


def _renew(directive: Directive, by: User, at: datetime) -> None:
    due_on = timezone.localtime(at + RENEWED + TERM).date()
    message = MESSAGE.format(who="hai người", day=short_date(due_on))
    before, after = short_date(directive.due_on), short_date(due_on)
    draft = VersionDraft(
        title=directive.title, message=message, due_on=due_on,
        change_note=f"Cử hai người thay vì một; gửi tên trước ngày {after} thay vì {before}.",
    )  # fmt: skip
    actions.issue_version(directive=directive, draft=draft, after=1, by=by, at=at)
    questions = (
        QuestionDraft("Mỗi công đoàn cơ sở cử mấy người?", ("Một người", "Hai người", "Ba người"), 1, message),
        QuestionDraft("Gửi tên về đâu?", ("Báo chí", "Công đoàn cấp trên", "Chỉ giữ ở đơn vị"), 1, message),
    )
    actions.set_check(directive=directive, drafts=questions, by=by, at=at)
    actions.set_ladder(directive=directive, draft=LadderDraft(), by=by, at=at)


def _understand(directive: Directive, rows: list[Recipient], at: datetime) -> None:
    """Two of three answered; of those, each fourth erred first."""
    questions: list[CheckQuestion] = queries.questions_of(directive)
    right = {str(row.pk): row.correct for row in questions}
    attempts, passed = [], [row for number, row in enumerate(rows) if number % 3]
    for number, row in enumerate(passed):
        tries = [right | {str(questions[0].pk): 0}, right] if number % 4 == 0 else [right]
        row.understood_at = at + timedelta(minutes=7 * number)
        attempts += [
            CheckAttempt(
                recipient=row, version_number=row.version_number, answers=answers, wrong_count=answers != right,
                channel=Channel.LINK, at=row.understood_at,
            )
            for answers in tries
        ]  # fmt: skip
    Recipient.objects.bulk_update(passed, ["understood_at"])
    CheckAttempt.objects.bulk_create(attempts)


def _climb(directive: Directive, at: datetime) -> None:
    """What the machine would have climbed each morning since."""
    day, today = timezone.localtime(at - RENEWED).date(), timezone.localtime(at).date()
    while day < today:
        morning = timezone.make_aware(datetime.combine(day, time(8, 30)))
        actions.climb_ladder(directive_id=directive.pk, at=morning)
        day += timedelta(days=1)


def _call(directive: Directive, by: User, at: datetime) -> None:
    """Two units were called yesterday."""
    notes = (
        ContactDraft("CALL", "PROMISED", "Chị thường trực", timezone.localtime(at).date() + timedelta(days=3), "Đang chờ họp"),
        ContactDraft("CALL", "NO_ANSWER"),
    )  # fmt: skip
    for row, note in zip(directive.recipients.filter(acknowledged_at=None).order_by("path"), notes, strict=False):
        actions.note_contact(recipient=row, draft=note, by=by, at=at)
