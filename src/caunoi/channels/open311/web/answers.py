"""The two forms of an answer, XML and JSON, field by field as GeoReport v2 describes them (wiki.open311.org/GeoReport_v2)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.feedback.choices import DONE_STATES
from caunoi.feedback.models import Publication, Topic

Row = dict[str, Any]
# Moves when an address or a form of an answer changes: clients read discovery again when it does.
CHANGESET = "2026-11-24T00:00:00+07:00"
# XML 1.0 has no place for these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MEDIA = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
BODY = "body"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(UNWRITABLE.sub("", str(value)))


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inner = "".join(_element(key, part) for key, part in value.items())
    elif isinstance(value, list):
        inner = "".join(_element(SINGULAR[name], part) for part in value)
    else:
        inner = _text(value)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


SINGULAR = {
    "services": "service", "service_requests": "request", "attributes": "attribute", "values": "value",
    "errors": "error", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip


def answer(form: str, root: str, content: Row | list[Row], status: int = 200) -> HttpResponse:
    """The content under its root in XML, without one in JSON."""
    if form == "json":
        body = json.dumps(content, ensure_ascii=False)
    else:
        body = f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, content)}'
    return HttpResponse(body, status=status, content_type=MEDIA[form])


def errors(form: str, status: int, descriptions: Sequence[str]) -> HttpResponse:
    """400 what is missing or wrong, 403 no key, 404 no such thing."""
    return answer(form, "errors", [{"code": status, "description": text} for text in descriptions], status)


def moment(at: datetime | None) -> str:
    """ISO 8601 with the zone."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def discovery() -> Row:
    """Where what is, as Service Discovery asks (wiki.open311.org/Service_Discovery)."""
    base = settings.CAUNOI.base_url.rstrip("/")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2", "url": f"{base}/open311/v2", "changeset": CHANGESET,
        "type": "test" if settings.CAUNOI.is_sample else "production", "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    return {
        "changeset": CHANGESET,
        "contact": _("Viết cho %(address)s.") % {"address": settings.DEFAULT_FROM_EMAIL},
        "key_service": _("Người quản trị của %(site)s cấp khóa cho phần mềm.") % {"site": settings.SITE_NAME},
        "endpoints": [endpoint],
    }


def service(topic: Topic) -> Row:
    """A subject as a service."""
    return {
        "service_code": topic.code, "service_name": topic.name, "description": topic.name, "metadata": True,
        "type": "realtime", "keywords": ",".join(topic.words.split("\n")), "group": str(topic.get_area_display()),
    }  # fmt: skip


def definition(topic: Topic) -> Row:
    """What may be told besides: the body that it is about."""
    attribute = {
        "variable": True, "code": BODY, "datatype": "string", "required": False,
        "datatype_description": _("Mã hoặc tên đầy đủ của đơn vị."), "order": 1,
        "description": _("Cơ quan được nêu"), "values": [],
    }  # fmt: skip
    return {"service_code": topic.code, "attributes": [attribute]}


def request(row: Publication) -> Row:
    """A published case. Its place stays unsaid: with the day it could name who sent it."""
    is_closed = row.case.state in DONE_STATES
    received = timezone.make_aware(datetime.combine(row.received_on, time()))
    return {
        "service_request_id": str(row.case.public_id), "status": "closed" if is_closed else "open",
        "status_notes": row.answer, "service_name": row.topic.name if row.topic else "",
        "service_code": row.topic.code if row.topic else "", "description": row.question,
        "agency_responsible": row.unit.name, "service_notice": "", "requested_datetime": moment(received),
        "updated_datetime": moment(row.published_at), "expected_datetime": moment(row.case.due_at), "address": "",
        "address_id": "", "zipcode": "", "lat": None, "long": None, "media_url": "",
    }  # fmt: skip
