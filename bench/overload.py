"""Five times more than can be done, of everything at once: what is refused first, how fast, and what the accepted wait."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import federation
import web
from django.urls import NoReverseMatch, reverse
from measure import Bench, percentile
from storm import CLIENTS, Server, Storm

from caunoi.organisations.choices import Role
from caunoi.organisations.models import Unit

# In the order in which they are refused; the look-up of a receipt never is.
KINDS = ("statistics", "search", "dashboard", "intake", "receipt")
SHARES = {"statistics": 2, "search": 2, "dashboard": 2, "intake": 8, "receipt": 2}
# A client that was turned away does not come again at once.
PAUSE_SECONDS = 0.2
# Where nearly everything is refused, its shares differ by chance.
NOISE = 0.03


def officer_of(unit: Unit) -> str:
    """The session of an officer who may see desks and statistics."""
    return web.sign_in(federation.staff([unit], Role.OFFICER, is_officer=True)[0])


def _statistics() -> str:
    for name in ("feedback:statistics", "feedback:desk_statistics", "organisations:export_units"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@dataclass
class Counted:
    """What clients of one kind saw."""

    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    broken_count: int = 0

    @property
    def share(self) -> float:
        """Of what was asked, how much was refused."""
        return len(self.refused) / max(1, len(self.refused) + len(self.accepted))


class Flood:
    """Clients of every kind that ask without rest."""

    def __init__(self, server: Server, intake: Storm, receipts: list[str], cookie: str) -> None:
        self.server, self.intake, self.receipts, self.cookie = server, intake, receipts, cookie
        self.seen = {kind: Counted() for kind in KINDS}
        self._deeds = iter(intake.deeds)
        self._guard, self._ended = threading.Lock(), threading.Event()
        self._statistics = _statistics()

    def _ask(self, kind: str, number: int) -> tuple[str, str, str, dict[str, str]]:
        if kind == "intake":
            with self._guard:
                deed = next(self._deeds)
            return ("POST", deed.url, *self.intake.request_of(deed))
        if kind == "receipt":
            body = json.dumps({"receipt": self.receipts[number % len(self.receipts)]})
            return "POST", "/api/v1/feedback/thread", body, {"Content-Type": "application/json"}
        url = {"statistics": self._statistics, "search": "/search/?q=khai+sinh", "dashboard": "/desk/"}[kind]
        return "GET", url, "", {"Cookie": self.cookie}

    def _client(self, kind: str, number: int) -> None:
        connection, seen = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30), self.seen[kind]
        while not self._ended.is_set():
            number += CLIENTS
            method, url, body, headers = self._ask(kind, number)
            started = time.perf_counter()
            try:
                connection.request(method, url, body.encode() or None, {"Host": "localhost"} | headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                seen.broken_count += 1
                connection.close()
                continue
            took = time.perf_counter() - started
            if answer.status == 503:
                seen.refused.append(took)
                connection.close()
                self._ended.wait(PAUSE_SECONDS)
            elif answer.status in {200, 201}:
                seen.accepted.append(took)
            else:
                seen.other.append(answer.status)
        connection.close()

    def run(self, seconds: float) -> None:
        """Five times as many clients as the server is meant for."""
        kinds = [kind for kind in KINDS if kind != "statistics" or self._statistics]
        shares = [kind for kind in kinds for _ in range(SHARES[kind] * 5)]
        threads = [threading.Thread(target=self._client, args=(kind, n)) for n, kind in enumerate(shares)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self._ended.set()
        for thread in threads:
            thread.join()


def measure(bench: Bench, flood: Flood, seconds: float) -> None:
    """Note what was refused of each kind, and the waits."""
    flood.run(seconds)
    wrong: dict[str, Any] = {kind: seen.other[:3] for kind, seen in flood.seen.items() if seen.other}
    assert not wrong, wrong
    asked = [kind for kind in KINDS if flood.seen[kind].accepted or flood.seen[kind].refused]
    shares = [flood.seen[kind].share for kind in asked]
    for kind, share in zip(asked, shares, strict=True):
        bench.add(f"overload_{kind}_refused_share", share)
    in_order = all(earlier >= later - NOISE for earlier, later in pairwise(shares))
    bench.add("overload_refused_in_order", int(in_order), "== 1")
    bench.add("overload_receipts_refused", len(flood.seen["receipt"].refused), "== 0")
    accepted = [took for kind in asked for took in flood.seen[kind].accepted]
    refused = [took for kind in asked for took in flood.seen[kind].refused]
    bench.add("overload_refused", len(refused), ">= 1")
    bench.add("overload_broken", sum(seen.broken_count for seen in flood.seen.values()), "== 0")
    bench.add("overload_cases_per_s", len(flood.seen["intake"].accepted) / seconds)
    bench.add("overload_intake_p99_ms", percentile(flood.seen["intake"].accepted or [0.0], 0.99) * 1000, "<= 2000")
    bench.add("overload_accepted_p99_ms", percentile(accepted or [0.0], 0.99) * 1000, "<= 2000")
    bench.add("overload_refusal_p99_ms", percentile(refused or [0.0], 0.99) * 1000, "<= 100")
