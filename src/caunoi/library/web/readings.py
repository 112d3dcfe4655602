"""Files on their way into the library, and the screen where a person confirms each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caunoi.kit import clock
from caunoi.kit.files.checks import FileProblem, refuse_large
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import is_wrong, posted
from caunoi.library import actions, queries, rules
from caunoi.library.choices import ReadingState, tier_of
from caunoi.library.models import Document, DocumentReading
from caunoi.library.web.forms import DocumentForm, FilesForm, ObligationRows, RelationRows, confirmed
from caunoi.library.web.remarks import remarks_about
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import scope_asked
from caunoi.pure.citing import part_before

AROUND = 160
FILES_MOST = 30
SURE = 0.85


@dataclass(frozen=True)
class Source:
    """Where a value was read: the words around it, and how sure the machine is."""

    before: str
    words: str
    after: str
    tone: str
    label: str


def _owner(request: HttpRequest) -> Unit:
    scope = scope_asked(request, clock.today())
    if not rules.may_bring_document(scope):
        raise Unit.DoesNotExist
    return scope.own_units(rules.BRINGING)[0]


@login_required
@idempotent
def readings(request: HttpRequest) -> HttpResponse:
    """Bring files in, and see how far each is."""
    owner = _owner(request)
    form = FilesForm(posted(request))
    if request.method == "POST":
        files = request.FILES.getlist("files")
        started = 0
        for upload in files[:FILES_MOST]:
            try:
                refuse_large(upload.size or 0)
                actions.start_reading(
                    data=upload.read(), filename=upload.name or "", owner=owner, by=request.user, at=clock.now()
                )
                started += 1
            except FileProblem as problem:
                form.add_error("files", f"{upload.name}: {problem.message}")
        if not files:
            form.add_error("files", _("Chọn ít nhất một tệp."))
        if len(files) > FILES_MOST:
            text = _("Mỗi lần tới %(most)d tệp. Gửi tiếp từ tệp %(name)s.")
            form.add_error("files", text % {"most": FILES_MOST, "name": files[FILES_MOST].name})
        if not form.errors:
            return redirect("library:readings")
        if started:
            text = ngettext("Đã nhận %(n)d tệp khác.", "Đã nhận %(n)d tệp khác.", started)
            messages.info(request, text % {"n": started})
    rows = list(queries.readings_of(request.user, scope_asked(request, clock.today()))[:50])
    is_waiting = any(row.state in {ReadingState.QUEUED, ReadingState.READING} for row in rows)
    context = {"form": form, "readings": rows, "is_waiting": is_waiting, "missing_tools": actions_missing()}
    context["may_import"] = rules.may_keep_shelves(scope_asked(request, clock.today()))
    return render(request, "library/readings.html", context, status=422 if form.errors else 200)


def actions_missing() -> str:
    """What this machine lacks for reading scans."""
    return " ".join(actions.extraction.missing_tools())


def _sources(reading: DocumentReading) -> dict[str, Source]:
    found, text = reading.found, reading.text
    sources = {}
    for field, name in (("symbol", "symbol"), ("type_name", "type"), ("issuer", "issuer"), ("issued_on", "issued_on"),
                        ("signer", "signer"), ("title", "title"), ("period_from_year", "period")):  # fmt: skip
        sure = found.get("confidence", {}).get(name)
        span = found.get("spans", {}).get(name)
        if sure is None or not span:
            sources[field] = Source("", "", "", "", _("không thấy trong tệp"))
            continue
        start, end = span
        tone, label = ("ok", _("khá chắc")) if sure >= SURE else ("warn", _("nên xem lại"))
        sources[field] = Source(
            text[max(0, start - AROUND // 2) : start],
            text[start : min(end, start + 300)],
            text[end : end + AROUND // 2],
            tone,
            label,
        )
    return sources


def _initial(reading: DocumentReading) -> dict[str, Any]:
    found = reading.found
    years = [int(year) for year in (found.get("period") or "").split("-") if year.isdigit()]
    return {
        **{name: found.get(name) or "" for name in ("symbol", "issuer", "signer", "title")},
        "type_name": found.get("type") or "",
        **{name: found.get(name) for name in ("issued_on", "effective_on", "expires_on", "areas")},
        "tier": found.get("tier") or tier_of(found.get("issuer") or ""),
        "period_from_year": years[0] if years else None,
        "period_to_year": years[-1] if years else None,
        "is_public": found.get("is_public", True),
    }


def _part(reading: DocumentReading, row: dict[str, Any]) -> str:
    """Which articles or clauses of the cited document the words before it name."""
    start = row["span"][0] if row.get("span") else 0
    return part_before(reading.text[max(0, start - AROUND * 2) : start])


def _row_initials(reading: DocumentReading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    relations = [
        {
            "keep": True,
            "kind": row["relation"],
            "symbol": row["symbol"],
            "text": " ".join(filter(None, [row["type"], row["symbol"], row["issuer"] and f"({row['issuer']})"])),
            "issued_on": row["issued_on"] or "",
            "part": _part(reading, row),
        }
        for row in reading.found.get("citations", [])
    ]
    obligations = [
        {"keep": True, "actor": row["actor"], "action": row["action"], "deadline_text": row["deadline"] or ""}
        for row in reading.found.get("obligations", [])
    ]
    return relations, obligations


def _take_in(
    request: HttpRequest, found: DocumentReading, form: Any, relations: Any, obligations: Any
) -> HttpResponse | None:
    """Put it into the library, as a document or as a version of the one that is there; None when the form says why not."""
    today = clock.today()
    scope = scope_asked(request, today)
    visible = queries.documents_visible_to(request.user, today, scope)
    said = (form.cleaned_data[name] for name in ("symbol", "issued_on", "issuer"))
    twin = queries.same_document(visible, *said)
    if twin and request.POST.get("deed") == "version":
        twin = queries.document_for(request.user, twin.public_id, today, scope)
        if not rules.may_mend_document(scope, twin, twin.owner_path):
            form.add_error(
                None, _("Văn bản đó do đơn vị khác giữ. Báo đơn vị ấy thêm bản mới, hoặc tạo văn bản riêng.")
            )
            return None
        actions.add_version(
            document=twin,
            text=found.text,
            file=found.file,
            pages_count=found.pages_count,
            by=request.user,
            at=clock.now(),
        )
        actions.discard_reading(reading=found, by=request.user, at=clock.now())
        return redirect("library:document", document_id=twin.public_id)
    if twin and request.POST.get("deed") != "separate":
        context = _context(found, form, relations, obligations) | {"twin": twin}
        return render(request, "library/reading.html", context, status=409)
    try:
        document = actions.confirm_reading(
            reading=found,
            values=confirmed(form, relations, obligations),
            owner=found.owner,
            by=request.user,
            at=clock.now(),
        )
    except ValidationError as error:
        if found.state == ReadingState.CONFIRMED:
            return redirect("library:reading", reading_id=found.public_id)
        form.add_error(None, error)
    else:
        messages.success(request, _("Đã đưa vào thư viện."))
        return redirect("library:document", document_id=document.public_id)
    return None


@login_required
@idempotent
def reading(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Progress while it is read; then each line with its source, to confirm or correct. Nothing is saved before."""
    scope = scope_asked(request, clock.today())
    found = queries.reading_for(request.user, reading_id, clock.today(), scope)
    if found.document:
        return redirect("library:document", document_id=found.document.public_id)
    if found.state != ReadingState.READY:
        return render(request, "library/reading_wait.html", {"reading": found})
    data = posted(request)
    relation_rows, obligation_rows = _row_initials(found)
    form = DocumentForm(data, initial=_initial(found))
    relations = RelationRows(data, prefix="relation", initial=relation_rows)
    obligations = ObligationRows(data, prefix="duty", initial=obligation_rows)
    if data is not None and all([form.is_valid(), relations.is_valid(), obligations.is_valid()]):
        answer = _take_in(request, found, form, relations, obligations)
        if answer:
            return answer
    context = _context(found, form, relations, obligations)
    symbol, issuer = (str(form[name].value() or "") for name in ("symbol", "issuer"))
    context["namesakes"] = queries.namesakes(request.user, symbol, issuer, clock.today(), scope)
    return render(request, "library/reading.html", context, status=422 if context["is_wrong"] else 200)


def _context(found: DocumentReading, form: Any, relations: Any, obligations: Any) -> dict[str, Any]:
    sources = _sources(found)
    return {
        "reading": found,
        "form": form,
        "rows": [(field, sources.get(field.name)) for field in form],
        "relations": relations,
        "obligations": obligations,
        "text": found.text[:40_000],
        "remarks": remarks_about(found),
        "is_wrong": is_wrong(form, relations, obligations),
    }


@require_POST
@login_required
@idempotent
def discard_reading(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Drop it."""
    found = queries.reading_for(request.user, reading_id, clock.today(), scope_asked(request, clock.today()))
    actions.discard_reading(reading=found, by=request.user, at=clock.now())
    messages.success(request, _("Đã bỏ tệp."))
    return redirect("library:readings")


@login_required
@idempotent
def mend_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Correct what is said of a document."""
    today = clock.today()
    scope = scope_asked(request, today)
    found = queries.document_for(request.user, document_id, today, scope)
    if not rules.may_mend_document(scope, found, found.owner_path):
        raise Document.DoesNotExist
    data = posted(request)
    initial = {name: getattr(found, name) for name in DocumentForm.base_fields if hasattr(found, name)}
    form = DocumentForm(data, initial=initial | {"areas": list(found.areas.values_list("area", flat=True))})
    relation_rows = [
        {
            "keep": True,
            "kind": row.kind,
            "symbol": row.target_symbol,
            "text": row.target_text,
            "part": row.target_part,
            "issued_on": row.target_issued_on or "",
        }
        for row in found.relations_out.order_by("id")
    ]
    duties = [
        {"keep": True, "actor": row.actor, "action": row.action, "deadline_text": row.deadline_text}
        for row in found.obligations.order_by("position")
    ]
    relations = RelationRows(data, prefix="relation", initial=relation_rows)
    obligations = ObligationRows(data, prefix="duty", initial=duties)
    if data is not None and all([form.is_valid(), relations.is_valid(), obligations.is_valid()]):
        try:
            values = confirmed(form, relations, obligations)
            actions.mend_document(document=found, values=values, by=request.user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Đã sửa."))
            return redirect("library:document", document_id=document_id)
    context = {
        "form": form,
        "rows": [(field, None) for field in form],
        "relations": relations,
        "obligations": obligations,
        "is_wrong": is_wrong(form, relations, obligations),
    }
    return render(
        request,
        "library/mend_document.html",
        context | {"document": found},
        status=422 if context["is_wrong"] else 200,
    )
