"""The proof of reach: four numerators over the frozen denominator, at any level; who is missing; reminders; exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.directives import actions, queries, rules
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock
from caunoi.kit.documents import write_table
from caunoi.kit.http.idempotency import idempotent
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import officers_of, scope_of

LEVELS = ("acknowledged", "opened", "delivered", "implemented")
ROWS_SHOWN, MISSING_SHOWN = 60, 30


class _Place:
    """The directive, and the branch of it that the person looks at and may see."""

    def __init__(self, request: HttpRequest, directive_id: UUID) -> None:
        self.today = clock.today()
        self.directive = queries.directive_for(request.user, directive_id, self.today)
        self.scope = scope_of(request.user, self.today)
        root = queries.coverage_root(self.directive, self.scope, self.today)
        if root is None:
            raise Directive.DoesNotExist
        self.root = root
        self.path = self._asked(request.POST.get("path") or request.GET.get("path") or root)

    def _asked(self, path: str) -> str:
        is_path = path.startswith("/") and path.endswith("/") and path.strip("/").replace("/", "").isdigit()
        if not is_path or not path.startswith(self.root):
            raise Directive.DoesNotExist
        return path

    def chain(self) -> list[tuple[str, Unit]]:
        """From the root that the person may see down to the branch."""
        ids = [int(part) for part in self.path.strip("/").split("/")]
        units = Unit.objects.in_bulk(ids)
        rows, path = [], "/"
        for pk in ids:
            path += f"{pk}/"
            if path.startswith(self.root) and pk in units:
                rows.append((path, units[pk]))
        return rows


def _open_paths(request: HttpRequest, place: _Place) -> set[str]:
    return {path for path in request.GET.getlist("open")[:12] if path.startswith(place.path)}


def _tree(request: HttpRequest, place: _Place, *, only_missing: bool, is_now: bool) -> Iterator[dict[str, Any]]:
    opened = _open_paths(request, place)

    def rows_of(path: str) -> list[queries.CoverageRow]:
        if is_now:
            return queries.children_now(place.directive, path, place.today)
        return queries.children(place.directive, path, only_missing=only_missing)

    def walk(path: str, level: int) -> Iterator[dict[str, Any]]:
        rows = rows_of(path)
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


@require_GET
@login_required
def coverage(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The proof tree of a branch; the branch, the open rows and the filters are in the address."""
    place = _Place(request, directive_id)
    level = request.GET.get("level", "acknowledged")
    level = level if level in LEVELS else "acknowledged"
    is_now = request.GET.get("tree") == "now"
    row = queries.totals(place.directive, place.path)
    missing = queries.missing(place.directive, place.path, level, limit=MISSING_SHOWN)
    above = {int(item.path.strip("/").split("/")[-2]) for item in missing if item.path.count("/") > 2}
    chasers = officers_of(above, place.today)
    people = officers_of([item.unit_id for item in missing], place.today)
    return render(
        request,
        "directives/coverage.html",
        {
            "directive": place.directive,
            "path": place.path,
            "chain": place.chain(),
            "row": row,
            "levels": row.levels(),
            "tree": list(_tree(request, place, only_missing=request.GET.get("only") == "missing", is_now=is_now)),
            "is_now": is_now,
            "only_missing": request.GET.get("only") == "missing",
            "missing": [
                {
                    "recipient": item,
                    "has_people": item.unit_id in people,
                    "chasers": chasers.get(int(item.path.strip("/").split("/")[-2]), [])[:2] if item.path.count("/") > 2 else [],
                }
                for item in missing
            ],
            "missing_count": {"acknowledged": row.total - row.acknowledged, "opened": row.total - row.opened,
                              "delivered": row.total - row.delivered, "implemented": row.total - row.implemented}[level],
            "level": level,
            "minutes": list(place.directive.minutes.select_related("docx", "pdf", "unit").order_by("-at")[:5]),
            "may_add": any(unit.pk == place.directive.issuer_id for unit in place.scope.own_units()),
        },
    )  # fmt: skip


@require_POST
@login_required
@idempotent
def remind(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Remind one recipient, or everyone of the branch who is missing at a level."""
    place = _Place(request, directive_id)
    level = request.POST.get("level", "acknowledged")
    if level not in LEVELS:
        raise Directive.DoesNotExist
    rows = queries.missing(place.directive, place.path, level, limit=100_000)
    if request.POST.get("recipient"):
        rows = [row for row in rows if str(row.public_id) == request.POST["recipient"]]
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
    return redirect(f"{request.path.removesuffix('remind/')}?path={place.path}&level={level}")


@require_GET
@login_required
def export_coverage(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The branch as a spreadsheet, with a sheet that says what the figures mean."""
    place = _Place(request, directive_id)
    rows = Recipient.objects.filter(directive=place.directive, path__gte=place.path, path__lt=place.path[:-1] + "0")
    rows = rows.select_related("unit", "acknowledgement").order_by("path")
    row = queries.totals(place.directive, place.path)
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
        (_("Mẫu số"), f"{row.total}, {_('chốt ngày')} {place.directive.frozen_on:%d/%m/%Y}"),
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
    proof = getattr(row, "acknowledgement", None)
    way = [proof.get_channel_display(), proof.weight] if proof else [None, None]
    return [
        row.unit.code, row.unit_name, row.due_on, row.delivered_at, row.opened_at, row.acknowledged_at, *way, row.implemented_at,
    ]  # fmt: skip


@require_POST
@login_required
@idempotent
def make_minutes(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Draw up the minutes of the branch as it stands now."""
    place = _Place(request, directive_id)
    unit = Unit.objects.get(pk=int(place.path.strip("/").rsplit("/", maxsplit=1)[-1]))
    actions.make_minutes(directive=place.directive, unit=unit, path=place.path, by=request.user, at=clock.now())
    messages.success(request, _("Đã lập biên bản. Tải DOCX để sửa thể thức, PDF để in."))
    return redirect(f"{request.path.removesuffix('minutes/')}?path={place.path}")
