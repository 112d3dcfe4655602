"""The proof of reach: four numerators over the frozen denominator, at any level; who is missing; reminders; exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.directives import actions, queries, rules
from caunoi.directives.models import Directive, Recipient
from caunoi.directives.web.place import Below, Place
from caunoi.kit import clock
from caunoi.kit.documents import write_table
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.paging import pages_of, start_of, whole
from caunoi.organisations.models import Unit
from caunoi.pure import timetree

LEVELS = ("acknowledged", "opened", "delivered", "implemented")
ROWS_SHOWN = 60
# Each of the missing brings a form of its own: a dozen first, the others on pages of their own.
MISSING_SHOWN, MISSING_PAGE = 12, 60


def _open_paths(request: HttpRequest, place: Place) -> set[str]:
    asked = request.GET.getlist("open")[:12]
    return {path for path in asked if path.startswith(place.path) and queries.PATH.fullmatch(path)}


def _tree(place: Place, below: Below, opened: set[str], *, only_missing: bool) -> Iterator[dict[str, Any]]:
    def walk(path: str, level: int) -> Iterator[dict[str, Any]]:
        rows = [row for row in below[path] if row.unit_id]
        rows = [row for row in rows if queries.is_missing_some(row)] if only_missing else rows
        for row in rows[:ROWS_SHOWN]:
            is_open = row.path in opened
            toggled = sorted(opened ^ {row.path})
            yield {"row": row, "levels": row.levels(), "level": level, "is_open": is_open, "toggled": toggled}
            if is_open and not row.is_leaf:
                yield from walk(row.path, level + 1)
        rest = rows[ROWS_SHOWN:]
        if rest:
            yield {"rest_count": len(rest), "level": level, "path": path}

    yield from walk(place.path, 0)


def _past_version(request: HttpRequest, directive: Directive) -> int | None:
    """The number of the past version that is asked for."""
    number = whole(request.GET.get("version", ""))
    return number if 0 < number < directive.version_number else None


NOBODY = UUID(int=0)


def _missing(request: HttpRequest, place: Place, level: str, count: int) -> dict[str, Any]:
    """Who is missing, with the addresses of what may be done; each route is reversed once, not for every row."""
    shows_all = request.GET.get("missing") == "all"
    start, size = (start_of(request), MISSING_PAGE) if shows_all else (0, MISSING_SHOWN)
    rows = queries.missing_with_people(place.directive, place.path, level, place.today, start=start, limit=size)
    paper = reverse("directives:acknowledge_on_behalf", args=[NOBODY])
    people = reverse("organisations:people", args=[NOBODY])
    for row in rows:
        row.paper_url = paper.replace(str(NOBODY), str(row.public_id))
        row.people_url = people.replace(str(NOBODY), str(row.unit_key))
    pages = pages_of(start, size, count) if shows_all else None
    return {"missing": rows, "missing_count": count, "pages": pages, "has_more": not shows_all and count > len(rows)}


def _members(place: Place) -> queries.MemberCoverage | None:
    """How many members of the branch have read; asked only where members were told."""
    has_members = getattr(place.directive, "has_members", True)
    return queries.member_coverage(place.directive, place.path) if has_members else None


@require_GET
@login_required
def coverage(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The proof tree of a branch; the branch, the open rows and the filters are in the address."""
    place = Place(request, directive_id)
    level = request.GET.get("level", "acknowledged")
    level = level if level in LEVELS else "acknowledged"
    is_now, only_missing = request.GET.get("tree") == "now", request.GET.get("only") == "missing"
    opened = _open_paths(request, place)
    past = _past_version(request, place.directive)
    is_now = is_now and not past
    day = place.today if is_now else None
    paths = [place.path, *opened, *place.other_paths()]
    below = queries.branches(place.directive, paths, on=day, named=place.named(), past=past)
    row = queries.totals(place.directive, place.path) if is_now else queries.summed(place.path, below[place.path])
    levels = row.levels()
    has_signed = not past and getattr(place.directive, "has_sign_offs", True)
    signed = queries.sign_offs_of(place.directive, place.path) if has_signed else {}
    later = queries.later_count(place.directive, place.path)
    may_add = rules.may_manage_directive(place.scope, place.directive)
    minutes = place.directive.minutes.select_related("docx", "pdf", "unit").defer("figures").order_by("-at")
    return render(
        request,
        "directives/coverage.html",
        {
            "directive": place.directive,
            "path": place.path,
            "chain": place.chain(below[""]),
            "other_roots": place.other_roots(below),
            "row": row,
            "levels": levels,
            "tree": list(_tree(place, below, opened, only_missing=only_missing)),
            "is_now": is_now,
            "only_missing": only_missing,
            "level": level,
            "minutes": list(minutes[:5]) if getattr(place.directive, "has_minutes", True) else [],
            "may_add": may_add,
            "newcomer_count": place.directive.newcomer_count if may_add else 0,
            "later_count": later,
            "frozen_count": row.total - later,
            "past": past,
            "members": _members(place) if not past else None,
            "signed": signed,
            "signable": [] if past or is_now else queries.signable(row, signed),
            "understood": None if past else queries.understood(place.directive, place.path, row.total),
            "versions": queries.versions_of(place.directive, place.path) if place.directive.version_number > 1 else [],
            **_missing(request, place, level, row.total - getattr(row, level)),
        },
    )


@require_POST
@login_required
@idempotent
def remind(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Remind one recipient, everyone of the branch who is missing at a level, or those of them right below one unit."""
    place = Place(request, directive_id)
    level = request.POST.get("level", "acknowledged")
    if level not in LEVELS:
        raise Directive.DoesNotExist
    rows = queries.missing(place.directive, place.path, level, limit=100_000)
    if request.POST.get("recipient"):
        rows = [row for row in rows if str(row.public_id) == request.POST["recipient"]]
    if request.POST.get("parent"):
        rows = [row for row in rows if timetree.parent_of(row.path) == request.POST["parent"]]
    count = actions.remind(directive=place.directive, recipients=rows, by=request.user, at=clock.now())
    if count:
        text = ngettext(
            "Đã nhắc %(n)d đơn vị. Ngoài giờ thì thư chờ đến sáng.",
            "Đã nhắc %(n)d đơn vị. Ngoài giờ thì thư chờ đến sáng.",
            count,
        )
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("Không có đơn vị nào để nhắc: đã nhắc trong hôm nay, hoặc chưa có người phụ trách."))
    if request.POST.get("back") == "chase":
        return redirect(f"{reverse('directives:chase', args=[directive_id])}?path={place.path}")
    return redirect(f"{request.path.removesuffix('remind/')}?path={place.path}&level={level}")


@require_GET
@login_required
def export_coverage(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The branch as a spreadsheet, with a sheet that says what the figures mean."""
    place = Place(request, directive_id)
    rows = Recipient.objects.filter(directive=place.directive, path__gte=place.path, path__lt=place.path[:-1] + "0")
    rows = rows.select_related("unit").prefetch_related("acknowledgements").order_by("path")
    row, later = queries.totals(place.directive, place.path), queries.later_count(place.directive, place.path)
    headers = [
        _("Mã"),
        _("Đơn vị"),
        _("Hạn"),
        _("Đã chuyển"),
        _("Đã mở"),
        _("Đã xác nhận"),
        _("Cách xác nhận"),
        _("Sức nặng"),
        _("Đã thực hiện"),
    ]
    moment = clock.now()
    notes = [
        (_("Chỉ đạo"), place.directive.title),
        (_("Bản"), str(place.directive.version_number)),
        (_("Mẫu số"), f"{row.total - later}, {_('chốt ngày')} {place.directive.frozen_on:%d/%m/%Y}"),
        (_("Thêm sau ngày chốt"), str(later)),
        *((level.label, f"{level.count}/{level.total}") for level in row.levels()),
        (_("Lúc lấy số liệu"), f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"),
        (_("Nguồn"), "Cầu Nối"),
        *((str(weight), str(text)) for weight, text in rules.WEIGHT_MEANINGS.items()),
    ]
    data = write_table(_("Độ phủ"), headers, (_export_row(item) for item in rows.iterator(chunk_size=2000)), notes)
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="do-phu-{place.today:%Y%m%d}.xlsx"'
    return response


def _export_row(row: Recipient) -> list[Any]:
    proof = row.acknowledgement
    way = [proof.get_channel_display(), proof.weight] if proof else [None, None]
    return [
        row.unit.code, row.unit_name, row.due_on, row.delivered_at, row.opened_at, row.acknowledged_at, *way, row.implemented_at,
    ]  # fmt: skip


@require_POST
@login_required
@idempotent
def make_minutes(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Draw up the minutes of the branch as it stands now."""
    place = Place(request, directive_id)
    unit = Unit.objects.get(pk=int(place.path.strip("/").rsplit("/", maxsplit=1)[-1]))
    actions.make_minutes(directive=place.directive, unit=unit, path=place.path, by=request.user, at=clock.now())
    messages.success(request, _("Đã lập biên bản. Tải DOCX để sửa thể thức, PDF để in."))
    return redirect(f"{request.path.removesuffix('minutes/')}?path={place.path}")
