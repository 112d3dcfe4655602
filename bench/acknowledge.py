"""Acknowledging under load: durable deeds a second with 16 clients; then the server is killed with -9 one second after
each start while clients send every deed until it is answered; then the same without the idempotency key.

An acknowledgement is one row for each unit by its constraint; a report of evidence is not, so the storm sends both, and
the control sends reports without a key.
"""

from measure import Bench, percentile

bench = Bench("acknowledge", __doc__, is_web=True)

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import federation
import web
from django.db import connection
from django.urls import reverse
from storm import CLIENTS, Deed, Server, Storm

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.directives.actions import DirectiveDraft, issue_directive
from caunoi.directives.models import Acknowledgement, Evidence, Recipient
from caunoi.kit import audit, clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.organisations.choices import Role

IMPATIENT_EACH = 20


def prepare(count: int) -> tuple[list[tuple[Recipient, str]], list[tuple[Recipient, str]]]:
    """Recipients with the tokens of their links, and the first 16 with the cookies of their chairs."""
    made = federation.build(count)
    at = clock.now()
    values = Confirmed(title="Tuyên truyền", type_name="Hướng dẫn", issuer="TLĐ", symbol="12/HD-TLĐ")
    document = confirm_reading(reading=None, values=values, owner=made.root, by=None, at=at)
    draft = DirectiveDraft(title="Phổ biến cải cách hành chính", due_on=clock.today() + timedelta(days=20))
    directive = issue_directive(document=document, issuer=made.root, draft=draft, by=None, at=at)
    OutboxEvent.objects.update(delivered_at=at)
    rows = list(directive.recipients.order_by("unit_id"))
    tokens = issue_links(
        [LinkRequest(f"directives.recipient:{row.pk}", None, row.unit_name) for row in rows],
        purpose=LinkPurpose.ACKNOWLEDGE, expires_at=at + timedelta(days=60), by=None, at=at,
    )  # fmt: skip
    chairs = federation.staff(made.grassroots[:CLIENTS], Role.CHAIR)
    cookies = [web.sign_in(user) for user in chairs]
    return list(zip(rows, tokens, strict=True)), list(zip(rows[:CLIENTS], cookies, strict=True))


def acknowledgements(rows: list[tuple[Recipient, str]], *, impatient: bool) -> Iterable[Deed]:
    """One tap for each."""
    for number, (row, token) in enumerate(rows):
        yield Deed(
            f"ack:{row.pk}", f"/d/{token}/", {"name": ""}, key=uuid.uuid4().hex,
            is_impatient=impatient and number % IMPATIENT_EACH == 0,
        )  # fmt: skip


def reports(chairs: list[tuple[Recipient, str]], count: int, word: str, *, has_key: bool) -> Iterable[Deed]:
    """Reports of evidence, each with words of its own, so that a second row shows."""
    for number in range(count):
        row, cookie = chairs[number % len(chairs)]
        note = f"{word}: buổi sinh hoạt số {number}"
        yield Deed(
            note, reverse("directives:submit_evidence", args=[row.public_id]), {"note": note}, cookie=cookie,
            key=uuid.uuid4().hex if has_key else "", is_impatient=number % IMPATIENT_EACH == 1,
        )  # fmt: skip


def doubled_reports(word: str) -> tuple[int, int]:
    """Reports that are there, and rows too many."""
    seen = Counter(Evidence.objects.filter(note__startswith=word).values_list("note", flat=True))
    return len(seen), sum(seen.values()) - len(seen)


def check_acknowledgements(answered: list[str]) -> tuple[int, int]:
    """Lost: answered, but no row. Doubled: a second row, audit row or event for the same unit."""
    there = set(Acknowledgement.objects.values_list("recipient_id", flat=True))
    lost = {int(name[4:]) for name in answered if name.startswith("ack:")} - there
    marked = set(Recipient.objects.filter(acknowledged_at__isnull=False).values_list("pk", flat=True))
    facts = [
        list(Acknowledgement.objects.values_list("recipient_id", flat=True)),
        list(AuditRow.objects.filter(verb="directives.acknowledge_directive").values_list("subject", flat=True)),
        list(
            OutboxEvent.objects.filter(name="directives.directive_acknowledged").values_list(
                "payload__recipient_id", flat=True
            )
        ),
    ]
    doubled = sum(len(rows) - len(set(rows)) for rows in facts)
    halves = sum(len(set(rows)) != len(there) for rows in facts) + len(marked ^ there)
    return len(lost), doubled + halves


def interleave(first: Iterable[Deed], second: Iterable[Deed]) -> Iterable[Deed]:
    """Turn by turn."""
    for pair in zip(first, second, strict=False):
        yield from pair


def main() -> None:
    calm, stormy = bench.size(600, 4_000, 10_000), bench.size(3_000, 12_000, 15_000)
    seconds, control = bench.size(8, 60, 60), bench.size(5, 20, 20)
    rows, chairs = prepare(calm + stormy)
    bench.settle()
    server = Server(bench.environment)
    try:
        server.start()
        storm = Storm(server, acknowledgements(rows[:calm], impatient=False))
        took = storm.run()
        assert not storm.wrong, storm.wrong[:3]
        bench.add("acknowledgements_per_s", len(storm.answered) / took, ">= 100")
        bench.add("wait_p50_ms", percentile(storm.waits, 0.5) * 1000)
        bench.add("wait_p99_ms", percentile(storm.waits, 0.99) * 1000, "<= 1000")
        bench.add("wait_most_ms", max(storm.waits) * 1000)
        deeds = interleave(
            acknowledgements(rows[calm:], impatient=True), reports(chairs, stormy, "CÓ KHÓA", has_key=True)
        )
        killed = Storm(server, deeds)
        took = killed.run(seconds=seconds, kill_every=1)
        bench.add("kills", server.kills_count)
        bench.add("storm_s", took)
        kills = server.kills_count
        keyless = Storm(server, reports(chairs, stormy, "KHÔNG KHÓA", has_key=False))
        keyless.run(seconds=control, kill_every=1)
        bench.add("control_kills", server.kills_count - kills)
    finally:
        server.kill()
    connection.close()
    assert not killed.wrong, killed.wrong[:3]
    report(storm.answered + killed.answered, killed, keyless)
    bench.finish()


def report(answered: list[str], killed: Storm, keyless: Storm) -> None:
    """What the database holds, against what the clients were told."""
    lost, doubled = check_acknowledgements(answered)
    there, doubled_reports_count = doubled_reports("CÓ KHÓA")
    told = sum(name.startswith("CÓ KHÓA") for name in killed.answered)
    bench.add("storm_answered", len(killed.answered))
    bench.add("storm_sent_again", killed.attempts_count - len(killed.answered), ">= 1")
    bench.add("lost", lost + max(0, told - there), "== 0")
    bench.add("doubled", doubled + doubled_reports_count, "== 0")
    bench.add("control_doubled_without_key", doubled_reports("KHÔNG KHÓA")[1], ">= 1")
    while connection.vendor != "sqlite" and audit.seal():
        pass
    verdict = audit.verify()
    bench.add("audit_chain_whole", int(verdict.is_whole and not verdict.unsealed_count), "== 1")


if __name__ == "__main__":
    main()
