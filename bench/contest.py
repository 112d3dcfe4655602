"""The opening minute of a contest over HTTP: 50 starts, 50 papers opened and 500 answers saved a second; then everything that
was answered "saved" is looked for in the database.

Each place of a paper is saved once, so that one answer lost shows.
"""

from measure import Bench

bench = Bench("contest", __doc__, is_web=True)

from datetime import timedelta

import federation
from flood import Got, Request, flood, p99
from storm import CSRF, Server

from caunoi.contests import actions
from caunoi.contests.models import Answer, Contest, Entrant, Paper
from caunoi.contests.queries import key_of_entrant, key_of_paper
from caunoi.kit import audit, clock
from caunoi.organisations.choices import Role

STARTS_A_SECOND, SAVES_A_SECOND, PLACES = 50, 500, 10
SAVES_A_ROUND = SAVES_A_SECOND // STARTS_A_SECOND
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}


def contest() -> Contest:
    """A contest of 40 questions that is open, and the units that take part."""
    made = federation.build(200)
    officer, at = federation.staff([made.root], Role.OFFICER)[0], clock.now()
    drafts = [
        actions.QuestionDraft(text=f"Câu hỏi số {n}?", options=("Một", "Hai", "Ba", "Bốn"), correct=n % 4)
        for n in range(40)
    ]
    questions = actions.add_questions(unit=made.root, drafts=drafts, by=officer, at=at)
    draft = actions.ContestDraft(
        title="Cuộc thi đo thử", rounds=((at, at + timedelta(hours=5)),), question_count=PLACES, minutes=60,
        consent_text="Đo thử",
    )  # fmt: skip
    row = actions.make_contest(unit=made.root, draft=draft, by=officer, at=at)
    actions.choose_questions(contest=row, questions=questions, by=officer, at=at)
    return actions.announce_contest(contest=row, by=officer, at=at)


def entrants(row: Contest, count: int) -> list[Entrant]:
    """People without an account."""
    at = clock.now()
    return Entrant.objects.bulk_create(
        [
            Entrant(
                contest=row, unit=row.unit, full_name=f"Người {n}", phone_fingerprint=f"{row.pk}-{n}", entered_at=at,
                consented_at=at,
            )
            for n in range(count)
        ],
        batch_size=500,
    )  # fmt: skip


def lost_saves(papers: list[Paper], count: int) -> int:
    """Of the first `count` answers, those that are not in the database as they were sent."""
    there = {(pk, place): choice for pk, place, choice in Answer.objects.values_list("paper", "position", "choice")}
    return sum(there.get((papers[n // PLACES].pk, n % PLACES + 1)) != choice_of(papers, n) for n in range(count))


def choice_of(papers: list[Paper], number: int) -> int:
    """What the answer of this number says."""
    paper = papers[number // PLACES]
    order: list[int] = paper.drawn[number % PLACES][1]
    return order[number % len(order)]


def main() -> None:
    seconds = bench.size(10, 60, 60)
    starts, saves = STARTS_A_SECOND * seconds, SAVES_A_SECOND * seconds
    row = contest()
    new = entrants(row, starts + saves // PLACES)
    running = [actions.start_paper(entrant=one, by=None, at=clock.now()) for one in new[starts:]]
    papers = [key_of_paper(paper) for paper in running]
    begin, kinds = [key_of_entrant(one) for one in new[:starts]], SAVES_A_ROUND + 2
    bench.settle()

    def start(number: int) -> Request:
        url = f"/contests/entries/{begin[number // kinds]}/start/"
        return Request("start", url, "POST", f"csrfmiddlewaretoken={CSRF}", FORM)

    def show(number: int) -> Request:
        return Request("paper", f"/contests/papers/{papers[number // kinds % len(papers)]}/")

    def save(number: int, turn: int) -> Request:
        n = number // kinds * SAVES_A_ROUND + turn
        body = f"a{n % PLACES + 1}={choice_of(running, n)}"
        return Request("save", f"/contests/papers/{papers[n // PLACES]}/answers/", "POST", body, FORM)

    makers = {"start": start, "paper": show}
    for turn in range(SAVES_A_ROUND):
        makers[f"save{turn}"] = lambda number, turn=turn: save(number, turn)
    server = Server(bench.environment)
    server.start()
    before = Paper.objects.count()
    found = flood(server, makers, clients=48, per_second=STARTS_A_SECOND * kinds, seconds=seconds)
    server.kill()
    saved = Got()
    for kind, got in found.items():
        if kind.startswith("save"):
            saved.taken += got.taken
            saved.refused += got.refused
            saved.wrong += got.wrong
    bench.add("starts", len(found["start"].taken), f"== {starts}")
    bench.add("starts_p99_ms", round(p99(found["start"].taken), 1), "<= 1000")
    bench.add("papers_shown_p99_ms", round(p99(found["paper"].taken), 1), "<= 1000")
    bench.add("saves", len(saved.taken), f"== {saves}")
    bench.add("saves_p99_ms", round(p99(saved.taken), 1), "<= 1000")
    bench.add("refused", len(saved.refused) + len(found["start"].refused) + len(found["paper"].refused), "== 0")
    bench.add("wrong", len(saved.wrong) + len(found["start"].wrong) + len(found["paper"].wrong), "== 0")
    bench.add("lost_saves", lost_saves(running, saves), "== 0")
    bench.add("lost_starts", starts - (Paper.objects.count() - before), "== 0")
    bench.add("audit_is_whole", audit.verify().is_whole, "== 1")
    bench.finish()


if __name__ == "__main__":
    main()
