"""Who talks, and what is due to be said to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from caunoi.channels.models import Conversation, ZaloReply
from caunoi.feedback.choices import Channel, FollowerKind
from caunoi.feedback.models import Case, Follower, Sender
from caunoi.feedback.queries.receipts import contact_print


def is_on() -> bool:
    """Whether an account is set up."""
    return bool(settings.CAUNOI.zalo_app_id and settings.CAUNOI.zalo_secret)


def contact_of(peer: str) -> str:
    """How a person of Zalo stands as the sender of a case."""
    return f"{peer}@zalo"


def peer_print(peer: str) -> str:
    """Keyed hash of a person's id."""
    return contact_print(contact_of(peer))


def conversations_about(case: Case, *, with_merged: bool) -> list[Conversation]:
    """Those who sent the case by Zalo, and where wanted what was merged into it."""
    rows = Follower.objects.filter(kind=FollowerKind.ORIGIN, case__channel=Channel.ZALO)
    cases = list(rows.filter(case=case).values_list("case", flat=True))
    if with_merged:
        cases += rows.filter(case__merged_into=case).values_list("case", flat=True)
    prints = Sender.objects.filter(case__in=cases).values("contact_print")
    return list(Conversation.objects.filter(peer_print__in=prints, has_left=False))


def cases_lately(peer: str, at: datetime) -> int:
    """How many cases a person sent within a day."""
    rows = Sender.objects.filter(contact_print=peer_print(peer), case__channel=Channel.ZALO)
    return rows.filter(case__received_at__gt=at - timedelta(days=1)).count()


def due_replies(at: datetime) -> QuerySet[ZaloReply]:
    """What waits to be sent, in the order it was said."""
    rows = ZaloReply.objects.filter(sent_at=None, given_up_at=None, not_before_at__lte=at)
    return rows.select_related("conversation").order_by("id")
