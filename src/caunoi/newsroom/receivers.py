"""What this room does when others, or it, have done something; and who may see its files."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from caunoi.kit import outbox
from caunoi.kit.files import store
from caunoi.newsroom import actions, queries
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Article, Reach
from caunoi.plans.queries.sources import Measure, Rows, register_source

store.register_guard("newsroom.leaflet_run", queries.may_see_run)
register_source(
    Rows(
        # As long as its text is public: the state says only what happens to its next text.
        {"so_tin_bai": Measure()}, lambda: Article.objects.filter(published__isnull=False),
        unit="owner_id", on="published_at", route="newsroom:desk_article",
    )
)  # fmt: skip
register_source(
    Rows(
        # Openings of different channels may be the same person's, and are never added up; see docs/mechanisms/reach.md.
        {"so_luot_tiep_can": Measure(of="opened_count", is_sum=True)},
        lambda: Reach.objects.filter(channel=Channel.WEB, opened_count__gt=0),
        unit="article__owner_id", on="day", title="article__title", route="newsroom:desk_article",
        key="article__public_id", is_moment=False, number="opened_count",
    )
)  # fmt: skip


@outbox.consumer("newsroom.email_asked")
def queue_email(*, use_id: int, subject: str, text: str, at: datetime) -> None:
    """Queue the mails of an article for its audience."""
    actions.queue_email(use_id=use_id, subject=subject, text=text)


@outbox.consumer("notifications.messages_delivered")
def count_delivered(*, subjects: list[str], channel: str, delivered_at: str, at: datetime) -> None:
    """Count the mails of articles that were taken by the mail server."""
    day = timezone.localtime(datetime.fromisoformat(delivered_at)).date()
    actions.count_delivered(subjects=subjects, channel=channel, day=day)


@outbox.consumer("notifications.messages_returned")
def count_returned(*, subjects: list[str], channel: str, delivered_at: str, code: str, at: datetime) -> None:
    """Take back the mails of articles that came back."""
    day = timezone.localtime(datetime.fromisoformat(delivered_at)).date()
    actions.count_returned(subjects=subjects, channel=channel, day=day)
