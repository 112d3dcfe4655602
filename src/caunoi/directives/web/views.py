"""Directives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def directives(request: HttpRequest) -> HttpResponse:
    """The list of directives."""
    return render(request, "directives/directives.html")
