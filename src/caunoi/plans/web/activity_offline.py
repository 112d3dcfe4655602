"""The form on a phone without a network: its shell, the worker that keeps it, and what makes it installable.

Nothing personal is in any of the three; they are the same for everybody.
"""

from __future__ import annotations

import hashlib
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.plans.actions.reporting import FILES_MOST
from caunoi.plans.web.activity_fields import ReportForm
from caunoi.plans.web.activity_sending import item_words

FILES = (
    "kit/caunoi.css", "kit/icons.svg", "kit/favicon.svg", "kit/fonts/bvp-400.woff2", "kit/fonts/bvp-600.woff2",
    "kit/fonts/bvp-700.woff2", "plans/report.js", "plans/drafts.js", "plans/send.js", "plans/photos.js", "plans/fill.js", "plans/drawer.js",
    "plans/activities.css", "plans/icon-192.png",
)  # fmt: skip


def _shell() -> dict[str, object]:
    form = ReportForm(None, units=(), tasks=(("", ""),), duties=(("", ""),))
    address = reverse("plans:report_activity_new")
    return {"form": form, "is_shell": True, "key": "", "items": item_words(), "address": address, "most": FILES_MOST}


@require_GET
def offline_activity(request: HttpRequest) -> HttpResponse:
    """The form without anything of anybody; the script fills in what this phone knows."""
    return render(request, "plans/offline_activity.html", _shell())


@cache
def _version(language: str) -> str:
    """Changes with the form, its words, and every file it needs: old caches go with it."""
    text = render_to_string("plans/offline_activity.html", _shell() | {"LANGUAGE_CODE": language})
    return hashlib.sha256("\n".join([text, *map(static, FILES)]).encode()).hexdigest()[:16]


@require_GET
def activity_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it reaches no further than `/plans/activities/`."""
    context = {
        "version": _version(translation.get_language()), "shell": reverse("plans:offline_activity"),
        "form": reverse("plans:report_activity_new"), "files": [static(name) for name in FILES],
    }  # fmt: skip
    return render(request, "plans/activity_worker.js", context, content_type="text/javascript; charset=utf-8")


@require_GET
def activity_manifest(request: HttpRequest) -> JsonResponse:
    """What a phone shows when the form is put on its home screen."""
    said = {
        "id": reverse("plans:activities"), "name": _("Cầu Nối: báo hoạt động"), "short_name": _("Báo hoạt động"), "lang": "vi",
        "start_url": reverse("plans:report_activity_new"), "scope": reverse("plans:activities"), "display": "standalone",
        "background_color": "#f5f6f2", "theme_color": "#0a4656",
        "icons": [
            {"src": static(f"plans/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in (192, 512)
        ],
    }  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")
