"""How a case comes in. Every door calls `receive_case`; one transaction, or nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.moving import RECEIPT_LIFE
from caunoi.feedback.actions.recusing import recuse_named
from caunoi.feedback.choices import OPEN_STATES, Channel, EntryKind, FollowerKind, Identity, Kind, State, Urgency
from caunoi.feedback.events import CaseReceived
from caunoi.feedback.models import Attachment, Case, CaseStep, Entry, Follower, Publication, Sender, Topic
from caunoi.feedback.queries.clocks import ANSWER_RULE, due_of, limit_of
from caunoi.feedback.queries.competence import desk_for, is_desk
from caunoi.feedback.queries.limits import rules_for
from caunoi.feedback.queries.receipts import (
    contact_print,
    intake_print,
    key_hash,
    receipt_for_key,
    receipt_hash,
    receipt_of_voice,
)
from caunoi.kit import audit, outbox
from caunoi.kit.audit.chain import canonical
from caunoi.kit.models import StoredFile
from caunoi.organisations.models import Unit
from caunoi.organisations.queries.calendars import calendar_for
from caunoi.pure import workdays

TEXT_LEAST, TEXT_MOST, FILES_MOST = 10, 20_000, 5
VOICED_STATES = frozenset({*OPEN_STATES, State.ANSWERED, State.CLOSED})
CODE_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class CaseDraft:
    """What a door brings. `key` is the secret of the form or of the program that sends (its idempotency key)."""

    text: str
    channel: Channel
    key: str
    identity: Identity = Identity.HANDLER
    kind: Kind = Kind.REFLECTION
    body: Unit | None = None
    topic: Topic | None = None
    area: str = ""
    place: str = ""
    sender_unit: Unit | None = None
    name: str = ""
    contact: str = ""
    user: User | None = None
    clerk: User | None = None
    # The unit whose clerk entered it: a union keeps what names no body.
    taken_in_at: Unit | None = None
    has_printed_receipt: bool = False
    # Whom it is about: the whole body, and people as the sender wrote them.
    is_about_body: bool = False
    about_people: tuple[str, ...] = ()
    files: tuple[StoredFile, ...] = ()
    # Purposes that the sender agreed to, one by one (Luật 91/2025/QH15: no bundling).
    consents: tuple[str, ...] = ()
    # False: it came without proof of work, and waits for a person to look.
    is_screened: bool = True
    is_sample: bool = False


@dataclass(frozen=True)
class Received:
    """The case, the canonical receipt of its sender, and whether it is new."""

    case: Case
    receipt: str
    is_new: bool


class KeyConflictError(ValidationError):
    """The same key came with another content."""


def title_of(text: str) -> str:
    """The first sentence, short enough for a list."""
    first = " ".join(text.split()).split(". ")[0]
    return first if len(first) <= 120 else first[:119].rsplit(" ", 1)[0] + "…"


def told(text: str) -> str:
    """The words of a sender, trimmed. Raises ValidationError on `text` when they say nothing, or too much to be read."""
    text = text.strip()
    letters = sum(char.isalpha() for char in text)
    if letters < TEXT_LEAST:
        raise ValidationError({"text": _("Kể rõ hơn: việc gì, ở đâu, khi nào. Cần ít nhất %d chữ cái.") % TEXT_LEAST})
    if len(text) > TEXT_MOST:
        message = _("Nội dung dài %(n)d ký tự, tối đa %(most)d. Rút gọn, hoặc gửi phần dài dưới dạng tệp.")
        raise ValidationError({"text": message % {"n": len(text), "most": TEXT_MOST}})
    return text


def _checked(draft: CaseDraft) -> str:
    text = told(draft.text)
    if len(draft.files) > FILES_MOST:
        raise ValidationError({"files": _("Gửi nhiều nhất %d tệp.") % FILES_MOST})
    if draft.clerk and not (draft.contact or draft.has_printed_receipt):
        raise ValidationError({"contact": _("Nhập hộ thì cần cách liên hệ, hoặc in biên nhận đưa cho người gửi.")})
    return text


def _print(draft: CaseDraft, text: str) -> str:
    what = [text, draft.channel, draft.identity, draft.name, draft.contact, draft.body and draft.body.pk]
    return intake_print(canonical([*what, draft.topic and draft.topic.pk, [file.sha256 for file in draft.files]]))


def _known(draft: CaseDraft, digest: str) -> Received | None:
    pk = Case.objects.filter(intake_key=key_hash(draft.key)).values_list("pk", flat=True).first()
    if pk is None:
        return None
    case = Case.objects.select_related("body", "desk", "unit").get(pk=pk)
    if case.intake_print != digest:
        raise KeyConflictError(_("Cùng một mã gửi đã được dùng cho nội dung khác. Lần gửi đầu vẫn được giữ."))
    return Received(case, receipt_for_key(draft.key), is_new=False)


def new_code() -> str:
    """A short name of a case, like 7K3M-9QXW; random, so that nobody can count by it."""
    symbols = "".join(secrets.choice(CODE_SYMBOLS) for _ in range(8))
    return f"{symbols[:4]}-{symbols[4:]}"


def start_clock(case: Case, at: datetime) -> None:
    """Set what is due from now on: acceptance and the answer, by the rules of the day. The caller saves."""
    on = timezone.localtime(at).date()
    accept, answer = rules_for("ACCEPT", ANSWER_RULE[Urgency(case.urgency)], topic=case.topic, on=on)
    case.limit_rule, case.clock_from_at = answer, at
    calendar = calendar_for(case.unit or case.desk)
    case.accept_due_at = workdays.due_at(at, limit_of(accept), calendar)
    case.due_at = due_of(case) if case.pk else workdays.due_at(at, limit_of(answer), calendar)


def _desk(draft: CaseDraft, on: date) -> Unit:
    own = draft.taken_in_at
    if draft.body is None and own is not None and is_desk(own):
        return own
    return desk_for(
        body=draft.body, sender_unit=draft.sender_unit or own, on=on, is_about_body=draft.is_about_body
    )  # fmt: skip


def _case(draft: CaseDraft, text: str, digest: str, at: datetime) -> Case:
    desk = _desk(draft, timezone.localtime(at).date())
    case = Case(
        code=new_code(), channel=draft.channel, kind=draft.kind, identity=draft.identity, title=title_of(text),
        text=text, place=draft.place, area=draft.area or (draft.topic.area if draft.topic else ""), topic=draft.topic,
        body=draft.body, desk=desk, received_at=at, last_at=at, is_sample=draft.is_sample,
        state=State.RECEIVED if draft.is_screened else State.SCREENING, intake_key=key_hash(draft.key),
        intake_print=digest,
    )  # fmt: skip
    if draft.is_screened:
        start_clock(case, at)
    case.save(force_insert=True)
    return case


def _people(case: Case, draft: CaseDraft, receipt: str, at: datetime) -> Follower:
    if draft.identity != Identity.RECEIPT and (draft.name or draft.contact or draft.user):
        Sender.objects.create(
            case=case, user=draft.user, unit=draft.sender_unit, name=draft.name, contact=draft.contact,
            contact_print=contact_print(draft.contact), clerk=draft.clerk,
            has_printed_receipt=draft.has_printed_receipt,
        )  # fmt: skip
    elif draft.clerk:
        Sender.objects.create(case=case, clerk=draft.clerk, has_printed_receipt=draft.has_printed_receipt)
    user = draft.user if draft.identity != Identity.RECEIPT else None
    return Follower.objects.create(
        case=case, kind=FollowerKind.ORIGIN, receipt_hash=receipt_hash(receipt), user=user, joined_at=at,
        expires_at=at + RECEIPT_LIFE,
    )  # fmt: skip


def attach(entry: Entry, files: tuple[StoredFile, ...], at: datetime) -> None:
    """Make the files part of the case: whoever may see it may see them."""
    for file in files:
        file.subject = f"feedback.case:{entry.case_id}"
        file.save(update_fields=["subject"])
        Attachment.objects.create(entry=entry, file=file, at=at)


@transaction.atomic
def receive_case(*, draft: CaseDraft, by: User | None, at: datetime) -> Received:
    """Take a case in: the case, its sender and receipt, its first entry and files, history, audit and event.

    The same key again gives the same case and receipt; with another content it raises KeyConflictError. Raises
    ValidationError: nothing said, too much said, too many files, entered for somebody who cannot be reached.
    """
    text = _checked(draft)
    digest = _print(draft, text)
    known = _known(draft, digest)
    if known:
        return known
    receipt = receipt_for_key(draft.key)
    try:
        with transaction.atomic():
            case = _case(draft, text, digest, at)
    except IntegrityError:  # the same form, sent twice at the same moment
        known = _known(draft, digest)
        if known is None:
            raise
        return known
    follower = _people(case, draft, receipt, at)
    entry = Entry.objects.create(case=case, kind=EntryKind.STORY, text=text, at=at, follower=follower)
    attach(entry, draft.files, at)
    recuse_named(case=case, is_about_body=draft.is_about_body, people=draft.about_people, text=text, at=at)
    CaseStep.objects.create(
        case=case, verb="receive_case", state_to=case.state, at=at, by=by or draft.clerk, due_at=case.due_at,
        accept_due_at=case.accept_due_at, facts={"channel": draft.channel, "consents": list(draft.consents)},
    )  # fmt: skip
    audit.record(case, "feedback.receive_case", by=by or draft.clerk, at=at, channel=draft.channel)
    outbox.post(CaseReceived(case.pk))
    return Received(case, receipt, is_new=True)


@transaction.atomic
def add_voice(*, case: Case, key: str, user: User | None = None, by: User | None, at: datetime) -> tuple[Follower, str]:
    """One more voice ("that is mine too") for a case, with a receipt of its own; of a merged case, for the one it is in.

    The same key is one voice. Raises ValidationError when the case was withdrawn, refused or set apart.
    """
    target = case.merged_into or case
    if target.state not in VOICED_STATES:
        raise ValidationError(_("Việc này không nhận thêm tiếng nói. Gửi việc của bạn như một việc mới."))
    receipt = receipt_of_voice(target.public_id, key)
    follower, is_new = Follower.objects.get_or_create(
        receipt_hash=receipt_hash(receipt),
        defaults={
            "case": target, "kind": FollowerKind.VOICE, "user": user, "joined_at": at,
            "expires_at": at + RECEIPT_LIFE,
        },
    )  # fmt: skip
    if is_new:
        Case.objects.filter(pk=target.pk).update(voice_count=F("voice_count") + 1)
        Publication.objects.filter(case=target).update(voice_count=F("voice_count") + 1)
        audit.record(target, "feedback.add_voice", by=by, at=at)
    return follower, receipt


@transaction.atomic
def keep_receipt(*, follower: Follower, by: User | None, at: datetime) -> None:
    """The sender says that the code is copied, printed or written down."""
    if follower.kept_at is None:
        follower.kept_at = at
        follower.save(update_fields=["kept_at"])
        audit.record(follower.case, "feedback.keep_receipt", by=by, at=at)
