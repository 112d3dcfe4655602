"""A union gathers the same grievance from several members and sends one petition on; nobody stands out, each gets the
answer by their own receipt (Luật Công đoàn 50/2024/QH15 art. 11.16)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions.intake import TEXT_LEAST, TEXT_MOST, CaseDraft, receive_case
from caunoi.feedback.actions.moving import RECEIPT_LIFE
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import Channel, FollowerKind, Identity, Kind, PetitionState
from caunoi.feedback.models import Case, Follower, Petition, PetitionVoice, Topic
from caunoi.feedback.queries.receipts import key_hash, receipt_for_key, receipt_hash
from caunoi.kit import audit
from caunoi.organisations.models import Unit

# Fewer voices would let a reader guess whose they are.
VOICES_LEAST = 5


def _checked_text(text: str) -> str:
    if sum(char.isalpha() for char in text) < TEXT_LEAST or len(text) > TEXT_MOST:
        raise ValidationError(
            {
                "text": _("Viết nội dung kiến nghị, từ %(least)d chữ cái đến %(most)d ký tự.")
                % {"least": TEXT_LEAST, "most": TEXT_MOST}
            }
        )
    return text.strip()


@transaction.atomic
def open_petition(
    *, unit: Unit, title: str, text: str, topic: Topic | None = None, body: Unit | None = None,
    threshold: int = VOICES_LEAST, by: User, at: datetime,
) -> Petition:  # fmt: skip
    """Begin to gather voices. `petition.token` is printed for the workplace: whoever has it may join."""
    if threshold < VOICES_LEAST:
        raise ValidationError({"threshold": _("Cần ít nhất %d người, để không ai bị nhận ra.") % VOICES_LEAST})
    if not title.strip():
        raise ValidationError({"title": _("Ghi tên kiến nghị.")})
    token = secrets.token_urlsafe(16)
    petition = Petition.objects.create(
        unit=unit, title=title.strip()[:160], text=_checked_text(text), topic=topic, body=body, threshold=threshold,
        token=token, token_hash=key_hash(f"petition {token}"), opened_at=at, opened_by=by,
    )  # fmt: skip
    audit.record(petition, "feedback.open_petition", by=by, at=at, unit=unit)
    return petition


@transaction.atomic
def add_petition_voice(
    *, petition: Petition, key: str, text: str = "", name: str = "", has_printed_receipt: bool = False,
    entered_by: User | None = None, by: User | None, at: datetime,
) -> tuple[PetitionVoice, str]:  # fmt: skip
    """One more voice, with a receipt of its own; the same key is one voice. Without an account by the token, or entered by
    the union for somebody, who then must be handed a printed receipt. Name and words are seen by the union only."""
    petition = Petition.objects.select_for_update().get(pk=petition.pk)
    receipt = receipt_for_key(f"{petition.public_id} {key}")
    known = PetitionVoice.objects.filter(receipt_hash=receipt_hash(receipt)).first()
    if known is not None:
        return known, receipt
    if petition.state != PetitionState.GATHERING:
        raise ValidationError(_("Kiến nghị này không còn nhận thêm ý kiến. Gửi việc của bạn như một việc mới."))
    if entered_by is not None and not has_printed_receipt:
        raise ValidationError({"has_printed_receipt": _("Nhập hộ thì in biên nhận đưa cho người góp ý kiến.")})
    if len(text) > TEXT_MOST:
        raise ValidationError({"text": _("Nội dung dài quá %d ký tự. Rút gọn rồi gửi lại.") % TEXT_MOST})
    voice = PetitionVoice.objects.create(
        petition=petition, receipt_hash=receipt_hash(receipt), text=text.strip(), name=name.strip()[:200], at=at,
        entered_by=entered_by,
    )  # fmt: skip
    audit.record(petition, "feedback.add_petition_voice", by=by, at=at)
    return voice, receipt


@transaction.atomic
def forward_petition(*, petition: Petition, by: User, at: datetime) -> Case:
    """Send one petition on, with the union as its sender and nothing of the members but their number.

    Each voice's receipt follows the case from now on. Voices join it at one moment and in an order that says nothing of
    who came when. Raises ValidationError below the threshold.
    """
    petition = (
        Petition.objects.select_for_update(of=("self",)).select_related("unit", "body", "topic").get(pk=petition.pk)
    )
    if petition.state != PetitionState.GATHERING:
        raise ValidationError(_("Kiến nghị này đã được chuyển đi hoặc đã dừng."))
    hashes = sorted(petition.voices.values_list("receipt_hash", flat=True))
    if len(hashes) < petition.threshold:
        missing = petition.threshold - len(hashes)
        raise ValidationError(_("Cần thêm %d ý kiến nữa mới chuyển được, để không ai bị nhận ra.") % missing)
    draft = CaseDraft(
        text=f"{petition.title}\n\n{petition.text}", channel=Channel.PETITION, key=secrets.token_urlsafe(32),
        identity=Identity.PUBLIC, kind=Kind.RECOMMENDATION, body=petition.body, topic=petition.topic,
        sender_unit=petition.unit, name=petition.unit.name, contact=petition.unit.email, is_sample=petition.is_sample,
    )  # fmt: skip
    case = receive_case(draft=draft, by=by, at=at).case
    Follower.objects.bulk_create(
        Follower(
            case=case, kind=FollowerKind.PETITIONER, receipt_hash=digest, joined_at=at, expires_at=at + RECEIPT_LIFE
        )
        for digest in hashes
    )
    case.voice_count = len(hashes)
    case.save(update_fields=["voice_count"])
    Petition.objects.filter(pk=petition.pk).update(state=PetitionState.FORWARDED, forwarded_at=at, case=case)
    audit.record(petition, "feedback.forward_petition", by=by, at=at, case=case, count=len(hashes))
    return case


@transaction.atomic
def cancel_petition(*, petition: Petition, reason: str, by: User, at: datetime) -> Petition:
    """Stop gathering. What members said is erased; their receipts say that it was stopped, and why."""
    petition = Petition.objects.select_for_update().get(pk=petition.pk)
    if petition.state != PetitionState.GATHERING:
        raise ValidationError(_("Kiến nghị này đã được chuyển đi hoặc đã dừng."))
    petition.state, petition.stop_reason = PetitionState.CANCELLED, required_reason(reason)
    petition.save(update_fields=["state", "stop_reason"])
    petition.voices.update(text="", name="")
    audit.record(petition, "feedback.cancel_petition", by=by, at=at)
    return petition
