"""Contests for the world and the room's tests: a draft, one that is open with papers of a member and of a guest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caunoi.contests import actions
from caunoi.contests.choices import FlagKind, PrizeKind
from caunoi.contests.models import Contest, Entrant, Flag, Paper, Question
from caunoi.contests.queries import key_of_entrant, key_of_paper
from tests.cast import Cast

PHONE = "0912345678"


def make_questions(cast: Cast, at: datetime, count: int = 10) -> list[Question]:
    """Questions of the Mỹ Đức commune union; the first option is right."""
    drafts = [
        actions.QuestionDraft(
            text=f"Câu hỏi số {n} về cải cách hành chính là gì?", options=("Đúng", "Sai", "Gần đúng", "Không rõ"),
            correct=0, tags=("cải cách hành chính",), basis=f"Điều {n}",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    return actions.add_questions(unit=cast.units["MD"], drafts=drafts, by=cast.users["hoa"], at=at)


def make_draft(cast: Cast, at: datetime, questions: list[Question], **given: Any) -> Contest:
    """A draft of the commune union, with one round that is open."""
    given.setdefault("rounds", ((at - timedelta(hours=1), at + timedelta(days=7)),))
    given.setdefault("title", "Tìm hiểu cải cách hành chính")
    draft = actions.ContestDraft(consent_text="Dùng để trao giải, xóa sau 180 ngày.", **given)
    hoa = cast.users["hoa"]
    contest = actions.make_contest(unit=cast.units["MD"], draft=draft, by=hoa, at=at)
    actions.choose_questions(contest=contest, questions=questions, by=hoa, at=at)
    return contest


def make_contest(cast: Cast, at: datetime, count: int = 10, **given: Any) -> Contest:
    """An announced one, ten questions a paper."""
    contest = make_draft(cast, at, make_questions(cast, at, count), **given)
    return actions.announce_contest(contest=contest, by=cast.users["hoa"], at=at)


def enter(contest: Contest, cast: Cast, at: datetime, name: str = "lan", unit: str = "MD-1") -> Entrant:
    """One of the cast with an account takes part."""
    user = cast.users[name]
    draft = actions.EntrantDraft(unit=cast.units[unit], full_name=user.full_name, has_consented=True)
    return actions.enter_contest(contest=contest, draft=draft, by=user, at=at)


def enter_guest(contest: Contest, cast: Cast, at: datetime, name: str = "Lê Văn An", phone: str = PHONE) -> Entrant:
    """Somebody without an account takes part."""
    draft = actions.EntrantDraft(unit=cast.units["MD-1"], full_name=name, phone=phone, has_consented=True)
    return actions.enter_contest(contest=contest, draft=draft, by=None, at=at)


def answer_all(paper: Paper, at: datetime, *, right: int) -> list[bool]:
    """Answer every place, so many of them rightly (the right option of each question is its first)."""
    saves = [
        actions.Save(paper.public_id, n, 0 if n <= right else 1) for n in range(1, len(paper.drawn) + 1)
    ]  # fmt: skip
    return actions.save_answers(saves=saves, at=at)


@dataclass
class Contests:
    """What an address of the room can name."""

    draft: Contest
    open: Contest
    entrant: Entrant
    guest: Entrant
    paper: Paper
    guest_paper: Paper
    questions: list[Question]
    decided: Contest
    flag: Flag

    def objects(self) -> dict[str, dict[str, Any]]:
        """By the name that a policy gives them."""
        return {
            "contest draft": {"contest_id": self.draft.public_id, "number": 1},
            "open contest": {"contest_id": self.open.public_id, "number": 1},
            "no round": {"contest_id": self.open.public_id, "number": 9},
            "question": {"question_id": self.questions[0].public_id},
            "flag": {"contest_id": self.open.public_id, "flag_id": self.flag.public_id},
            "decided contest": {"contest_id": self.decided.public_id},
            "entrant": {"key": key_of_entrant(self.entrant)},
            "guest entrant": {"key": key_of_entrant(self.guest)},
            "paper under way": {"key": key_of_paper(self.paper)},
            "guest's paper": {"key": key_of_paper(self.guest_paper)},
        }


def make_contests(cast: Cast, at: datetime) -> Contests:
    """Everything once, by the real actions."""
    questions = make_questions(cast, at)
    draft = make_draft(cast, at, questions, title="Cuộc thi đang soạn")
    contest = make_draft(cast, at, questions)
    contest = actions.announce_contest(contest=contest, by=cast.users["hoa"], at=at)
    entrant, guest = enter(contest, cast, at), enter_guest(contest, cast, at)
    paper = actions.start_paper(entrant=entrant, by=cast.users["lan"], at=at)
    guest_paper = actions.start_paper(entrant=guest, by=None, at=at)
    flag = Flag.objects.create(entrant=guest, kind=FlagKind.FAST, facts={"seconds": 9, "others": 0}, raised_at=at)
    decided = make_decided(cast, questions, at)
    return Contests(draft, contest, entrant, guest, paper, guest_paper, questions, decided, flag)


def make_decided(cast: Cast, questions: list[Question], at: datetime) -> Contest:
    """One that is over and published, with one paper and one prize."""
    then, hoa = at - timedelta(days=2), cast.users["hoa"]
    rounds = ((then, then + timedelta(days=1)),)
    prizes = (("Giải Nhất", 1, PrizeKind.PERSON.value),)
    contest = make_draft(cast, then, questions, title="Cuộc thi đã công bố", rounds=rounds, prizes=prizes)
    contest = actions.announce_contest(contest=contest, by=hoa, at=then)
    paper = actions.start_paper(entrant=enter(contest, cast, then), by=cast.users["lan"], at=then)
    answer_all(paper, then + timedelta(minutes=1), right=9)
    actions.submit_paper(paper=paper, prediction=1, by=cast.users["lan"], at=then + timedelta(minutes=5))
    return actions.decide_contest(contest=contest, by=hoa, at=at)
