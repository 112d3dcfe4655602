"""Reading what waits for digests, and their words: newest first, grouped by object, with counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils.translation import ngettext

from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Digest, DigestItem

# More objects than anybody reads; the rest is counted, and stands in the list of notices.
GROUPS_MOST = 30
BRIEF_GROUPS_MOST = 5
# What the message of a digest is about: the digest.
DIGEST_SUBJECT = "notifications.digest:"


@dataclass(frozen=True)
class Group:
    """What happened to one object, the newest first."""

    label: str
    titles: tuple[str, ...]
    path: str
    count: int


def waiting(at: datetime, limit: int) -> list[tuple[int, str]]:
    """People and channels with something due by now, and not in any digest."""
    rows = DigestItem.objects.filter(digest=None, due_at__lte=at).order_by("user", "channel")
    return list(rows.values_list("user", "channel").distinct()[:limit])


def last_digests(user_id: int) -> list[Digest]:
    """The newest digest of a person on each channel: when, how many things, and how far it reached."""
    newest = Digest.objects.filter(user=user_id).values("channel").annotate(last=Max("pk")).values("last")
    return list(Digest.objects.filter(pk__in=newest).order_by("-made_at"))


def grouped(items: Sequence[DigestItem]) -> list[Group]:
    """The things by object: the object with the newest thing first, and within it each title once."""
    by_topic: dict[str, list[DigestItem]] = {}
    for item in sorted(items, key=lambda row: (row.noted_at, row.pk), reverse=True):
        by_topic.setdefault(item.topic, []).append(item)
    return [
        Group(rows[0].topic_label, tuple(dict.fromkeys(row.title for row in rows)), rows[0].path, len(rows))
        for rows in by_topic.values()
    ]


def subjects_in(digest_ids: Collection[int]) -> list[str]:
    """What these digests told of, by subject, a subject as often as it was told."""
    return list(DigestItem.objects.filter(digest__in=list(digest_ids)).order_by("id").values_list("subject", flat=True))


def _lines(group: Group, *, is_brief: bool) -> list[str]:
    head = f"{group.label} ({group.count})" if group.count > 1 else group.label
    lines = [f"• {head}"]
    if is_brief:
        return lines
    lines += [f"  {title}" for title in group.titles if title != group.label]
    if group.path:
        lines.append(f"  {settings.CAUNOI.base_url.rstrip('/')}{group.path}")
    return lines


def digest_list(groups: Sequence[Group], channel: str) -> str:
    """The list of a digest; on channels of few words the objects only."""
    is_brief = channel != Channel.EMAIL
    shown = groups[: BRIEF_GROUPS_MOST if is_brief else GROUPS_MOST]
    lines = [line for group in shown for line in _lines(group, is_brief=is_brief)]
    rest = len(groups) - len(shown)
    if rest:
        lines.append(ngettext("và %(count)d việc khác", "và %(count)d việc khác", rest) % {"count": rest})
    return "\n".join(lines)
