"""A union gathers the same grievance of several members and sends on one petition; who they are stays with the union."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caunoi.accounts.models import User
from caunoi.feedback.actions.intake import CaseDraft, receive_case
from caunoi.feedback.actions.moving import RECEIPT_LIFE
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import Channel, FollowerKind, Identity, Kind, PetitionState
from caunoi.feedback.models import Case, Follower, Petition, PetitionVoice, Topic
from caunoi.feedback.queries.receipts import key_hash, receipt_for_key, receipt_hash
from caunoi.kit import audit
from caunoi.organisations.models import Unit

# k: fewer voices than this could be told apart by whoever knows the workplace.
THRESHOLD_LEAST, THRESHOLD_MOST = 5, 10_000
TITLE_MOST, TEXT_LEAST, TEXT_MOST, WORDS_MOST, NAME_MOST = 160, 20, 5_000, 2_000, 120


@dataclass(frozen=True)
class PetitionDraft:
    """What the union writes: the grievance in its own words, which members join and the body reads."""

    title: str
    text: str
    body: Unit | None = None
    topic: Topic | None = None
    threshold: int = THRESHOLD_LEAST


@dataclass(frozen=True)
class VoiceDraft:
    """One voice; `key` is the secret of the form. All else may be empty."""

    key: str
    text: str = ""
    name: str = ""
    contact: str = ""
    has_printed_receipt: bool = False


def _locked(petition: Petition) -> Petition:
    rows = Petition.objects.select_for_update(of=("self",)).select_related("unit", "body", "topic")
    return rows.get(pk=petition.pk)


def _gathering(petition: Petition) -> Petition:
    row = _locked(petition)
    if row.state == PetitionState.FORWARDED:
        raise ValidationError(_("Kiến nghị này đã được công đoàn chuyển đi, không nhận thêm."))
    if row.state == PetitionState.CANCELLED:
        raise ValidationError(_("Công đoàn đã dừng kiến nghị này."))
    return row


def _checked(draft: PetitionDraft) -> tuple[str, str]:
    title, text = " ".join(draft.title.split()), draft.text.strip()
    problems: dict[str, str] = {}
    if not title or len(title) > TITLE_MOST:
        problems["title"] = _("Ghi tên kiến nghị, nhiều nhất %d ký tự.") % TITLE_MOST
    if len(text) < TEXT_LEAST or len(text) > TEXT_MOST:
        problems["text"] = _("Ghi nội dung từ %(least)d đến %(most)d ký tự.") % {"least": TEXT_LEAST, "most": TEXT_MOST}
    if not THRESHOLD_LEAST <= draft.threshold <= THRESHOLD_MOST:
        problems["threshold"] = _("Cần ít nhất %d người, để không ai bị nhận ra.") % THRESHOLD_LEAST
    if problems:
        raise ValidationError(problems)
    return title, text


@transaction.atomic
def open_petition(*, unit: Unit, draft: PetitionDraft, by: User, at: datetime) -> Petition:
    """Begin to gather, with a token to print at the workplace. Raises ValidationError on what is missing."""
    title, text = _checked(draft)
    token = secrets.token_urlsafe(18)
    petition = Petition.objects.create(
        unit=unit, title=title, text=text, body=draft.body, topic=draft.topic, threshold=draft.threshold, token=token,
        token_hash=key_hash(f"petition {token}"), opened_at=at, opened_by=by,
    )  # fmt: skip
    audit.record(petition, "feedback.open_petition", by=by, at=at, unit=unit, threshold=draft.threshold)
    return petition


def _said(draft: VoiceDraft, *, is_entered: bool) -> None:
    if len(draft.text) > WORDS_MOST:
        raise ValidationError({"text": _("Viết nhiều nhất %d ký tự.") % WORDS_MOST})
    if len(draft.name) > NAME_MOST:
        raise ValidationError({"name": _("Tên dài nhất %d ký tự.") % NAME_MOST})
    if is_entered and not (draft.contact.strip() or draft.has_printed_receipt):
        raise ValidationError({"contact": _("Nhập hộ thì cần cách liên hệ, hoặc in biên nhận đưa cho người góp.")})


@transaction.atomic
def add_petition_voice(
    *, petition: Petition, draft: VoiceDraft, by: User | None, at: datetime
) -> tuple[PetitionVoice, str]:
    """One more voice, and its own canonical receipt. `by` is the union's person who writes it down for somebody; None for
    whoever joins by the printed token. The same key is one voice.

    Raises ValidationError when the petition gathers no more, or an entered voice cannot be reached.
    """
    row = _gathering(petition)
    _said(draft, is_entered=by is not None)
    receipt = receipt_for_key(f"petition {row.public_id} {draft.key}")
    voice, is_new = PetitionVoice.objects.get_or_create(
        receipt_hash=receipt_hash(receipt),
        defaults={
            "petition": row, "text": draft.text.strip(), "name": draft.name.strip(), "contact": draft.contact.strip(),
            "has_printed_receipt": draft.has_printed_receipt, "at": at, "entered_by": by,
        },
    )  # fmt: skip
    if is_new:
        audit.record(row, "feedback.add_petition_voice", by=by, at=at)
    return voice, receipt


def forwarded_text(petition: Petition) -> str:
    """The words that the body reads: the union's text and how many stand behind it at least; nobody's name or words."""
    behind = _("Công đoàn gom ý kiến của ít nhất %(n)d người lao động và giữ kín họ là ai.") % {"n": petition.threshold}
    return f"{petition.text}\n\n{petition.unit.name}. {behind}"


def _case(row: Petition, by: User, at: datetime) -> Case:
    draft = CaseDraft(
        text=forwarded_text(row), channel=Channel.PETITION, key=f"petition {row.token}", identity=Identity.PUBLIC,
        kind=Kind.RECOMMENDATION, body=row.body, topic=row.topic, sender_unit=row.unit, name=row.unit.name,
        is_sample=row.is_sample,
    )  # fmt: skip
    return receive_case(draft=draft, by=by, at=at).case


@transaction.atomic
def forward_petition(*, petition: Petition, by: User, at: datetime) -> Case:
    """Send the petition on as one case in the union's name. Every voice's receipt follows the case from now on.

    Raises ValidationError below the threshold. Nothing of a voice goes into the case: no name, no words, no order.
    """
    row = _gathering(petition)
    voices = list(row.voices.values_list("receipt_hash", flat=True).order_by("receipt_hash"))
    missing = max(row.threshold, THRESHOLD_LEAST) - len(voices)
    if missing > 0:
        words = ngettext(
            "Mới có %(n)d người. Còn thiếu %(missing)d người nữa mới chuyển được, để không ai bị nhận ra.",
            "Mới có %(n)d người. Còn thiếu %(missing)d người nữa mới chuyển được, để không ai bị nhận ra.", missing,
        )  # fmt: skip
        raise ValidationError(words % {"n": len(voices), "missing": missing}, code="THRESHOLD")
    case = _case(row, by, at)
    # The title that the union gave, and one joining time for all: the rows tell nobody apart.
    case.title, case.voice_count = row.title, len(voices)
    case.save(update_fields=["title", "voice_count"])
    Follower.objects.bulk_create(
        [
            Follower(
                case=case, kind=FollowerKind.PETITIONER, receipt_hash=digest, joined_at=at, expires_at=at + RECEIPT_LIFE
            )
            for digest in voices
        ]
    )
    row.state, row.case, row.forwarded_at = PetitionState.FORWARDED, case, at
    row.save(update_fields=["state", "case", "forwarded_at"])
    audit.record(row, "feedback.forward_petition", by=by, at=at, case=case, count=len(voices))
    return case


@transaction.atomic
def cancel_petition(*, petition: Petition, reason: str, by: User, at: datetime) -> Petition:
    """Give the gathering up. What members said is erased; their receipts say that it was stopped, and why."""
    row = _gathering(petition)
    row.state, row.cancelled_at, row.stop_reason = PetitionState.CANCELLED, at, required_reason(reason)
    row.save(update_fields=["state", "cancelled_at", "stop_reason"])
    row.voices.update(text="", name="", contact="")
    audit.record(row, "feedback.cancel_petition", by=by, at=at)
    return row
