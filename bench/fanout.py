"""Tell a directive to every grassroots union and to every member, with two workers that are killed meanwhile (SIGKILL):
how long until all deliveries are queued, how much memory a worker takes, and whether anybody is told twice or not at all.

The unique key of a message hides a second telling, so it is looked for where it shows: the ranges count whom they told in
the transaction that writes the messages, and their sum must be the members who have one. A control puts a range back and
tells it again: the count must see it, and the keys must let no message through. Copies at the other side are counted by
`transports.py`, at its sinks."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

# Telephones are reached by a gateway that nobody calls: all channels are paused, because queueing is measured here.
os.environ.update({"CAUNOI_SMS_URL": "http://127.0.0.1:9/", "CAUNOI_SMS_KEY": "bench", "CAUNOI_PHONE_BASIS": "đo"})

from measure import Bench

bench = Bench("fanout", __doc__)

import federation
import loading
from django.db.models import F

from caunoi.accounts.models import User
from caunoi.directives import actions
from caunoi.directives.actions import DirectiveDraft
from caunoi.directives.actions.member_telling import TOLD, key_of
from caunoi.directives.models import Directive, MemberCall, MemberChunk
from caunoi.kit import clock, outbox
from caunoi.kit.encryption import encrypt, fingerprint
from caunoi.kit.ids import new_id
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.notifications.actions import pause_channel
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from caunoi.notifications.queries.addresses import email_address
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Member, Unit

PER_UNIT, WORKERS, POOL, KILLS = 100, 2, 5_000, 3
GIVE_UP_SECONDS = 3_600
# Of a hundred members: with an account, with a telephone, with a mailbox; the others have nothing.
ACCOUNT, PHONE, EMAIL = 10, 65, 20


def _pools() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    phones = [f"+849{number:08d}" for number in range(POOL)]
    mails = [f"m{number}@bench.example" for number in range(POOL)]
    return (
        [(encrypt(phone), fingerprint(phone, "phone")) for phone in phones],
        [(encrypt(mail), email_address(mail).fingerprint) for mail in mails],
    )


def _public_id() -> str:
    return new_id().hex if bench.db == "sqlite" else str(new_id())


def fill(units: list[Unit]) -> Counter[str]:
    """The rosters; returns how many members have which way."""
    phones, mails = _pools()
    name, joined = encrypt("Nguyễn Thị Hoa"), loading.moment(clock.now())
    users = loading.Table(User, "public_id", "email", "full_name", "password", "is_active", "joined_at")
    members = loading.Table(
        Member, "public_id", "unit", "user", "code", "full_name", "phone", "email", "phone_fingerprint", "email_fingerprint"
    )  # fmt: skip
    first = (User.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    counts: Counter[str] = Counter()
    with loading.bulk([users, members]):
        for unit in units:
            for place in range(PER_UNIT):
                number = counts.total()
                (phone, mark), (mail, mail_mark), user = ("", ""), ("", ""), None
                if place < ACCOUNT:
                    user, way = first + counts["account"], "account"
                    users.add(_public_id(), f"u{number}@bench.example", "Nguyễn Thị Hoa", "!", True, joined)
                elif place < ACCOUNT + PHONE:
                    (phone, mark), way = phones[number % POOL], "phone"
                elif place < ACCOUNT + PHONE + EMAIL:
                    (mail, mail_mark), way = mails[number % POOL], "email"
                else:
                    way = "nothing"
                counts[way] += 1
                members.add(_public_id(), unit.pk, user, f"{place:03d}", name, phone, mail, mark, mail_mark)
            if counts.total() % 20_000 < PER_UNIT:
                users.write()
                members.write()
        users.write()
        members.write()
    return counts


class Workers:
    """`caunoi work`, so many times; killed without warning, and begun again."""

    def __init__(self) -> None:
        self._running = [self._begin() for _ in range(WORKERS)]
        self.peak_kib, self.kills = 0, 0

    @staticmethod
    def _begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "caunoi", "work"]
        return subprocess.Popen(command, env=os.environ.copy(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def look(self) -> None:
        """Note the most memory that a worker ever took."""
        for process in self._running:
            try:
                lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
            except OSError:
                continue
            peak = next((line for line in lines if line.startswith("VmHWM")), "VmHWM: 0 kB")
            self.peak_kib = max(self.peak_kib, int(peak.split()[1]))

    def kill(self, which: list[int]) -> None:
        """End these at once and begin others in their place."""
        for place in which:
            self._running[place].send_signal(signal.SIGKILL)
            self._running[place].wait()
            self._running[place] = self._begin()
            self.kills += 1

    def end(self) -> None:
        """End them for good."""
        for process in self._running:
            process.kill()
            process.wait()


def _progress() -> tuple[bool, int, int]:
    call = MemberCall.objects.first()
    cursors = MemberChunk.objects.values_list("told_count", "unreached_count")
    return bool(call and call.done_at), sum(a + b for a, b in cursors), call.member_count if call else 0


def run(workers: Workers, units_count: int, started: float) -> float:
    """Wait for the end, killing at random moments; returns the seconds since the directive was issued."""
    chance = random.Random(11)
    moments = [(n + chance.random()) / (KILLS + 1) for n in range(KILLS)]
    while time.perf_counter() - started < GIVE_UP_SECONDS:
        is_done, done, total = _progress()
        workers.look()
        if total and moments and done >= moments[0] * total:
            moments.pop(0)
            workers.kill([0, 1] if len(moments) == 1 else [chance.randrange(WORKERS)])
        if is_done and Message.objects.filter(channel=Channel.IN_APP, event="directives.issued").count() >= units_count:
            break
        time.sleep(0.2)
    workers.look()
    return time.perf_counter() - started


def check(counts: Counter[str], call: MemberCall) -> None:
    """Every member who can be told was told, once, by one way beside the list of notices."""
    rows = Message.objects.filter(event=TOLD.code)
    outside: Counter[str] = Counter()
    told: set[str] = set()
    for key, channel in rows.values_list("key", "channel").iterator(chunk_size=20_000):
        member = ":".join(key.split(":")[:3])
        told.add(member)
        outside[member] += channel != Channel.IN_APP
    wanted = Member.objects.filter(left_on=None).exclude(user=None, phone="", email="")
    missing = sum(key_of(call.pk, pk) not in told for pk in wanted.values_list("pk", flat=True).iterator())
    bench.add("told_again", _told_by_ranges() - len(told), "== 0")
    bench.add("told_by_two_ways", sum(count > 1 for count in outside.values()), "== 0")
    bench.add("not_told", missing, "== 0")
    bench.add("counted_unlike_told", abs(len(told) - (counts.total() - counts["nothing"])), "== 0")
    bench.add("messages_to_members", rows.count())
    _control(call, len(told), rows.count())


def _told_by_ranges() -> int:
    return sum(MemberChunk.objects.values_list("told_count", flat=True))


def _control(call: MemberCall, told_count: int, messages_count: int) -> None:
    """A range loses its place, as if its cursor had not been written with its messages."""
    chunk = MemberChunk.objects.filter(call=call).order_by("number")[:1]
    MemberChunk.objects.filter(pk__in=chunk.values("pk")).update(cursor=F("after_id"), done_at=None)
    while actions.tell_members(call_id=call.pk):
        pass
    bench.add("control_told_again", _told_by_ranges() - told_count, ">= 1")
    bench.add("control_messages_more", Message.objects.filter(event=TOLD.code).count() - messages_count, "== 0")


def main() -> None:
    units_count = bench.size(100, 1_000, 10_000)
    made = federation.build(units_count)
    officer = federation.staff([made.root], Role.OFFICER, is_officer=True)[0]
    federation.staff(made.grassroots, Role.CHAIR)
    counts = fill(made.grassroots)
    at = clock.now()
    for channel in (Channel.EMAIL, Channel.SMS):
        pause_channel(channel=channel, reason="đo", by=officer, at=at)
    values = Confirmed(
        title="Tuyên truyền cải cách hành chính", type_name="Hướng dẫn", issuer="TLĐ", symbol="12/HD-TLĐ"
    )
    document = confirm_reading(reading=None, values=values, owner=made.root, by=officer, at=at)
    outbox.deliver()
    bench.settle()
    draft = DirectiveDraft(
        title="Phổ biến cải cách hành chính", due_on=clock.today() + timedelta(days=20), tells_members=True
    )
    workers, started = Workers(), time.perf_counter()
    try:
        issued: Directive = actions.issue_directive(
            document=document, issuer=made.root, draft=draft, by=officer, at=clock.now()
        )
        seconds = run(workers, units_count, started)
    finally:
        workers.end()
    call: Any = issued.member_calls.get()
    bench.add("units", units_count)
    bench.add("members", counts.total())
    bench.add("workers", WORKERS)
    bench.add("kills", workers.kills)
    # At the least scale the workers' own beginnings are most of the time.
    bench.add("all_queued_s", seconds, "<= 600")
    bench.add("members_per_s", counts.total() / seconds)
    bench.add("peak_worker_mib", workers.peak_kib / 1024, "<= 400")
    check(counts, call)
    bench.finish()


if __name__ == "__main__":
    main()
