"""One paper at a time, by the server's clock; what was saved counts; nothing counts twice or after the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.contests import actions, rules
from caunoi.contests.choices import Ending
from caunoi.contests.models import Answer, Contest, Entrant, Paper
from caunoi.contests.queries.papers import GRACE, asked, pool_of, quotas_of
from caunoi.kit.audit.models import AuditContent, AuditRow
from caunoi.pure.draws import commitment, draw
from tests.cast import AT, Cast
from tests.contesting import answer_all, enter, enter_guest, make_contest, make_draft, make_questions

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def contest(cast: Cast) -> Contest:
    return make_contest(cast, AT, count=30, attempts_per_round=2)


@pytest.fixture
def paper(contest: Contest, cast: Cast) -> Paper:
    return actions.start_paper(entrant=enter(contest, cast, AT), by=cast.lan, at=AT)


def test_a_paper_is_what_seed_and_number_give_and_the_hash_was_there_before(contest: Contest, paper: Paper):
    pool = [asked(row) for row in pool_of(contest)]
    drawn = draw(pool, quotas_of(contest), seed=contest.seed, serial=paper.serial)
    assert paper.drawn == [[each.number, list(each.order)] for each in drawn]
    assert contest.seed_hash == commitment(contest.seed, pool, quotas_of(contest))


def test_the_seed_lies_nowhere_in_clear(contest: Contest):
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM contests_contest")
        (kept,) = cursor.fetchone()
    assert contest.seed not in kept
    assert not any(contest.seed in str(row.__dict__) for row in (*AuditRow.objects.all(), *AuditContent.objects.all()))


def test_papers_are_numbered_without_a_gap(contest: Contest, cast: Cast):
    entrants = [enter(contest, cast, AT, name) for name in ("lan", "minh", "hoa")]
    papers = [actions.start_paper(entrant=one, by=None, at=AT) for one in entrants]
    assert [row.serial for row in papers] == [1, 2, 3]


def test_a_second_start_gives_the_same_paper(paper: Paper, cast: Cast):
    again = actions.start_paper(entrant=paper.entrant, by=cast.lan, at=AT + MINUTE)
    assert again == paper
    assert Paper.objects.count() == 1


def test_a_start_after_the_time_ends_the_first_paper_and_begins_the_second(paper: Paper, cast: Cast):
    answer_all(paper, AT + MINUTE, right=4)
    late = AT + 11 * MINUTE
    second = actions.start_paper(entrant=paper.entrant, by=cast.lan, at=late)
    paper.refresh_from_db()
    assert (paper.ending, paper.correct_count, paper.finished_at) == (Ending.TIME_UP, 4, paper.due_at)
    assert (second.attempt, second.due_at) == (2, late + 10 * MINUTE)


def test_attempts_run_out(contest: Contest, cast: Cast):
    entrant = enter(contest, cast, AT)
    for _attempt in range(2):
        paper = actions.start_paper(entrant=entrant, by=cast.lan, at=AT)
        actions.submit_paper(paper=paper, prediction=None, by=cast.lan, at=AT)
    with pytest.raises(ValidationError) as caught:
        actions.start_paper(entrant=entrant, by=cast.lan, at=AT)
    assert caught.value.code == "NO_ATTEMPT"


def test_no_paper_begins_before_or_after_its_round(cast: Cast):
    contest = make_contest(cast, AT, rounds=((AT + MINUTE, AT + 5 * MINUTE), (AT + 9 * MINUTE, AT + 20 * MINUTE)))
    entrant = enter(contest, cast, AT)
    for moment in (AT, AT + 5 * MINUTE, AT + 20 * MINUTE):
        with pytest.raises(ValidationError) as caught:
            actions.start_paper(entrant=entrant, by=cast.lan, at=moment)
        assert caught.value.code == "NOT_OPEN"
    paper = actions.start_paper(entrant=entrant, by=cast.lan, at=AT + 4 * MINUTE)
    assert paper.due_at == AT + 5 * MINUTE


def test_the_last_answer_for_a_place_counts(paper: Paper):
    saves = [actions.Save(paper.public_id, 1, choice) for choice in (1, 2, 0)]
    assert actions.save_answers(saves=saves[:2], at=AT) == [True, True]
    assert actions.save_answers(saves=saves[2:], at=AT + MINUTE) == [True]
    answer = Answer.objects.get()
    assert (answer.choice, answer.saved_at) == (0, AT + MINUTE)


def test_what_does_not_belong_to_the_paper_is_refused(paper: Paper):
    wrong = [(0, 0), (11, 0), (1, 4), (1, 99)]
    saves = [actions.Save(paper.public_id, *each) for each in wrong] + [actions.Save(uuid4(), 1, 0)]
    assert actions.save_answers(saves=saves, at=AT) == [False] * 5
    assert Answer.objects.count() == 0


def test_an_answer_counts_within_the_grace_and_not_after(paper: Paper):
    last = paper.due_at + GRACE
    assert answer_all(paper, last - timedelta(milliseconds=1), right=1)[0] is True
    assert answer_all(paper, last, right=10)[0] is False
    actions.finish_due_papers(at=last)
    paper.refresh_from_db()
    assert (paper.ending, paper.correct_count, paper.answered_count) == (Ending.TIME_UP, 1, 10)


def test_the_right_answers_are_hidden_for_as_long_as_an_answer_counts(contest: Contest):
    end = AT + timedelta(days=7)
    assert not rules.is_key_shown(contest, end + GRACE - timedelta(milliseconds=1))
    assert rules.is_key_shown(contest, end + GRACE)


def test_nothing_is_saved_once_it_is_handed_in(paper: Paper, cast: Cast):
    answer_all(paper, AT, right=3)
    actions.submit_paper(paper=paper, prediction=7, by=cast.lan, at=AT + MINUTE)
    assert answer_all(paper, AT + MINUTE, right=10) == [False] * 10
    again = actions.submit_paper(paper=paper, prediction=900, by=cast.lan, at=AT + 2 * MINUTE)
    assert (again.correct_count, again.prediction, again.finished_at) == (3, 7, AT + MINUTE)
    assert AuditRow.objects.filter(verb="contests.submit_paper").count() == 1


def test_closing_a_round_ends_its_papers_with_what_was_saved(contest: Contest, paper: Paper, cast: Cast):
    answer_all(paper, AT, right=6)
    count = actions.close_round(contest=contest, number=1, reason="Mất điện", by=cast.hoa, at=AT + MINUTE)
    paper.refresh_from_db()
    assert (count, paper.ending, paper.correct_count) == (1, Ending.CLOSED, 6)
    assert answer_all(paper, AT + MINUTE, right=10) == [False] * 10
    with pytest.raises(ValidationError):
        actions.start_paper(entrant=paper.entrant, by=cast.lan, at=AT + 2 * MINUTE)


def test_an_announced_contest_changes_no_more(contest: Contest, cast: Cast):
    draft = actions.ContestDraft(title="Khác", rounds=((AT, AT + MINUTE),))
    with pytest.raises(ValidationError):
        actions.change_contest(contest=contest, draft=draft, by=cast.hoa, at=AT)
    with pytest.raises(ValidationError):
        actions.choose_questions(contest=contest, questions=[], by=cast.hoa, at=AT)


def test_a_later_change_of_the_bank_does_not_touch_an_announced_contest(cast: Cast):
    questions = make_questions(cast, AT)
    contest = make_draft(cast, AT, questions)
    contest = actions.announce_contest(contest=contest, by=cast.hoa, at=AT)
    questions[0].text, questions[0].correct = "Câu đã sửa", 3
    questions[0].save()
    assert "Câu đã sửa" not in [row.text for row in contest.pool.all()]
    assert {row.correct for row in contest.pool.all()} == {0}


def test_a_telephone_and_an_account_enter_once(contest: Contest, cast: Cast):
    first = enter_guest(contest, cast, AT)
    assert enter_guest(contest, cast, AT, name="lê văn  an", phone="+84 912 345 678") == first
    with pytest.raises(ValidationError) as caught:
        enter_guest(contest, cast, AT, name="Người khác")
    assert "phone" in caught.value.message_dict
    assert enter(contest, cast, AT) == enter(contest, cast, AT)
    assert Entrant.objects.count() == 2


def test_nobody_enters_without_agreeing(contest: Contest, cast: Cast):
    draft = actions.EntrantDraft(unit=cast.units["MD-1"], full_name="An", phone="0912345678")
    with pytest.raises(ValidationError) as caught:
        actions.enter_contest(contest=contest, draft=draft, by=None, at=AT)
    assert "has_consented" in caught.value.message_dict


def test_saving_costs_the_same_for_one_answer_and_for_many_papers(contest: Contest, cast: Cast):
    papers = [
        actions.start_paper(entrant=enter(contest, cast, AT, name), by=None, at=AT) for name in ("lan", "minh", "hoa")
    ]
    used = []
    for rows in (papers[:1], papers):
        saves = [actions.Save(row.public_id, n, 0) for row in rows for n in range(1, 11)]
        with CaptureQueriesContext(connection) as caught:
            actions.save_answers(saves=saves, at=AT)
        used.append(len(caught))
    assert used[0] == used[1]


def test_ending_many_papers_costs_no_more_questions(contest: Contest, cast: Cast):
    used = []
    for names in (("lan",), ("minh", "hoa", "dung")):
        for name in names:
            actions.start_paper(entrant=enter(contest, cast, AT, name), by=None, at=AT)
        with CaptureQueriesContext(connection) as caught:
            assert actions.finish_due_papers(at=AT + 11 * MINUTE) == len(names)
        used.append(len(caught))
    assert used[0] == used[1]
