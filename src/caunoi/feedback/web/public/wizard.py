"""The wizard's walk: which question comes next, what a page of it shows, what travels on in hidden fields.

Nothing is kept on the server before the end: no session, no cookie. Every answer is a field of every page.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from caunoi.feedback.choices import Identity
from caunoi.feedback.models import Publication, Topic
from caunoi.feedback.queries.likeness import alike_public
from caunoi.feedback.queries.outlook import outlook
from caunoi.feedback.queries.picking import BODIES, UNIONS, Pick, picked, picks_for, successors_of
from caunoi.feedback.web.public import guidance, steps
from caunoi.feedback.web.public.sights import sights
from caunoi.kit import clock
from caunoi.kit.files import uploads
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure import triage

logger = logging.getLogger(__name__)
KEY = re.compile(r"[\w-]{20,64}", re.ASCII)
# What travels. `returning` is set while someone mends an answer from the last page.
CARRIED = (
    "key", "text", "doors", "body", "body_q", "topic", "place", "union", "union_q", "about_body", "people", "alike",
    "file", "identity", "name", "contact", "consent_use", "consent_public", "clerk_channel", "has_printed_receipt",
    "returning",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A page of the wizard. `shows` gives what it needs beside its form, or None where there is nothing to show."""

    name: str
    label: Any
    form: type[forms.Form]
    shows: Callable[[HttpRequest, QueryDict], dict[str, Any] | None]
    template: str
    is_counted: bool = True


def new_key() -> str:
    """The secret of a form, and the idempotency key of what is sent with it."""
    return secrets.token_urlsafe(24)


def is_sealed(data: QueryDict) -> bool:
    """Whether the words may be a denunciation: then no name is asked for."""
    return triage.is_possible_denunciation(data.get("text", ""))


def may_clerk(request: HttpRequest) -> bool:
    """Whether the person acts for a unit, and so may write down what somebody else says."""
    return bool(scope_asked(request, clock.today()).own_units())


def topic_of(data: QueryDict) -> Topic | None:
    """The subject chosen."""
    code = data.get("topic", "")
    return Topic.objects.filter(code=code, is_active=True).first() if code else None


def unit_of(data: QueryDict, name: str) -> Unit | None:
    """The unit chosen for a field."""
    value = data.get(name, "")
    return picked(value) if value and value != steps.UNKNOWN else None


def _story(_request: HttpRequest, _data: QueryDict) -> dict[str, Any]:
    return {}


def _doors(_request: HttpRequest, data: QueryDict) -> dict[str, Any] | None:
    kinds = [str(door.kind) for door in triage.gate(data.get("text", "")) if str(door.kind) in guidance.DOORS]
    if not kinds or set(kinds) <= set(data.get("doors", "").split()):
        return None
    doors = [guidance.DOORS[kind] for kind in kinds]  # type: ignore[index]
    return {"door": doors[0], "others": doors[1:], "seen": " ".join(kinds), "text": data.get("text", "")}


def _body(_request: HttpRequest, data: QueryDict) -> dict[str, Any]:
    return _picks(data, "body", BODIES)


def _picks(data: QueryDict, name: str, categories: Collection[str]) -> dict[str, Any]:
    asked, chosen, today = data.get(f"{name}_q", ""), unit_of(data, name), clock.today()
    picks = picks_for(asked, today, categories)
    if chosen and chosen.ended_on and chosen.ended_on <= today:
        # It was dissolved since it was chosen: whoever took over is offered.
        picks = [Pick(heir, (chosen.name,)) for heir in successors_of(chosen, today)]
        chosen = None
    if chosen and all(pick.unit.pk != chosen.pk for pick in picks):
        picks.insert(0, Pick(chosen))
    return {"picks": picks, "asked": asked, "chosen": chosen}


def _more(_request: HttpRequest, data: QueryDict) -> dict[str, Any]:
    return _picks(data, "union", UNIONS) | {"body": unit_of(data, "body")}


def _alike(_request: HttpRequest, data: QueryDict) -> dict[str, Any] | None:
    if data.get("alike") or is_sealed(data):
        return None
    found: list[tuple[Publication, float]] = []
    try:
        found = alike_public(data.get("text", ""), body=unit_of(data, "body"), topic=topic_of(data))
    except Exception:
        # A suggestion that fails never stands in the way of sending (FixMyStreet PR#1677).
        logger.exception("no suggestions")
    return {"found": [publication for publication, _score in found]} if found else None


def _files(_request: HttpRequest, data: QueryDict) -> dict[str, Any]:
    files = uploads.files_of_draft(data["key"], at=clock.now())
    return {"kept": files, "is_full": len(files) >= uploads.FILES_MOST}


def _identity(request: HttpRequest, data: QueryDict) -> dict[str, Any]:
    sealed = is_sealed(data)
    return {
        "is_sealed": sealed, "may_clerk": may_clerk(request), "is_signed_in": request.user.is_authenticated,
        "sights": sights(is_sealed=sealed),
    }  # fmt: skip


def _check(request: HttpRequest, data: QueryDict) -> dict[str, Any]:
    body, union, topic = unit_of(data, "body"), unit_of(data, "union"), topic_of(data)
    is_about_body = bool(data.get("about_body"))
    identity = data.get("identity", Identity.HANDLER)
    return {
        "outlook": outlook(body=body, sender_unit=union, topic=topic, is_about_body=is_about_body, at=clock.now()),
        "body": body, "union": union, "topic": topic, "is_about_body": is_about_body, "text": data.get("text", ""),
        "place": data.get("place", ""), "people": data.get("people", "").splitlines(), "identity": Identity(identity),
        "name": "" if identity == Identity.RECEIPT else data.get("name", ""),
        "contact": "" if identity == Identity.RECEIPT else data.get("contact", ""),
        "files_count": len(uploads.files_of_draft(data["key"], at=clock.now())),
    }  # fmt: skip


STEPS = (
    Step("story", _("Chuyện gì đã xảy ra"), steps.StoryForm, _story, "feedback/send/story.html"),
    Step("doors", _("Đúng cửa"), steps.DoorsForm, _doors, "feedback/send/doors.html", is_counted=False),
    Step("body", _("Cơ quan"), steps.BodyForm, _body, "feedback/send/body.html"),
    Step("more", _("Chi tiết"), steps.MoreForm, _more, "feedback/send/more.html"),
    Step(
        "alike", _("Có thể đã có người phản ánh"), steps.AlikeForm, _alike, "feedback/send/alike.html", is_counted=False
    ),
    Step("files", _("Ảnh, giấy tờ"), steps.FilesForm, _files, "feedback/send/files.html"),
    Step("identity", _("Ai biết bạn"), steps.IdentityForm, _identity, "feedback/send/identity.html"),
    Step("check", _("Xem lại và gửi"), steps.CheckForm, _check, "feedback/send/check.html"),
)
BY_NAME = {step.name: step for step in STEPS}
COUNTED = [step.name for step in STEPS if step.is_counted]


def form_for(step: Step, request: HttpRequest, data: QueryDict, *, is_checked: bool) -> forms.Form:
    """The form of a step: with errors when it is checked, otherwise only filled with what was given before."""
    given: dict[str, Any] = {}
    if step.name == "identity":
        given = {"is_sealed": is_sealed(data), "may_clerk": may_clerk(request)}
    if is_checked:
        return step.form(data, **given)
    form = step.form(**given)
    form.initial = {name: data.get(name, "") for name in form.fields if data.get(name)}
    if step.name == "identity":
        form.initial.setdefault("identity", Identity.RECEIPT if given["is_sealed"] else Identity.HANDLER)
    return form


def before(step: Step) -> str:
    """The question before a step; pages without a question are not gone back to."""
    earlier = [row.name for row in STEPS[: STEPS.index(step)] if row.is_counted]
    return earlier[-1] if earlier else ""


def after(step: Step, request: HttpRequest, data: QueryDict) -> tuple[Step, dict[str, Any]]:
    """The next page that has something to show, with what it shows. Who mends an answer goes back to the last page."""
    for following in STEPS[STEPS.index(step) + 1 :]:
        if data.get("returning") and following.is_counted and following.name != "check":
            continue
        shown = following.shows(request, data)
        if shown is not None:
            return following, shown
    raise AssertionError("the last page always shows something")


def page(
    request: HttpRequest, step: Step, data: QueryDict, *, form: forms.Form | None = None,
    shown: dict[str, Any] | None = None, status: int = 200, **said: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of the wizard with everything that was given so far."""
    form = form or form_for(step, request, data, is_checked=False)
    context = shown if shown is not None else step.shows(request, data) or {}
    carried = [
        (name, value) for name in CARRIED if name not in form.fields for value in data.getlist(name) if value
    ]  # fmt: skip
    number = COUNTED.index(step.name) + 1 if step.is_counted else 0
    context = context | said | {
        "form": form, "step": step, "carried": carried, "before": before(step), "number": number, "total": len(COUNTED),
        "key": data["key"],
    }  # fmt: skip
    response = render(request, step.template, context, status=status)
    # "Back" on a phone must show the page, not the browser's question whether to send again (Chrome: ERR_CACHE_MISS).
    # Only this device keeps it, as it keeps the draft; nobody keeps what may be a denunciation, or an account's page.
    may_keep = not request.user.is_authenticated and not is_sealed(data)
    response["Cache-Control"] = "private, no-cache" if may_keep else "private, no-store"
    return response
