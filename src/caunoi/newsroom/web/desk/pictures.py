"""Pictures: added by a unit's newsroom, and given to whoever may read what shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted_with_files
from caunoi.kit.ui.paging import pages_of, start_of
from caunoi.newsroom import actions, queries
from caunoi.newsroom.actions import PictureDraft
from caunoi.newsroom.models import Picture
from caunoi.newsroom.web.desk.forms import PictureForm
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import managed_unit_for, scope_asked

USUAL_WIDTH, WIDEST = 800, 4000
# A withdrawn article's pictures are gone for everybody within this time; until then a browser asks for none again.
FRESH_SECONDS = 300


def _added(request: HttpRequest, form: PictureForm, owner: Unit) -> Picture | None:
    """The picture, or None with what was wrong at its field."""
    values = form.cleaned_data
    draft = PictureDraft(values["file"].read(), values["file"].name, values["alt"], values["caption"], values["credit"])
    try:
        return actions.add_picture(owner=owner, draft=draft, by=request.user, at=clock.now())
    except FileProblem as problem:
        form.add_error("file", problem.message)
    except ValidationError as error:
        form.add_error(None, error)
    return None


@login_required
@idempotent
def desk_pictures(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Pictures of a unit; a new one. The editor asks with `part`, and gets the one row alone."""
    today = clock.today()
    owner = managed_unit_for(request.user, unit_id, today, scope_asked(request, today))
    data, files = posted_with_files(request)
    form = PictureForm(data, files, prefix="picture")
    is_part = bool(data and data.get("part"))
    if data is not None and form.is_valid():
        picture = _added(request, form, owner)
        if picture and is_part:
            context = {"row": queries.source_of(picture), "cover": ""}
            return render(request, "newsroom/desk/picture_row.html", context, status=201)
        if picture:
            messages.success(request, _("Đã thêm ảnh."))
            return redirect("newsroom:desk_pictures", unit_id=unit_id)
    wrong = data is not None
    if is_part:
        return render(request, "newsroom/desk/picture_errors.html", {"form": form}, status=422)
    start = start_of(request)
    rows = queries.pictures_of(owner)
    shown = rows.prefetch_related("renditions")[start : start + queries.OFFERED]
    context = {
        "owner": owner,
        "form": form,
        "is_wrong": wrong,
        "rows": [queries.source_of(row) for row in shown],
        "pages": pages_of(start, queries.OFFERED, rows.count()),
    }
    return render(request, "newsroom/desk/pictures.html", context, status=422 if wrong else 200)


@require_GET
def picture(request: HttpRequest, picture_id: UUID, width: int = USUAL_WIDTH) -> FileResponse:
    """A picture at the width nearest above the one asked for."""
    today = clock.today()
    found: Any = queries.picture_for(request.user, picture_id, today, scope_asked(request, today))
    response = store.response_for(queries.rendition_of(found, min(width, WIDEST)).file, inline=True)
    who = "public" if found.is_open else "private"
    response["Cache-Control"] = f"{who}, max-age={FRESH_SECONDS}"
    return response
