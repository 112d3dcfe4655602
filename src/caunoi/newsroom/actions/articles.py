"""Articles: written, sent to a second person, approved, put out, taken away."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.library.models import Document
from caunoi.newsroom import queries, rules, workflow
from caunoi.newsroom.choices import ArticleKind, ArticleState, NominationState, Verdict
from caunoi.newsroom.events import ArticlePublished, ArticleWithdrawn
from caunoi.newsroom.models import (
    Article,
    ArticleArea,
    ArticleAudience,
    ArticlePicture,
    Picture,
    Review,
    Revision,
    Source,
)
from caunoi.organisations.models import Unit
from caunoi.pure import pasting
from caunoi.pure.markup import words
from caunoi.pure.vietnamese import fold

log = logging.getLogger(__name__)
# Letters and digits that nobody takes for one another when reading a poster: no 0 o 1 l i.
CODE_SIGNS, CODE_LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 6


@dataclass(frozen=True)
class ArticleDraft:
    """What an officer writes. `body` may be anything that was pasted; it is cleaned here."""

    title: str
    body: str
    lead: str = ""
    kind: str = ArticleKind.NEWS
    is_public: bool = True
    audience_unit: Unit | None = None
    areas: Sequence[str] = ()
    audiences: Sequence[str] = ()
    # A document and the anchor of the clause in it, or "".
    sources: Sequence[tuple[Document, str]] = field(default_factory=tuple)
    cover: Picture | None = None
    note: str = ""


def _facts(draft: ArticleDraft, owner_id: int) -> dict[str, Any]:
    return {
        "kind": str(draft.kind),
        "is_public": draft.is_public,
        "audience_unit": draft.audience_unit.pk if draft.audience_unit else None,
        "areas": sorted(set(map(str, draft.areas))),
        "audiences": sorted(set(map(str, draft.audiences))),
        "sources": [list(row) for row in dict.fromkeys((document.pk, anchor) for document, anchor in draft.sources)],
        "cover": draft.cover.pk if draft.cover and draft.cover.owner_id == owner_id else None,
    }


def _body(given: str, owner_id: int) -> str:
    """The clean text; of pictures only those of the unit itself."""
    body = pasting.clean(given)
    if len(body) > pasting.BODY_MOST:
        raise ValidationError({"body": _("Bài dài quá. Chia thành nhiều bài, mỗi bài đến khoảng 30.000 từ.")})
    ids = pasting.picture_ids(body)
    ours = Picture.objects.filter(owner=owner_id, public_id__in=ids).values_list("public_id", flat=True)
    body = pasting.keep_pictures(body, {str(public_id) for public_id in ours})
    if not words(body):
        raise ValidationError({"body": _("Viết nội dung bài.")})
    return body


def _show(article: Article, revision: Revision) -> None:
    """Let the article's row and what hangs on it repeat a revision."""
    facts = revision.facts
    article.title, article.lead, article.folded_title = revision.title, revision.lead, fold(revision.title)[:240]
    article.slug = slugify(fold(revision.title))[:80].strip("-") or "bai"
    article.kind, article.is_public = facts["kind"], facts["is_public"]
    article.audience_unit_id, article.cover_id = facts["audience_unit"], facts["cover"]
    article.save()
    article.areas.all().delete()
    ArticleArea.objects.bulk_create([ArticleArea(article=article, area=area) for area in facts["areas"]])
    article.audiences.all().delete()
    ArticleAudience.objects.bulk_create([ArticleAudience(article=article, value=v) for v in facts["audiences"]])
    article.sources.all().delete()
    Source.objects.bulk_create(
        [
            Source(article=article, document_id=document, anchor=anchor, position=position)
            for position, (document, anchor) in enumerate(facts["sources"])
        ]
    )
    shown = Picture.objects.filter(public_id__in=pasting.picture_ids(revision.body)).values_list("pk", flat=True)
    article.pictures.all().delete()
    ids = {*shown, facts["cover"]} - {None}
    ArticlePicture.objects.bulk_create([ArticlePicture(article=article, picture_id=pk) for pk in sorted(ids)])


def _write(article: Article, draft: ArticleDraft, number: int, by: User | None, at: datetime) -> Revision:
    return Revision.objects.create(
        article=article, number=number, title=draft.title.strip(), lead=draft.lead.strip(),
        body=_body(draft.body, article.owner_id), facts=_facts(draft, article.owner_id), note=draft.note.strip(), written_at=at, written_by=by,
    )  # fmt: skip


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        if not Article.objects.filter(short_code=code).exists():
            return code


@transaction.atomic
def create_article(
    *, owner: Unit, draft: ArticleDraft, by: User | None, at: datetime, is_sample: bool = False
) -> Article:
    """Begin an article with its first revision. Raises ValidationError for a text without words, or too long."""
    article = Article.objects.create(
        owner=owner, short_code=_code(), slug="bai", title=draft.title[:200], folded_title="", changed_at=at,
        created_at=at, created_by=by, is_sample=is_sample,
    )  # fmt: skip
    _show(article, _write(article, draft, 1, by, at))
    audit.record(article, "newsroom.create_article", by=by, at=at, owner=owner, content={"title": article.title})
    return article


@transaction.atomic
def save_draft(*, article: Article, draft: ArticleDraft, base: int, by: User | None, at: datetime) -> Revision:
    """Add a revision; what is public stays until the new one is approved and published.

    `base` is the number of the revision that the person began from. Raises ValidationError with code STALE when a
    colleague saved in between, so that neither overwrites the other. What is the same as the newest is not saved twice.
    """
    row = _locked(article)
    state = workflow.after(row.state, "save_draft")
    newest = queries.newest_revision(row)
    if newest.number != base:
        raise ValidationError(
            _("Đồng nghiệp vừa lưu bản %(number)d của bài này. So hai bản rồi lưu lại; chữ bạn gõ vẫn còn dưới đây.")
            % {"number": newest.number},
            code="STALE",
        )
    same = (newest.title, newest.lead, newest.body, newest.facts)
    if same == (draft.title.strip(), draft.lead.strip(), _body(draft.body, row.owner_id), _facts(draft, row.owner_id)):
        return newest
    revision = _write(row, draft, newest.number + 1, by, at)
    row.state, row.changed_at, row.publish_at = state, at, None
    if row.published_id is None:
        _show(row, revision)
    else:
        row.save(update_fields=["state", "changed_at", "publish_at"])
    audit.record(row, "newsroom.save_draft", by=by, at=at, number=revision.number)
    return revision


def _move(article: Article, deed: str, by: User | None, at: datetime, **facts: Any) -> Article:
    row = _locked(article)
    row.state, row.changed_at = workflow.after(row.state, deed), at
    row.save(update_fields=["state", "changed_at"])
    audit.record(row, f"newsroom.{deed}", by=by, at=at, number=queries.newest_revision(row).number, **facts)
    return row


@transaction.atomic
def submit_article(*, article: Article, by: User | None, at: datetime) -> Article:
    """Ask a second person to look at the newest revision."""
    return _move(article, "submit_article", by, at)


def _review(article: Article, number: int, *, verdict: str, note: str, by: User, at: datetime) -> None:
    """Note what a second person says of the newest revision, which must be the one that they read."""
    revision = queries.newest_revision(article)
    if revision.number != number:
        raise ValidationError(
            _("Bài đã có bản %(number)d sau bản bạn đọc. Đọc bản mới rồi quyết định.") % {"number": revision.number},
            code="STALE",
        )
    if not rules.may_review_revision(by, revision):
        raise ValidationError(_("Bạn viết bản này nên người khác phải duyệt."), code="TWO_PEOPLE")
    Review.objects.create(revision=revision, verdict=verdict, note=note.strip(), at=at, by=by)


@transaction.atomic
def approve_article(*, article: Article, number: int, by: User, at: datetime, note: str = "") -> Article:
    """Approve the revision with this number, the newest. Raises ValidationError (TWO_PEOPLE, STALE, STATE)."""
    row = _move(article, "approve_article", by, at)
    _review(row, number, verdict=Verdict.APPROVE, note=note, by=by, at=at)
    return row


@transaction.atomic
def return_article(*, article: Article, number: int, note: str, by: User, at: datetime) -> Article:
    """Send the revision back to be mended, saying what to mend. Raises ValidationError as `approve_article` does."""
    if not note.strip():
        raise ValidationError({"note": _("Viết điều cần sửa để người viết biết.")})
    row = _move(article, "return_article", by, at)
    _review(row, number, verdict=Verdict.RETURN, note=note, by=by, at=at)
    return row


@transaction.atomic
def schedule_article(*, article: Article, publish_at: datetime, by: User | None, at: datetime) -> Article:
    """Let an approved article go out by itself at a later moment."""
    if publish_at <= at:
        raise ValidationError({"publish_at": _("Chọn giờ đăng sau lúc này, hoặc đăng ngay.")})
    row = _move(article, "schedule_article", by, at, publish_at=publish_at.isoformat())
    row.publish_at = publish_at
    row.save(update_fields=["publish_at"])
    return row


@transaction.atomic
def unschedule_article(*, article: Article, by: User | None, at: datetime) -> Article:
    """Call off the moment; the approval stays."""
    row = _move(article, "unschedule_article", by, at)
    row.publish_at = None
    row.save(update_fields=["publish_at"])
    return row


@transaction.atomic
def publish_article(*, article: Article, by: User | None, at: datetime) -> Article:
    """Make the approved revision the public text, in place of an earlier one. Raises ValidationError.

    The first publication gives the article its date; a later revision keeps it.
    """
    row = _move(article, "publish_article", by, at)
    revision = queries.newest_revision(row)
    review = revision.reviews.order_by("-id").first()
    if review is None or review.verdict != Verdict.APPROVE or review.by_id == revision.written_by_id:
        raise ValidationError(_("Bản này chưa được người thứ hai duyệt."), code="TWO_PEOPLE")
    row.published, row.publish_at = revision, None
    row.published_at = row.published_at or at
    _show(row, revision)
    row.nominations.filter(state=NominationState.SELECTED).update(state=NominationState.PUBLISHED)
    outbox.post(ArticlePublished(row.pk, revision.pk))
    return row


def publish_due(*, at: datetime) -> int:
    """Publish what was scheduled for now or earlier, each on its own; returns how many. Safe to run again.

    What was called off meanwhile stays; what is refused does not hold up the others.
    """
    due = Article.objects.filter(state=ArticleState.SCHEDULED, publish_at__lte=at).order_by("publish_at")
    count = 0
    for article in due[:100]:
        try:
            count += _published_if_due(article, at)
        except ValidationError:
            log.exception("article %s is due and cannot go out", article.pk)
    return count


@transaction.atomic
def _published_if_due(article: Article, at: datetime) -> bool:
    row = _locked(article)
    if row.state != ArticleState.SCHEDULED or row.publish_at is None or row.publish_at > at:
        return False
    publish_article(article=row, by=None, at=at)
    return True


@transaction.atomic
def withdraw_article(*, article: Article, reason: str, by: User | None, at: datetime) -> Article:
    """Take the public text away; its address says when and why. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("Viết lý do gỡ: người đọc sẽ thấy lý do này ở chỗ của bài.")})
    row = _locked(article)
    if row.published_id is None:
        raise ValidationError(_("Bài chưa đăng nên không có gì để gỡ."), code="STATE")
    row = _move(article, "withdraw_article", by, at)
    row.published, row.publish_at = None, None
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = at, by, reason.strip()[:300]
    row.save()
    outbox.post(ArticleWithdrawn(row.pk))
    return row


@transaction.atomic
def discard_article(*, article: Article, by: User | None, at: datetime) -> Article:
    """Drop a text that was never public: it leaves the desk, its forms go, its nomination waits for a decision again.

    Its revisions stay in the record, as every text that was saved. Raises ValidationError for what was ever public.
    """
    row = _locked(article)
    if row.published_at is not None:
        raise ValidationError(_("Bài đã từng đăng nên không bỏ được. Gỡ bài: chỗ của bài ghi lý do."), code="STATE")
    row = _move(article, "discard_article", by, at)
    row.renderings.all().delete()
    row.leaflet_runs.all().delete()
    row.pictures.all().delete()
    chosen = row.nominations.filter(state=NominationState.SELECTED)
    chosen.update(state=NominationState.SENT, article=None, decided_at=None, decided_by=None, decision_note="")
    return row
