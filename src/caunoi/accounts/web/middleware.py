"""Who asks; and that officers need a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from caunoi.accounts.models import User

FREE = ("/accounts/", "/language/", "/theme/", "/static/", "/healthz")


def _person(request: HttpRequest) -> User | AnonymousUser:
    """The person that came with the session, when all that Django would ask holds; otherwise Django asks itself."""
    session = request.session
    said = session.get(auth.SESSION_KEY)
    known: User | None = getattr(session, "person", None)
    if (
        known is not None
        and str(known.pk) == said
        and known.is_active
        and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), known.get_session_auth_hash())
    ):
        return known
    found: User | AnonymousUser = auth.get_user(request)
    return found


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, with one statement for the session, its person and the second factor. See docs/adr/0014."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _has_second_factor(user: User) -> bool:
    known: bool | None = getattr(user, "has_second_factor", None)
    return is_mfa_enabled(user) if known is None else known


def require_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send an officer without TOTP or passkey to the page that sets one up; a sample site spares its own accounts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        is_spared = request.path.startswith(FREE)
        if is_spared or not isinstance(user, User) or not user.is_officer:
            return get_response(request)
        if not (settings.CAUNOI.is_sample and user.is_sample) and not _has_second_factor(user):
            return HttpResponseRedirect(reverse("accounts:second_factor"))
        return get_response(request)

    return middleware
