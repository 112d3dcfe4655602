"""A yearly plan goes down to every union, evidence comes up again, and the tree of progress is shown."""

from measure import Bench, p95_ms, timed

bench = Bench("plans", __doc__, is_web=True)

import federation
import web
from django.urls import reverse
from planning import fill, make_plan, send_down

from caunoi.kit import clock
from caunoi.organisations.choices import Role
from caunoi.plans import actions


def main() -> None:
    count = bench.size(1_000, 10_000, 125_000)
    made = federation.build(count)
    officer, second = federation.staff([made.root, made.provinces[0]], Role.OFFICER, is_officer=True)
    plan = make_plan(made, officer, second)
    reached: list[int] = []
    seconds = timed(lambda: reached.append(send_down(plan, officer)))
    bench.add("units", reached[0])
    bench.add("cascade_seconds", round(seconds, 2))
    bench.add("drafts_per_second", round(reached[0] / seconds))
    tasks = fill(made, plan)
    bench.settle()
    chosen = tasks[:: max(1, len(tasks) // 40)][:40]
    bench.add("accept_p95_ms", p95_ms([timed(lambda pk=pk: actions.refresh_tasks([pk], clock.now())) for pk in chosen]))
    cookie, url = web.sign_in(officer), reverse("plans:progress")
    root = made.paths[made.root.pk]
    page = web.cost(f"{url}?path={root}", cookie, rounds=40)
    bench.add("tree_p95_ms", p95_ms(page.walls), "<= 200")
    bench.add("tree_cpu_ms", page.cpu_ms)
    statements = [page.statements]
    place = made.paths[made.provinces[0].pk]
    opened = "&".join(f"open={made.paths[unit.pk]}" for unit in made.communes[:8])
    for name, address in (("province", f"path={place}"), ("eight_rows_open", f"path={place}&{opened}")):
        page = web.cost(f"{url}?{address}", cookie)
        bench.add(f"{name}_p95_ms", p95_ms(page.walls), "<= 200")
        bench.add(f"{name}_cpu_ms", page.cpu_ms)
        statements.append(page.statements)
    followed = web.cost(f"{reverse('plans:followers', args=[plan.public_id])}?path={root}", cookie)
    bench.add("answers_p95_ms", p95_ms(followed.walls))
    bench.add("statements", max(statements))
    bench.add("statements_vary_by", max(statements) - min(statements), "== 0")
    bench.finish()


if __name__ == "__main__":
    main()
