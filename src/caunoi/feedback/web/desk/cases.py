"""The page of a case, and the look at who sent it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from caunoi.feedback import actions, queries, rules
from caunoi.feedback.choices import EntryKind, Identity, State
from caunoi.feedback.models import Case, Publication, Recusal, Sender
from caunoi.feedback.queries.clocks import count_working_days, unfolded
from caunoi.feedback.queries.desk import Line, best_lines, files_of, named, notes_of, proposed_unit, timeline_of
from caunoi.feedback.queries.likeness import alike_visible
from caunoi.feedback.web.desk.deeds import Powers, open_deeds, open_hold
from caunoi.feedback.web.desk.doing import case_asked
from caunoi.feedback.web.desk.forms import ReasonForm
from caunoi.feedback.web.desk.replying import may_correct
from caunoi.feedback.web.desk.wording import DEED_WORDS, pieces, proposals_in_words
from caunoi.kit import clock
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.library.queries import procedure_of_code
from caunoi.organisations.queries import scope_asked

# The next step of the work, which gets the one solid button.
FIRST = ("admit_case", "accept_case", "assign_case", "release_case", "unmerge_case")
# These stand open beside the heading; the rest is folded.
NEAR = ("ask_sender", "transfer_case", "resume_case", "decide_extension", "add_note")


def _deeds(case: Case, user: Any, powers: Powers) -> dict[str, Any]:
    deeds = [deed for deed in open_deeds(case, user, powers) if deed.name != "add_note"]
    may_reply = powers.answers and case.state == State.HANDLING
    first = None if may_reply else next((deed for deed in deeds if deed.name in FIRST), None)
    near = [deed for deed in deeds if deed.name in NEAR and deed != first]
    rest = [deed for deed in deeds if deed not in near and deed != first]
    return {"first": first, "near": near, "rest": rest, "may_reply": may_reply}


def _proposals(case: Case, user: Any, request: HttpRequest) -> dict[str, Any]:
    if case.state == State.QUARANTINED:
        return {"pieces": pieces(case.sealed_text, [])}
    best = best_lines(case) if case.state == State.RECEIVED else {}
    topic, _body = named(best)
    if case.topic is None:
        case.topic = topic
    spans = [span for line in best.values() for span in line["spans"]]
    scope = scope_asked(request, clock.today())
    is_open = case.state in {State.RECEIVED, State.ASSIGNED, State.HANDLING}
    return {
        "best": proposals_in_words(best, topic), "proposed": proposed_unit(case, clock.today()) if case.state == State.RECEIVED else None,
        "alike": alike_visible(case, user, scope) if is_open else [], "pieces": pieces(case.text, spans),
    }  # fmt: skip


# What these deeds said stands in the dialogue itself.
SPOKEN = {"ask_sender", "add_to_case", "reply_case", "correct_reply"}


def _lines(case: Case) -> list[Line]:
    """The timeline in words, without the story that stands above it; a due date is said where it changed."""
    lines, due_at = [], None
    for line in timeline_of(case):
        if line.entry is not None:
            lines += [line] if line.entry.kind != EntryKind.STORY else []
        elif line.step is not None and line.step.verb not in SPOKEN:
            is_new = line.step.due_at is not None and line.step.due_at != due_at
            lines.append(replace(line, words=DEED_WORDS.get(line.step.verb, ""), is_due_new=is_new))
            due_at = line.step.due_at
    return lines


def _sender(case: Case, user: Any, request: HttpRequest) -> dict[str, Any]:
    sender = Sender.objects.filter(case=case).select_related("unit", "clerk").first()
    may_see = rules.may_reveal_sender(user, case, scope_asked(request, clock.today()))
    has_identity = sender is not None and case.identity != Identity.RECEIPT and case.state != State.QUARANTINED
    return {"sender": sender, "has_identity": has_identity, "may_reveal": may_see and has_identity}


@require_GET
@never_cache
@login_required
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything about one case that the reader may know."""
    found, powers = case_asked(request, case_id)
    prefetch_related_objects([found], "holds")
    user: Any = request.user
    count_working_days([found], clock.now())
    days = unfolded(found) if found.state != State.QUARANTINED else []
    context = {
        "case": found, "powers": powers, "procedure": procedure_of_code(found.topic.procedure_code if found.topic else ""), "days": days, "lines": _lines(found), "notes": notes_of(found),
        "files": files_of(found), "transfers_most": settings.CAUNOI.transfers_most,
        "hold": open_hold(found), "pause": found.pauses.filter(to_at=None).first(), "extensions": list(found.extensions.order_by("-id")[:5]),
        "publication": Publication.objects.filter(case=found).first(), "may_correct": may_correct(found, powers),
        "may_publish": powers.sorts and found.state in {State.ANSWERED, State.CLOSED},
        "may_note": powers.sorts or powers.answers, "may_file": found.state != State.QUARANTINED,
        "recusals": list(Recusal.objects.filter(case=found, lifted_at=None).select_related("user", "unit"))
        if powers.sorts else [],
        "merged": list(queries.cases_visible_to(user, scope_asked(request, clock.today())).filter(merged_into=found)[:20]),
        **_deeds(found, user, powers), **_sender(found, user, request), **_proposals(found, user, request),
    }  # fmt: skip
    return render(request, "feedback/desk/case.html", context)


@never_cache
@login_required
def reveal_sender(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for the reason, then show name and contact once; the look stands in the audit."""
    found, _powers = case_asked(request, case_id)
    user: Any = request.user
    if not rules.may_reveal_sender(user, found, scope_asked(request, clock.today())):
        raise Case.DoesNotExist
    form = ReasonForm(posted(request), case=found, user=user)
    context: dict[str, Any] = {"case": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context["sender"] = actions.reveal_sender(
                case=found, reason=form.cleaned_data["reason"], by=user, at=clock.now()
            )
        except ValidationError as error:
            add_errors(form, error)
    context["is_wrong"] = is_wrong(form)
    return render(request, "feedback/desk/reveal_sender.html", context, status=422 if is_wrong(form) else 200)
