"""What a page tells of how it is read: opened, read to the end. Nothing of who reads."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.kit.http.origins import is_from_elsewhere
from caunoi.newsroom import queries
from caunoi.newsroom.actions import OPENED, READ, note_reach
from caunoi.newsroom.choices import Channel
from caunoi.organisations.queries import Scope, scope_asked

FIELDS = {"opened": OPENED, "read": READ}


def unit_of(scope: Scope) -> int | None:
    """The unit that a person reads for: the one they have a post at; None for nobody known, and for more than one."""
    units = {post.unit.pk for post in scope.posts}
    return units.pop() if len(units) == 1 else None


@csrf_exempt
@require_POST
def note_reading(request: HttpRequest, article_id: UUID) -> HttpResponse:
    """A page that was opened, or whose end was seen, says so; anything else is taken for nothing."""
    field = FIELDS.get(request.POST.get("mark", ""))
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.article_for(request.user, article_id, today, scope)
    if field and found.published_id and not is_from_elsewhere(request):
        note_reach(article_id=found.pk, channel=Channel.WEB, unit_id=unit_of(scope), day=today, field=field)
    return HttpResponse(status=204)
