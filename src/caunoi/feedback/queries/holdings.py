"""What the room holds of a person, found from their receipt or account: to show it to them, and to erase it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.feedback.choices import Channel, FollowerKind
from caunoi.feedback.models import (
    Attachment,
    Case,
    CaseStep,
    DataRequest,
    Entry,
    Follower,
    PetitionVoice,
    Publication,
    Rating,
    Recusal,
    Sender,
)


@dataclass(frozen=True)
class Holdings:
    """Rows of one person. `cases` are those that they sent themselves; others they only joined."""

    followers: list[Follower]
    cases: list[Case]
    senders: list[Sender]
    entries: list[Entry]
    files: list[Attachment]
    ratings: list[Rating]
    steps: list[CaseStep]
    voices: list[PetitionVoice]
    names: list[Recusal]
    publications: list[Publication]

    def counts(self) -> dict[str, int]:
        """How much there is, without a word of it."""
        told = [row for row in self.voices if row.text or row.name or row.contact]
        return {
            "senders": len(self.senders), "cases": len(self.cases), "entries": len(self.entries),
            "files": len(self.files), "ratings": len(self.ratings), "steps": len(self.steps), "voices": len(told),
            "names": len(self.names), "publications": len(self.publications),
        }  # fmt: skip


def _followers(request: DataRequest) -> list[Follower]:
    if request.follower_id is not None:
        rows = Follower.objects.filter(pk=request.follower_id)
    elif request.user_id is not None:
        rows = Follower.objects.filter(
            Q(user=request.user_id) | Q(kind=FollowerKind.ORIGIN, case__sender__user=request.user_id)
        )
    else:
        return []
    return list(rows.select_related("case").order_by("pk"))


def _voices(request: DataRequest, followers: Sequence[Follower]) -> list[PetitionVoice]:
    """Voices that the receipts were given for; the union keeps their words apart from the case."""
    hashes = [row.receipt_hash for row in followers]
    rows = PetitionVoice.objects.filter(Q(receipt_hash__in=hashes) | Q(pk=request.voice_id))
    return list(rows.select_related("petition").order_by("pk"))


def _sent(followers: Sequence[Follower]) -> list[Case]:
    """Cases of their own. A petition is the union's: the receipt of its chair is no person's."""
    return [row.case for row in followers if row.kind == FollowerKind.ORIGIN and row.case.channel != Channel.PETITION]


def _said_why(followers: Sequence[Follower]) -> QuerySet[CaseStep]:
    """Reasons that they gave for reopening and appealing."""
    own = [Q(case=row.case_id, facts__follower=str(row.public_id)) for row in followers]
    rows = CaseStep.objects.filter(by=None).exclude(reason="")
    return rows.filter(reduce(or_, own)) if own else rows.none()


def holdings_of(request: DataRequest) -> Holdings:
    """Everything of the person that a request is about."""
    followers = _followers(request)
    cases = _sent(followers)
    entries = Entry.objects.filter(follower__in=followers).order_by("pk")
    return Holdings(
        followers=followers, cases=cases, senders=list(Sender.objects.filter(case__in=cases).order_by("pk")),
        entries=list(entries.select_related("case")),
        files=list(Attachment.objects.filter(entry__in=entries).select_related("file", "preview").order_by("pk")),
        ratings=list(Rating.objects.filter(follower__in=followers).order_by("pk")),
        steps=list(_said_why(followers).order_by("pk")), voices=_voices(request, followers),
        names=list(Recusal.objects.filter(case__in=cases).exclude(name="").order_by("pk")),
        publications=list(Publication.objects.filter(case__in=cases).order_by("pk")),
    )  # fmt: skip


def _day(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def _case_facts(holdings: Holdings) -> list[dict[str, Any]]:
    own = {case.pk for case in holdings.cases}
    lines = []
    for row in holdings.followers:
        case = row.case
        facts: dict[str, Any] = {
            "code": case.code, "state": case.get_state_display(), "received_at": _day(case.received_at),
            "due_at": _day(case.due_at), "receipt_expires_at": _day(row.expires_at),
        }  # fmt: skip
        if case.pk in own:
            facts |= {
                "title": case.title, "text": case.text or case.sealed_text, "place": case.place,
                "identity": case.get_identity_display(),
            }  # fmt: skip
        lines.append(facts)
    return lines


def described(holdings: Holdings, request: DataRequest) -> dict[str, Any]:
    """The same as data to hand over: only what the person gave, and what is known of it."""
    user = request.user
    return {
        "about": _("Dữ liệu nơi tiếp nhận đang giữ về bạn"),
        "law": "Luật 91/2025/QH15, điều 4; Nghị định 356/2025/NĐ-CP",
        "account": {"name": user.full_name, "email": user.email, "phone": user.phone} if user else None,
        "cases": _case_facts(holdings),
        "sender": [{"name": row.name, "contact": row.contact} for row in holdings.senders],
        "said": [
            {"case": row.case.code, "kind": row.get_kind_display(), "at": _day(row.at), "text": row.text}
            for row in holdings.entries
        ],
        "files": [{"name": row.file.name, "bytes": row.file.size_bytes} for row in holdings.files],
        "ratings": [
            {"at": _day(row.at), "score": row.score, "reasons": row.reasons, "comment": row.comment}
            for row in holdings.ratings
        ],
        "reasons": [{"at": _day(row.at), "reason": row.reason} for row in holdings.steps],
        "petition_voices": [
            {"petition": row.petition.title, "at": _day(row.at), "text": row.text, "name": row.name, "contact": row.contact}
            for row in holdings.voices
        ],
        "published": [{"title": row.title, "question": row.question, "sender_name": row.sender_name} for row in holdings.publications],
    }  # fmt: skip
