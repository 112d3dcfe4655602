"""The six methods of GeoReport v2, and discovery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from caunoi.accounts.actions import spend_allowance
from caunoi.accounts.models import Program
from caunoi.accounts.queries import program_of
from caunoi.channels.open311 import queries
from caunoi.channels.open311.web import answers
from caunoi.feedback.actions import CaseDraft, Received, receive_case
from caunoi.feedback.choices import Channel, Identity
from caunoi.feedback.models import Topic
from caunoi.feedback.queries import body_named
from caunoi.kit import clock, ids
from caunoi.kit.http.idempotency import key_of
from caunoi.kit.ui.given import posted
from caunoi.pure.receipts import shown

STATUSES = ("open", "closed")
View = Callable[..., HttpResponse]


class Refusal(Exception):  # noqa: N818 - an answer of the standard, not an error of ours
    """400, 403 or 404 with what to say."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(status)
        self.status = status
        self.descriptions = descriptions


def answering(view: View) -> View:
    """Answer refusals, what is missing and what an action refuses in the standard's own form."""

    @wraps(view)
    def answered(request: HttpRequest, *, form: str, **kwargs: Any) -> HttpResponse:
        try:
            _check_jurisdiction(request)
            return view(request, form=form, **kwargs)
        except Refusal as refusal:
            return answers.errors(form, refusal.status, refusal.descriptions)
        except ObjectDoesNotExist:
            return answers.errors(form, 404, [_("Không tìm thấy.")])
        except ValidationError as error:
            return answers.errors(form, 400, error.messages)

    return answered


def _check_jurisdiction(request: HttpRequest) -> None:
    given = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
    own = settings.CAUNOI.base_url.split("://")[-1].split("/")[0].split(":")[0]
    if given and given != own:
        raise Refusal(404, _("jurisdiction_id: ở đây chỉ có %s.") % own)


@require_GET
@answering
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """Where the endpoints are."""
    return answers.answer(form, "discovery", answers.discovery())


@require_GET
@answering
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """What may be written about."""
    return answers.answer(form, "services", [answers.service(topic) for topic in queries.services()])


@require_GET
@answering
def service(request: HttpRequest, *, code: str, form: str) -> HttpResponse:
    """What may be told of one of them."""
    return answers.answer(form, "service_definition", answers.definition(queries.service_of(code)))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@answering
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """Published cases, or a new one."""
    if request.method == "POST":
        return answers.answer(form, "service_requests", [_receive(request)], status=201)
    rows = queries.published(_wanted(request), clock.now())
    return answers.answer(form, "service_requests", [answers.request(row) for row in rows])


@require_GET
@answering
def request_by_id(request: HttpRequest, *, request_id: str, form: str) -> HttpResponse:
    """One published case; 404 for one that is not published, as for one that is not."""
    rows = queries.published(queries.Wanted(ids=[request_id]), clock.now())
    if not rows:
        raise Refusal(404, _("Không có việc đã công khai với mã này."))
    return answers.answer(form, "service_requests", [answers.request(rows[0])])


@require_GET
@answering
def token(request: HttpRequest, *, token: str, form: str) -> HttpResponse:
    """From a token to an id: they are the same here, since a case is made at once."""
    if not queries.is_known(token):
        raise Refusal(404, _("Không có mã này."))
    return answers.answer(form, "service_requests", [{"service_request_id": token, "token": token}])


def _several(request: HttpRequest, name: str) -> list[str]:
    return [part.strip() for part in request.GET.get(name, "")[:40_000].split(",") if part.strip()][: queries.MOST]


def _moment(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        day = parse_date(text)
        at = timezone.make_aware(datetime.combine(day, time())) if day else parse_datetime(text)
        at = at and timezone.localtime(at if timezone.is_aware(at) else timezone.make_aware(at))
    except (ValueError, OverflowError):
        at = None
    if at is None or not 1900 < at.year < 9000:
        raise Refusal(400, _("%s: ghi theo ISO 8601, có múi giờ.") % name)
    return at


def _wanted(request: HttpRequest) -> queries.Wanted:
    statuses = _several(request, "status")
    if any(status not in STATUSES for status in statuses):
        raise Refusal(400, _("status: chỉ nhận open, closed."))
    return queries.Wanted(
        ids=_several(request, "service_request_id"), service_codes=_several(request, "service_code"),
        statuses=statuses, start_at=_moment(request, "start_date"), end_at=_moment(request, "end_date"),
    )  # fmt: skip


def _program(given: Any) -> Program:
    program = program_of(given.get("api_key", ""))
    if program is None:
        raise Refusal(403, _("api_key: thiếu, sai hoặc đã bị thu hồi."))
    if not spend_allowance(program):
        raise Refusal(429, _("Đã gửi quá nhiều trong một giờ. Đợi ít phút rồi gửi lại."))
    return program


def _place(given: Any) -> str:
    """Where, as the standard lets one say it. Raises Refusal."""
    lat, long = given.get("lat", "").strip(), given.get("long", "").strip()
    if lat or long:
        try:
            is_on_earth = abs(float(lat)) <= 90 and abs(float(long)) <= 180
        except ValueError:
            is_on_earth = False
        if not is_on_earth:
            raise Refusal(400, _("lat, long: ghi theo độ, WGS 84."))
    words = [given.get("address_string", "").strip(), given.get("address_id", "").strip()]
    place = "; ".join(filter(None, [*words, f"{lat}, {long}" if lat else ""]))
    if not place:
        raise Refusal(400, _("Thiếu nơi xảy ra: gửi lat và long, hoặc address_string, hoặc address_id."))
    return place[:500]


def _topic(given: Any) -> Topic:
    code = given.get("service_code", "")
    if not code:
        raise Refusal(400, _("service_code: thiếu."))
    found = queries.services().filter(code=code).first()
    if found is None:
        raise Refusal(404, _("service_code: không có dịch vụ này."))
    return found


def _draft(request: HttpRequest, given: Any, program: Program) -> CaseDraft:
    """The words of the sender; a link to a picture is kept as a link, and never fetched (SAFETY T13)."""
    media = given.get("media_url", "").strip()[:500]
    text = "\n\n".join(filter(None, [given.get("description", "").strip(), media]))
    name = " ".join(filter(None, [given.get("last_name", "").strip(), given.get("first_name", "").strip()]))
    body = given.get(f"attribute[{answers.BODY}]", "").strip()
    key = key_of(request) or str(ids.new_id())
    return CaseDraft(
        text=text, channel=Channel.OPEN311, key=f"open311:{program.pk}:{key}", identity=Identity.HANDLER,
        topic=_topic(given), body=body_named(body, clock.today()) if body else None, place=_place(given),
        name=name[:200], contact=(given.get("phone", "").strip() or given.get("email", "").strip())[:200],
    )  # fmt: skip


def _receive(request: HttpRequest) -> answers.Row:
    given = posted(request)
    received = receive_case(draft=_draft(request, given, _program(given)), by=None, at=clock.now())
    return _receipt(received)


def _receipt(received: Received) -> answers.Row:
    """The id reads the case once it is published; the receipt, which alone opens it before, stands in the notice."""
    notice = _("Mã biên nhận: %(receipt)s. Giữ mã này để xem trả lời; nơi nhận không gửi lại được.")
    return {
        "service_request_id": str(received.case.public_id),
        "service_notice": notice % {"receipt": shown(received.receipt)},
        "account_id": "",
    }
