"""Many files at once: the form, how far the work is, and what became of each item."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.documents import write_csv
from caunoi.kit.files.checks import UNPACKED_MOST, FileProblem, refuse_large
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import asked, posted
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.library import actions, queries, rules
from caunoi.library.actions import ImportDraft
from caunoi.library.choices import BatchState, Tier
from caunoi.library.models import Document, ImportBatch
from caunoi.library.web.forms import ManyFilesInput
from caunoi.organisations.queries import Scope, scope_asked

ROWS, BATCHES, FILES_MOST = 50, 50, 200
TONES = {"TAKEN": "ok", "READY": "info", "DUPLICATE": "hold", "FAILED": "bad", "WAITING": ""}
ICONS = {"TAKEN": "check", "READY": "eye", "DUPLICATE": "copy", "FAILED": "circle-x", "WAITING": "hourglass"}


class ImportForm(forms.Form):
    """What is brought in, and what holds where nothing else says it."""

    files = forms.FileField(
        label=_("Gói văn bản"),
        help_text=_(
            "Một tệp ZIP; hoặc nhiều tệp PDF, DOCX, TXT, ảnh; gói edXML; bảng tính XLSX, CSV ghi số ký hiệu, loại, cơ quan, "
            "ngày, trích yếu, tên tệp; trang thủ tục HTML. Mỗi tệp tới 20 MB."
        ),
        widget=ManyFilesInput(attrs={"multiple": True}),
        required=False,
    )
    tier = forms.ChoiceField(
        label=_("Cấp ban hành, khi bảng không ghi"),
        choices=[("", _("Theo cơ quan ban hành")), *Tier.choices],
        required=False,
    )
    is_public = forms.BooleanField(label=_("Ai cũng đọc được"), required=False, initial=True)
    takes_sure = forms.BooleanField(
        label=_("Đưa thẳng vào thư viện khi máy đọc chắc số, loại, cơ quan, ngày"),
        help_text=_(
            "Không chọn thì từng văn bản chờ người xác nhận. Văn bản có đủ thông tin trong bảng luôn vào thẳng."
        ),
        required=False,
    )


def _refuse_large(files: list[UploadedFile], most: int) -> None:
    """Raises FileProblem, before anything of the files is in memory."""
    for file in files:
        refuse_large(file.size or 0, most)


def _batch(files: list[UploadedFile], form: ImportForm, scope: Scope, request: HttpRequest) -> ImportBatch:
    """Start the import. Raises FileProblem."""
    if not files:
        raise FileProblem("EMPTY", gettext("Chọn ít nhất một tệp."))
    if len(files) > FILES_MOST:
        text = gettext("Mỗi lần tới %(most)d tệp. Nén thành một tệp ZIP rồi gửi.")
        raise FileProblem("COUNT", text % {"most": FILES_MOST})
    values = form.cleaned_data
    draft = ImportDraft(values["tier"], values["is_public"], values["takes_sure"])
    name = files[0].name or ""
    rest = len(files) - 1
    called = (
        name
        if not rest
        else ngettext("%(name)s và %(n)d tệp nữa", "%(name)s và %(n)d tệp nữa", rest) % {"name": name[:120], "n": rest}
    )
    container = None
    if len(files) == 1 and name.lower().endswith(".zip"):
        # An archive holds many; one that is larger than what it may unpack to is refused by its size alone.
        _refuse_large(files, UNPACKED_MOST)
        container = (name, files[0].read())
        found = actions.incoming_of(container[1], name)
    else:
        _refuse_large(files, settings.CAUNOI.max_upload_bytes)
        found = actions.together([(file.name or "", file.read()) for file in files])
    return actions.start_import(
        name=called, found=found, draft=draft, owner=scope.own_units(rules.KEEPING)[0], by=request.user,
        at=clock.now(), container=container,
    )  # fmt: skip


@login_required
@idempotent
def imports(request: HttpRequest) -> HttpResponse:
    """Bring many files in at once, and see earlier imports."""
    scope = scope_asked(request, clock.today())
    if not rules.may_keep_shelves(scope):
        raise ImportBatch.DoesNotExist
    form = ImportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            batch = _batch(request.FILES.getlist("files"), form, scope, request)
        except FileProblem as problem:
            form.add_error("files", problem.message)
        else:
            return redirect("library:import_batch", batch_id=batch.public_id)
    batches = list(queries.imports_of(request.user, scope)[:BATCHES])
    context = {"form": form, "batches": batches}
    return render(request, "library/imports.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, batch_id: UUID) -> tuple[ImportBatch, QuerySet[Document]]:
    """The batch, and the documents that the person may read."""
    today = clock.today()
    scope = scope_asked(request, today)
    if not rules.may_keep_shelves(scope):
        raise ImportBatch.DoesNotExist
    found = queries.import_for(request.user, batch_id, today, scope)
    return found, queries.documents_visible_to(request.user, today, scope)


@require_GET
@login_required
def import_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far it is, and what became of each item: which file or row, and why."""
    batch, visible = _found(request, batch_id)
    state, start = asked(request, "state"), start_of(request)
    rows = queries.items_in(batch, state, visible)
    counts = queries.counts_of(batch)
    total = sum(count for value, _label, count in counts if not state or value == state)
    items = [(item, TONES[item.state], ICONS[item.state]) for item in rows[start : start + ROWS]]
    context = {
        "batch": batch,
        "is_running": batch.state in {BatchState.QUEUED, BatchState.RUNNING},
        "items": items,
        "counts": counts,
        "state": state,
        "pages": pages_of(start, ROWS, total),
    }
    return render(request, "library/import_batch.html", context)


@require_GET
@login_required
def export_import(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The report as a file."""
    batch, visible = _found(request, batch_id)
    headers = [gettext("Tệp"), gettext("Dòng"), gettext("Kết quả"), gettext("Lý do"), gettext("Văn bản")]
    rows = [
        (item.path, item.row or "", item.get_state_display(), item.reason, str(item.document or item.procedure or ""))
        for item in queries.items_in(batch, "", visible)
    ]
    response = HttpResponse(write_csv(headers, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ket-qua-nhap.csv"'
    return response
