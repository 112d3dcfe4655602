"""Deliveries a second through each transport, against local sinks; and what a storm of kill -9 leaves of exactly once.

    bench/transports.py --db sqlite|postgres --scale S|M|L

The storm: workers send letters and text messages to a sink that fails, delays, hangs up before and after it took, and
refuses, while they are killed every fraction of a second. What the house says must be what the sink got: `*_lost`, `*_unknown`,
`*_not_ended` and `*_events_twice` must be 0. A letter that the sink got twice has the same Message-ID both times;
`storm_email_copies` says how often that was needed, because the answer was lost (a mail server has no other key). `control_email_copies` is the same storm without the journal: what it saves.
"""

from __future__ import annotations

import atexit
import http.client
import json
import multiprocessing
import os
import random
import signal
import ssl
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measure import Bench

bench = Bench("transports", __doc__ or "")

from django.conf import settings
from django.db import connections, transaction

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.kit.http.egress import Egress
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications.actions import MessageDraft, queue_messages, send_batch, send_due
from caunoi.notifications.actions.journal import Journal
from caunoi.notifications.actions.webpush import transport
from caunoi.notifications.actions.zalo import contract
from caunoi.notifications.models import Message, PushSubscription, ZaloKeys
from tests.kit.tls import client_context, make_certificate
from tests.notifications.machines import Browser, machine_of
from tests.notifications.pushes import HOST

FORK = multiprocessing.get_context("fork")
WAYS = ("EMAIL", "SMS", "ZALO", "WEBPUSH")


class Sinks:
    """The other sides, in a process of their own."""

    def __init__(self, trouble: float = 0.0) -> None:
        self.certificate = make_certificate(bench.home / f"sink-{trouble}.pem", HOST)
        command = [sys.executable, str(Path(__file__).with_name("sinks.py")), "--trouble", str(trouble)]
        command += ["--certificate", str(self.certificate)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        atexit.register(self.close)
        self.smtp, self.http, self.tls = json.loads((self.process.stdout or sys.stdin).readline())
        settings.EMAIL_BACKEND = "caunoi.notifications.actions.email.smtp.OfferedTlsBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.smtp
        url = f"http://127.0.0.1:{self.http}"
        settings.CAUNOI._values.update(
            sms_url=f"{url}/sms", sms_key="k", sms_per_second=0, zalo_per_second=0, zalo_app_id="1", zalo_app_secret="s",
            zns_template="1", zalo_oauth_url=url, zalo_business_url=url, phone_basis="đo",
        )  # fmt: skip
        context: ssl.SSLContext = client_context(self.certificate)
        way = Egress((HOST,), 1000, lambda _host, _port: ["127.0.0.1"], lambda _a: True, context, self.tls)
        transport.way_out = lambda: way

    def counts(self) -> dict[str, Counter[str]]:
        """By way: mark to how often it was given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        connection.request("GET", "/counts")
        found = {way: Counter(marks) for way, marks in json.loads(connection.getresponse().read()).items()}
        connection.close()
        return found

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def people(count: int) -> list[User]:
    """With a number, an address, and a browser that shows notices."""
    rows = [
        User(full_name=f"Người {n}", email=f"n{n}@example.vn", phone=f"+8491{n:07d}", password="!")
        for n in range(count)
    ]
    User.objects.bulk_create(rows, ignore_conflicts=True)
    return list(User.objects.filter(email__endswith="@example.vn").order_by("pk")[:count])


def draft(way: str, number: int, person: User | None, key: str) -> MessageDraft:
    address = {"EMAIL": f"n{number}@example.vn", "SMS": f"+8491{number:07d}"}.get(way, "")
    return MessageDraft(
        channel=way, title="Phổ biến Hướng dẫn số 12/HD-LĐLĐ", subject=f"bench.row:{key}{way}{number}", key=f"{key}:{way}:{number}",
        body="Liên đoàn Lao động gửi CĐCS: thông tin, tuyên truyền cải cách hành chính.\n\nHạn: 15/12/2026.\n\nMở để đọc và xác nhận.",
        path="/d/khoa-cua-mot-nguoi-nhan-dai-nhu-that-0123456789/", address="" if person else address,
        recipient=person, fallbacks=(),
    )  # fmt: skip


def queue(way: str, count: int, key: str, users: list[User] | None = None) -> None:
    drafts = [draft(way, n, users[n % len(users)] if users else None, key) for n in range(count)]
    queue_messages(drafts=drafts, by=None, at=clock.now())


def drain(way: str) -> None:
    """One worker's work: batches of the channel until none is left."""
    while send_batch(channel=way, at=clock.now()):
        pass


def _child(way: str) -> None:
    connections.close_all()
    drain(way)


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def rate(sinks: Sinks, way: str, count: int, workers: int = 1, users: list[User] | None = None) -> float:
    """Messages a second, from the first claim to the last mark."""
    queue(way, count, f"rate{workers}", users)
    before = sum(sinks.counts()[way].values())
    connections.close_all()
    started, used = time.perf_counter(), _children_cpu()
    hands = [FORK.Process(target=_child, args=[way]) for _ in range(workers)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    seconds = time.perf_counter() - started
    used = _children_cpu() - used
    sys.stderr.write(f"{way} × {workers}: {count / seconds:.0f}/s, {used / count * 1000:.2f} ms of processor each\n")
    if workers == 1:
        bench.add(f"{way.lower()}_cpu_ms_each", used / count * 1000)
    got = sum(sinks.counts()[way].values()) - before
    assert got == count, f"{way}: {got} of {count}"
    assert not Message.objects.filter(channel=way, state="QUEUED").exists()
    return count / seconds


def _forget(*_given: object) -> None:
    """A journal that keeps nothing."""


def _work(control: bool) -> None:
    connections.close_all()
    if control:
        Journal.note = _forget  # type: ignore[method-assign]
    while True:
        if not send_due(at=clock.now()):
            time.sleep(0.02)


class Storm:
    """Two workers, killed again and again until all is marked."""

    def __init__(self, key: str, *, control: bool = False) -> None:
        self.key, self.control, self.kills, self.claims_run_out = key, control, 0, 0
        self.hands: list[Any] = [self._hire(), self._hire()]

    def _hire(self) -> Any:
        connections.close_all()
        hand = FORK.Process(target=_work, args=[self.control])
        hand.start()
        return hand

    def _waiting(self) -> Any:
        return Message.objects.filter(state="QUEUED", key__startswith=f"{self.key}:")

    def rage(self, seconds: float) -> None:
        """Kill one of them, hire another, until nothing waits or the time is over."""
        chance, until = random.Random(11), time.perf_counter() + seconds
        while time.perf_counter() < until and self._waiting().exists():
            time.sleep(chance.uniform(0.05, 0.5))
            number = chance.randrange(2)
            self._end(number)
            self.kills += 1
            # What waits for its next try is due at once: the storm need not take the pauses' time.
            self._waiting().filter(claim="").update(not_before_at=clock.now())
            self.hands[number] = self._hire()
        for number in range(2):
            self._end(number)

    def _end(self, number: int) -> None:
        os.kill(self.hands[number].pid, signal.SIGKILL)
        self.hands[number].join()

    def calm(self) -> None:
        """One more worker, after the claims of the dead have run out (five minutes)."""
        for _round in range(12):
            send_due(at=clock.now())
            if not self._waiting().exists():
                return
            self.claims_run_out += self._waiting().exclude(claim="").count()
            self._waiting().update(not_before_at=clock.now() - timedelta(seconds=1), claim="")


def storm(count: int, key: str, *, control: bool = False) -> dict[str, int]:
    """Letters and text messages through a storm."""
    for way in ("EMAIL", "SMS"):
        queue(way, count, key)
    mine = Message.objects.filter(key__startswith=f"{key}:EMAIL:", key__endswith="99")
    mine.update(address="refused@example.vn")
    made = Storm(key, control=control)
    made.rage(bench.size(25, 60, 120))
    made.calm()
    sys.stderr.write(f"{key}: {made.kills} kills\n")
    return {"kills": made.kills, "claims_run_out": made.claims_run_out}


def judge(sinks: Sinks, key: str, prefix: str, *, control: bool = False) -> None:
    """Compare what the house says with what the sink got."""
    given = sinks.counts()
    for way in ("EMAIL", "SMS"):
        rows = {str(row.public_id): row for row in Message.objects.filter(key__startswith=f"{key}:{way}:")}
        got = {mark: number for mark, number in given[way].items() if mark in rows}
        sent = {mark for mark, row in rows.items() if row.state == "SENT"}
        name = f"{prefix}_{way.lower()}"
        bench.add(f"{name}_copies", sum(got.values()) - len(got))
        if control:
            continue
        bench.add(f"{name}_lost", len(sent - set(got)), "== 0")
        bench.add(f"{name}_unknown", len(set(got) - sent), "== 0")
        bench.add(f"{name}_not_ended", sum(row.state == "QUEUED" for row in rows.values()), "== 0")
        bench.add(f"{name}_refused", sum(row.state == "FAILED" for row in rows.values()))
        # What a person sees: one letter of a Message-ID, one text message of a reference.
        bench.add(f"{name}_shown", len(got))
    if control:
        return
    told: Counter[str] = Counter()
    for payload in OutboxEvent.objects.filter(name="notifications.messages_delivered").values_list(
        "payload", flat=True
    ):
        told.update(subject for subject in payload["subjects"] if subject.startswith(f"bench.row:{key}"))
    bench.add(f"{prefix}_events_twice", sum(number > 1 for number in told.values()), "== 0")


def main() -> None:
    contract.OPENS, contract.CLOSES = 0, 24  # a measurement may run at night
    count = bench.size(1500, 6000, 20000)
    sinks = Sinks()
    users = people(min(count // 4, 1000))
    with transaction.atomic():
        for user in users:
            machine_of(user, Browser(f"https://{HOST}:{sinks.tls}/{user.pk}"))
    ZaloKeys.objects.create(
        pk=1, access_token="a", refresh_token="r", expires_at=clock.now() + timedelta(days=1), claimed_until=clock.now()
    )
    bench.settle()
    bench.add("email_per_second", rate(sinks, "EMAIL", count), ">= 500")
    bench.add("email_per_second_two_workers", rate(sinks, "EMAIL", count, workers=2), ">= 500")
    bench.add("sms_per_second", rate(sinks, "SMS", count // 2))
    bench.add("zns_per_second", rate(sinks, "ZALO", count // 4, users=users))
    bench.add("webpush_per_second", rate(sinks, "WEBPUSH", count // 4, users=users))
    sinks.close()
    troubled = Sinks(trouble=0.03)
    many = bench.size(600, 3000, 10000)
    for name, value in storm(many, "storm").items():
        bench.add(f"storm_{name}", value)
    judge(troubled, "storm", "storm")
    calm = Sinks()
    for name, value in storm(many, "calm").items():
        bench.add(f"calm_storm_{name}", value)
    judge(calm, "calm", "calm_storm")
    storm(many, "control", control=True)
    judge(calm, "control", "control", control=True)
    calm.close()
    troubled.close()
    bench.add("subscriptions", PushSubscription.objects.count())
    bench.finish()


main()
