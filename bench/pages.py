"""Pages as people ask for them, uncached: statements, processor time and memory, at 1,000 rows and at many.

Rows are documents in the library and recipients of directives. Home and coverage show directives to 300 units among all
those rows; how the proof grows with one large directive is bench/coverage.py.
"""

from measure import Bench, p95_ms

bench = Bench("pages", __doc__, is_web=True)

import contextlib
import os
from datetime import date, timedelta
from pathlib import Path

import federation
import web
from django.urls import reverse
from storm import Server

from caunoi.directives.actions import DirectiveDraft, issue_directive
from caunoi.directives.choices import RecipientRule
from caunoi.directives.models import Directive
from caunoi.kit import clock
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.choices import ReformArea, RelationKind, Tier
from caunoi.library.models import Document, DocumentArea
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Unit
from caunoi.pure import symbols
from caunoi.pure.vietnamese import fold

SMALL, SHOWN_UNITS = 1_000, 300
TYPES = ("Hướng dẫn", "Kế hoạch", "Quyết định", "Công văn", "Nghị quyết")


def add_documents(count: int, owner: Unit, start: int) -> None:
    """Documents from ten years, two reform areas each."""
    at, areas = clock.now(), ReformArea.values
    for first in range(start, start + count, 5000):
        rows = []
        for n in range(first, min(first + 5000, start + count)):
            symbol, title = f"{n}/HD-LĐLĐ", f"Tuyên truyền cải cách hành chính đợt {n}"
            rows.append(
                Document(
                    symbol=symbol, symbol_key=symbols.key(symbol), type_name=TYPES[n % 5], tier=Tier.UNION,
                    issuer="Liên đoàn Lao động", issued_on=date(2016, 1, 1) + timedelta(days=n % 3600), title=title,
                    folded_title=fold(title), confirmed_at=at, owner=owner, is_public=n % 50 > 0,
                )
            )  # fmt: skip
        Document.objects.bulk_create(rows, 1000)
        DocumentArea.objects.bulk_create(
            [DocumentArea(document=row, area=areas[(row.pk + k) % len(areas)]) for row in rows for k in (0, 1)], 5000
        )


def shown_document(owner: Unit) -> Document:
    """A document with everything a page can hold: duties, relations both ways, a text, areas."""
    at = clock.now()
    text = "\n".join(f"Điều {n}. Việc số {n}\n1. Làm ngay.\n2. Báo lại." for n in range(1, 30))
    base = Confirmed(title="Chương trình tổng thể", type_name="Nghị quyết", issuer="Chính phủ", symbol="76/NQ-CP")
    confirm_reading(reading=None, values=base, owner=owner, by=None, at=at)
    values = Confirmed(
        title="Thông tin, tuyên truyền cải cách hành chính", type_name="Hướng dẫn", issuer="LĐLĐ", symbol="12/HD-TLĐ",
        issued_on=date(2026, 1, 15), areas=tuple(ReformArea.values), summary="Ai làm? Mọi công đoàn cơ sở.",
        relations=[{"kind": RelationKind.IMPLEMENTS, "symbol": "76/NQ-CP", "text": "Nghị quyết số 76/NQ-CP"}],
        obligations=[{"actor": "Công đoàn cơ sở", "action": f"Việc số {n}"} for n in range(5)],
    )  # fmt: skip
    document = confirm_reading(reading=None, values=values, owner=owner, by=None, at=at, text=text)
    for number in range(3):
        later = Confirmed(
            title=f"Sửa đổi lần {number}", type_name="Quyết định", issuer="LĐLĐ", symbol=f"{number}9/QĐ-TLĐ",
            issued_on=date(2026, 2, 1), relations=[{"kind": RelationKind.AMENDS, "symbol": "12/HD-TLĐ", "text": "12"}],
        )  # fmt: skip
        confirm_reading(reading=None, values=later, owner=owner, by=None, at=at)
    return document


def issue(made: federation.Federation, document: Document, units: list[Unit], days_ago: int) -> Directive:
    """A directive to some units."""
    at = clock.now() - timedelta(days=days_ago)
    draft = DirectiveDraft(
        title=f"Phổ biến, đợt {days_ago}", due_on=clock.today() + timedelta(days=20), rule=RecipientRule.LIST,
        units=[unit.pk for unit in units],
    )  # fmt: skip
    directive = issue_directive(document=document, issuer=made.root, draft=draft, by=None, at=at)
    directive.recipients.filter(pk__in=list(directive.recipients.values_list("pk", flat=True)[::2])).update(
        delivered_at=at, opened_at=at, acknowledged_at=at
    )
    return directive


def fill(made: federation.Federation, document: Document, rows: int, *, start: int) -> None:
    """Documents and recipients up to a number of rows."""
    add_documents(rows - start, made.root, start)
    per_directive = min(5_000, len(made.grassroots))
    for number in range((rows - start) // per_directive):
        issue(made, document, made.grassroots[:per_directive], 200 + start // 100 + number)
    bench.settle()


def measure(urls: dict[str, tuple[str, str]]) -> dict[str, web.Cost]:
    """Each page of the list."""
    return {name: web.cost(url, cookie, rounds=40) for name, (url, cookie) in urls.items()}


def worker_mib(urls: dict[str, tuple[str, str]]) -> float:
    """The largest process of a real server after some hundred pages."""
    server = Server(bench.environment)
    try:
        server.start()
        for _ in range(60):
            for url, cookie in urls.values():
                server.get(url, cookie)
        sizes = []
        for pid in server.processes():
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
                # Without shared pages: the database's own pages are mapped, and belong to nobody.
                sizes.append((int(status[1]) - int(status[2])) * os.sysconf("SC_PAGE_SIZE") / 2**20)
        return max(sizes)
    finally:
        server.kill()


def main() -> None:
    rows = bench.size(3_000, 10_000, 100_000)
    made = federation.build(SMALL if bench.scale == "S" else 5_000)
    officer = web.sign_in(federation.staff([made.root], Role.OFFICER, is_officer=True)[0])
    document = shown_document(made.root)
    directives = [issue(made, document, made.grassroots[:SHOWN_UNITS], days) for days in (1, 2, 3)]
    urls = {
        "home": ("/", ""),
        "library": (reverse("library:documents"), ""),
        "document": (reverse("library:document", args=[document.public_id]), ""),
        "coverage": (reverse("directives:coverage", args=[directives[0].public_id]), officer),
    }
    signed_in = {f"{name}_officer": (url, officer) for name, (url, cookie) in urls.items() if not cookie}
    fill(made, document, SMALL, start=0)
    small = measure(urls)
    fill(made, document, rows, start=SMALL)
    bench.add("rows", rows)
    large = measure(urls)
    for name, page in large.items():
        bench.add(f"{name}_statements", page.statements, "<= 6")
        bench.add(f"{name}_cpu_ms", page.cpu_ms, "<= 8")
        bench.add(f"{name}_p95_ms", p95_ms(page.walls))
        bench.add(f"{name}_to_1000_rows", page.cpu_ms / small[name].cpu_ms, "<= 1.5")
    for name, page in measure(signed_in).items():
        bench.add(f"{name}_statements", page.statements, "<= 6")
        bench.add(f"{name}_cpu_ms", page.cpu_ms, "<= 8")
    bench.add("worker_mib", worker_mib(urls), "<= 100")
    bench.finish()


if __name__ == "__main__":
    main()
