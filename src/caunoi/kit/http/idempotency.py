"""`Idempotency-Key`, as a header (programs) or a hidden field (forms): the same key again gives the same answer.

Source: IETF draft-ietf-httpapi-idempotency-key-header; the same key with another content is 422.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from caunoi.kit import clock
from caunoi.kit.http.errors import Trouble, page
from caunoi.kit.http.models import IdempotencyRecord

View = Callable[..., HttpResponse]
Shows = Callable[[HttpRequest], HttpResponse]
FIELD, HEADER = "idempotency_key", "Idempotency-Key"
VALID = re.compile(r"[\w.:-]{8,80}", re.ASCII)


def key_of(request: HttpRequest) -> str:
    """The key that the request carries, or an empty text."""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    return key if VALID.fullmatch(key) else ""


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in {FIELD, "csrfmiddlewaretoken"}:
            digest.update(f"\0{name}={values}".encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(f"\0{name}:{file.size}:".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _scope(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return f"{request.resolver_match.view_name if request.resolver_match else ''}:{getattr(user, 'pk', None) or '-'}"


def _again(request: HttpRequest, record: IdempotencyRecord, fingerprint: str, shows: Shows | None) -> HttpResponse:
    if record.fingerprint != fingerprint:
        trouble = Trouble(
            _("Biểu mẫu này đã được gửi với nội dung khác"),
            _("Cùng một biểu mẫu được gửi hai lần, hai nội dung khác nhau."),
            _("Lần gửi đầu vẫn được giữ. Lần này chưa ghi gì."),
            _("Mở lại trang biểu mẫu rồi gửi lại."),
        )
        return page(request, 422, trouble)
    if shows is not None:
        return shows(request)
    if record.location:
        return HttpResponseRedirect(record.location)
    trouble = Trouble(
        _("Việc này đã làm xong"),
        _("Biểu mẫu được gửi hai lần, thường do bấm hai lần."),
        _("Việc chỉ được làm một lần, ở lần gửi đầu."),
        _("Mở lại trang trước để xem kết quả."),
    )
    return page(request, record.status, trouble)


class _NotDoneError(Exception):
    """The view answered without an effect: roll its record back."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def idempotent(view: View) -> View:
    """Run a POST view at most once per key: its effect and the record of its answer are one transaction.

    An answer that is not a success or a redirect (a form with errors) leaves no record, so that the form can be mended
    and sent again. Requests without a key run as they are.
    """
    return _once(view, None)


def idempotent_showing(shows: Shows) -> Callable[[View], View]:
    """The same for a page that cannot be redirected to, because what opens it may not stand in an address: the view
    answers 201 with its page, and the same form again is answered by `shows`."""
    return lambda view: _once(view, shows)


def _once(view: View, shows: Shows | None) -> View:
    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = key_of(request)
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        scope, fingerprint = _scope(request), _fingerprint(request)
        known = IdempotencyRecord.objects.filter(key=key, scope=scope).first()
        if known:
            return _again(request, known, fingerprint, shows)
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(key=key, scope=scope, fingerprint=fingerprint, at=clock.now())
                response = view(request, *args, **kwargs)
                if response.status_code not in {201, 204, 302, 303}:
                    raise _NotDoneError(response)
                record.location, record.status = response.headers.get("Location", ""), response.status_code
                record.save(update_fields=["location", "status"])
                return response
        except _NotDoneError as stop:
            return stop.response
        except IntegrityError:
            known = IdempotencyRecord.objects.filter(key=key, scope=scope).first()
            if known is None:
                raise
            return _again(request, known, fingerprint, shows)

    return once
