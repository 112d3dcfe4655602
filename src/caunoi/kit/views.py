"""Pages without a domain."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit.audit.models import AuditHead
from caunoi.kit.files import store
from caunoi.kit.http.errors import csrf_failure
from caunoi.kit.http.origins import is_from_elsewhere
from caunoi.kit.models import StoredFile
from caunoi.kit.ui.gallery import context

YEAR = 60 * 60 * 24 * 365


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in all their states."""
    return render(request, "kit/gallery.html", context())


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For watchdogs: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Browsers ask for it beside whatever is no page of ours, such as a PDF."""
    answer = HttpResponseRedirect(static("kit/favicon.svg"))
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_GET
def audit_heads(request: HttpRequest) -> HttpResponse:
    """The published heads of the audit chain, newest first; anyone may note them."""
    return render(request, "kit/audit_heads.html", {"heads": AuditHead.objects.order_by("-on")[:60]})


def _file_for(user: Any, file_id: UUID) -> StoredFile:
    found = StoredFile.objects.select_related("preview").get(public_id=file_id)
    if not store.may_see(user, found):
        raise Http404
    return found


@require_GET
def file(request: HttpRequest, file_id: UUID) -> FileResponse:
    """A stored file, for those who may see what it belongs to; never shown inside our pages."""
    return store.response_for(_file_for(request.user, file_id))


@require_GET
def preview(request: HttpRequest, file_id: UUID) -> FileResponse:
    """What a file looks like, for those who may have the file."""
    shown = _file_for(request.user, file_id).preview
    if shown is None:
        raise Http404
    return store.response_for(shown, inline=True)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)


@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Vietnamese or English, kept in a cookie."""
    if is_from_elsewhere(request):
        return csrf_failure(request)
    response = _back(request)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    return response


@csrf_exempt
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says (empty)."""
    if is_from_elsewhere(request):
        return csrf_failure(request)
    response = _back(request)
    if request.POST.get("theme") in {"light", "dark", ""}:
        _remember(response, "theme", request.POST["theme"])
    return response
