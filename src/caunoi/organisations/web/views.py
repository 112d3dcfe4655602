"""Units and people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def units(request: HttpRequest) -> HttpResponse:
    """The tree on a date."""
    return render(request, "organisations/units.html")
