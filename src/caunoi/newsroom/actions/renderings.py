"""What changes an article's forms and records their use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.newsroom import queries
from caunoi.newsroom.choices import Channel, Form
from caunoi.newsroom.events import EmailAsked
from caunoi.newsroom.models import Article, Rendering, Revision, Use, Wording
from caunoi.newsroom.notices import tell_audience
from caunoi.organisations.models import Unit

CHANNELS = {
    Form.EMAIL: Channel.EMAIL, Form.SMS: Channel.SMS, Form.ZALO: Channel.ZALO, Form.LEAFLET_A5: Channel.LEAFLET,
    Form.LEAFLET_A4: Channel.LEAFLET, Form.POSTER: Channel.LEAFLET, Form.SCRIPT: Channel.LOUDSPEAKER,
    Form.QUIZ: Channel.MEETING, Form.SLIDES: Channel.MEETING,
}  # fmt: skip


def _row(article: Article, form: str) -> Rendering:
    row = Rendering.objects.select_for_update().filter(article=article, form=form).first()
    return row or Rendering(article=article, form=form)


@transaction.atomic
def save_words(
    *, article: Article, form: str, words: Mapping[str, Any], revision: Revision, by: User | None, at: datetime
) -> Rendering:
    """Keep what a person made of a form; it is of the revision that they had before them."""
    row = _row(article, form)
    row.words, row.revision, row.made_at, row.made_by = dict(words), revision, at, by
    row.save()
    audit.record(article, "newsroom.save_words", by=by, at=at, form=form, number=revision.number)
    return row


@transaction.atomic
def remake_words(*, article: Article, form: str, by: User | None, at: datetime) -> Rendering:
    """Propose a form anew from the newest text. The words before stay beside it, to be taken back or copied from."""
    row, revision = _row(article, form), queries.newest_revision(article)
    row.earlier = row.words
    row.words = queries.words_for(article, form, revision, None)
    row.revision, row.made_at, row.made_by = revision, at, by
    row.save()
    audit.record(article, "newsroom.remake_words", by=by, at=at, form=form, number=revision.number)
    return row


@transaction.atomic
def restore_words(*, article: Article, form: str, by: User | None, at: datetime) -> Rendering:
    """Take back the words from before a form was made again. Raises ValidationError when there are none."""
    row = _row(article, form)
    if not row.earlier:
        raise ValidationError(_("Không có lời nào trước đó để lấy lại."))
    row.words, row.earlier, row.made_at, row.made_by = row.earlier, row.words, at, by
    row.save()
    audit.record(article, "newsroom.restore_words", by=by, at=at, form=form)
    return row


@transaction.atomic
def record_use(
    *, article: Article, form: str, channel: str, unit: Unit | None, sent_count: int, note: str = "", by: User | None,
    at: datetime, used_at: datetime | None = None, revision: Revision | None = None,
) -> Use:  # fmt: skip
    """Note that a form was sent, printed or read out: how many, where, when. Raises ValidationError for none.

    Of the text that its kept words belong to, unless another is named: units use what is public.
    """
    if sent_count < 1:
        raise ValidationError({"sent_count": _("Ghi số lượng từ 1 trở lên.")})
    rendering = queries.rendering_of(article, form)
    revision = revision or (rendering.revision if rendering else queries.newest_revision(article))
    use = Use.objects.create(
        article=article, revision=revision, form=form, channel=channel, unit=unit, sent_count=sent_count,
        note=note.strip()[:300], at=used_at or at, by=by,
    )  # fmt: skip
    audit.record(article, "newsroom.record_use", by=by, at=at, form=form, channel=channel, count=sent_count)
    return use


@transaction.atomic
def send_email(*, article: Article, by: User | None, at: datetime) -> Use:
    """Send the e-mail form to the article's audience: each person once for a revision, however often it is asked for.

    Raises ValidationError when the article is not public, the words are of an older text, or nobody would get it.
    """
    rendering = queries.rendering_of(article, Form.EMAIL)
    if article.published_id is None:
        raise ValidationError(_("Bài chưa đăng. Đăng bài rồi gửi thư: thư dẫn người đọc đến bài."))
    if rendering is None or rendering.revision_id != article.published_id:
        raise ValidationError(_("Lời thư không thuộc bản đang đăng. Đọc lại, lưu lời thư rồi gửi."))
    people = queries.audience_of(article, at.date()).exclude(
        pk__in=queries.already_told(rendering.revision_id).values("pk")
    )
    count = people.count()
    if not count:
        raise ValidationError(
            _("Không còn ai để gửi: mọi người trong nhánh đã nhận bản này hoặc không có địa chỉ thư.")
        )
    use = Use.objects.create(
        article=article, revision=rendering.revision, form=Form.EMAIL, channel=Channel.EMAIL,
        unit=queries.audience_unit(article), sent_count=count, at=at, by=by,
    )  # fmt: skip
    audit.record(article, "newsroom.send_email", by=by, at=at, count=count)
    outbox.post(EmailAsked(use.pk, queries.marked(article, rendering.words["subject"]), rendering.words["text"]))
    return use


def queue_email(*, use_id: int, subject: str, text: str) -> int:
    """Tell the people that `send_email` asked for, each where and when they hear of articles; again: none twice."""
    use = Use.objects.select_related("article__owner", "article__audience_unit", "by").get(pk=use_id)
    return tell_audience(use=use, subject=subject, text=text)


@transaction.atomic
def save_wording(*, kind: str, written: str, instead: str, by: User | None, at: datetime) -> Wording:
    """Add a line to a table, change it, or with an empty `instead` take it out."""
    row, _is_new = Wording.objects.update_or_create(
        kind=kind, written=written.strip(),
        defaults={"instead": instead.strip(), "changed_at": at, "changed_by": by},
    )  # fmt: skip
    audit.record(row, "newsroom.save_wording", by=by, at=at, content={"written": row.written, "instead": row.instead})
    return row


@transaction.atomic
def remove_wording(*, wording: Wording, by: User | None, at: datetime) -> None:
    """Let the table's own line hold again."""
    audit.record(wording, "newsroom.remove_wording", by=by, at=at, content={"written": wording.written})
    wording.delete()
