"""Taking part: entering, one's own page, the paper, the result. Every page works without JavaScript."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.accounts.models import User
from caunoi.contests import actions, rules
from caunoi.contests.choices import ContestState, Eligibility
from caunoi.contests.models import Contest, Entrant, Paper
from caunoi.contests.queries import (
    entrant_for,
    entrant_of_user,
    find_units_for,
    key_of_entrant,
    key_of_paper,
    paper_for,
    public_contest,
    questions_of,
    rounds_of,
    units_open_to,
)
from caunoi.contests.queries.contests import RoundSight
from caunoi.contests.queries.papers import GRACE, id_in_paper_key
from caunoi.contests.web.fields import EntrantForm
from caunoi.contests.web.public import nearest
from caunoi.contests.web.quick import saves_in
from caunoi.kit import clock
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.kit.ui.refusals import add_errors
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked

# The page of one who waits for a round comes again by itself when it opens within this time.
SOON_SECONDS = 30 * 60


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _unit_chosen(contest: Contest, data: QueryDict) -> Unit | None:
    try:
        public_id = UUID(data.get("unit", ""))
    except ValueError:
        return None
    return units_open_to(contest, clock.today()).filter(public_id=public_id).select_related("kind").first()


def _own_unit(request: HttpRequest, contest: Contest) -> Unit | None:
    mine = [post.unit.pk for post in scope_asked(request, clock.today()).posts]
    return units_open_to(contest, clock.today()).filter(pk__in=mine).select_related("kind").first()


def _entering(request: HttpRequest, contest: Contest, form: EntrantForm, data: QueryDict | None) -> HttpResponse:
    chosen = _unit_chosen(contest, data) if data is not None else _own_unit(request, contest)
    typed = data.get("unit_q", "")[:200] if data is not None else ""
    picks = find_units_for(contest, typed, clock.today())
    if chosen is not None and chosen not in picks:
        picks.insert(0, chosen)
    context = {
        "contest": contest, "form": form, "picks": picks, "chosen": chosen, "typed": typed, "is_wrong": is_wrong(form),
        "unit_problem": _("Chọn đơn vị của bạn.") if is_wrong(form) and chosen is None else "",
    }  # fmt: skip
    return _private(render(request, "contests/enter_contest.html", context, status=422 if is_wrong(form) else 200))


@require_http_methods(["GET", "POST"])
def enter_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Name, unit, consent; then one's own page."""
    contest, person = public_contest(contest_id), _person(request)
    if (mine := entrant_of_user(request.user, contest)) is not None:
        return redirect("contests:entry", key=key_of_entrant(mine))
    if person is None and contest.eligibility == Eligibility.ACCOUNT:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    data = posted(request)
    is_asking = data is not None and data.get("go") == "find"
    initial = {"full_name": person.full_name, "phone": person.phone or ""} if person else {}
    form = EntrantForm(None if is_asking else data, contest=contest, is_known=person is not None, initial=initial)
    if data is None or is_asking or contest.state != ContestState.ANNOUNCED:
        if is_asking and data is not None:
            form.initial.update({name: data.get(name, "") for name in form.fields})
        return _entering(request, contest, form, data)
    unit = _unit_chosen(contest, data)
    if not form.is_valid() or unit is None:
        if unit is None:
            form.add_error(None, _("Chọn đơn vị của bạn."))
        return _entering(request, contest, form, data)
    try:
        draft = actions.EntrantDraft(unit=unit, **form.cleaned_data)
        entrant = actions.enter_contest(contest=contest, draft=draft, by=person, at=clock.now())
    except ValidationError as error:
        add_errors(form, error)
        return _entering(request, contest, form, data)
    return redirect("contests:entry", key=key_of_entrant(entrant))


@require_POST
def find_units(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Unions for what is being typed, as rows of the form; POST, so that the words stand in no log."""
    data = posted(request) or QueryDict()
    typed = data.get("q", "")[:200]
    picks = find_units_for(public_contest(contest_id), typed, clock.today())
    return _private(render(request, "contests/picks.html", {"picks": picks, "typed": typed}))


def _my_papers(entrant: Entrant) -> list[tuple[Paper, str]]:
    rows = Paper.objects.filter(entrant=entrant).select_related("round").order_by("-id")
    return [(row, key_of_paper(row)) for row in rows]


@require_GET
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """One's own page: what is open, what one has done, the button that starts the clock."""
    return _entry(request, entrant_for(request.user, key), key)


def _entry(request: HttpRequest, entrant: Entrant, key: str, **said: Any) -> HttpResponse:
    at = clock.now()
    sights = rounds_of(entrant.contest, at)
    near, papers = nearest(sights), _my_papers(entrant)
    used = sum(row.round_id == near.round.pk for row, _key in papers) if near else 0
    running = next(((row, key) for row, key in papers if not row.ending and at < row.due_at), None)
    context = {
        "entrant": entrant, "contest": entrant.contest, "near": near, "papers": papers, "running": running, "key": key,
        "left": max(entrant.contest.attempts_per_round - used, 0), "now": at, "turn": request.GET.get("turn", ""), **said,
    }  # fmt: skip
    response = _private(render(request, "contests/entry.html", context, status=422 if said else 200))
    if (seconds := _opening(near, at)) and not said:
        response["Refresh"] = str(seconds)
    return response


def _opening(near: RoundSight | None, at: datetime) -> int:
    """Seconds after which the page comes again by itself, because the round opens soon; 0 for not at all."""
    wait = (near.round.opens_at - at).total_seconds() if near and near.state == "WAITING" else 0
    return math.ceil(wait) + 1 if 0 < wait <= SOON_SECONDS else 0


@require_POST
def start_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Start the clock, or go back to the paper that runs."""
    entrant = entrant_for(request.user, key)
    try:
        paper = actions.start_paper(entrant=entrant, by=_person(request), at=clock.now())
    except ValidationError as error:
        return _entry(request, entrant, key, problems=error.messages)
    return redirect("contests:paper", key=key_of_paper(paper))


def _given(paper: Paper, data: QueryDict) -> list[actions.Save]:
    return saves_in(paper.public_id, dict(data.lists()))


@csrf_exempt
@require_POST
def save_answers(request: HttpRequest, key: str) -> HttpResponse:
    """Answers sent as they are ticked: 204 when they count, 409 when the paper has ended. Opened by the key alone, no cookie
    is asked; a server that has `quick.QuickSaves` in front answers there."""
    paper_id = id_in_paper_key(key)
    if paper_id is None:
        raise Paper.DoesNotExist
    saves = saves_in(paper_id, dict(request.POST.lists()))
    if not saves:
        return HttpResponse(status=400)
    return HttpResponse(status=204 if all(actions.save_answers(saves=saves, at=clock.now())) else 409)


def _running(request: HttpRequest, paper: Paper, key: str, **said: Any) -> HttpResponse:
    at = clock.now()
    if at >= paper.due_at:
        return _closing(request, paper, at)
    rows = questions_of(paper)
    is_refused = "prediction_problem" in said
    context = {
        "paper": paper, "contest": paper.round.contest, "rows": rows, "key": key, "is_refused": is_refused,
        "answered": sum(row.is_answered for row in rows), "open_rows": [row for row in rows if not row.is_answered],
        "left_seconds": max(int((paper.due_at - at).total_seconds()), 0),
        "grace_seconds": int(GRACE.total_seconds()), **said,
    }  # fmt: skip
    return _private(render(request, "contests/paper.html", context, status=422 if is_refused else 200))


def _closing(request: HttpRequest, paper: Paper, at: datetime) -> HttpResponse:
    """Nothing can be ticked any more, and what is on its way still counts; the page comes again with the result."""
    wait = (paper.due_at + GRACE - at).total_seconds()
    response = _private(render(request, "contests/closing.html", {"paper": paper, "contest": paper.round.contest}))
    response["Refresh"] = str(max(math.ceil(wait), 0) + 1)
    return response


def _result(request: HttpRequest, paper: Paper) -> HttpResponse:
    contest = paper.round.contest
    is_shown = rules.is_key_shown(contest, clock.now())
    context = {
        "paper": paper, "contest": contest, "rows": questions_of(paper) if is_shown else [], "is_key_shown": is_shown,
        "entry_key": key_of_entrant(paper.entrant), "total": len(paper.drawn),
    }  # fmt: skip
    return _private(render(request, "contests/result.html", context))


def _ended(paper: Paper) -> Paper | None:
    """The paper, if it has ended; one whose time is up, to the last answer on its way, ends now."""
    at = clock.now()
    if not paper.ending and at >= paper.due_at + GRACE:
        return actions.submit_paper(paper=paper, prediction=None, by=None, at=at)
    return paper if paper.ending else None


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The questions while it runs, the result afterwards. A POST saves what is ticked and shows the paper again."""
    row = paper_for(request.user, key)
    if request.method == "POST":
        saves = _given(row, posted(request) or QueryDict())
        actions.save_answers(saves=saves, at=clock.now())
        return redirect("contests:paper", key=key)
    if (ended := _ended(row)) is not None:
        return _result(request, ended)
    return _running(request, row, key)


def _prediction(data: QueryDict) -> int | None:
    """The number as written ("1.200" too). Raises ValidationError."""
    text = "".join(data.get("prediction", "").replace(".", "").split())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValidationError(_("Ghi một số nguyên, ví dụ 1200."))
    return int(text)


@require_POST
def submit_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Save what is ticked, hand it in, show the result. Questions left open are named once before it goes in."""
    row, data, at = paper_for(request.user, key), posted(request) or QueryDict(), clock.now()
    actions.save_answers(saves=_given(row, data), at=at)
    try:
        prediction = _prediction(data)
    except ValidationError as error:
        said = {"prediction_problem": error.messages[0], "prediction": data.get("prediction", "")[:20]}
        return _running(request, row, key, **said) if _ended(row) is None else redirect("contests:paper", key=key)
    if not row.ending and at < row.due_at:
        is_lacking = row.round.contest.has_prediction and prediction is None
        if is_lacking or ("as_it_is" not in data and not all(each.is_answered for each in questions_of(row))):
            problem = _("Ghi dự đoán của bạn rồi nộp bài.") if is_lacking else ""
            return _running(request, row, key, prediction_problem=problem, prediction=data.get("prediction", "")[:20])
    actions.submit_paper(paper=row, prediction=prediction, by=_person(request), at=at)
    return redirect("contests:paper", key=key)
