"""Five times more than can be answered: personal links that are acknowledged, desks, searches and exports at once. What
is let in is answered soon, the rest is told so at once, and acknowledgements are refused last."""

from measure import Bench

bench = Bench("overload", __doc__, is_web=True)

import itertools
from datetime import timedelta
from urllib.parse import urlencode

import federation
import web
from django.db import connection
from django.urls import reverse
from flood import Got, Request, flood, p99
from storm import CSRF, Server

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.directives.actions import DirectiveDraft, issue_directive
from caunoi.kit import clock
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.organisations.choices import Role

CLIENTS, OVERLOAD = 160, 5


def prepare(count: int) -> tuple[list[str], str, str]:
    """Tokens of personal links, the address of an export, and the cookie of an officer who may have it."""
    made = federation.build(count)
    at = clock.now()
    values = Confirmed(title="Tuyên truyền", type_name="Hướng dẫn", issuer="TLĐ", symbol="12/HD-TLĐ")
    document = confirm_reading(reading=None, values=values, owner=made.root, by=None, at=at)
    draft = DirectiveDraft(title="Phổ biến cải cách", due_on=clock.today() + timedelta(days=20))
    directive = issue_directive(document=document, issuer=made.root, draft=draft, by=None, at=at)
    rows = directive.recipients.order_by("unit_id")
    asked = [LinkRequest(f"directives.recipient:{row.pk}", None, row.unit_name) for row in rows]
    tokens = issue_links(asked, purpose=LinkPurpose.ACKNOWLEDGE, expires_at=at + timedelta(days=60), by=None, at=at)
    (officer,) = federation.staff([made.root], Role.OFFICER)
    return tokens, reverse("directives:export_coverage", args=[directive.public_id]), web.sign_in(officer)


def main() -> None:
    tokens, export, cookie = prepare(bench.size(3000, 10_000, 10_000))
    bench.settle()
    links = itertools.cycle(tokens)
    body = urlencode({"name": "", "csrfmiddlewaretoken": CSRF})
    form = {"Cookie": f"csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    signed_in = {"Cookie": cookie}
    makers = {
        "statistics": lambda _: Request("statistics", export, headers=signed_in),
        "search": lambda _: Request("search", "/search/?q=cai+cach"),
        "dashboard": lambda _: Request("dashboard", "/desk/", headers=signed_in),
        "intake": lambda _: Request("intake", f"/d/{next(links)}/", "POST", body, form),
    }
    server = Server(bench.environment)
    seconds = bench.size(5, 20, 60)
    try:
        server.start()
        calm = flood(server, makers, clients=4, per_second=5_000, seconds=0.2)  # a thousand, as fast as they go
        able = measure_ability(calm)
        found = flood(server, makers, clients=CLIENTS, per_second=able * OVERLOAD, seconds=seconds)
    finally:
        server.kill()
    connection.close()
    report(able, found, seconds)
    bench.finish()


def measure_ability(calm: dict[str, Got]) -> float:
    """Requests a second that four clients get answered who wait for each answer."""
    assert not any(got.wrong or got.refused for got in calm.values()), calm
    waits = [wait for got in calm.values() for wait in got.taken]
    return 4 * len(waits) / sum(waits)


def report(able: float, found: dict[str, Got], seconds: float) -> None:
    """Shares of each kind, and the longest waits."""
    taken = [wait for got in found.values() for wait in got.taken]
    refused = [wait for got in found.values() for wait in got.refused]
    wrong = [line for got in found.values() for line in got.wrong]
    assert not wrong, wrong[:3]
    bench.add("able_per_s", able)
    bench.add("sent_per_s", (len(taken) + len(refused)) / seconds)
    bench.add("taken_p99_ms", p99(taken), "<= 2000")
    bench.add("refused_p99_ms", p99(refused), "<= 100")
    for kind, got in found.items():
        bench.add(f"{kind}_taken_share", got.share)
    bench.add("intake_is_refused_last", int(found["intake"].share == max(got.share for got in found.values())), "== 1")


if __name__ == "__main__":
    main()
