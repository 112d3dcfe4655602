"""What a person asks about their own data, from the question to the deed (Luật 91/2025/QH15 art. 4; NĐ 356/2025)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.actions import forgetting
from caunoi.feedback.actions.routing import required_reason
from caunoi.feedback.choices import DataRequestState, DataRight, Identity
from caunoi.feedback.models import Case, DataRequest, Follower, PetitionVoice, Publication, Sender
from caunoi.feedback.queries.competence import desk_for
from caunoi.feedback.queries.data_requests import OPEN, clocks_of, desk_of_person
from caunoi.feedback.queries.holdings import Holdings, holdings_of
from caunoi.feedback.queries.receipts import contact_print, receipt_for_key, receipt_hash
from caunoi.kit import audit
from caunoi.organisations.models import Unit

TEXT_MOST, EXTENSION_MOST_DAYS = 2_000, 15


@dataclass(frozen=True)
class Asker:
    """Who asks: exactly one of the holder of a case's receipt, of a voice's, and a signed-in person."""

    follower: Follower | None = None
    voice: PetitionVoice | None = None
    user: User | None = None

    def desk(self, at: datetime) -> Unit:
        """Where the request goes: the desk of the case, that above the union, or that of the person."""
        on = timezone.localtime(at).date()
        if self.follower is not None:
            return self.follower.case.desk
        if self.voice is not None:
            return desk_for(body=None, sender_unit=self.voice.petition.unit, on=on)
        return desk_of_person(self.user, on)


@dataclass(frozen=True)
class Correction:
    """What is written in place of a wrong name or contact; empty leaves it as it is."""

    name: str = ""
    contact: str = ""


@transaction.atomic
def ask_data_right(
    *, right: DataRight, text: str, key: str, asker: Asker, by: User | None, at: datetime
) -> tuple[DataRequest, str]:
    """Take a request in. Gives it with its own canonical receipt; the same key of a form is one request.

    Raises ValidationError when nothing is said.
    """
    words = text.strip()
    if not words or len(words) > TEXT_MOST:
        raise ValidationError({"text": _("Ghi rõ dữ liệu nào, nhiều nhất %d ký tự.") % TEXT_MOST})
    receipt = receipt_for_key(f"data request {key}")
    desk = asker.desk(at)
    acknowledge_due_at, due_at = clocks_of(desk, at, has_third_party=False)
    row, is_new = DataRequest.objects.get_or_create(
        receipt_hash=receipt_hash(receipt),
        defaults={
            "right": right, "desk": desk, "follower": asker.follower, "voice": asker.voice, "user": asker.user,
            "text": words, "asked_at": at, "acknowledge_due_at": acknowledge_due_at, "due_at": due_at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(row, "feedback.ask_data_right", by=by, at=at, right=right, desk=desk)
    return row, receipt


def _locked(request: DataRequest, *states: DataRequestState) -> DataRequest:
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("desk", "follower__case", "user")
    row = rows.get(pk=request.pk)
    if row.state not in states:
        state = DataRequestState(row.state).label
        raise ValidationError(_("Yêu cầu đang ở bước “%s”, không làm được bước này.") % state)
    return row


@transaction.atomic
def acknowledge_data_request(*, request: DataRequest, has_third_party: bool, by: User, at: datetime) -> DataRequest:
    """Say that it is taken up (within 2 working days). Where others hold the data too, 20 days run instead of 15."""
    row = _locked(request, DataRequestState.RECEIVED)
    row.state, row.acknowledged_at, row.has_third_party = DataRequestState.ACKNOWLEDGED, at, has_third_party
    if has_third_party:
        row.due_at = clocks_of(row.desk, row.asked_at, has_third_party=True)[1]
    row.save(update_fields=["state", "acknowledged_at", "has_third_party", "due_at"])
    audit.record(row, "feedback.acknowledge_data_request", by=by, at=at, has_third_party=has_third_party)
    return row


@transaction.atomic
def extend_data_request(*, request: DataRequest, days: int, reason: str, by: User, at: datetime) -> DataRequest:
    """More time, once, at most 15 days; the person reads the reason."""
    row = _locked(request, DataRequestState.ACKNOWLEDGED)
    if row.is_extended:
        raise ValidationError(_("Luật chỉ cho gia hạn một lần."))
    if not 1 <= days <= EXTENSION_MOST_DAYS:
        raise ValidationError({"days": _("Gia hạn từ 1 đến %d ngày.") % EXTENSION_MOST_DAYS})
    row.extension_reason, row.is_extended = required_reason(reason), True
    row.due_at += timedelta(days=days)
    row.save(update_fields=["extension_reason", "is_extended", "due_at"])
    audit.record(row, "feedback.extend_data_request", by=by, at=at, days=days)
    return row


@transaction.atomic
def refuse_data_request(*, request: DataRequest, reason: str, by: User, at: datetime) -> DataRequest:
    """Not to be done, with the reason, which the person reads."""
    row = _locked(request, *OPEN)
    row.state, row.finished_at, row.finished_by = DataRequestState.REFUSED, at, by
    row.answer = required_reason(reason)
    row.save(update_fields=["state", "finished_at", "finished_by", "answer"])
    audit.record(row, "feedback.refuse_data_request", by=by, at=at)
    return row


@transaction.atomic
def propose_erasure(*, request: DataRequest, by: User, at: datetime) -> DataRequest:
    """The first of two people: has looked at what will go, and asks another to carry it out."""
    row = _locked(request, DataRequestState.ACKNOWLEDGED)
    if row.right != DataRight.DELETE:
        raise ValidationError(_("Chỉ yêu cầu xóa mới cần hai người."))
    row.proposed_at, row.proposed_by = at, by
    row.save(update_fields=["proposed_at", "proposed_by"])
    audit.record(row, "feedback.propose_erasure", by=by, at=at, holdings=holdings_of(row).counts())
    return row


def _erase(row: DataRequest, holdings: Holdings, by: User, at: datetime) -> dict[str, int]:
    if row.proposed_by_id is None:
        raise ValidationError(_("Một người đề nghị xóa trước, người khác mới thực hiện."))
    if row.proposed_by_id == by.pk:
        raise ValidationError(_("Người đề nghị xóa không tự thực hiện. Nhờ đồng nghiệp xác nhận."))
    return forgetting.erase(row, holdings, by=by, at=at)


def _restrict(holdings: Holdings) -> dict[str, int]:
    """Name and contact stay stored and are opened to nobody; nothing published bears the name."""
    cases = [case.pk for case in holdings.cases]
    Case.objects.filter(pk__in=cases).update(identity=Identity.RECEIPT)
    Publication.objects.filter(case__in=cases).update(sender_name="")
    return {"cases": len(cases)}


def _correct(holdings: Holdings, correction: Correction) -> dict[str, int]:
    changed = {name: value for name, value in vars(correction).items() if value.strip()}
    if not changed:
        return {}
    if not holdings.senders:
        raise ValidationError(_("Không giữ tên hay cách liên hệ nào để sửa."))
    for sender in holdings.senders:
        _write(sender, changed)
    return {"senders": len(holdings.senders)}


def _write(sender: Sender, changed: dict[str, str]) -> None:
    for name, value in changed.items():
        setattr(sender, name, value.strip())
    sender.contact_print = contact_print(sender.contact)
    sender.save(update_fields=["name", "contact", "contact_print"])


def _withdraw(holdings: Holdings) -> dict[str, int]:
    forgetting.erase_contacts(holdings)
    return {"senders": len(holdings.senders)}


def _do(row: DataRequest, correction: Correction, by: User, at: datetime) -> dict[str, int]:
    holdings = holdings_of(row)
    if row.right == DataRight.DELETE:
        return _erase(row, holdings, by, at)
    if row.right == DataRight.WITHDRAW:
        return _withdraw(holdings)
    if row.right == DataRight.CORRECT:
        return _correct(holdings, correction)
    return {} if row.right == DataRight.VIEW else _restrict(holdings)


@transaction.atomic
def finish_data_request(
    *, request: DataRequest, answer: str, by: User, at: datetime, correction: Correction | None = None
) -> DataRequest:
    """Do what was asked, and say so.

    VIEW: from now on the receipt opens a file of what is held. CORRECT: the new name and contact. WITHDRAW: name and
    contact go. RESTRICT, OBJECT: they are opened to nobody. DELETE: everything of the person goes, and takes two people.
    """
    row = _locked(request, DataRequestState.ACKNOWLEDGED)
    words = required_reason(answer)
    row.erased = _do(row, correction or Correction(), by, at)
    row.state, row.finished_at, row.finished_by, row.answer = DataRequestState.DONE, at, by, words
    row.save()
    audit.record(row, "feedback.finish_data_request", by=by, at=at, right=row.right, holdings=row.erased)
    return row
