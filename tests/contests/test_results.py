"""After the contest: who wins, who does not, the seed in clear, minutes, and names erased in time."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caunoi.contests import actions
from caunoi.contests.actions import deciding
from caunoi.contests.actions.deciding import KEPT_FOR
from caunoi.contests.choices import ContestState, FlagState, PrizeKind
from caunoi.contests.models import Award, Contest, Entrant, Flag, Paper
from caunoi.contests.queries.papers import GRACE
from caunoi.contests.queries.results import entries_of, papers_hash, standings_of
from caunoi.contests.web import results
from caunoi.kit import clock
from tests.cast import AT, Cast
from tests.contesting import answer_all, enter, enter_guest, make_contest

pytestmark = [pytest.mark.room, pytest.mark.django_db]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OVER = AT + 7 * DAY + MINUTE
PRIZES = (
    ("Giải Nhất", 1, PrizeKind.PERSON.value),
    ("Giải Nhì", 2, PrizeKind.PERSON.value),
    ("Giải phong trào", 1, PrizeKind.UNIT_COUNT.value),
)


@pytest.fixture
def contest(cast: Cast) -> Contest:
    return make_contest(cast, AT, count=30, prizes=PRIZES, attempts_per_round=2)


def sit(entrant: Entrant, *, right: int, prediction: int | None = 3, minutes: float = 5) -> Paper:
    paper = actions.start_paper(entrant=entrant, by=None, at=AT)
    answer_all(paper, AT + MINUTE, right=right)
    return actions.submit_paper(paper=paper, prediction=prediction, by=None, at=AT + minutes * MINUTE)


def decide(contest: Contest, cast: Cast) -> Contest:
    actions.raise_flags(contest=contest, by=cast.hoa, at=OVER)
    for flag in Flag.objects.filter(state=FlagState.OPEN):
        actions.decide_flag(flag=flag, is_upheld=False, reason="Đã hỏi, đúng người", by=cast.hoa, at=OVER)
    return actions.decide_contest(contest=contest, by=cast.hoa, at=OVER)


def winners() -> list[tuple[str, str]]:
    return list(Award.objects.order_by("number").values_list("prize", "name"))


def test_prizes_go_by_the_rules_and_the_committee_wins_nothing(contest: Contest, cast: Cast):
    sit(enter(contest, cast, AT, "hoa", "MD"), right=10)  # Hoa announced it
    sit(enter(contest, cast, AT, "lan"), right=8, prediction=90)
    sit(enter(contest, cast, AT, "minh"), right=8, prediction=4)
    sit(enter_guest(contest, cast, AT), right=10)
    sit(enter_guest(contest, cast, AT, name="Trần Thị Bình", phone="0987654321"), right=9)
    actions.seat_committee(contest=contest, people=[("Trần Thị Bình", "0987 654 321")], by=cast.hoa, at=AT)
    decide(contest, cast)
    assert winners() == [
        ("Giải Nhất", "Lê Văn An"), ("Giải Nhì", "Trần Văn Minh"), ("Giải Nhì", "Nguyễn Thị Lan"), ("Giải phong trào", ""),
    ]  # fmt: skip
    first, unit = Award.objects.get(number=1), Award.objects.get(number=4)
    assert (first.masked_phone, first.figures["correct"]) == ("091***678", 10)
    assert (unit.unit_name, unit.figures) == ("CĐCS Công ty TNHH May Sông Đáy", {"participants": 4, "members": 100})


@pytest.mark.parametrize("phone", ["", "12"])
def test_a_seat_without_a_telephone_bars_nobody_and_is_refused(contest: Contest, cast: Cast, phone: str):
    with pytest.raises(ValidationError, match="Trần Thị Bình"):
        actions.seat_committee(contest=contest, people=[("Trần Thị Bình", phone)], by=cast.hoa, at=AT)
    assert not contest.committee.exists()


def test_the_committee_is_seated_before_the_results_and_not_after(contest: Contest, cast: Cast, sign_in: Any):
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    client = sign_in("hoa")
    url, page = (reverse(f"contests:{name}", args=[contest.public_id]) for name in ("seat_committee", "kept_contest"))
    assert url in client.get(page).content.decode()
    contest = decide(contest, cast)
    with pytest.raises(ValidationError):
        actions.seat_committee(contest=contest, people=[("Trần Thị Bình", "0987654321")], by=cast.hoa, at=OVER)
    assert client.get(url).status_code == 404
    assert url not in client.get(page).content.decode()


def test_the_true_number_of_entries_is_frozen_when_the_round_is_over(contest: Contest, cast: Cast):
    sit(enter(contest, cast, AT), right=5)
    running = actions.start_paper(entrant=enter_guest(contest, cast, AT), by=None, at=AT + 7 * DAY - MINUTE)
    end = AT + 7 * DAY
    assert actions.settle_rounds(at=end + GRACE - timedelta(seconds=1)) == 0
    assert actions.settle_rounds(at=end + GRACE) == 1
    assert actions.settle_rounds(at=end + DAY) == 0
    running.refresh_from_db()
    assert running.ending == "TIME_UP"
    assert entries_of(Contest.objects.get()) == {1: 2}


def test_an_upheld_sign_takes_the_prize_and_a_dismissed_one_does_not(contest: Contest, cast: Cast):
    sit(enter_guest(contest, cast, AT), right=10, minutes=0.2)
    sit(enter(contest, cast, AT), right=7)
    assert actions.raise_flags(contest=contest, by=cast.hoa, at=OVER) == 1
    with pytest.raises(ValidationError):
        actions.decide_contest(contest=contest, by=cast.hoa, at=OVER)
    flag = Flag.objects.get()
    actions.decide_flag(flag=flag, is_upheld=True, reason="Xác minh: có người làm hộ", by=cast.hoa, at=OVER)
    assert actions.raise_flags(contest=contest, by=cast.hoa, at=OVER) == 0
    actions.decide_contest(contest=contest, by=cast.hoa, at=OVER)
    assert winners()[0] == ("Giải Nhất", "Nguyễn Thị Lan")
    with pytest.raises(ValidationError):
        actions.decide_flag(flag=flag, is_upheld=False, reason="Đổi ý", by=cast.hoa, at=OVER)


def test_a_sign_is_decided_once_and_behind_the_contests_lock(contest: Contest, cast: Cast, monkeypatch: Any):
    sit(enter_guest(contest, cast, AT), right=10, minutes=0.2)
    actions.raise_flags(contest=contest, by=cast.hoa, at=OVER)
    flag, held = Flag.objects.get(), []
    locked = deciding.locked
    monkeypatch.setattr(deciding, "locked", lambda row: held.append(row.pk) or locked(row))
    actions.decide_flag(flag=flag, is_upheld=True, reason="Có người làm hộ", by=cast.hoa, at=OVER)
    with pytest.raises(ValidationError):
        actions.decide_flag(flag=flag, is_upheld=False, reason="Đổi ý", by=cast.dung, at=OVER)
    flag.refresh_from_db()
    assert (flag.state, flag.decided_by, held) == (FlagState.UPHELD, cast.hoa, [contest.pk] * 2)


def test_signs_are_turned_over_page_by_page(contest: Contest, cast: Cast, sign_in: Any, monkeypatch: Any):
    monkeypatch.setattr(results, "FLAGS_PAGE", 1)
    for entrant in (enter_guest(contest, cast, AT), enter(contest, cast, AT)):
        sit(entrant, right=10, minutes=0.2)
    assert actions.raise_flags(contest=contest, by=cast.hoa, at=OVER) >= 2
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    client, url = sign_in("hoa"), reverse("contests:results", args=[contest.public_id])
    doors = [
        reverse("contests:decide_flag", args=[contest.public_id, pk])
        for pk in Flag.objects.values_list("public_id", flat=True)
    ]
    with clock.frozen(OVER):
        pages = [client.get(f"{url}?from={start}").content.decode() for start in range(len(doors))]
    assert [sum(door in page for door in doors) for page in pages] == [1] * len(doors)
    assert 'rel="next"' in pages[0]


def test_signs_noted_while_publishing_stay_for_a_person_to_look_at(contest: Contest, cast: Cast, sign_in: Any):
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    sit(enter_guest(contest, cast, AT), right=10, minutes=0.2)
    client, url = sign_in("hoa"), reverse("contests:decide_contest", args=[contest.public_id])
    with clock.frozen(OVER):
        page = client.post(url, {"idempotency_key": "k" * 20}, follow=True).content.decode()
    flag = Flag.objects.get()
    assert "Còn 1 dấu hiệu" in page
    assert reverse("contests:decide_flag", args=[contest.public_id, flag.public_id]) in page
    contest.refresh_from_db()
    assert (contest.state, contest.rounds.get().entries_count) == (ContestState.ANNOUNCED, 1)


def test_results_wait_for_the_last_round(contest: Contest, cast: Cast):
    sit(enter(contest, cast, AT), right=5)
    with pytest.raises(ValidationError):
        actions.decide_contest(contest=contest, by=cast.hoa, at=AT + DAY)
    contest.refresh_from_db()
    assert (contest.state, contest.revealed_at) == (ContestState.ANNOUNCED, None)


def test_equal_papers_are_told_apart_by_the_seeds_lot_the_same_each_time(contest: Contest, cast: Cast):
    for number in range(5):
        sit(enter_guest(contest, cast, AT, name=f"Người {number}", phone=f"091234560{number}"), right=9)
    first = [row.name for row in actions.awards_for(contest) if row.kind == PrizeKind.PERSON]
    assert len(set(first)) == 3
    assert all([row.name for row in actions.awards_for(contest)][:3] == first for _time in range(3))
    assert {place.rank for place in standings_of(contest)} == {1}


def test_anyone_checks_the_draw_after_the_publication_and_nobody_before(contest: Contest, cast: Cast):
    paper, client = sit(enter(contest, cast, AT), right=5), Client()
    url, data = (reverse(f"contests:{name}", args=[contest.public_id]) for name in ("draw_check", "draw_data"))
    with clock.frozen(OVER):
        assert contest.seed not in client.get(url, {"paper": "1"}).content.decode()
        assert client.get(data).status_code == 404
        decide(contest, cast)
        page = client.get(url, {"paper": str(paper.serial)}).content.decode()
        assert contest.seed in page
        assert "Khớp." in page
        assert "đề đúng như hạt giống cho ra" in page
        assert client.get(data).json()["seed"] == contest.seed


def test_a_changed_paper_and_a_changed_question_are_seen(contest: Contest, cast: Cast):
    paper = sit(enter(contest, cast, AT), right=5)
    contest, client = decide(contest, cast), Client()
    url = reverse("contests:draw_check", args=[contest.public_id])
    Paper.objects.filter(pk=paper.pk).update(drawn=paper.drawn[::-1])
    assert "đề khác với hạt giống cho ra" in client.get(url, {"paper": "1"}).content.decode()
    Contest.objects.update(seed_hash="0" * 64)
    assert "Không khớp." in client.get(url).content.decode()


def test_minutes_are_kept_with_the_hash_of_the_papers_for_those_who_run_it(contest: Contest, cast: Cast, sign_in: Any):
    sit(enter(contest, cast, AT), right=5)
    contest = decide(contest, cast)
    assert contest.record.papers_sha256 == papers_hash(contest)
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    for kept in (contest.record.docx, contest.record.pdf):
        url = reverse("kit:file", args=[kept.public_id])
        answers = [sign_in(name).get(url) for name in ("hoa", "quang", "lan")]
        assert [each.status_code for each in answers] == [200, 404, 404]
        assert b"".join(answers[0])  # read to its end, which closes the file
    Paper.objects.update(correct_count=10)
    assert contest.record.papers_sha256 != papers_hash(contest)


def test_names_are_erased_when_their_time_is_over_and_ranks_stay(contest: Contest, cast: Cast):
    sit(enter_guest(contest, cast, AT), right=9)
    contest = decide(contest, cast)
    assert actions.forget_entrants(by=None, at=OVER + KEPT_FOR - DAY) == 0
    assert actions.forget_entrants(by=None, at=OVER + KEPT_FOR) == 1
    assert actions.forget_entrants(by=None, at=OVER + KEPT_FOR + DAY) == 0
    entrant, award = Entrant.objects.get(), Award.objects.get(number=1)
    assert (entrant.full_name, entrant.phone, entrant.phone_fingerprint) == ("", "", "")
    assert (award.name, award.masked_phone, award.figures["correct"]) == ("", "", 9)
    page = Client().get(reverse("contests:contest", args=[contest.public_id])).content.decode()
    assert "Lê Văn An" not in page
    assert "theo thời hạn lưu" in page


def test_the_page_of_winners_shows_no_whole_telephone(contest: Contest, cast: Cast):
    sit(enter_guest(contest, cast, AT), right=9)
    decide(contest, cast)
    page = Client().get(reverse("contests:contest", args=[contest.public_id])).content.decode()
    assert "Lê Văn An" in page
    assert "091***678" in page
    assert "912345678" not in page.replace(" ", "")


def test_the_sheet_ranks_everybody_without_telephones(contest: Contest, cast: Cast, sign_in: Any):
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    sit(enter_guest(contest, cast, AT, name="=1+1 Nguyễn"), right=9)
    sit(enter(contest, cast, AT), right=10)
    response = sign_in("hoa").get(reverse("contests:export_results", args=[contest.public_id]))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[:2] for row in rows[1:]] == [(1, "Nguyễn Thị Lan"), (2, "=1+1 Nguyễn")]
    assert not any("912345678" in str(cell) for row in rows for cell in row)
    notes = str(list(openpyxl.load_workbook(BytesIO(response.content)).worksheets[-1].iter_rows(values_only=True)))
    assert "dữ liệu mẫu" not in notes
    Contest.objects.update(is_sample=True)
    response = sign_in("hoa").get(reverse("contests:export_results", args=[contest.public_id]))
    sheets = openpyxl.load_workbook(BytesIO(response.content)).worksheets
    assert any("dữ liệu mẫu" in row for sheet in sheets for row in sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("name", ["board", "draw_check", "enter_contest"])
def test_a_sample_contest_wears_its_mark_on_every_page(contest: Contest, client: Client, name: str):
    url, mark = reverse(f"contests:{name}", args=[contest.public_id]), '<span class="sample">'
    assert mark not in client.get(url).content.decode()
    Contest.objects.update(is_sample=True)
    assert mark in client.get(url).content.decode()


def test_the_pages_cost_the_same_for_one_and_for_four(contest: Contest, cast: Cast, sign_in: Any):
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})
    client, used = sign_in("hoa"), []
    urls = [reverse(f"contests:{name}", args=[contest.public_id]) for name in ("results", "board", "contest")]
    for names in (["An"], ["Bình", "Chi", "Dung"]):
        for name in names:
            sit(enter_guest(contest, cast, AT, name=name, phone=f"09123456{10 + len(Entrant.objects.all())}"), right=9)
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            counts.append(len(caught))
        used.append(counts)
    assert used[0] == used[1]
