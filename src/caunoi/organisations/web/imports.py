"""Spreadsheets of units and members: file, columns, dry run, then the good rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caunoi.kit import clock
from caunoi.kit.documents import Table, read_table, write_csv
from caunoi.kit.files import store
from caunoi.kit.files.checks import SHEETS, FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.given import posted_with_files
from caunoi.organisations import actions, queries
from caunoi.organisations.models import Unit
from caunoi.organisations.web.forms import FileForm, MappingForm
from caunoi.pure.rosters import MEMBER_COLUMNS, UNIT_COLUMNS, Column, Outcome, guess_mapping

ERRORS_SHOWN = 50
SUBJECT = {"members": "organisations.roster", "units": "organisations.unit_list"}


def _take(request: HttpRequest, form: FileForm, subject: str) -> StoredFile | None:
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        read_table(data := upload.read(), upload.name)
        media = SHEETS | {"text/plain"}
        return store.take_in(
            data, filename=upload.name, by=request.user, at=clock.now(), subject=subject, allowed=media
        )[0]
    except FileProblem as problem:
        form.add_error("file", problem.message)
        return None


def _errors(outcome: Outcome) -> list[tuple[int, str, str, str]]:
    rows = []
    for error in outcome.errors:
        code, _sep, row = error.expected.partition(":")
        rows.append((error.row, error.column, error.value, queries.EXPECTED[code] % {"row": row}))
    return rows


def _download(outcome: Outcome) -> HttpResponse:
    headers = [_("Dòng"), _("Cột"), _("Giá trị"), _("Cần là")]
    response = HttpResponse(write_csv(headers, _errors(outcome)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="loi.csv"'
    return response


def _load(request: HttpRequest, file_id: UUID, subject: str) -> tuple[StoredFile, Table]:
    file = StoredFile.objects.get(public_id=file_id, subject=subject, created_by=request.user.pk)
    return file, read_table(store.read(file), file.name)


class _Step:
    """The page after the upload: columns, dry run, take."""

    def __init__(self, request: HttpRequest, table: Table, columns: tuple[Column, ...]) -> None:
        guess = {name: str(index) for name, index in guess_mapping(table.headers, columns).items()}
        given = request.POST if request.method == "POST" else None
        self.request = request
        self.form = MappingForm(given if given is not None else guess, headers=table.headers, columns=columns)
        self.table = table

    def run(self, take_in: Any, **facts: Any) -> Outcome | None:
        """A dry run, or the import when the person said so."""
        if not self.form.is_valid():
            return None
        deed = self.request.POST.get("deed", "")
        outcome: Outcome = take_in(
            table=self.table,
            mapping=self.form.mapping(),
            is_dry_run=deed != "take",
            takes_good=True,
            by=self.request.user,
            at=clock.now(),
            **facts,
        )
        return outcome

    def answer(self, outcome: Outcome | None, back: Any, **context: Any) -> HttpResponse:
        """Errors as a file, the way back when it is done, or the page."""
        if outcome and self.request.POST.get("deed") == "errors":
            return _download(outcome)
        if outcome and outcome.is_applied:
            text = _("Đã nhận %(good)d dòng (mới %(new)d, đổi %(changed)d). %(bad)d dòng lỗi không nhận.")
            numbers = {
                "good": outcome.good_count,
                "new": outcome.new_count,
                "changed": outcome.changed_count,
                "bad": outcome.bad_rows_count,
            }
            messages.success(self.request, text % numbers)
            return back
        errors = _errors(outcome)[:ERRORS_SHOWN] if outcome else []
        context |= {"form": self.form, "outcome": outcome, "errors": errors, "rows_count": len(self.table.rows)}
        context |= {"sample_rows": [row for _number, row in self.table.rows[:3]], "headers": self.table.headers}
        return render(self.request, "organisations/import_check.html", context, status=200 if outcome else 422)


@login_required
def import_members(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Choose the roster's file."""
    unit = queries.unit_for_roster(request.user, unit_id, clock.today(), queries.scope_asked(request, clock.today()))
    form = FileForm(*posted_with_files(request))
    if request.method == "POST" and (file := _take(request, form, f"{SUBJECT['members']}:{unit.pk}")):
        return redirect("organisations:confirm_members", unit_id=unit_id, file_id=file.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/import_file.html", {"form": form, "unit": unit}, status=status)


@login_required
@idempotent
def confirm_members(request: HttpRequest, unit_id: UUID, file_id: UUID) -> HttpResponse:
    """Columns, dry run, and the taking of the good rows."""
    unit = queries.unit_for_roster(request.user, unit_id, clock.today(), queries.scope_asked(request, clock.today()))
    _file, table = _load(request, file_id, f"{SUBJECT['members']}:{unit.pk}")
    step = _Step(request, table, MEMBER_COLUMNS)
    outcome = step.run(actions.import_members, unit=unit)
    return step.answer(outcome, redirect("organisations:members", unit_id=unit_id), unit=unit)


def _root(request: HttpRequest) -> Unit:
    """The highest unit that the person manages. Raises Unit.DoesNotExist for everyone else."""
    scope = queries.scope_asked(request, clock.today())
    posts = [post for post in scope.posts if post.role in queries.MANAGING]
    if not posts:
        raise Unit.DoesNotExist
    return min(posts, key=lambda post: len(post.path)).unit


@login_required
def import_units(request: HttpRequest) -> HttpResponse:
    """Choose the file of units."""
    root = _root(request)
    form = FileForm(*posted_with_files(request))
    if request.method == "POST" and (file := _take(request, form, f"{SUBJECT['units']}:{root.pk}")):
        return redirect("organisations:confirm_units", file_id=file.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/import_file.html", {"form": form, "root": root}, status=status)


@login_required
@idempotent
def confirm_units(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Columns, dry run, and the taking of the good rows; all come under the person's own unit."""
    root = _root(request)
    _file, table = _load(request, file_id, f"{SUBJECT['units']}:{root.pk}")
    step = _Step(request, table, UNIT_COLUMNS)
    outcome = step.run(actions.import_units, root=root, on=clock.today())
    return step.answer(outcome, redirect("organisations:units"), root=root)
