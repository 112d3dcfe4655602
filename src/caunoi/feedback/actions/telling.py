"""Telling people: what happens is noted line by line, and a person gets one digest in a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.feedback import notices
from caunoi.feedback.choices import EntryKind, News, State
from caunoi.feedback.models import Case, CaseStep, DigestLine, DigestMark
from caunoi.feedback.queries.access import cases_visible_to
from caunoi.feedback.queries.competence import level_above
from caunoi.organisations.queries import officers_of, scope_of

EVERY = timedelta(minutes=15)
# A burst is waited out, so that its first letter is not a digest of its own.
BURST = timedelta(minutes=2)
LINES_MOST = 5_000
NEWS_OF_DEEDS = {
    "admit_case": News.NEW, "release_case": News.NEW, "quarantine_case": News.APART, "assign_case": News.ASSIGNED,
    "transfer_case": News.ASSIGNED, "appeal_case": News.ASSIGNED, "return_case": News.RETURNED,
    "reopen_case": News.REOPENED, "ask_extension": News.EXTENSION, "extend_case": News.DECIDED,
    "hand_over_case": News.HANDED_OVER,
}  # fmt: skip
NEWS_OF_ESCALATION = {1: News.DUE_SOON, 2: News.OVERDUE, 3: News.ABOVE}


def _whole(case_id: int) -> Case:
    return Case.objects.select_related("desk", "unit", "handler", "sender").get(pk=case_id)


def _note(case: Case, news: News, people: list[User], at: datetime, but: int | None = None) -> None:
    ids = dict.fromkeys(user.pk for user in people if user.pk != but)
    DigestLine.objects.bulk_create(
        [DigestLine(user_id=pk, case=case, news=news, at=at) for pk in ids], ignore_conflicts=True
    )


@transaction.atomic
def note_received(*, case_id: int, at: datetime) -> None:
    """The desk hears of a new case."""
    case = _whole(case_id)
    if case.state in {State.RECEIVED, State.SCREENING}:
        _note(case, News.NEW, notices.people_of(case, News.NEW, at), at)


@transaction.atomic
def note_said(*, case_id: int, kind: str, at: datetime) -> None:
    """Whoever handles a case hears that the sender wrote."""
    if kind in {EntryKind.ADDITION, EntryKind.SENDER_ANSWER}:
        case = _whole(case_id)
        _note(case, News.SAID, notices.people_of(case, News.SAID, at), at)


@transaction.atomic
def note_step(*, case_id: int, step_id: int, at: datetime) -> None:
    """Officers hear of a deed in their next digest, unless it is past by now; followers are told of it now."""
    case, step = _whole(case_id), CaseStep.objects.get(pk=step_id)
    if step.verb == "escalate_case":
        news = NEWS_OF_ESCALATION[step.facts["rung"]]
        people = notices.people_of(case, news, at)
        if news == News.ABOVE:
            on = timezone.localtime(at).date()
            above = level_above(case.desk, on)
            people = officers_of([above.pk], on).get(above.pk, []) if above else []
        _note(case, news, people, at)
    elif step.verb in NEWS_OF_DEEDS:
        news = NEWS_OF_DEEDS[step.verb]
        is_past = (case.state == State.QUARANTINED) != (news == News.APART) or (
            news == News.ASSIGNED and not case.unit_id
        )
        people = [] if is_past else notices.people_of(case, news, at)
        _note(case, news, people, at, but=step.by_id)
    notices.tell_followers(case=case, step=step, at=at)


@transaction.atomic
def send_digest(*, user: User, at: datetime) -> bool:
    """One digest of all that a person was not told yet; none while the last one is younger than a quarter of an hour or
    the first of its lines younger than two minutes.

    What the person may not see by now (named in it meanwhile, set apart, moved away) is dropped unsaid. Exactly the lines
    that were read are taken away with it, so that nothing is missed and nothing is said twice.
    """
    mark, is_new = DigestMark.objects.select_for_update().get_or_create(user=user, defaults={"told_at": at})
    if not is_new and at - mark.told_at < EVERY:
        return False
    lines = list(DigestLine.objects.filter(user=user).select_related("case").order_by("id")[:LINES_MOST])
    if not lines or at - lines[0].at < BURST:
        if is_new:
            mark.delete()
        return False
    ids = {line.case_id for line in lines}
    scope = scope_of(user, timezone.localtime(at).date())
    seen = (
        set(cases_visible_to(user, scope).filter(pk__in=ids).values_list("pk", flat=True)) if user.is_active else set()
    )
    said = [line for line in lines if line.case_id in seen]
    if said:
        notices.send_digest(user=user, lines=said, at=at)
        DigestMark.objects.filter(pk=mark.pk).update(told_at=at)
    elif is_new:
        mark.delete()
    DigestLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    return bool(said)


def send_digests(*, at: datetime) -> int:
    """Digests for everybody who waits for one, unless officers rest now; returns how many."""
    if notices.is_quiet(at):
        return 0
    waiting = User.objects.filter(pk__in=DigestLine.objects.values("user"))
    return sum(send_digest(user=user, at=at) for user in waiting.order_by("pk"))
