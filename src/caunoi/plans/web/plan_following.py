"""Plans over the tree: progress against time, and who carries a plan on below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.plans import actions
from caunoi.plans.choices import Adoption, PlanAnswer
from caunoi.plans.models import Plan
from caunoi.plans.queries import following
from caunoi.plans.web.plan_places import PlanPlace, seen_plan

ROWS_SHOWN, OPEN_MOST, LISTED = 60, 12, 20
TABS = (
    ("silent", gettext_lazy("Chưa trả lời")), ("adapted", gettext_lazy("Điều chỉnh")),
    ("declined", gettext_lazy("Không nhận")), ("added", gettext_lazy("Việc thêm")),
)  # fmt: skip
ADOPTIONS = {"adapted": Adoption.ADAPTED, "declined": Adoption.DECLINED, "added": Adoption.ADDED}
Below = dict[str, list[following.PlanBranch]]


def _opened(request: HttpRequest, root: str) -> set[str]:
    wanted = request.GET.getlist("open")[:OPEN_MOST]
    return {path for path in wanted if path.startswith(root) and following.PATH.fullmatch(path)}


def _tree(root: str, below: Below, opened: set[str], start: int = 0) -> Iterator[dict[str, Any]]:
    """Rows of the tree as it is shown, so many of each node; the root's from `start` on, with the way to the others."""

    def walk(path: str, level: int, first: int = 0) -> Iterator[dict[str, Any]]:
        rows = [row for row in below[path] if row.unit_id]
        for row in rows[first : first + ROWS_SHOWN]:
            is_open = row.path in opened
            yield {"row": row, "level": level, "is_open": is_open, "toggled": sorted(opened ^ {row.path})}
            if is_open and not row.is_leaf:
                yield from walk(row.path, level + 1)
        if len(rows) > first + ROWS_SHOWN:
            following_row = first + ROWS_SHOWN
            yield {"rest_count": len(rows) - following_row, "level": level, "path": path, "start": following_row}

    yield from walk(root, 0, start)


def _chain(root: str, path: str) -> list[tuple[str, str]]:
    """Path and name of each unit from the root of what the person manages down to where they are."""
    ids = [int(part) for part in path.strip("/").split("/")]
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    shown, place = [], "/"
    for pk in ids:
        place += f"{pk}/"
        if place.startswith(root):
            shown.append((place, names.get(pk, "")))
    return shown


@require_GET
@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """The tree of a branch with each unit's plan of the year: how far, against how much time has passed. Open rows, place
    and year are in the address."""
    today = clock.today()
    roots = scope_asked(request, today).branches()
    path = request.GET.get("path") or next(iter(roots), "")
    root = next((each for each in roots if path.startswith(each)), "")
    if not root or not following.PATH.fullmatch(path):
        raise Plan.DoesNotExist
    year = whole(asked(request, "year", 4), 2100) or today.year
    opened = _opened(request, path)
    below = following.branches([path, *opened], year, today)
    tree = list(_tree(path, below, opened, whole(asked(request, "row", 6))))
    me = next((row for row in below[path] if not row.unit_id), None)
    shown = [item["row"] for item in tree if "row" in item]
    if me is not None:
        me.unit_id = int(path.strip("/").rsplit("/", maxsplit=1)[-1])
        shown.append(me)
    following.with_plans(shown, year, today)
    context = {
        "tree": tree, "me": me, "total": following.summed(below[path]), "chain": _chain(root, path), "path": path,
        "year": year, "years": (year - 1, year, year + 1), "today": today,
    }  # fmt: skip
    return render(request, "plans/progress.html", context)


def _followed(request: HttpRequest, plan_id: UUID) -> tuple[PlanPlace, str]:
    """A plan whose followers the person may see, and the place below it that they look at. Raises Plan.DoesNotExist."""
    place = seen_plan(request, plan_id)
    if not place.may_follow or place.path is None:
        raise Plan.DoesNotExist
    given = request.POST if request.method == "POST" else request.GET
    path = given.get("path") or place.path
    if not path.startswith(place.path) or not following.PATH.fullmatch(path):
        raise Plan.DoesNotExist
    return place, path


@require_GET
@login_required
def followers(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Who below has answered, n of N on a day: adopted, adapted (what and why), declined, silent."""
    place, path = _followed(request, plan_id)
    plan, today = place.plan, place.today
    origin = plan.origin_id or plan.pk
    opened = _opened(request, path)
    below = following.branches([path, *opened], plan.year, today, origin=origin)
    if path == place.path:  # the plan's own unit does not answer itself
        below[path] = [row for row in below[path] if row.unit_id]
    total = following.summed(below[path])
    tab = asked(request, "tab", 10)
    tab = tab if tab in dict(TABS) else "silent"
    start = start_of(request)
    if tab == "silent":
        rows: Any = (
            following.followers(plan, path, today).filter(answer=PlanAnswer.SILENT).order_by("unit__folded_name", "pk")
        )
    else:
        rows = following.differences(plan, path, today, adoption=ADOPTIONS[tab])
    count = rows.count()
    context = {
        "plan": plan, "path": path, "chain": _chain(place.path or "/", path), "total": total, "today": today,
        "tree": list(_tree(path, below, opened, whole(asked(request, "row", 6)))), "tab": tab, "tabs": TABS,
        "levels": [_Level(PlanAnswer(answer).label, total.answers[answer], total.total) for answer in following.ANSWERS],
        "rows": list(rows[start : start + LISTED]), "rows_count": count, "pages": pages_of(start, LISTED, count),
    }  # fmt: skip
    return render(request, "plans/followers.html", context)


class _Level:
    """One answer over those who were asked, for the strip."""

    def __init__(self, label: Any, count: int, total: int) -> None:
        self.label, self.count, self.total = label, count, total


@require_POST
@login_required
@idempotent
def remind_followers(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Remind the units of a branch that have not answered; nobody twice a day."""
    place, path = _followed(request, plan_id)
    rows = following.followers(place.plan, path, place.today).filter(answer=PlanAnswer.SILENT)
    count = actions.remind_followers(
        plan=place.plan, plan_ids=list(rows.values_list("pk", flat=True)), by=request.user, at=clock.now()  # type: ignore[arg-type]
    )  # fmt: skip
    if count:
        messages.success(request, ngettext("Đang nhắc %(n)d đơn vị.", "Đang nhắc %(n)d đơn vị.", count) % {"n": count})
    else:
        messages.info(request, _("Không còn đơn vị nào để nhắc hôm nay."))
    return redirect(f"{request.path.removesuffix('remind/')}?path={path}")
