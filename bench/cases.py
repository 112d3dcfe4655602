"""The pages of feedback in a store of cases (S: 2,000; M: 100,000; L: 1,000,000): the inbox of an officer of the city, of a
large and of a small commune and of an official, by tabs, filters and words; a case; what looks alike; the register.

The store is made once and kept (bench/voices.py). Statements are compared with those of the small store.
"""

from measure import Bench, p95_ms

bench = Bench("cases", __doc__, is_web=True, store="voices")

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.parse import quote

import voices
import web
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from measure import timed

from caunoi.accounts.models import User
from caunoi.feedback.models import Case, Publication, PublicationTally
from caunoi.feedback.queries import cases_visible_to
from caunoi.feedback.queries.likeness import alike_public, alike_visible
from caunoi.feedback.queries.reach import open_cases
from caunoi.feedback.queries.register import Wanted, register_page
from caunoi.kit import clock
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_of

ROUNDS = 10
TABS = ("open", "waiting", "handling", "soon", "late", "answered", "all")
WORDS = ("khai sinh", "một cửa", "sổ đỏ", "thái độ")


def count_tallies() -> None:
    """The register's figures by month, unit and area, as publishing counts them one by one."""
    rows = Publication.objects.annotate(month=TruncMonth("published_at")).order_by().values("month", "unit", "area")
    counted = rows.annotate(n=Count("pk"), on_time=Count("pk", filter=Q(is_on_time=True)))
    PublicationTally.objects.bulk_create(
        [
            PublicationTally(
                month_on=row["month"].date(), unit_id=row["unit"], area=row["area"], count=row["n"],
                on_time_count=row["on_time"],
            )
            for row in counted
        ],
        1000,
    )  # fmt: skip


def inbox_queries() -> dict[str, str]:
    """Tabs, filters and words, as addresses."""
    committee = Unit.objects.get(code="B000005").public_id
    found = {f"tab {tab}": f"tab={tab}" for tab in TABS}
    found |= {
        "area": "area=PROCEDURES", "topic": "topic=LAND", "urgent": "urgency=URGENT", "mine": "whose=mine",
        "own unit, all": "whose=unit&tab=all", "body, all": f"tab=all&body={committee}",
        "area, answered": "tab=answered&area=PROCEDURES", "topic, all": "tab=all&topic=LAND",
        "period, all": "tab=all&since=01/03/2026&until=31/03/2026",
    }  # fmt: skip
    for word in WORDS:
        found[f"words {word}"] = f"q={quote(word)}"
        found[f"words {word}, all"] = f"tab=all&q={quote(word)}"
    return found


def measure_pages(kind: str, pages: dict[str, tuple[str, str]], target: str) -> dict[str, int]:
    """The worst page's 95th percentile, each page's statements; slow ones are named on stderr."""
    found = {name: web.cost(url, cookie, rounds=ROUNDS) for name, (url, cookie) in pages.items()}
    walls = {name: p95_ms(cost.walls) for name, cost in found.items()}
    worst = max(walls, key=lambda name: walls[name])
    for name in sorted(walls, key=lambda name: -walls[name])[:6]:
        sys.stderr.write(f"{kind}: {name}: {walls[name]} ms, {found[name].statements} statements\n")
    bench.add(f"{kind}_p95_ms", p95_ms([wall for cost in found.values() for wall in cost.walls]), target)
    bench.add(f"{kind}_worst_page_p95_ms", walls[worst])
    bench.add(f"{kind}_cpu_p95_ms", p95_ms([cpu for cost in found.values() for cpu in cost.cpus]))
    bench.add(f"{kind}_statements", max(cost.statements for cost in found.values()))
    return {f"{kind} {name}": cost.statements for name, cost in found.items()}


def measure_desk(people: dict[str, User]) -> dict[str, int]:
    """Inboxes and cases."""
    cookies = {name: web.sign_in(user) for name, user in people.items()}
    queries = inbox_queries()
    statements = {}
    for name, cookie in cookies.items():
        inbox = reverse("feedback:inbox")
        pages = {f"{name}, {label}": (f"{inbox}?{query}", cookie) for label, query in queries.items()}
        statements |= measure_pages(f"inbox_{name}", pages, "<= 150")
    cases = {}
    for name, user in people.items():
        visible = cases_visible_to(user, scope_of(user, clock.today()))
        newest = open_cases(visible).order_by("due_at", "id").first()
        answered = visible.filter(state="ANSWERED").order_by("-received_at", "-id").first()
        for label, case in (("open", newest), ("answered", answered)):
            if case:
                cases[f"{name}, {label}"] = (reverse("feedback:case", args=[case.public_id]), cookies[name])
    return statements | measure_pages("case", cases, "<= 120")


def measure_likeness(officer: User) -> None:
    """Suggestions while a text is written (public) and beside a case (the officer's reach)."""
    texts = [petition.text for petition in voices.planted()[:60]]
    bench.add("suggestion_public_p95_ms", p95_ms([timed(partial(alike_public, text)) for text in texts]), "<= 50")
    scope = scope_of(officer, clock.today())
    cases = list(Case.objects.filter(pk__lte=60).select_related("desk", "unit"))
    visible = [timed(partial(alike_visible, case, officer, scope)) for case in cases]
    bench.add("suggestion_officer_p95_ms", p95_ms(visible), "<= 50")
    bench.add("suggestion_found_share", sum(bool(alike_public(text)) for text in texts) / len(texts))


def measure_register() -> dict[str, int]:
    """First, filtered, deep and searched pages, and one publication."""
    register, unit = reverse("feedback:register"), Unit.objects.get(code="B000005")
    deep = Publication.objects.order_by("published_at", "id")[Publication.objects.count() // 10]
    _rows, cursor = register_page(Wanted(), None)
    year = clock.today().year - 1
    pages = {
        "first": register, "second": f"{register}?before={cursor}",
        "deep": f"{register}?before={int(deep.published_at.timestamp() * 1e6)}.{deep.pk}",
        "unit": f"{register}?unit={unit.public_id}&unit_q={quote(unit.name)}", "area": f"{register}?area=PROCEDURES",
        "outcome": f"{register}?outcome=DONE", "rare outcome": f"{register}?outcome=RULE_CHANGED",
        "year": f"{register}?period={year}-01..{year}-12",
        "unit and area": f"{register}?unit={unit.public_id}&unit_q={quote(unit.name)}&area=PROCEDURES",
        **{f"words {word}": f"{register}?q={quote(word)}" for word in WORDS},
        "rare words": f"{register}?q={quote('xyz không có')}", "overdue": reverse("feedback:overdue"),
        "feed": reverse("feedback:feed"),
        "publication": reverse("feedback:publication", args=[deep.public_id]),
    }  # fmt: skip
    return measure_pages("register", {name: (url, "") for name, url in pages.items()}, "<= 100")


def statements_of_small() -> dict[str, int]:
    """What the same pages ask of the small store."""
    command = [sys.executable, str(Path(__file__)), "--db", bench.db, "--scale", "S"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])["figures"]
    return {name: value for name, value in found.items() if name.endswith("_statements")}


def main() -> None:
    count = bench.size(2_000, 100_000, 1_000_000)
    if not bench.kept:
        bench.add("load_s", timed(lambda: voices.fill(count)))
        bench.settle()
        bench.keep()
    if not PublicationTally.objects.exists():
        count_tallies()
        bench.settle()
    bench.add("cases", Case.objects.count())
    people = voices.people()
    measure_desk({name: getattr(people, name) for name in ("city", "commune", "small", "official")})
    measure_likeness(people.city)
    measure_register()
    if bench.scale != "S":
        small = statements_of_small()
        more = [name for name, value in small.items() if bench.figures[name] != value]
        bench.add("pages_with_more_statements_than_small", len(more), "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
