"""Pages without a domain."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from caunoi.kit.audit.models import AuditHead

YEAR = 60 * 60 * 24 * 365


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in all their states."""
    return render(request, "kit/gallery.html")


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For watchdogs: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def audit_heads(request: HttpRequest) -> HttpResponse:
    """The published heads of the audit chain, newest first; anyone may note them."""
    return render(request, "kit/audit_heads.html", {"heads": AuditHead.objects.order_by("-on")[:60]})


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if is_ours else "/")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Vietnamese or English, kept in a cookie."""
    response = _back(request)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says (empty)."""
    response = _back(request)
    if request.POST.get("theme") in {"light", "dark", ""}:
        _remember(response, "theme", request.POST["theme"])
    return response
