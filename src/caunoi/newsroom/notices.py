"""What we say to people about articles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.newsroom import queries
from caunoi.newsroom.choices import Channel
from caunoi.newsroom.models import Use
from caunoi.notifications.actions import Notice, notify
from caunoi.notifications.queries import register_event

ARTICLE = register_event("newsroom.article", _("Bài mới gửi cho đơn vị tôi"), group=_("Tin"))


def tell_audience(*, use: Use, subject: str, text: str) -> int:
    """Tell an article's audience of a revision, each person once. Returns how many messages and things for digests."""
    article = use.article
    people = queries.audience_of(article, use.at.date()).iterator(chunk_size=1000)
    notices = (
        Notice(
            person=person, event=ARTICLE.code, subject=queries.mail_subject(use.revision_id), title=subject, body=text,
            topic=f"newsroom.article:{article.pk}", topic_label=article.title,
            key=f"newsroom.email:{use.revision_id}:{person.pk}", path=queries.short_path(article),
            link=queries.short_path(article, Channel.EMAIL),
        )
        for person in people
    )  # fmt: skip
    return notify(notices=notices, by=use.by, at=use.at)
