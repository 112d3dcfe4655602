"""Officers need a second factor before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from caunoi.accounts.models import User

FREE = ("/accounts/", "/language/", "/theme/", "/static/", "/healthz")


def require_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send an officer without TOTP or passkey to the page that sets one up; a sample site spares its own accounts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        is_spared = request.path.startswith(FREE)
        if is_spared or not isinstance(user, User) or not user.is_officer:
            return get_response(request)
        if not (settings.CAUNOI.is_sample and user.is_sample) and not is_mfa_enabled(user):
            return HttpResponseRedirect(reverse("accounts:second_factor"))
        return get_response(request)

    return middleware
