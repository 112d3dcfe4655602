"""Taking cases in over HTTP, as programs send them: how many a second, what 16 clients wait; the server killed with -9 one
second after each start while every case is sent until it is answered; the same with a new key for each attempt.
"""

from measure import Bench, percentile

bench = Bench("intake", __doc__, is_web=True)

import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterable

import federation
import voices
import web
from django.db import connection
from flood import Got, Request, flood, p99
from petitions import petitions
from storm import Deed, Server, Storm

from caunoi.accounts.actions import admit_program
from caunoi.feedback.actions import ensure_room
from caunoi.feedback.models import Case, Entry, Follower
from caunoi.feedback.queries import receipt_hash
from caunoi.kit import audit, clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.choices import Role
from caunoi.pure.receipts import parse

URL, THREAD = "/api/v1/feedback/cases", "/api/v1/feedback/thread"
OVERLOAD, FLOOD_CLIENTS = 5, 160
IMPATIENT_EACH = 20
MARK = " Hồ sơ số "


class Intake(Storm):
    """Cases as JSON, by a known program; an empty key is a new key each time."""

    def __init__(self, server: Server, deeds: Iterable[Deed], api_key: str) -> None:
        super().__init__(server, deeds)
        self.api_key = api_key
        self._headers = {"Content-Type": "application/json", "X-Api-Key": api_key}
        self._guard = threading.Lock()
        self.receipts: dict[str, str] = {}

    def request_of(self, deed: Deed) -> tuple[str, dict[str, str]]:
        return json.dumps(deed.fields), self._headers | {"Idempotency-Key": deed.key or uuid.uuid4().hex}

    def is_done(self, deed: Deed, status: int, body: bytes) -> bool:
        if status not in {200, 201}:
            return False
        receipt = json.loads(body)["receipt"]
        with self._guard:
            if self.receipts.setdefault(deed.name, receipt) != receipt:
                self.wrong.append(f"{deed.name}: a second receipt")
        return True


def cases(word: str, most: int, *, has_key: bool = True, is_patient: bool = False) -> Iterable[Deed]:
    """Petitions about a committee, each marked with a number of its own; six in ten with a name."""
    texts = petitions(400)
    for number in range(most):
        name = f"{word}{MARK}{number}."
        fields = {
            "text": f"{texts[number % len(texts)].text} {name}", "body": f"B{number * 7 % voices.DESKS:06d}",
            "procedure": ("ONE_STOP", "LAND", "FEES", "")[number % 4],
        }  # fmt: skip
        named = {"identity": "handler", "name": "Nguyễn Thị Lan", "contact": f"09{number:08d}"}
        yield Deed(
            name, URL, fields | (named if number % 10 < 6 else {"identity": "receipt"}),
            key=uuid.uuid4().hex if has_key else "",
            is_impatient=not is_patient and number % IMPATIENT_EACH == 0,
        )  # fmt: skip


def check(storm: Intake, word: str) -> tuple[int, int]:
    """Lost: answered, and not there or not opened by its receipt. Doubled: there twice."""
    texts = Case.objects.filter(text__contains=word).values_list("text", flat=True)
    there = Counter(text[text.rindex(word) :] for text in texts)
    opened = set(Follower.objects.values_list("receipt_hash", flat=True))
    lost = [
        name
        for name, receipt in storm.receipts.items()
        if name not in there or receipt_hash(parse(receipt)) not in opened
    ]
    return len(lost), sum(there.values()) - len(there)


def halves() -> int:
    """Rows of one deed that are there without the others: a case, its receipt, its words, its history, audit and event."""
    cases_count = Case.objects.count()
    others = (
        Follower.objects.count(), Entry.objects.count(), AuditRow.objects.filter(verb="feedback.receive_case").count(),
        OutboxEvent.objects.filter(name="feedback.case_received").count(),
    )  # fmt: skip
    return sum(abs(cases_count - other) for other in others)


def overload(server: Server, calm: Intake, cookie: str, per_second: float) -> dict[str, Got]:
    """Five times as many cases as are taken in a second, with receipts looked up, searches and desks between them."""
    storm, receipts = Intake(server, (), calm.api_key), list(calm.receipts.values())
    deeds, guard, at_desk = iter(cases("NGẬP", 100_000, is_patient=True)), threading.Lock(), {"Cookie": cookie}

    def case(_: int) -> Request:
        with guard:
            deed = next(deeds)
        return Request("case", URL, "POST", *storm.request_of(deed))

    def receipt(number: int) -> Request:
        body = json.dumps({"receipt": receipts[number % len(receipts)]})
        return Request("receipt", THREAD, "POST", body, {"Content-Type": "application/json"})

    makers = {
        "case": case, "receipt": receipt, "search": lambda _: Request("search", "/search/?q=cai+cach"),
        "dashboard": lambda _: Request("dashboard", "/desk/", headers=at_desk),
    }  # fmt: skip
    return flood(server, makers, clients=FLOOD_CLIENTS, per_second=per_second * OVERLOAD, seconds=bench.size(6, 20, 60))


def report_overload(found: dict[str, Got]) -> None:
    """Receipts are never refused, and cases last of the others."""
    wrong = [line for got in found.values() for line in got.wrong]
    assert not wrong, wrong[:3]
    for kind, got in found.items():
        bench.add(f"overload_{kind}_taken_share", got.share)
    bench.add("overload_receipts_refused", len(found["receipt"].refused), "== 0")
    is_last = found["case"].share >= max(found["search"].share, found["dashboard"].share)
    bench.add("overload_cases_are_refused_last", int(is_last), "== 1")
    bench.add("overload_taken_p99_ms", p99([wait for got in found.values() for wait in got.taken]), "<= 2000")
    bench.add("overload_refused_p99_ms", p99([wait for got in found.values() for wait in got.refused]), "<= 100")


def main() -> None:
    seconds, control = bench.size(8, 60, 60), bench.size(5, 20, 20)
    city, at = voices.build_city(), clock.now()
    ensure_room(by=None, at=at)
    _program, api_key = admit_program(name="Cổng dịch vụ", per_hour=100_000_000, by=None, at=at)
    cookie = web.sign_in(federation.staff([city.root], Role.OFFICER, is_officer=True)[0])
    bench.settle()
    server = Server(bench.environment)
    try:
        server.start()
        calm = Intake(server, cases("YÊN TĨNH", 40_000, is_patient=True), api_key)
        used = server.cpu_seconds()
        took = calm.run(seconds=seconds)
        bench.add("cases_per_s", len(calm.answered) / took, ">= 60")
        bench.add("server_cpu_ms_per_case", (server.cpu_seconds() - used) / len(calm.answered) * 1000)
        bench.add("wait_p50_ms", percentile(calm.waits, 0.5) * 1000)
        bench.add("wait_p99_ms", percentile(calm.waits, 0.99) * 1000, "<= 1000")
        bench.add("wait_most_ms", max(calm.waits) * 1000)
        found = overload(server, calm, cookie, len(calm.answered) / took)
        killed = Intake(server, cases("CÓ KHÓA", 40_000), api_key)
        killed.run(seconds=seconds, kill_every=1)
        bench.add("kills", server.kills_count)
        kills = server.kills_count
        keyless = Intake(server, cases("KHÔNG KHÓA", 40_000, has_key=False), api_key)
        keyless.run(seconds=control, kill_every=1)
        bench.add("control_kills", server.kills_count - kills)
    finally:
        server.kill()
    connection.close()
    report_overload(found)
    report(calm, killed, keyless)
    bench.finish()


def report(calm: Intake, killed: Intake, keyless: Intake) -> None:
    """What the database holds, against what the clients were told."""
    wrong = [*calm.wrong, *killed.wrong]
    assert not wrong, wrong[:3]
    found = [check(calm, "YÊN TĨNH"), check(killed, "CÓ KHÓA")]
    bench.add("storm_answered", len(killed.answered))
    bench.add("storm_sent_again", killed.attempts_count - len(killed.answered), ">= 1")
    bench.add("lost", sum(lost for lost, _ in found), "== 0")
    bench.add("doubled", sum(doubled for _, doubled in found), "== 0")
    bench.add("half_done", halves(), "== 0")
    bench.add("control_doubled_with_new_keys", check(keyless, "KHÔNG KHÓA")[1], ">= 1")
    while connection.vendor != "sqlite" and audit.seal():
        pass
    verdict = audit.verify()
    bench.add("audit_chain_whole", int(verdict.is_whole and not verdict.unsealed_count), "== 1")


if __name__ == "__main__":
    main()
