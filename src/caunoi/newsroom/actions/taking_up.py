"""A governing document is taken up: an article begins with its words and rests on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.library.models import Document
from caunoi.newsroom.actions.articles import ArticleDraft, create_article
from caunoi.newsroom.models import Article
from caunoi.newsroom.queries import DocumentParts
from caunoi.organisations.models import Unit
from caunoi.pure.taking_up import lead_of


@transaction.atomic
def take_up_document(*, document: Document, anchors: Collection[str], owner: Unit, by: User, at: datetime) -> Article:
    """Begin an article of `owner` from the marked parts of a document that the person may read, all forms to be made of it.

    Its sources are these parts, its areas the document's. From a document that is not public comes an article for the
    branch. Raises ValidationError when no part is marked or the text is too long for an article.
    """
    parts = DocumentParts(document)
    if parts.passages and not any(one.anchor in anchors for one in parts.passages):
        raise ValidationError({"part": _("Đánh dấu ít nhất một phần của văn bản.")}, code="NONE")
    draft = ArticleDraft(
        title=parts.title, lead=lead_of(document.summary), body=parts.body(anchors), is_public=document.is_public,
        areas=list(document.areas.values_list("area", flat=True)), sources=parts.sources(anchors),
        note=_("Lấy từ %(document)s") % {"document": str(document)[:250]},
    )  # fmt: skip
    article = create_article(owner=owner, draft=draft, by=by, at=at, is_sample=document.is_sample)
    audit.record(article, "newsroom.take_up_document", by=by, at=at, content={"document": str(document.public_id)})
    return article
