"""Send a case, read its thread. Every answer that is no success is a problem (RFC 9457)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Header, Router, Status
from pydantic import StringConstraints

from caunoi.accounts.actions import spend_allowance
from caunoi.accounts.models import Program
from caunoi.accounts.queries import program_of
from caunoi.feedback import queries
from caunoi.feedback.actions import CaseDraft, KeyConflictError, Received, receive_case
from caunoi.feedback.api.schemas import (
    AttachmentIn,
    BodyOut,
    CaseIn,
    CaseOut,
    ChallengeOut,
    MessageOut,
    ReceiptIn,
    ReplyOut,
    ThreadOut,
)
from caunoi.feedback.choices import Channel, EntryKind, Identity
from caunoi.feedback.models import Entry
from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.kit.files.checks import ATTACHMENTS, FileProblem
from caunoi.kit.http import proof
from caunoi.kit.http.problems import Problem, problem
from caunoi.kit.http.rate import Bucket
from caunoi.kit.models import StoredFile
from caunoi.pure.receipts import shown
from caunoi.pure.vietnamese import normalise

router = Router(tags=["feedback"])
Key = Annotated[str, StringConstraints(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_.:-]+$")]
UNKNOWN_FILES = Bucket("api:files", per_hour=1200, burst=200)
REFUSALS = {400: Problem, 401: Problem, 413: Problem, 422: Problem, 429: Problem, 503: Problem}


def _taken(files: list[AttachmentIn], at: datetime) -> tuple[StoredFile, ...]:
    """Checked, stripped and kept. Raises ValidationError naming the file that is refused."""
    kept: list[StoredFile] = []
    for number, given in enumerate(files):
        field = f"attachments[{number}]"
        try:
            data = base64.b64decode(given.content_base64, validate=True)
            kept.append(store.take_in(data, filename=given.name, by=None, at=at, allowed=ATTACHMENTS)[0])
        except (binascii.Error, ValueError) as error:
            _drop(kept)
            raise ValidationError({field: _("Nội dung tệp không phải base 64.")}) from error
        except FileProblem as refused:
            _drop(kept)
            raise ValidationError({field: refused.message}) from refused
    return tuple(kept)


def _drop(files: Any) -> None:
    """Forget files that became part of nothing."""
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()


def _draft(given: CaseIn, key: str, at: datetime) -> CaseDraft:
    on = timezone.localtime(at).date()
    return CaseDraft(
        text=normalise(given.text), channel=Channel.API, key=key, identity=Identity[given.identity.upper()],
        body=queries.body_named(given.body, on) if given.body else None,
        topic=queries.topic_named(given.procedure) if given.procedure else None,
        name=normalise(given.name), contact=normalise(given.contact), files=_taken(given.attachments, at),
    )  # fmt: skip


def _received(draft: CaseDraft, program: Program | None, solution: str, at: datetime) -> Received:
    if program is not None or not solution:
        return receive_case(draft=replace(draft, is_screened=program is not None), by=None, at=at)
    with transaction.atomic():  # a solution is used up by the deed, or not at all
        return receive_case(draft=replace(draft, is_screened=proof.is_solved(solution)), by=None, at=at)


@router.post(
    "/cases",
    response={201: CaseOut, 200: CaseOut, **REFUSALS},
    url_name="create_case",
    summary="Send a case",
    openapi_extra={"responses": {200: {"description": "The same key and content again: the same case and receipt"}}},
)
def create_case(
    request: HttpRequest,
    given: Body[CaseIn],
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key", description="A random UUID, once for each case")],
    api_key: Annotated[str, Header(alias="X-Api-Key", description="Of a known program (`caunoi program`)")] = "",
    solution: Annotated[str, Header(alias="X-Proof", description="A solved challenge of this address, base 64")] = "",
) -> Any:
    """201 with a receipt, 200 when the same key and content came before, 422 when the key came with another content.

    A case for which neither a known program nor a solved challenge vouches waits for a person to look (SCREENING).
    """
    at = clock.now()
    program = program_of(api_key)
    if api_key and program is None:
        return problem(401, _("Khóa của phần mềm không đúng hoặc đã bị thu hồi."))
    if not _is_allowed(program, has_files=bool(given.attachments)):
        return problem(429, _("Đã gửi quá nhiều trong một giờ. Đợi ít phút rồi gửi lại."), Retry_After="60")
    draft = _draft(given, f"api:{program.pk if program else '-'}:{idempotency_key}", at)
    received = None
    try:
        received = _received(draft, program, solution, at)
    except KeyConflictError as conflict:
        return problem(422, _("Khóa đã dùng"), [("Idempotency-Key", text) for text in conflict.messages])
    finally:
        if received is None or not received.is_new:
            _drop(draft.files)
    return Status(201 if received.is_new else 200, _receipt(received))


def _is_allowed(program: Program | None, *, has_files: bool) -> bool:
    """A program has its allowance; files for which nobody vouches have one for all together."""
    if program is not None:
        return spend_allowance(program)
    return not has_files or UNKNOWN_FILES.take()


def _receipt(received: Received) -> CaseOut:
    case = received.case
    body = BodyOut(code=case.body.code, name=case.body.name) if case.body else None
    return CaseOut(
        id=case.public_id, receipt=shown(received.receipt), body=body, due_at=queries.promised_due(case),
        state=case.state,
    )  # fmt: skip


def _message(entry: Entry) -> MessageOut:
    reply = None
    if entry.kind == EntryKind.REPLY:
        basis = [citation.label for citation in entry.citations.all()]
        reply = ReplyOut(
            outcome=entry.outcome, done=entry.done, done_by=entry.done_by, done_on=entry.done_on,
            next_step=entry.next_step, legal_basis=basis,
        )  # fmt: skip
    unit = entry.unit.name if entry.unit and not entry.follower_id else None
    return MessageOut(kind=entry.kind, at=entry.at, unit=unit, text=entry.text, reply=reply)


@router.post(
    "/thread", response={200: ThreadOut, 404: Problem, **REFUSALS}, url_name="open_thread", summary="Read a case"
)
def open_thread(request: HttpRequest, given: Body[ReceiptIn]) -> Any:
    """The thread that a receipt opens. A wrong, an unknown and an expired code get the same answer in the same time."""
    follower = queries.follower_for(given.receipt, clock.now())
    if follower is None:
        return problem(404, _("Không có việc nào mở bằng mã này."))
    thread = queries.thread_of(follower)
    return ThreadOut(state=thread.state, due_at=thread.due_at, messages=[_message(entry) for entry in thread.entries])


@router.get("/challenge", response=ChallengeOut, url_name="challenge", summary="A challenge to solve before sending")
def challenge(request: HttpRequest, response: HttpResponse) -> Any:
    """Solve it (ALTCHA 1, SHA-256) and send it with the case as `X-Proof`, so that the case need not wait."""
    response["Cache-Control"] = "no-store"
    return proof.challenge()
