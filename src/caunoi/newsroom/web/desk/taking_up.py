"""From a document's page to an article: mark what people need, and the draft stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, posted
from caunoi.library.queries import document_for
from caunoi.newsroom import actions, queries, rules
from caunoi.newsroom.models import Article
from caunoi.organisations.queries import scope_asked
from caunoi.pure.taking_up import marked_at_first


def _page(request: HttpRequest, parts: queries.DocumentParts, marked: list[str], **more: Any) -> HttpResponse:
    chosen = set(marked)
    context = {
        "document": parts.document,
        "version": parts.version,
        "passages": [(one, one.anchor in chosen) for one in parts.passages],
        "ended": queries.ended_among([parts.document], clock.today()),
    }
    status = 422 if more.get("problems") else 200
    return render(request, "newsroom/desk/take_up.html", context | more, status=status)


@login_required
@idempotent
def take_up_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Mark parts of a document that the person may read; the draft with them opens, `?clause=` marks one."""
    today = clock.today()
    scope = scope_asked(request, today)
    if not rules.may_write_article(scope):
        raise Article.DoesNotExist
    owners = queries.desks_of(scope)
    parts = queries.DocumentParts(document_for(request.user, document_id, today, scope))
    data = posted(request)
    if data is None:
        return _page(request, parts, marked_at_first(parts.passages, asked(request, "clause")), owners=owners)
    anchors = data.getlist("part")
    owner = next((unit for unit in owners if str(unit.pk) == data.get("owner")), owners[0])
    try:
        article = actions.take_up_document(
            document=parts.document, anchors=anchors, owner=owner, by=request.user, at=clock.now()
        )
    except ValidationError as error:
        return _page(request, parts, anchors, owners=owners, owner=owner, problems=error.messages)
    messages.success(request, _("Đã tạo bài nháp. Sửa lời cho dễ hiểu, rồi gửi duyệt."))
    return redirect("newsroom:desk_article", article.public_id)
