"""Hints while one types, and the doing of the form."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from caunoi.channels.entering import queries, rules
from caunoi.channels.entering.web.forms import EnteringForm, draft_of
from caunoi.feedback.actions import Received, receive_case
from caunoi.feedback.choices import Channel
from caunoi.kit import clock, ids
from caunoi.kit.http.idempotency import key_of
from caunoi.kit.ui.given import posted
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked


def hints_of(request: HttpRequest) -> queries.Hints:
    """For the words that were sent with the form."""
    given = posted(request) or QueryDict()
    return queries.hints_for(text=given.get("text", "")[:20_000], body=given.get("body", "")[:200], on=clock.today())


@require_POST
@login_required
def hints(request: HttpRequest) -> HttpResponse:
    """Bodies, subjects and public answers for what is written so far; asked for by POST, so that no log keeps words."""
    rules.desk_of(scope_asked(request, clock.today()))
    return render(request, "channels/hints.html", {"hints": hints_of(request)})


def key_of_form(request: HttpRequest) -> str:
    """The form's key, carried from its first showing to its sending."""
    return key_of(request) or str(ids.new_id())


def refusal_into(form: EnteringForm, error: ValidationError) -> None:
    """Let the form say why the action refused."""
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            form.add_error(name if name in form.fields else None, messages)
    else:
        form.add_error(None, error.messages)


def entered(request: HttpRequest, form: EnteringForm, channel: Channel, desk: Unit) -> Received | None:
    """Send the form; None when the action refuses, which the form then says."""
    key = f"desk:{request.user.pk}:{key_of_form(request)}"
    draft = draft_of(form, channel=channel, key=key, clerk=request.user, desk=desk)
    try:
        return receive_case(draft=draft, by=request.user, at=clock.now())
    except ValidationError as error:
        refusal_into(form, error)
        return None
