"""Digests: what waits is put into one message, and marked as covered in the same transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.notifications.actions.queueing import MessageDraft, queue_messages
from caunoi.notifications.events import MessagesDelivered, MessagesReturned
from caunoi.notifications.models import Digest, DigestItem
from caunoi.notifications.queries import read_in_app
from caunoi.notifications.queries.digests import DIGEST_SUBJECT, digest_list, grouped, subjects_in, waiting
from caunoi.notifications.queries.events import DIGEST
from caunoi.notifications.queries.preferences import Wish, wishes_of
from caunoi.notifications.queries.texts import Worded, language_of, parts_of, say, worded
from caunoi.pure import quiet_hours
from caunoi.pure.vietnamese import short_moment

log = logging.getLogger(__name__)
Pair = tuple[int, str]
PEOPLE_MOST = 300
# A worker goes on so long, then other things have their turn; the sweep rings again.
ROUNDS = 40
PATH = "/notices/"


def _draft(
    digest: Digest, items: Sequence[DigestItem], *, user: User, channel: str, wish: Wish, texts: Worded, at: datetime
) -> MessageDraft:
    groups, name = grouped(items), f"{DIGEST_SUBJECT}{digest.pk}"
    values = {
        "count": digest.items_count, "list": lambda: digest_list(groups, channel), "person": wish.person.full_name,
        "site": settings.SITE_NAME, "until": short_moment(timezone.localtime(digest.covered_until_at)),
    }  # fmt: skip
    language = language_of(wish.person.language)
    title, body = (say(DIGEST, part, language, values, texts) for part in parts_of(channel))
    return MessageDraft(
        channel=channel, title=title, body=body, subject=name, topic=name, event=DIGEST.code, key=name,
        recipient=user, path=PATH, fallbacks=wish.after(DIGEST, channel, ()),
        not_before_at=quiet_hours.wakes_at(at, wish.quiet, timezone.get_current_timezone()),
    )  # fmt: skip


def _take(pairs: Sequence[Pair], at: datetime) -> dict[Pair, list[DigestItem]]:
    """What is due to these people, by person and channel, held against other workers until it is marked."""
    users = {user_id for user_id, _channel in pairs}
    rows = DigestItem.objects.filter(user__in=users, digest=None, due_at__lte=at).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found: dict[Pair, list[DigestItem]] = {}
    for item in rows:
        found.setdefault((item.user_id, item.channel), []).append(item)
    return found


def _mark(taken: dict[Pair, list[DigestItem]], said: dict[Pair, list[DigestItem]], at: datetime) -> dict[Pair, Digest]:
    """A digest for each person and channel, and the mark on each thing that it covers, in two statements."""
    rows = [
        Digest(
            user_id=pair[0], channel=pair[1], made_at=at, items_count=len(said[pair]),
            covered_until_at=max(item.noted_at for item in items),
        )
        for pair, items in taken.items()
    ]  # fmt: skip
    made = {(row.user_id, row.channel): row for row in Digest.objects.bulk_create(rows)}
    own = Digest.objects.filter(
        pk__in=[row.pk for row in made.values()], user=OuterRef("user"), channel=OuterRef("channel")
    )
    ids = [item.pk for items in taken.values() for item in items]
    DigestItem.objects.filter(pk__in=ids).update(digest=Subquery(own.values("pk")[:1]))
    return made


@transaction.atomic
def make_some_digests(*, pairs: Sequence[Pair], by: User | None, at: datetime) -> tuple[int, int]:
    """Queue a digest of all that is due to each of these people on that channel; returns how many digests, of how many
    people and channels that had anything due.

    The messages and the mark on each thing are one transaction, so a crash leaves both or neither: nothing is missed and
    nothing is told twice. What the person read on the site meanwhile is covered unsaid; so is everything when no channel
    reaches them any more, as it stands in their list of notices.
    """
    taken = _take(pairs, at)
    if not taken:
        return 0, 0
    people = User.objects.in_bulk({user_id for user_id, _channel in taken})
    wishes, texts = wishes_of(people), worded([DIGEST.code])
    seen = read_in_app([item.key for items in taken.values() for item in items])
    ways, said = {}, {}
    for pair, items in taken.items():
        wish = wishes.get(pair[0])
        ways[pair] = "" if wish is None else pair[1] if pair[1] in wish.channels else wish.gathering
        said[pair] = [item for item in items if item.key not in seen] if ways[pair] else []
    made = _mark(taken, said, at)
    drafts = [
        _draft(
            made[pair], items, user=people[pair[0]], channel=ways[pair], wish=wishes[pair[0]], texts=texts, at=at
        )
        for pair, items in said.items()
        if items
    ]  # fmt: skip
    queue_messages(drafts=drafts, by=by, at=at, are_new=True)
    audit.record("notifications.digest", "notifications.make_digests", by=by, at=at, count=len(drafts))
    return len(drafts), len(taken)


def _told_in(subjects: Sequence[str]) -> list[str]:
    ids = [int(subject.removeprefix(DIGEST_SUBJECT)) for subject in subjects if subject.startswith(DIGEST_SUBJECT)]
    return subjects_in(ids) if ids else []


@transaction.atomic
def note_delivered(*, subjects: Sequence[str], channel: str, delivered_at: str) -> None:
    """Tell the house that what stood in digests was delivered with them: rooms count it as they count messages."""
    told = _told_in(subjects)
    if told:
        outbox.post(MessagesDelivered(told, channel, delivered_at))


@transaction.atomic
def note_returned(*, subjects: Sequence[str], channel: str, delivered_at: str, code: str) -> None:
    """Tell the house that what stood in digests came back with them."""
    told = _told_in(subjects)
    if told:
        outbox.post(MessagesReturned(told, channel, delivered_at, code))


def _make_one_by_one(pairs: Sequence[Pair], at: datetime) -> tuple[int, int]:
    """What cannot be told to one person holds up nobody else; it waits, and is tried again."""
    made_count = taken_count = 0
    for pair in pairs:
        try:
            made, taken = make_some_digests(pairs=[pair], by=None, at=at)
        except Exception:
            log.exception("notices: a digest could not be made")
        else:
            made_count, taken_count = made_count + made, taken_count + taken
    return made_count, taken_count


def make_digests(*, at: datetime) -> int:
    """Digests for everybody to whom one is due; returns how many were queued. A few hundred people are a transaction."""
    count = 0
    for _round in range(ROUNDS):
        pairs = waiting(at, PEOPLE_MOST)
        if not pairs:
            break
        try:
            made, taken = make_some_digests(pairs=pairs, by=None, at=at)
        except Exception:
            log.exception("notices: digests could not be made together")
            made, taken = _make_one_by_one(pairs, at)
        count += made
        if not taken:  # other workers have them in hand
            break
    return count
