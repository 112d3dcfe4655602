"""My account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """My name, ways to sign in, second factors, sign out."""
    return render(request, "accounts/me.html")


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why officers need a second factor, and how to set one up."""
    return render(request, "accounts/second_factor.html")
