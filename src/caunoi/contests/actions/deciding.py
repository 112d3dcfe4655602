"""After the last round: what a person should look at, the prizes, the seed revealed, the minutes; and names forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.contests.actions.making import locked, require
from caunoi.contests.actions.minutes import keep_minutes
from caunoi.contests.actions.taking import finish_papers
from caunoi.contests.choices import ContestState, Ending, FlagState, PrizeKind
from caunoi.contests.models import Answer, Award, CommitteeSeat, Contest, Entrant, Flag, Paper, Round
from caunoi.contests.queries.contests import ends_at
from caunoi.contests.queries.papers import GRACE, pool_of
from caunoi.contests.queries.results import (
    barred_entrants,
    board,
    by_lot,
    finished_papers,
    is_over,
    standings_of,
    unit_lines,
)
from caunoi.kit import audit
from caunoi.kit.encryption import fingerprint
from caunoi.pure import irregularities, standings
from caunoi.pure.irregularities import Sitting
from caunoi.pure.rosters import parse_phone
from caunoi.pure.vietnamese import fold

# What the consent says: names and telephones are erased so long after the publication.
KEPT_FOR = timedelta(days=180)


@transaction.atomic
def settle_rounds(*, at: datetime) -> int:
    """Freeze the number of entries of the rounds that are over: what predictions are measured against. Returns how many."""
    done = 0
    rows = Round.objects.filter(entries_count=None, opens_at__lte=at).exclude(contest__state=ContestState.DRAFT)
    for row in rows.select_for_update(of=("self",)):
        if at < ends_at(row) + GRACE:
            continue
        finish_papers(Paper.objects.filter(round=row), ending=Ending.TIME_UP, at=at)
        row.entries_count = Paper.objects.filter(round=row).exclude(ending="").count()
        row.save(update_fields=["entries_count"])
        done += 1
    return done


@transaction.atomic
def seat_committee(*, contest: Contest, people: Sequence[tuple[str, str]], by: User, at: datetime) -> None:
    """Who runs the contest, as (name, telephone): they win nothing. Raises ValidationError for a telephone that is none,
    and once results are out."""
    row = locked(contest)
    require(row, "seat_committee")
    seats = []
    for name, phone in people:
        # Without it nobody would be barred: names alone tell nobody apart.
        number = parse_phone(phone)
        if not name.strip() or not number:
            raise ValidationError(
                _("Dòng “%(line)s”: ghi họ tên, dấu phẩy, số điện thoại.") % {"line": f"{name}, {phone}"}
            )
        digest, user = fingerprint(number, "phone"), User.objects.filter(phone=number).first()
        seats.append(
            CommitteeSeat(
                contest=row, user=user, full_name=name.strip()[:120], phone_fingerprint=digest, added_at=at, added_by=by
            )
        )
    row.committee.all().delete()
    CommitteeSeat.objects.bulk_create(seats)
    audit.record(row, "contests.seat_committee", by=by, at=at, count=len(seats))


def _sittings(contest: Contest) -> list[Sitting]:
    right = {row.number: row.correct for row in pool_of(contest)}
    papers = {row.pk: row for row in finished_papers(contest).select_related("entrant")}
    wrong: dict[int, set[tuple[int, int]]] = {pk: set() for pk in papers}
    for pk, position, choice in Answer.objects.filter(paper__in=papers).values_list("paper", "position", "choice"):
        number = papers[pk].drawn[position - 1][0]
        if choice != right[number]:
            wrong[pk].add((number, choice))
    return [
        Sitting(
            row.entrant_id, row.entrant.unit_id, fold(row.entrant.full_name),
            (row.finished_at - row.started_at).total_seconds(), len(row.drawn), row.correct_count or 0, row.finished_at,
            frozenset(wrong[row.pk]),
        )
        for row in papers.values() if row.finished_at is not None
    ]  # fmt: skip


@transaction.atomic
def raise_flags(*, contest: Contest, by: User | None, at: datetime) -> int:
    """Note what a person should look at; what was noted before stays as it was decided. Returns how many are new."""
    found = irregularities.irregularities(_sittings(contest))
    before = Flag.objects.filter(entrant__contest=contest).count()
    Flag.objects.bulk_create(
        [
            Flag(
                entrant_id=each.who, kind=each.sign.value, raised_at=at,
                facts={"seconds": round(each.seconds), "others": len(each.others)},
            )
            for each in found
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    new = Flag.objects.filter(entrant__contest=contest).count() - before
    audit.record(contest, "contests.raise_flags", by=by, at=at, new=new)
    return new


@transaction.atomic
def decide_flag(*, flag: Flag, is_upheld: bool, reason: str, by: User, at: datetime) -> Flag:
    """A person says, once, whether a sign means anything. Raises ValidationError without a reason, or once results are out."""
    # The contest first: a publication under way is waited for.
    if locked(flag.entrant.contest).state == ContestState.DECIDED:
        raise ValidationError(_("Kết quả đã công bố."))
    row = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if row.state != FlagState.OPEN:
        raise ValidationError(_("Dấu hiệu này đã có người quyết định."))
    if not reason.strip():
        raise ValidationError({"reason": _("Ghi lý do.")})
    row.state = FlagState.UPHELD if is_upheld else FlagState.DISMISSED
    row.reason, row.decided_at, row.decided_by = reason.strip()[:300], at, by
    row.save()
    audit.record(row, "contests.decide_flag", by=by, at=at, is_upheld=is_upheld)
    return row


def awards_for(contest: Contest) -> list[Award]:
    """Who would win what now; unsaved rows. People by standing, equal ones by the seed's lot; units by board."""
    places = standings_of(contest, barred=barred_entrants(contest))
    wanted = sum(prize["count"] for prize in contest.prizes if prize["kind"] == PrizeKind.PERSON)
    first = [place for place in places if place.rank <= wanted]
    people = iter(by_lot(first, contest)[:wanted])
    entrants = Entrant.objects.select_related("unit").in_bulk([place.result.who for place in first])
    lines = unit_lines(contest)
    boards = {
        PrizeKind.UNIT_COUNT: iter(board(standings.by_count(lines))),
        PrizeKind.UNIT_RATE: iter(board([line for line in standings.by_rate(lines) if line.rate is not None])),
    }
    rows: list[Award] = []
    for prize in contest.prizes:
        for _place in range(prize["count"]):
            row = Award(contest=contest, number=len(rows) + 1, prize=prize["name"], kind=prize["kind"])
            if prize["kind"] == PrizeKind.PERSON:
                place = next(people, None)
                filled = place is not None and _to_person(row, entrants[place.result.who], place)
            else:
                line = next(boards[prize["kind"]], None)
                filled = line is not None and _to_unit(row, line)
            if filled:
                rows.append(row)
    return rows


def _to_person(row: Award, entrant: Entrant, place: standings.Place) -> bool:
    row.entrant, row.unit, row.unit_name, row.name = entrant, entrant.unit, entrant.unit.name, entrant.full_name
    row.masked_phone = standings.masked_phone(entrant.phone) if entrant.phone else ""
    row.figures = {
        "rank": place.rank, "correct": place.result.correct, "seconds": place.result.milliseconds // 1000,
        "off_by": place.off_by,
    }  # fmt: skip
    return True


def _to_unit(row: Award, line: Any) -> bool:
    row.unit, row.unit_name = line.unit, line.unit.name
    row.figures = {"participants": line.line.participants, "members": line.line.members}
    return True


@transaction.atomic
def _look_over(contest: Contest, *, by: User, at: datetime) -> None:
    row = locked(contest)
    require(row, "decide_contest")
    if not is_over(row, at - GRACE):
        raise ValidationError(_("Còn đợt thi chưa đóng. Công bố sau khi mọi đợt đã đóng."))
    settle_rounds(at=at)
    raise_flags(contest=row, by=by, at=at)


def decide_contest(*, contest: Contest, by: User, at: datetime) -> Contest:
    """Publish the results: prizes in fixed words, the seed in clear, the minutes. It cannot be taken back.

    What a look over the papers notes stays when the publication is refused for it. Raises ValidationError while a round
    runs, or, with the code OPEN_FLAGS, while a sign waits for a person.
    """
    _look_over(contest, by=by, at=at)
    return _publish(contest, by=by, at=at)


@transaction.atomic
def _publish(contest: Contest, *, by: User, at: datetime) -> Contest:
    row = locked(contest)
    after = require(row, "decide_contest")
    waiting = Flag.objects.filter(entrant__contest=row, state=FlagState.OPEN).count()
    if waiting:
        words = _("Còn %(n)d dấu hiệu chờ người xem. Xem hết rồi công bố.") % {"n": waiting}
        raise ValidationError(words, code="OPEN_FLAGS")
    awards = awards_for(row)
    Award.objects.bulk_create(awards)
    row.state, row.decided_at, row.revealed_at = after, at, at
    row.save(update_fields=["state", "decided_at", "revealed_at"])
    minutes = keep_minutes(row, awards, by=by, at=at)
    audit.record(row, "contests.decide_contest", by=by, at=at, awards=len(awards), papers_sha256=minutes.papers_sha256)
    return row


@transaction.atomic
def forget_entrants(*, by: User | None, at: datetime) -> int:
    """Erase names and telephones 180 days after the results, or after a contest was cancelled, as the consent says.

    Ranks, figures, units and prizes stay, and the awards say that the name was erased. Returns how many entrants.
    """
    past = Contest.objects.filter(decided_at__lte=at - KEPT_FOR) | Contest.objects.filter(
        cancelled_at__lte=at - KEPT_FOR
    )
    count = 0
    for contest in past.annotate(n=Count("entrants")).filter(entrants__forgotten_at=None, n__gt=0).distinct():
        rows = Entrant.objects.filter(contest=contest, forgotten_at=None)
        done = rows.update(full_name="", phone="", phone_fingerprint="", forgotten_at=at)
        Award.objects.filter(contest=contest, forgotten_at=None, entrant__isnull=False).update(
            name="", masked_phone="", forgotten_at=at
        )
        contest.committee.update(full_name="", phone_fingerprint="")
        audit.record(contest, "contests.forget_entrants", by=by, at=at, count=done)
        count += done
    return count
