"""The house at full size: what officers and chairs open and do with 10,000 unions below them, and what the ladder's climb
takes. Each page is asked in a small house too: the number of its statements must not differ.
"""

from measure import Bench, p95_ms, timed

bench = Bench("desk", __doc__, is_web=True)

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import house
import web
from django.db import connection, transaction
from django.urls import reverse

from caunoi.directives import actions, queries
from caunoi.directives.choices import Level
from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.queries import scope_of
from caunoi.plans import actions as plan_actions
from caunoi.plans.actions.reviewing import decide_activities
from caunoi.plans.queries.activities import waiting_for

ROUNDS, PAGE_MS, TICK_SECONDS, TICK_MIB = 12, 200, 60, 250
LESS = 100
Pages = dict[str, tuple[str, str]]
# In a process of its own, as the worker's: what it takes at most is the process's own mark.
TICK = """
import json, resource, sys, time
from datetime import datetime
import django
django.setup()
from django.db import connection
from caunoi.directives import actions
from caunoi.directives.models import LadderRung, RungStep
def most():
    lines = open("/proc/self/status").read().split()
    return int(lines[lines.index("VmHWM:") + 1]) / 1024
at, before, told, sent = datetime.fromisoformat(sys.argv[1]), most(), 0, 0
started = time.perf_counter()
told = sum(actions.climb_ladder(directive_id=int(pk), at=at) for pk in sys.argv[2:])
climbed = time.perf_counter() - started
for rung, directive, number in set(RungStep.objects.filter(at=at).exclude(outcome="MISSED").values_list("rung", "rung__directive", "version_number")):
    sent += actions.send_rung(directive_id=directive, rung_id=rung, version_number=number, stepped_at=at, at=at)
print(json.dumps({"told": told, "sent": sent, "climb_s": climbed, "all_s": time.perf_counter() - started, "before_mib": before, "most_mib": most()}))
"""


def of_directives(home: house.House) -> Pages:
    """The proof of a directive in its second version, and all around it."""
    officer, chair = home.people["federation"], home.people["chair"]
    key = [home.directive.public_id]
    proof = reverse("directives:coverage", args=key)
    commune = urlencode({"path": home.made.paths[home.made.communes[0].pk]})
    chase = reverse("directives:chase", args=key)
    return {
        "directives": (reverse("directives:directives"), officer),
        "directive": (reverse("directives:directive", args=key), officer),
        "directive_of_chair": (reverse("directives:directive", args=key), chair),
        "coverage": (proof, officer), "coverage_past_version": (f"{proof}?version=1", officer),
        "coverage_all_missing": (f"{proof}?missing=all&from={home.far // 4}", officer),
        "coverage_commune": (f"{proof}?{commune}", home.people["commune"]),
        "versions": (reverse("directives:versions", args=key), officer),
        "issue_version": (reverse("directives:issue_version", args=key), officer),
        "set_check": (reverse("directives:set_check", args=key), officer),
        "chase": (chase, officer), "chase_on": (f"{chase}?from={home.far // 4}", officer),
        "chase_commune": (f"{chase}?{commune}", home.people["commune"]),
        "ladder": (reverse("directives:ladder", args=key), officer),
        "newcomers": (reverse("directives:newcomers", args=key), officer),
        "call_members": (reverse("directives:call_members", args=key), officer),
    }  # fmt: skip


def of_desks(home: house.House) -> Pages:
    """What waits, and the own unit, at each level; notices."""
    unit, notices = reverse("desk:unit"), reverse("notifications:notices")
    officer = home.people["federation"]
    pages: Pages = {}
    for person, cookie in home.people.items():
        pages |= {f"desk_{person}": (reverse("desk:home"), cookie), f"unit_{person}": (unit, cookie)}
    return pages | {
        "unit_silent": (f"{unit}?silent=all&from={home.far // 50}&days=30", officer), "notices": (notices, officer),
        "notices_unread": (f"{notices}?unread=1", officer),
    }  # fmt: skip


def of_plans(home: house.House) -> Pages:
    """Plans, activities, indicators."""
    officer, root = home.people["federation"], home.made.root.public_id
    listed, review = reverse("plans:activities"), reverse("plans:review_activities")
    followers = reverse("plans:followers", args=[home.plan.public_id])
    year = clock.today().year
    return {
        "plans": (reverse("plans:plans"), officer), "plans_commune": (reverse("plans:plans"), home.people["commune"]),
        "plan": (reverse("plans:plan", args=[home.plan.public_id]), officer), "progress": (reverse("plans:progress"), officer),
        "followers": (followers, officer), "followers_on": (f"{followers}?from={home.far // 10}", officer),
        "activities": (listed, officer), "activities_on": (f"{listed}?from={home.far * 2}", officer),
        "activities_found": (f"{listed}?q=may+song+day+77", officer), "activities_commune": (listed, home.people["commune"]),
        "activities_of_form": (f"{listed}?form=MEETING&state=ACCEPTED", officer),
        "activities_chair": (listed, home.people["chair"]),
        "review": (review, officer), "review_on": (f"{review}?from={home.far // 2}", officer),
        "review_commune": (review, home.people["commune"]),
        "indicators": (f"{reverse('plans:unit_indicators', args=[root])}?period={year}", officer),
        "indicator": (f"{reverse('plans:indicator', args=[root, 'so_luot_nguoi_du'])}?period={year}", officer),
    }  # fmt: skip


def of_units(home: house.House) -> Pages:
    """The tree, a province, a search."""
    officer, units = home.people["federation"], reverse("organisations:units")
    opened = urlencode({"open": [home.made.provinces[0].public_id, home.made.communes[0].public_id]}, doseq=True)
    return {
        "units": (units, officer), "units_open": (f"{units}?{opened}", officer),
        "unit_page": (reverse("organisations:unit", args=[home.made.provinces[0].public_id]), officer),
        "find_units": (f"{reverse('organisations:find_units')}?q=may+song+day+12", officer),
    }  # fmt: skip


def sheets(home: house.House) -> Pages:
    """What is written as a file."""
    officer, root = home.people["federation"], home.made.root.public_id
    key, year = [home.directive.public_id], clock.today().year
    return {
        "coverage_sheet": (reverse("directives:export_coverage", args=key), officer),
        "chase_sheet": (reverse("directives:export_chase", args=key), officer),
        "activities_sheet": (reverse("plans:export_activities"), officer),
        **{
            f"report_{kind}": (f"{reverse('plans:print_indicators', args=[root, kind])}?period={year}", officer)
            for kind in ("pdf", "docx", "xlsx")
        },
    }  # fmt: skip


def pages_of(home: house.House) -> Pages:
    return of_directives(home) | of_desks(home) | of_plans(home) | of_units(home)


def measure_pages(small: house.House, large: house.House) -> None:
    """Each page in both houses."""
    less, more = pages_of(small), pages_of(large)
    growing, slow, counts = [], [], []
    for name, (url, cookie) in more.items():
        page = web.cost(url, cookie, rounds=ROUNDS)
        grown = page.statements - web.cost(*less[name], rounds=1).statements
        counts.append(page.statements)
        bench.add(f"{name}_p95_ms", p95_ms(page.walls), f"<= {PAGE_MS}")
        bench.add(f"{name}_cpu_ms", page.cpu_ms)
        bench.add(f"{name}_statements", page.statements)
        if grown > 0:
            growing.append(f"{name} +{grown}")
        if p95_ms(page.walls) > PAGE_MS:
            slow.append(name)
    sys.stderr.write(f"grow: {growing}\nslow: {slow}\n")
    bench.add("statements_most", max(counts))
    bench.add("pages_whose_statements_grow", len(growing), "== 0")


def measure_sheets(home: house.House) -> None:
    """Seconds, and what Python holds at most while it is written."""
    for name, (url, cookie) in sheets(home).items():
        body: list[bytes] = []
        bench.add(f"{name}_s", timed(lambda body=body, url=url, cookie=cookie: body.append(web.get(url, cookie))))
        bench.add(f"{name}_kib", len(body[0]) / 1024)
        tracemalloc.start()
        web.get(url, cookie)
        bench.add(f"{name}_peak_mib", tracemalloc.get_traced_memory()[1] / 2**20, "<= 100")
        tracemalloc.stop()


def counted(work: Callable[[], Any]) -> tuple[float, int, Any]:
    """Seconds, statements, result."""
    seen, result = [0], [None]

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        return execute(sql, params, many, context)

    def run() -> None:
        result[0] = work()

    with connection.execute_wrapper(note):
        seconds = timed(run)
    return seconds, seen[0], result[0]


def deed(name: str, work: Callable[[], Any], most: float) -> Any:
    """Seconds and statements of a deed done once."""
    seconds, statements, result = counted(work)
    bench.add(f"{name}_s", seconds, f"<= {most}")
    bench.add(f"{name}_statements", statements)
    return result


def measure_deeds(home: house.House) -> None:
    """What officers do to all at once."""
    officer, at, root = home.officer, clock.now(), home.made.root
    path = home.made.paths[root.pk]
    facts = {"directive": home.whole, "unit": root, "path": path, "by": officer, "at": at}
    deed("sign_off", lambda: actions.sign_off(level=Level.ACKNOWLEDGED, **facts), 5)
    owing = queries.missing(home.directive, path, "acknowledged", limit=100_000)
    reminded = deed(
        "remind_all", lambda: actions.remind(directive=home.directive, recipients=owing, by=officer, at=at), 5
    )
    bench.add("reminded", reminded)
    draft = actions.VersionDraft(home.late.title, at.date() + timedelta(days=9), "Lùi hạn cho mọi đơn vị.")
    deed("new_version", lambda: actions.issue_version(directive=home.late, draft=draft, after=1, by=officer, at=at), 5)
    waiting = list(waiting_for(officer, scope_of(officer, clock.today()))[:200])
    bench.add("decided", len(waiting))
    deed("decide_200", lambda: decide_activities(activities=waiting, is_accepted=True, note="", by=officer, at=at), 5)


def measure_ladder(home: house.House) -> None:
    """One tick: reminders to all who owe, and the notices above about those who are late."""
    OutboxEvent.objects.update(delivered_at=clock.now())
    keys = [str(home.due.pk), str(home.late.pk)]
    command = [sys.executable, "-c", TICK, home.at.isoformat(), *keys]
    done = subprocess.run(command, env=os.environ | bench.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    bench.add("ladder_told", found["told"])
    bench.add("ladder_messages", found["sent"])
    bench.add("ladder_climb_s", found["climb_s"])
    bench.add("ladder_tick_s", found["all_s"], f"<= {TICK_SECONDS}")
    bench.add("ladder_peak_mib", found["most_mib"], f"<= {TICK_MIB}")
    bench.add("ladder_grew_mib", found["most_mib"] - found["before_mib"])


def main() -> None:
    count, activities = bench.size(1_000, 10_000, 10_000), bench.size(20_000, 100_000, 300_000)
    plan_actions.ensure_indicators()
    with transaction.atomic():
        small = house.build(LESS, "S-", activities_count=LESS * 30, notices_count=120)
        large = house.build(count, "L-", activities_count=activities, notices_count=10_000)
        OutboxEvent.objects.update(delivered_at=clock.now())
    plan_actions.rebuild_totals()
    bench.settle()
    bench.add("units", large.made.count)
    bench.add("activities", activities)
    measure_pages(small, large)
    measure_sheets(large)
    measure_ladder(large)
    measure_deeds(large)
    bench.finish()


if __name__ == "__main__":
    main()
