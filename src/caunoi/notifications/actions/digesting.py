"""Digests: what waits is put into one message, and marked as covered in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.notifications.actions.queueing import MessageDraft, queue_messages
from caunoi.notifications.events import MessagesDelivered
from caunoi.notifications.models import Digest, DigestItem
from caunoi.notifications.queries import read_in_app
from caunoi.notifications.queries.digests import digest_list, grouped, subjects_in, waiting
from caunoi.notifications.queries.events import DIGEST
from caunoi.notifications.queries.preferences import Wish, wishes_of
from caunoi.notifications.queries.texts import language_of, parts_of, say, worded
from caunoi.pure import quiet_hours

PEOPLE_MOST = 500
ITEMS_MOST = 2000
PATH, SUBJECT = "/notices/", "notifications.digest:"


def _draft(digest: Digest, wish: Wish, items: Sequence[DigestItem], at: datetime) -> MessageDraft:
    groups = grouped(items)
    values = {
        "count": len(items), "list": lambda: digest_list(groups, digest.channel), "person": wish.person.full_name,
        "site": settings.SITE_NAME,
    }  # fmt: skip
    language, texts = language_of(wish.person.language), worded([DIGEST.code])
    title, body = (say(DIGEST, part, language, values, texts) for part in parts_of(digest.channel))
    name = f"{SUBJECT}{digest.pk}"
    return MessageDraft(
        channel=digest.channel, title=title, body=body, subject=name, topic=name, event=DIGEST.code, key=name,
        recipient=digest.user, path=PATH, fallbacks=wish.after(DIGEST, digest.channel, ()),
        not_before_at=quiet_hours.wakes_at(at, wish.quiet, timezone.get_current_timezone()),
    )  # fmt: skip


def _take(user_id: int, channel: str, at: datetime) -> list[DigestItem]:
    """What is due, held against other workers until it is marked."""
    rows = DigestItem.objects.filter(user=user_id, channel=channel, digest=None, due_at__lte=at).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows[:ITEMS_MOST])


@transaction.atomic
def make_digest(*, user_id: int, channel: str, by: User | None, at: datetime) -> bool:
    """Queue one digest of all that is due to a person on a channel; False when nothing is left to tell.

    The message and the mark on each thing are one transaction, so a crash leaves both or neither: nothing is missed and
    nothing is told twice. What the person read on the site meanwhile is covered unsaid; so is everything when no channel
    reaches them any more, as it stands in their list of notices.
    """
    items = _take(user_id, channel, at)
    if not items:
        return False
    wish = wishes_of([user_id]).get(user_id)
    way = "" if wish is None else channel if channel in wish.channels else wish.gathering
    seen = read_in_app([item.key for item in items])
    said = [item for item in items if item.key not in seen] if way else []
    digest = Digest.objects.create(
        user_id=user_id, channel=way or channel, made_at=at, items_count=len(said),
        covered_until_at=max(item.noted_at for item in items),
    )  # fmt: skip
    DigestItem.objects.filter(pk__in=[item.pk for item in items]).update(digest=digest)
    if wish and said:
        queue_messages(drafts=[_draft(digest, wish, said, at)], by=by, at=at)
    audit.record(digest, "notifications.make_digest", by=by, at=at, count=len(said))
    return bool(said)


@transaction.atomic
def note_delivered(*, subjects: Sequence[str], channel: str, delivered_at: str) -> None:
    """Tell the house that what stood in digests was delivered with them: rooms count it as they count messages."""
    ids = [int(subject.removeprefix(SUBJECT)) for subject in subjects if subject.startswith(SUBJECT)]
    told = subjects_in(ids) if ids else []
    if told:
        outbox.post(MessagesDelivered(told, channel, delivered_at))


def make_digests(*, at: datetime) -> int:
    """Digests for everybody to whom one is due; returns how many were queued. Each is a transaction of its own."""
    pairs = waiting(at, PEOPLE_MOST)
    return sum(make_digest(user_id=user_id, channel=channel, by=None, at=at) for user_id, channel in pairs)
