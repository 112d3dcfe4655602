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

import overload
import voices
from django.db import connection
from petitions import petitions
from storm import Deed, Server, Storm

from caunoi.accounts.actions import admit_program
from caunoi.feedback.actions import ensure_room
from caunoi.feedback.models import Case, Entry, Follower
from caunoi.feedback.queries import receipt_hash
from caunoi.kit import audit, clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.pure.receipts import parse

URL = "/api/v1/feedback/cases"
IMPATIENT_EACH = 20
MARK = " Hồ sơ số "


class Intake(Storm):
    """Cases as JSON, by a known program; an empty key is a new key each time."""

    def __init__(self, server: Server, deeds: Iterable[Deed], api_key: str, *, clients: int = 16) -> None:
        super().__init__(server, deeds, clients_count=clients)
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


def check(storms: list[Intake], word: str) -> tuple[int, int]:
    """Lost: answered, and not there or not opened by its receipt. Doubled: there twice."""
    texts = Case.objects.filter(text__contains=word).values_list("text", flat=True)
    there = Counter(text[text.rindex(word) :] for text in texts)
    told = {name: receipt for storm in storms for name, receipt in storm.receipts.items()}
    opened = set(Follower.objects.values_list("receipt_hash", flat=True))
    lost = [name for name, receipt in told.items() if name not in there or receipt_hash(parse(receipt)) not in opened]
    return len(lost), sum(there.values()) - len(there)


def halves() -> int:
    """Rows of one deed that are there without the others: a case, its receipt, its words, its history, audit and event."""
    cases_count = Case.objects.count()
    others = (
        Follower.objects.count(), Entry.objects.count(), AuditRow.objects.filter(verb="feedback.receive_case").count(),
        OutboxEvent.objects.filter(name="feedback.case_received").count(),
    )  # fmt: skip
    return sum(abs(cases_count - other) for other in others)


def main() -> None:
    seconds, control = bench.size(8, 60, 60), bench.size(5, 20, 20)
    city = voices.build_city()
    at = clock.now()
    ensure_room(by=None, at=at)
    _program, api_key = admit_program(name="Cổng dịch vụ", per_hour=100_000_000, by=None, at=at)
    cookie = overload.officer_of(city.root)
    bench.settle()
    server = Server(bench.environment)
    try:
        server.start()
        calm = Intake(server, cases("YÊN TĨNH", 40_000, is_patient=True), api_key)
        used = server.cpu_seconds()
        took = calm.run(seconds=seconds)
        bench.add("server_cpu_ms_per_case", (server.cpu_seconds() - used) / len(calm.answered) * 1000)
        bench.add("cases_per_s", len(calm.answered) / took, ">= 60")
        bench.add("wait_p50_ms", percentile(calm.waits, 0.5) * 1000)
        bench.add("wait_p99_ms", percentile(calm.waits, 0.99) * 1000, "<= 1000")
        bench.add("wait_most_ms", max(calm.waits) * 1000)
        killed = Intake(server, cases("CÓ KHÓA", 40_000), api_key)
        killed.run(seconds=seconds, kill_every=1)
        bench.add("kills", server.kills_count)
        kills = server.kills_count
        keyless = Intake(server, cases("KHÔNG KHÓA", 40_000, has_key=False), api_key)
        keyless.run(seconds=control, kill_every=1)
        bench.add("control_kills", server.kills_count - kills)
        flood = Intake(server, cases("NGẬP", 40_000, is_patient=True), api_key, clients=0)
        overload.measure(
            bench, overload.Flood(server, flood, list(calm.receipts.values()), cookie), bench.size(6, 30, 30)
        )
    finally:
        server.kill()
    connection.close()
    report(calm, killed, keyless)
    bench.finish()


def report(calm: Intake, killed: Intake, keyless: Intake) -> None:
    """What the database holds, against what the clients were told."""
    wrong = [*calm.wrong, *killed.wrong]
    assert not wrong, wrong[:3]
    lost = doubled = 0
    for storm, word in ((calm, "YÊN TĨNH"), (killed, "CÓ KHÓA")):
        found = check([storm], word)
        lost, doubled = lost + found[0], doubled + found[1]
    bench.add("storm_answered", len(killed.answered))
    bench.add("storm_sent_again", killed.attempts_count - len(killed.answered), ">= 1")
    bench.add("lost", lost, "== 0")
    bench.add("doubled", doubled, "== 0")
    bench.add("half_done", halves(), "== 0")
    bench.add("control_doubled_with_new_keys", check([keyless], "KHÔNG KHÓA")[1], ">= 1")
    while connection.vendor != "sqlite" and audit.seal():
        pass
    verdict = audit.verify()
    bench.add("audit_chain_whole", int(verdict.is_whole and not verdict.unsealed_count), "== 1")


if __name__ == "__main__":
    main()
