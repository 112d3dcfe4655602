"""The proof of reach: the page of the branch at the root, at a province and at a commune, as the officer sees it."""

from measure import Bench, p95_ms

bench = Bench("coverage", __doc__, is_web=True)

import random
from datetime import timedelta

import federation
import web
from django.urls import reverse

from caunoi.directives.actions import DirectiveDraft, issue_directive
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.organisations.choices import Role

LIMIT_MS = {"S": 150, "M": 150, "L": 500}


def issue(count: int) -> tuple[federation.Federation, Directive, str]:
    """A federation of its own with a directive of three weeks: nine in ten delivered, half acknowledged."""
    made = federation.build(count, prefix=f"N{count}-")
    officer = federation.staff([made.root], Role.OFFICER, is_officer=True)[0]
    federation.staff(made.communes, Role.OFFICER, is_officer=True)
    at = clock.now()
    values = Confirmed(title="Tuyên truyền", type_name="Hướng dẫn", issuer="TLĐ", symbol=f"{count}/HD-TLĐ")
    document = confirm_reading(reading=None, values=values, owner=made.root, by=officer, at=at)
    draft = DirectiveDraft(title="Phổ biến cải cách hành chính", due_on=clock.today() + timedelta(days=20))
    directive = issue_directive(document=document, issuer=made.root, draft=draft, by=officer, at=at)
    rng = random.Random(7)
    ids = list(directive.recipients.values_list("pk", flat=True))
    rng.shuffle(ids)
    for name, share in (("delivered_at", 0.9), ("opened_at", 0.7), ("acknowledged_at", 0.5), ("implemented_at", 0.2)):
        reached = ids[: int(len(ids) * share)]
        for start in range(0, len(reached), 5000):
            Recipient.objects.filter(pk__in=reached[start : start + 5000]).update(**{name: at})
    return made, directive, web.sign_in(officer)


def main() -> None:
    count = bench.size(1_000, 10_000, 125_000)
    small, large = issue(count // 10), issue(count)
    bench.settle()
    made, directive, cookie = large
    url = reverse("directives:coverage", args=[directive.public_id])
    bench.add("recipients", count)
    root = web.cost(url, cookie, rounds=40)
    bench.add("root_p95_ms", p95_ms(root.walls), f"<= {LIMIT_MS[bench.scale]}")
    bench.add("root_cpu_ms", root.cpu_ms)
    places = {"province": made.paths[made.provinces[0].pk], "commune": made.paths[made.communes[0].pk]}
    statements = [root.statements]
    for name, path in places.items():
        page = web.cost(f"{url}?path={path}", cookie)
        bench.add(f"{name}_p95_ms", p95_ms(page.walls), f"<= {LIMIT_MS[bench.scale]}")
        statements.append(page.statements)
    opened = "&".join(f"open={made.paths[unit.pk]}" for unit in [*made.provinces[:4], *made.communes[:4]])
    page = web.cost(f"{url}?{opened}", cookie)
    bench.add("eight_rows_open_p95_ms", p95_ms(page.walls), f"<= {LIMIT_MS[bench.scale]}")
    statements.append(page.statements)
    page = web.cost(f"{url}?tree=now", cookie, rounds=20)
    bench.add("tree_of_today_p95_ms", p95_ms(page.walls))
    page = web.cost(reverse("directives:coverage", args=[small[1].public_id]), small[2])
    bench.add("a_tenth_p95_ms", p95_ms(page.walls))
    # At most linear: ten times the recipients cost at most ten times as much.
    bench.add("growth_to_linear", p95_ms(root.walls) / p95_ms(page.walls) / 10, "<= 1")
    statements.append(page.statements)
    bench.add("statements", max(statements))
    bench.add("statements_vary_by", max(statements) - min(statements), "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
