"""All texts of an article, and what changed between two of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.ui.paging import whole
from caunoi.newsroom import queries
from caunoi.newsroom.models import Revision
from caunoi.organisations.queries import scope_asked
from caunoi.pure.differences import differences
from caunoi.pure.markup import words


def _beside(revision: Revision) -> list[tuple[Any, str]]:
    """What stands beside the words, a line each."""
    meant = queries.meant_by(revision)
    sources = [f"{document} {clause}".strip() for document, _anchor, clause in meant.sources]
    reach = _("Mọi người") if meant.is_public else _("Chỉ người trong nhánh")
    return [
        (_("Loại bài"), str(meant.kind)),
        (_("Ai đọc được"), reach),
        (_("Dành cho nhánh"), meant.audience_unit.name if meant.audience_unit else ""),
        (_("Nội dung cải cách"), "; ".join(map(str, meant.areas))),
        (_("Viết cho ai"), "; ".join(meant.audiences)),
        (_("Căn cứ"), "; ".join(sources)),
    ]


def _changes(old: Revision, new: Revision) -> dict[str, Any]:
    before, after = _beside(old), _beside(new)
    return {
        "title": differences(old.title, new.title),
        "lead": differences(old.lead, new.lead),
        "lines": differences(words(old.body), words(new.body)),
        "beside": [(name, a, b) for (name, a), (_name, b) in zip(before, after, strict=True) if a != b],
        "is_same_text": old.body == new.body,
        "is_looks_only": old.body != new.body and words(old.body) == words(new.body),
    }


@require_GET
@login_required
def article_revisions(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """The list; by default the newest text against the public one, else against the one before it."""
    article = queries.article_on_desk(scope_asked(request, clock.today()), article_id)
    revisions = queries.revisions_of(article)
    known = {row.number: row for row in revisions}
    newest = revisions[0].number
    before = article.published.number if article.published and article.published.number != newest else newest - 1
    old = known.get(whole(request.GET.get("old", "")) or before)
    new = known.get(whole(request.GET.get("new", "")) or newest)
    context: dict[str, Any] = {"article": article, "revisions": revisions, "old": old, "new": new}
    if old and new and old is not new:
        context["changes"] = _changes(old, new)
    return render(request, "newsroom/desk/revisions.html", context)
