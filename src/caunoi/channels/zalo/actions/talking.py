"""One event: gathered words, a case once they are confirmed, more words for it afterwards."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.channels.choices import InboundOutcome
from caunoi.channels.models import Conversation, InboundMessage, ZaloPicture
from caunoi.channels.zalo import notices, queries
from caunoi.feedback.actions import CaseDraft, add_to_case, receive_case
from caunoi.feedback.actions.intake import TEXT_MOST
from caunoi.feedback.choices import Channel, FollowerKind, Identity
from caunoi.feedback.models import Case, Follower
from caunoi.kit import ids, queue
from caunoi.pure.vietnamese import fold, normalise
from caunoi.pure.zalo import Event

SEND, CANCEL, ANEW = frozenset({"gui", "gui di"}), frozenset({"huy", "huy bo"}), frozenset({"viec moi"})
A_DAY_MOST = 10
PICTURE_JOB = "caunoi.channels.jobs.take_zalo_picture"


def id_of(text: str) -> str:
    """What is kept of an id of Zalo's."""
    return hashlib.sha256(text.encode()).hexdigest()


def _conversation(event: Event, at: datetime) -> Conversation:
    row, _is_new = Conversation.objects.select_for_update().get_or_create(
        peer_print=queries.peer_print(event.peer), defaults={"peer": event.peer, "last_at": at}
    )
    row.last_at, row.has_left = at, event.deed == "LEAVE"
    return row


def clear_draft(talk: Conversation) -> None:
    """Nothing is being gathered any more. The caller saves."""
    talk.draft, talk.draft_key = "", None
    talk.draft_files.clear()


def _send(talk: Conversation, at: datetime) -> tuple[str, Case | None]:
    files = tuple(talk.draft_files.order_by("pk"))
    draft = CaseDraft(
        text=talk.draft, channel=Channel.ZALO, key=f"zalo:{talk.draft_key}", identity=Identity.HANDLER,
        contact=queries.contact_of(talk.peer), files=files,
    )  # fmt: skip
    try:
        case = receive_case(draft=draft, by=None, at=at).case
    except ValidationError as refused:
        return " ".join(refused.messages), None
    talk.follower = Follower.objects.get(case=case, kind=FollowerKind.ORIGIN)
    clear_draft(talk)
    return notices.received(case), case


def _gather(talk: Conversation, text: str, at: datetime) -> str:
    if queries.cases_lately(talk.peer, at) >= A_DAY_MOST:
        return _("Hôm nay đã nhận đủ %d việc từ bạn. Mai bạn gửi tiếp.") % A_DAY_MOST
    talk.draft = "\n".join(filter(None, [talk.draft, text]))[:TEXT_MOST]
    talk.draft_key = talk.draft_key or ids.new_id()
    return notices.gathered()


def _add(talk: Conversation, follower: Follower, text: str, at: datetime) -> str:
    try:
        add_to_case(follower=follower, text=text, by=None, at=at)
    except ValidationError as refused:
        return " ".join(refused.messages) + " " + _("Trả lời VIỆC MỚI để gửi việc khác.")
    return _("Đã ghi thêm vào việc %s.") % follower.case.code


def _hear(talk: Conversation, text: str, at: datetime) -> tuple[str, str, Case | None]:
    """The reply, what became of the words, and the case."""
    word = fold(text).strip(" .!\"'")
    is_gathering = talk.draft_key is not None
    if is_gathering and word in SEND:
        reply, case = _send(talk, at)
        return reply, InboundOutcome.CASE if case else InboundOutcome.REFUSED, case
    if is_gathering and word in CANCEL:
        clear_draft(talk)
        return _("Đã bỏ. Chưa gửi gì đi."), InboundOutcome.TALK, None
    if word in ANEW:
        talk.follower = None
        return _("Bạn kể việc mới: việc gì, ở đâu, khi nào."), InboundOutcome.TALK, None
    if talk.follower is not None and not is_gathering:
        return _add(talk, talk.follower, text, at), InboundOutcome.ADDITION, talk.follower.case
    return _gather(talk, text, at), InboundOutcome.TALK, None


def _do(talk: Conversation, event: Event, at: datetime) -> tuple[str, str, Case | None]:
    if event.deed == "TEXT" and event.text.strip():
        return _hear(talk, normalise(event.text).strip(), at)
    if event.deed == "PICTURE":
        for number, url in enumerate(event.pictures):
            row = ZaloPicture.objects.create(
                conversation=talk, key=f"{event.message_id}:{number}", url=url, not_before_at=at
            )
            queue.enqueue(PICTURE_JOB, picture_id=row.pk)
        text = normalise(event.text).strip()
        return _hear(talk, text, at) if text else ("", InboundOutcome.TALK, None)
    if event.deed == "JOIN":
        return notices.greeting(), InboundOutcome.TALK, None
    if event.deed == "LEAVE":
        clear_draft(talk)
        talk.replies.filter(sent_at=None).update(given_up_at=at)
    return "", InboundOutcome.IGNORED, None


@transaction.atomic
def _take(event: Event, at: datetime) -> None:
    noted = InboundMessage.objects.create(
        channel=Channel.ZALO, external_id=id_of(event.message_id), outcome=InboundOutcome.IGNORED, at=at
    )
    if event.deed == "OTHER":
        return
    talk = _conversation(event, at)
    reply, noted.outcome, noted.case = _do(talk, event, at)
    talk.save()
    noted.save(update_fields=["outcome", "case"])
    if reply:
        notices.say(talk, reply, key=f"to:{noted.external_id}", at=at)


def take_event(*, event: Event, by: User | None, at: datetime) -> bool:
    """Take an event in; False when it came before. A case comes of words only when the person says so."""
    try:
        _take(event, at)
    except IntegrityError:
        if InboundMessage.objects.filter(channel=Channel.ZALO, external_id=id_of(event.message_id)).exists():
            return False
        raise
    return True
