"""My account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.accounts import actions, queries
from caunoi.accounts.choices import CONSENT_TEXTS, CONSENT_VERSION, ConsentPurpose, LinkPurpose
from caunoi.accounts.models import User
from caunoi.accounts.web.forms import EmailForm
from caunoi.kit import clock
from caunoi.kit.http.idempotency import idempotent
from caunoi.kit.ui.given import posted

# Pages that ask for consent; the person goes back to the one they came from.
PLACES = {"notices": "notifications:settings"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """My name, ways to sign in, second factors, consent."""
    context = {
        "authenticators": set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True)),
        "consents": queries.consents_of(f"accounts.user:{request.user.pk}"),
    }
    return render(request, "accounts/me.html", context)


@require_POST
@login_required
@idempotent
def record_consent(request: HttpRequest) -> HttpResponse:
    """Give or withdraw consent for one purpose."""
    purpose = request.POST.get("purpose", "")
    if purpose in ConsentPurpose.values:
        actions.record_consent(
            subject=f"accounts.user:{request.user.pk}",
            purpose=ConsentPurpose(purpose),
            is_given=request.POST.get("is_given") == "1",
            text=f"{CONSENT_TEXTS[ConsentPurpose(purpose)]} ({CONSENT_VERSION})",
            channel="WEB",
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Đã ghi lựa chọn của bạn."))
    return redirect(PLACES.get(request.POST.get("from", ""), "accounts:me"))


@require_GET
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why officers need a second factor, and how to set one up."""
    return render(request, "accounts/second_factor.html")


@require_GET
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Accounts are made by a unit's officer."""
    return render(request, "accounts/sign_up_closed.html")


@idempotent
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the first password by the link that an officer handed over."""
    link = queries.link_for(token, purpose=LinkPurpose.SET_PASSWORD, at=clock.now())
    if isinstance(link, queries.LinkProblem) or link.holder is None:
        problem = link if isinstance(link, queries.LinkProblem) else queries.LinkProblem.UNKNOWN
        return render(request, "accounts/link_problem.html", {"problem": queries.describe(problem)}, status=410)
    form = SetPasswordForm(link.holder, posted(request))
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        try:
            user: User = actions.set_first_password(link=link, password=password, by=None, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user, backend=BACKEND)
            # Else the set-up of a second factor, the officer's next step, would ask for the password just chosen.
            record_authentication(request, user, method="password", reauthenticated=True)
            return redirect("desk:home")
    return render(
        request, "accounts/welcome.html", {"form": form, "holder": link.holder}, status=422 if form.errors else 200
    )


@login_required
@reauthentication_required
@idempotent
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for another address; a letter there asks for a yes."""
    user: User = request.user  # type: ignore[assignment]
    form = EmailForm(posted(request))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            actions.ask_email(user=user, email=email, by=user, at=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Đã gửi thư tới %(email)s. Mở thư, bấm đồng ý thì địa chỉ mới đổi.") % {"email": email}
            )
            return redirect("accounts:me")
    return render(request, "accounts/change_email.html", {"form": form}, status=422 if form.errors else 200)


@idempotent
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the letter: one button. Whoever reads the mailbox need not be signed in."""
    found = queries.email_change_of(token)
    if isinstance(found, queries.LinkProblem):
        return render(request, "accounts/link_problem.html", {"problem": queries.describe(found)}, status=410)
    user, email = found
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.change_email(user=user, email=email, by=user, at=clock.now())
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Địa chỉ của tài khoản từ nay là %(email)s.") % {"email": email})
            return redirect("accounts:me")
    context = {"person": user, "email": email, "problems": problems}
    return render(request, "accounts/confirm_email.html", context, status=422 if problems else 200)
