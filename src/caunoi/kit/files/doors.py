"""The doors of uploads in pieces; `static/kit/upload.js` uses them. The token travels in a header, never in an address."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit import clock
from caunoi.kit.files import uploads
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.files.models import Upload
from caunoi.kit.http.rate import Bucket

TOKEN, OFFSET = "Upload-Token", "Upload-Offset"
# For everybody together; the quota of a draft and the room for what is under way come on top.
STARTS = Bucket("uploads", per_hour=3000, burst=300)


def _problem(problem: FileProblem) -> JsonResponse:
    return JsonResponse({"code": problem.code, "message": problem.message}, status=422)


def _state(upload: Upload) -> JsonResponse:
    return JsonResponse(
        {"received": upload.received_bytes, "size": upload.size_bytes, "is_finished": upload.file_id is not None}
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 13 else -1


@require_POST
def upload_start(request: HttpRequest) -> JsonResponse:
    """Begin a file: `name`, `size`, and `draft`, the secret of the form. 201 with the token and the size of a piece."""
    if not request.POST:
        return _problem(FileProblem("EMPTY", _("Chọn tệp rồi gửi lại.")))
    busy = JsonResponse({"code": "BUSY", "message": _("Máy chủ đang nhận nhiều tệp.")}, status=503)
    busy["Retry-After"] = "30"
    if not STARTS.take():
        return busy
    try:
        token = uploads.start(
            name=request.POST.get("name", ""), size=_number(request.POST.get("size", "")),
            draft=request.POST.get("draft", ""), at=clock.now(),
        )  # fmt: skip
    except FileProblem as problem:
        return _problem(problem)
    except uploads.NoRoomError:
        return busy
    return JsonResponse({"token": token, "piece": uploads.PIECE_BYTES}, status=201)


@require_POST
def upload_piece(request: HttpRequest) -> JsonResponse:
    """Add the body at `Upload-Offset`; the last piece finishes the file. 409 says where the file stopped."""
    token, at = request.headers.get(TOKEN, ""), clock.now()
    try:
        upload = uploads.add_piece(token, request.body, offset=_number(request.headers.get(OFFSET, "")), at=at)
        if upload.received_bytes == upload.size_bytes:
            uploads.finish(token, at=at)
            upload.refresh_from_db()
    except uploads.WrongPlaceError as wrong:
        return JsonResponse({"received": wrong.received}, status=409)
    except FileProblem as problem:
        return _problem(problem)
    return _state(upload)


@require_GET
def upload_status(request: HttpRequest) -> JsonResponse:
    """How much is here, for whoever lost the line."""
    return _state(uploads.find(request.headers.get(TOKEN, ""), at=clock.now()))


@require_POST
def upload_discard(request: HttpRequest) -> JsonResponse:
    """Take the file out of the draft. The same answer whether it was there or not."""
    uploads.discard(request.headers.get(TOKEN, ""), at=clock.now())
    return JsonResponse({})
