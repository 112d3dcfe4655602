"""The way through: an officer pastes questions, makes and announces a contest; people take it; a round is closed early."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.contests import actions
from caunoi.contests.choices import ContestState, Ending
from caunoi.contests.models import Contest, Entrant, Paper, Question
from caunoi.contests.queries import key_of_entrant, key_of_paper
from caunoi.contests.queries.papers import GRACE
from caunoi.contests.web import keeping
from caunoi.kit import clock
from tests.cast import AT, Cast
from tests.contesting import PHONE, enter_guest, make_contest, make_draft, make_questions

pytestmark = [pytest.mark.door, pytest.mark.django_db]
QUESTIONS = "\n".join(f"Câu {n}. Việc thứ {n} là gì?\nA. Đúng việc {n} *\nB. Sai\nC. Không rõ" for n in range(1, 11))


@pytest.fixture(autouse=True)
def hoa_has_a_second_factor(cast: Cast):
    cast.hoa.authenticator_set.create(type="totp", data={"secret": "x"})


def local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def contest_fields(at: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "unit": "MD", "title": "Tìm hiểu Hướng dẫn 12", "opens_at": local(at), "closes_at": local(at + timedelta(days=7)),
        "question_count": "10", "minutes": "10", "attempts_per_round": "1", "eligibility": "ANYONE",
        "has_prediction": "on", "tie_break": "DURATION", "consent_text": "Dùng để trao giải, xóa sau 180 ngày.",
    } | changes  # fmt: skip


def made_by_hoa(client: Client, at: datetime) -> Contest:
    pasted = {"unit": "MD", "questions": QUESTIONS, "difficulty": "EASY", "tags": "CCHC, mới"}
    assert client.post(reverse("contests:add_questions"), pasted).status_code == 302
    assert client.post(reverse("contests:make_contest"), contest_fields(at)).status_code == 302
    contest = Contest.objects.get()
    ticked = {"question": [str(row.public_id) for row in Question.objects.all()]}
    assert client.post(reverse("contests:choose_questions", args=[contest.public_id]), ticked).status_code == 302
    assert client.post(reverse("contests:announce_contest", args=[contest.public_id])).status_code == 302
    contest.refresh_from_db()
    return contest


def taken_to(client: Client, url: str, fields: dict[str, Any]) -> tuple[str, str]:
    response = client.post(url, fields, follow=True)
    return response.redirect_chain[-1][0], response.content.decode()


def test_from_ten_pasted_questions_to_a_guests_result_without_javascript(cast: Cast, sign_in: Any):
    with clock.frozen(AT):
        contest = made_by_hoa(sign_in("hoa"), AT)
    assert contest.state == ContestState.ANNOUNCED
    assert re.fullmatch(r"[0-9a-f]{64}", contest.seed_hash)
    client, later = Client(), AT + timedelta(minutes=3)
    with clock.frozen(later):
        unit = str(cast.units["MD-1"].public_id)
        fields = {"full_name": "Lê Văn An", "phone": "0912 345 678", "unit": unit, "has_consented": "on"}
        entry, page = taken_to(client, reverse("contests:enter_contest", args=[contest.public_id]), fields)
        paper_url, page = taken_to(client, f"{entry}start/", {})
        assert page.count("<fieldset") == 10
    paper = Paper.objects.get()
    right = {f"a{n}": "0" for n in range(1, 8)}
    with clock.frozen(later + timedelta(minutes=4)):
        _url, page = taken_to(client, paper_url, right)
        assert "7/10" in page
        lacking = client.post(f"{paper_url}submit/", right | {"a8": "1", "prediction": "1.200"})
        assert (lacking.status_code, "Còn 2 câu chưa chọn" in lacking.content.decode()) == (422, True)
        assert 'value="1.200"' in lacking.content.decode()
        assert 'name="as_it_is"' in lacking.content.decode()
        _url, page = taken_to(client, f"{paper_url}submit/", {"as_it_is": "1", "prediction": "1.200"})
    assert "Đúng 7/10 câu" in page
    paper.refresh_from_db()
    assert (paper.ending, paper.prediction, paper.answered_count) == (Ending.SUBMITTED, 1200, 8)
    assert "Đáp án hiện ở đây" in page
    with clock.frozen(AT + timedelta(days=8)):
        page = client.get(paper_url).content.decode()
    assert "Đúng việc 1" in page


def test_an_officer_takes_part_too_and_a_second_paper_is_refused(cast: Cast, sign_in: Any):
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        client, unit = sign_in("lan"), str(cast.units["MD-1"].public_id)
        page = client.get(reverse("contests:enter_contest", args=[contest.public_id])).content.decode()
        assert f'value="{unit}" checked' in page
        fields = {"full_name": "Nguyễn Thị Lan", "phone": "", "unit": unit, "has_consented": "on"}
        entry, _page = taken_to(client, reverse("contests:enter_contest", args=[contest.public_id]), fields)
        paper_url, _page = taken_to(client, f"{entry}start/", {})
        assert taken_to(client, f"{entry}start/", {})[0] == paper_url
        taken_to(client, f"{paper_url}submit/", {"prediction": "5", "as_it_is": "1"})
        response = client.post(f"{entry}start/")
    assert response.status_code == 422
    assert "hết lượt thi" in response.content.decode()
    assert Paper.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_is_kept(cast: Cast):
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        client, url = Client(), reverse("contests:enter_contest", args=[contest.public_id])
        response = client.post(url, {"full_name": "Lê Văn An", "phone": "12", "unit_q": "may song day"})
        page = response.content.decode()
        assert response.status_code == 422
        assert 'value="Lê Văn An"' in page
        assert "CĐCS Công ty TNHH May Sông Đáy" in page
        assert "Chọn đơn vị của bạn." in page
        found = client.post(url, {"full_name": "Lê Văn An", "unit_q": "hoa sen", "go": "find"})
    assert found.status_code == 200
    assert "CĐCS Trường Mầm non Hoa Sen" in found.content.decode()
    assert 'value="Lê Văn An"' in found.content.decode()
    assert Entrant.objects.count() == 0


def test_a_unit_outside_the_organisers_branch_is_not_taken(cast: Cast):
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        fields = {
            "full_name": "Lê Văn An",
            "phone": PHONE,
            "unit": str(cast.units["HD-1"].public_id),
            "has_consented": "on",
        }
        response = Client().post(reverse("contests:enter_contest", args=[contest.public_id]), fields)
    assert response.status_code == 422


def test_a_round_closed_under_way_counts_what_was_saved_and_says_why(cast: Cast, sign_in: Any):
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        client = Client()
        enter_guest(contest, cast, AT)
        unit = str(cast.units["MD-1"].public_id)
        fields = {"full_name": "Lê Văn An", "phone": PHONE, "unit": unit, "has_consented": "on"}
        entry, _page = taken_to(client, reverse("contests:enter_contest", args=[contest.public_id]), fields)
        paper_url, _page = taken_to(client, f"{entry}start/", {})
        taken_to(client, paper_url, {"a1": "0", "a2": "0", "a3": "2"})
    with clock.frozen(AT + timedelta(minutes=1)):
        close = reverse("contests:close_round", args=[contest.public_id, 1])
        assert sign_in("hoa").post(close, {"reason": "Mất điện toàn xã"}).status_code == 302
    with clock.frozen(AT + timedelta(minutes=2)):
        _url, page = taken_to(client, f"{paper_url}submit/", {f"a{n}": "0" for n in range(1, 11)} | {"prediction": "3"})
    assert "Đúng 2/10 câu" in page
    assert "Mất điện toàn xã" in page
    assert "3/10 câu đã lưu" in page


def test_an_answer_on_its_way_counts_though_the_page_was_opened_when_the_time_was_up(cast: Cast):
    with clock.frozen(AT):
        contest = make_contest(cast, AT, attempts_per_round=2)
        paper = actions.start_paper(entrant=enter_guest(contest, cast, AT), by=None, at=AT)
    client, url = Client(), reverse("contests:paper", args=[key_of_paper(paper)])
    answers, submit = f"{url}answers/", f"{url}submit/"
    with clock.frozen(paper.due_at + timedelta(seconds=1)):
        shown = client.get(url)
        assert ("Hết giờ lúc" in shown.content.decode(), shown["Refresh"]) == (True, "5")
        assert "<fieldset" not in shown.content.decode()
        assert "<fieldset" not in client.post(submit, {"prediction": "x"}, follow=True).content.decode()
        start = reverse("contests:start_paper", args=[key_of_entrant(paper.entrant)])
        assert client.post(start)["Location"] == url
    with clock.frozen(paper.due_at + timedelta(seconds=4)):
        assert client.post(answers, {"a1": "0"}).status_code == 204
    with clock.frozen(paper.due_at + GRACE):
        page = client.get(url).content.decode()
        assert client.post(answers, {"a2": "0"}).status_code == 409
    paper.refresh_from_db()
    assert (paper.ending, paper.correct_count, paper.finished_at) == (Ending.TIME_UP, 1, paper.due_at)
    assert "Đúng 1/10 câu" in page


def test_questions_that_cannot_be_used_are_named_by_line_and_none_is_kept(cast: Cast, sign_in: Any):
    pasted = {"unit": "MD", "questions": f"{QUESTIONS}\nCâu 11. Gì?\nA. x\nB. y", "difficulty": "EASY"}
    response = sign_in("hoa").post(reverse("contests:add_questions"), pasted)
    assert response.status_code == 422
    assert "Dòng 41" in response.content.decode()
    assert Question.objects.count() == 0


@pytest.mark.parametrize(("line", "said"), [("Giải thích", "nhiều nhất 600"), ("Căn cứ", "nhiều nhất 300")])
def test_too_long_an_explanation_or_basis_is_said(cast: Cast, sign_in: Any, line: str, said: str):
    pasted = {"unit": "MD", "questions": f"{QUESTIONS}\n{line}: {'x' * 601}", "difficulty": "EASY"}
    response = sign_in("hoa").post(reverse("contests:add_questions"), pasted)
    assert (response.status_code, Question.objects.count()) == (422, 0)
    assert f"{line} {said} ký tự." in response.content.decode()


def test_too_few_questions_are_said_when_announcing(cast: Cast, sign_in: Any):
    client = sign_in("hoa")
    with clock.frozen(AT):
        client.post(reverse("contests:make_contest"), contest_fields(AT))
        contest = Contest.objects.get()
        response = client.post(reverse("contests:announce_contest", args=[contest.public_id]))
    assert response.status_code == 422
    assert "cần 10 câu, mới có 0" in response.content.decode()


def test_pages_with_forms_let_the_browser_say_where_it_comes_from(cast: Cast):
    """With "no-referrer" browsers post with `Origin: null`, which the check against forged forms refuses."""
    with clock.frozen(AT):
        contest = make_contest(cast, AT)
        page = Client().get(reverse("contests:enter_contest", args=[contest.public_id]))
    assert page["Referrer-Policy"] == "same-origin"


def test_one_question_is_mended_and_an_announced_contest_keeps_its_own(cast: Cast, sign_in: Any):
    client = sign_in("hoa")
    with clock.frozen(AT):
        contest = made_by_hoa(client, AT)
        row = Question.objects.get(text="Việc thứ 1 là gì?")
        url = reverse("contests:question", args=[row.public_id])
        assert "A. Đúng việc 1 *" in client.get(url).content.decode()
        words = {"questions": "Câu 1. Việc đầu là gì?\nA. Sai\nB. Đúng *", "difficulty": "HARD", "tags": "mới"}
        assert client.post(url, words | {"questions": QUESTIONS}).status_code == 422
        assert client.post(url, words).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.options, row.correct, row.difficulty, row.tags) == (
        "Việc đầu là gì?", ["Sai", "Đúng"], 1, "HARD", ["mới"],
    )  # fmt: skip
    assert contest.pool.get(question=row).text == "Việc thứ 1 là gì?"


def test_a_question_put_aside_is_not_offered_and_not_drawn_until_it_is_taken_up_again(cast: Cast, sign_in: Any):
    client = sign_in("hoa")
    with clock.frozen(AT):
        pasted = {"unit": "MD", "questions": QUESTIONS, "difficulty": "EASY", "tags": ""}
        client.post(reverse("contests:add_questions"), pasted)
        client.post(reverse("contests:make_contest"), contest_fields(AT))
        contest, row = Contest.objects.get(), Question.objects.first()
        choose, announce = (
            reverse(f"contests:{name}", args=[contest.public_id]) for name in ("choose_questions", "announce_contest")
        )
        client.post(choose, {"question": [str(each.public_id) for each in Question.objects.all()]})
        retire = reverse("contests:retire_question", args=[row.public_id])
        assert client.post(retire).status_code == 302
        assert str(row.public_id) not in client.get(choose).content.decode()
        assert "mới có 9" in client.post(announce, follow=True).content.decode()
        client.post(retire)
        client.post(announce)
    contest.refresh_from_db()
    assert contest.state == ContestState.ANNOUNCED


def test_what_was_chosen_is_offered_again_however_old_it_is(cast: Cast, sign_in: Any, monkeypatch: pytest.MonkeyPatch):
    contest = make_draft(cast, AT, make_questions(cast, AT, 3))
    monkeypatch.setattr(keeping, "SHOWN_MOST", 1)
    client, url = sign_in("hoa"), reverse("contests:choose_questions", args=[contest.public_id])
    ticked = re.findall(r'name="question" value="([^"]+)" checked', client.get(url).content.decode())
    assert len(ticked) == 3
    client.post(url, {"question": ticked})
    assert contest.pool.count() == 3


def test_the_bank_is_searched_without_accents(cast: Cast, sign_in: Any):
    client = sign_in("hoa")
    pasted = {"unit": "MD", "questions": QUESTIONS, "difficulty": "EASY", "tags": ""}
    client.post(reverse("contests:add_questions"), pasted)
    found = client.get(reverse("contests:questions"), {"q": "viec thu 7"}).content.decode()
    assert ("Việc thứ 7" in found, "Việc thứ 8" in found) == (True, False)
    assert "Không có câu nào khớp" in client.get(reverse("contests:questions"), {"q": "xyz"}).content.decode()
