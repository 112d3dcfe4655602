"""The list of directives, and one directive as its reader sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.directives import actions, queries, rules
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.kit import clock
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.library.queries import may_see_document
from caunoi.organisations.queries import scope_asked
from caunoi.organisations.rules import may_issue_directive

ROWS = 20


@require_GET
def directives(request: HttpRequest) -> HttpResponse:
    """What was issued, newest first, with the four numerators."""
    start = start_of(request)
    scope = scope_asked(request, clock.today())
    rows = (
        queries.visible_directives(request.user, clock.today(), scope).select_related("issuer").order_by("-issued_at")
    )
    found = list(rows[start : start + ROWS])
    totals = queries.totals_of(found)
    marks = queries.marks_of(found, clock.today())
    return render(
        request,
        "directives/directives.html",
        {
            "rows": [(row, totals[row.pk].levels() if row.pk in totals else [], marks.get(row.pk)) for row in found],
            "pages": pages_of(start, ROWS, rows.count()),
            "scope": scope,
            "may_issue": may_issue_directive(scope),
        },
    )


@require_GET
def directive(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """One directive: what, by when, who sees what; for a unit's people, their own row and what they may do."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.directive_for(request.user, directive_id, today, scope)
    own = queries.own_recipients(found, scope)
    obligations: list[Any] = list(queries.obligations_of(found))
    offers = queries.offers_for(scope, obligations)
    for duty in obligations:
        duty.offers = offers.get(duty.pk, [])
    bounced = queries.bounced_messages(own)
    for recipient in own:
        recipient.bounced = bounced.get(recipient.pk)  # type: ignore[attr-defined]
        recipient.members = queries.member_coverage(found, recipient.path)  # type: ignore[attr-defined]
        if recipient.opened_at is None:
            actions.note_opening(recipient=recipient, channel=Channel.ACCOUNT, by=request.user, at=clock.now())
    return render(
        request,
        "directives/directive.html",
        {
            "directive": found,
            "obligations": obligations,
            "version": queries.newest_version(found),
            "own": [(row, list(row.evidence.order_by("-id")[:10])) for row in own],
            "is_waiting": any(row.acknowledged_at is None for row in own),
            "may_manage": rules.may_manage_directive(scope, found),
            "levels": queries.totals(found).levels() if found.is_public or scope.branches() else [],
            "may_see_coverage": rules.may_see_coverage(scope, found, today),
            "may_read_document": may_see_document(request.user, found.document_id, today, scope),
            "weights": rules.WEIGHT_MEANINGS,
            "ended": queries.marks_of([found], today).get(found.pk),
        },
    )
