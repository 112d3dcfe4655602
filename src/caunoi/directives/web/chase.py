"""The chase list of a branch: who is missing, whom to call, what was tried; the ladder that reminds by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directives import actions, queries, rules
from caunoi.directives.choices import RungAudience
from caunoi.directives.models import LadderRung, Recipient
from caunoi.directives.web.chase_forms import ContactForm, LadderForm
from caunoi.directives.web.issuing import managed_directive
from caunoi.directives.web.place import Place, path_above
from caunoi.kit import clock
from caunoi.kit.documents import write_table
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import officers_of, scope_asked

PAGE, NAMED = 60, 12
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@login_required
def chase(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Who still owes something, by the unit that chases them, with people, telephone and the next step."""
    place, start = Place(request, directive_id), start_of(request)
    counts = queries.parents_of(place.directive, place.path)
    groups = queries.chase_groups(place.directive, place.path, place.root, place.today, start=start, limit=PAGE)
    rows = [
        (group, [(line, rules.next_step(line, place.today)) for line in group.lines]) for group in groups
    ]  # fmt: skip
    asks_evidence = bool(queries.required_obligations(place.directive))
    context = {
        "directive": place.directive,
        "path": place.path,
        "chain": place.chain(queries.branches(place.directive, [place.path], named=place.named())[""]),
        "rows": rows,
        "total": sum(counts.values()),
        "level": "implemented" if asks_evidence else "acknowledged",
        "pages": pages_of(start, PAGE, sum(counts.values())),
        "may_manage": rules.may_manage_directive(place.scope, place.directive),
    }
    return render(request, "directives/chase.html", context)


def _people(people: list[Any]) -> str:
    return "; ".join(f"{person.full_name} {person.phone or ''}".strip() for person in people)


def _lines(groups: list[queries.ChaseGroup], today: date) -> Iterator[list[Any]]:
    for group in groups:
        for line in group.lines:
            row, contact = line.recipient, line.contact
            yield [
                group.unit.name if group.unit else "", _people(group.people), row.unit.code, row.unit_name,
                _people(line.people), row.due_on, row.opened_at, row.acknowledged_at, line.reminder_count,
                line.reminded_at, contact.at if contact else None,
                contact.get_outcome_display() if contact else "", contact.promised_on if contact else None,
                contact.note if contact else "", f"{line.lost.channel_label}: {line.lost.label}" if line.lost else "",
                rules.next_step(line, today).label,
            ]  # fmt: skip


@require_GET
@login_required
def export_chase(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """The same as a spreadsheet, all of the branch."""
    place = Place(request, directive_id)
    groups = queries.chase_groups(place.directive, place.path, place.root, place.today)
    headers = [
        _("Cấp đôn đốc"), _("Người đôn đốc"), _("Mã"), _("Đơn vị"), _("Người phụ trách"), _("Hạn"), _("Đã mở"),
        _("Đã xác nhận"), _("Số lần nhắc"), _("Nhắc gần nhất"), _("Liên hệ gần nhất"), _("Kết quả liên hệ"),
        _("Ngày hẹn"), _("Ghi chú"), _("Tin không tới"), _("Bước tiếp theo"),
    ]  # fmt: skip
    count = sum(len(group.lines) for group in groups)
    notes = [
        (_("Chỉ đạo"), place.directive.title),
        (_("Chưa xong"), f"{count}, {_('bản')} {place.directive.version_number}"),
        (_("Lúc lấy số liệu"), f"{timezone.localtime(clock.now()):%d/%m/%Y %H:%M}"),
        (_("Nguồn"), "Cầu Nối"),
        (_("Dữ liệu cá nhân"), _("Có tên và số điện thoại: chỉ dùng để đôn đốc việc này.")),
    ]
    data = write_table(_("Đôn đốc"), headers, _lines(groups, place.today), notes)
    response = HttpResponse(data, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="don-doc-{place.today:%Y%m%d}.xlsx"'
    return response


@login_required
@idempotent
def note_contact(request: HttpRequest, recipient_id: UUID) -> HttpResponse:
    """Note a call or a visit, and read the earlier ones."""
    today = clock.today()
    scope = scope_asked(request, today)
    recipient = queries.recipient_for(request.user, recipient_id, today, scope)
    if not queries.manages(scope, recipient):  # the unit itself does not read what is noted about it
        raise Recipient.DoesNotExist
    directive = recipient.directive
    form = ContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        draft = actions.ContactDraft(**form.cleaned_data)
        try:
            actions.note_contact(recipient=recipient, draft=draft, by=request.user, at=clock.now())
            messages.success(request, _("Đã ghi lần liên hệ với %(unit)s.") % {"unit": recipient.unit_name})
            address = reverse("directives:chase", args=[directive.public_id])
            return redirect(f"{address}?{urlencode({'path': path_above(scope, recipient)})}")
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "recipient": recipient,
        "directive": directive,
        "people": officers_of([recipient.unit_id], today).get(recipient.unit_id, []),
        "contacts": queries.contacts_of(recipient),
        "fates": queries.fates_for(recipient),
        "returned": recipient.returned_deliveries.filter(version_number=recipient.version_number).order_by("pk"),
    }
    return render(request, "directives/note_contact.html", context, status=422 if form.errors else 200)


def _above(place_counts: dict[str, int]) -> list[tuple[str, int]]:
    """Names of the units that chase, with how many each, the most first."""
    most = sorted(place_counts.items(), key=lambda item: -item[1])[:NAMED]
    names = Unit.objects.in_bulk([int(path.rstrip("/").rpartition("/")[2]) for path, _n in most if path != "/"])
    return [(names[pk].name, n) for path, n in most if (pk := int(path.strip("/").rpartition("/")[2] or 0)) in names]


def _unsaved(draft: actions.LadderDraft, today: date) -> list[LadderRung]:
    return [
        LadderRung(
            kind=kind, days=days, audience=audience, since_on=today, is_in_working_days=draft.is_in_working_days
        )
        for kind, days, audience in draft.rungs()
    ]  # fmt: skip


@login_required
@idempotent
def ladder(request: HttpRequest, directive_id: UUID) -> HttpResponse:
    """Who will be told when, before anything is saved; then the ladder itself."""
    found, today = managed_directive(request, directive_id), clock.today()
    data, saved = posted(request), queries.rungs_of(found)
    form = LadderForm(data, initial=LadderForm.initial_of(saved, is_on=found.has_ladder or not saved))
    rungs = saved or _unsaved(actions.LadderDraft(), today)
    if data is not None and form.is_valid():
        draft = form.draft()
        rungs = _unsaved(draft, today)
        if data.get("deed") == "save":
            try:
                actions.set_ladder(directive=found, draft=draft, by=request.user, at=clock.now())
                messages.success(request, _("Đã lưu nấc nhắc.") if draft.is_on else _("Đã tắt nhắc tự động."))
                return redirect("directives:ladder", directive_id=directive_id)
            except ValidationError as error:
                form.add_error(None, error)
    silent = queries.silent_units(found, today)
    context = {
        "form": form,
        "directive": found,
        "parts": queries.ladder_of(found, rungs, silent, today),
        "is_preview": rungs is not saved,
        "silent_count": len(silent),
        "above": _above(queries.parents_of(found, "/")) if any(r.audience == RungAudience.ABOVE for r in rungs) else [],
    }
    return render(request, "directives/ladder.html", context, status=422 if form.errors else 200)
