"""All routes. The words of a URL name the room, the noun and the verb: `<room>/web/views.py:<verb>_<noun>`."""

from django.urls import include, path

from caunoi.conf.api import api
from caunoi.directives.web.urls import link_patterns
from caunoi.newsroom.web.urls import short_patterns
from caunoi.notifications.web.urls import way_out_patterns
from caunoi.plans.web.activity_urls import sign_patterns

urlpatterns = [
    path("", include("caunoi.kit.urls")),
    path("", include("caunoi.portal.urls")),
    path("desk/", include("caunoi.desk.urls")),
    path("accounts/", include("caunoi.accounts.web.urls")),
    path("notices/", include("caunoi.notifications.web.urls")),
    path("units/", include("caunoi.organisations.web.urls")),
    path("library/", include("caunoi.library.web.urls")),
    path("directives/", include("caunoi.directives.web.urls")),
    path("plans/", include("caunoi.plans.web.urls")),
    path("feedback/", include("caunoi.feedback.web.urls")),
    path("news/", include("caunoi.newsroom.web.urls")),
    path("contests/", include("caunoi.contests.web.urls")),
    path("api/v1/", api.urls),
    path("channels/", include("caunoi.channels.urls")),
    path("open311/v2/", include("caunoi.channels.open311.web.urls")),
    *link_patterns,
    *way_out_patterns,
    *short_patterns,
    *sign_patterns,
]
handler400 = "caunoi.kit.http.errors.bad_request"
handler403 = "caunoi.kit.http.errors.permission_denied"
handler404 = "caunoi.kit.http.errors.page_not_found"
handler500 = "caunoi.kit.http.errors.server_error"
