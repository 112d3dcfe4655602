"""What the public and members see first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "portal/home.html")


def search(request: HttpRequest) -> HttpResponse:
    """Search documents and units."""
    return render(request, "portal/search.html")


def mine(request: HttpRequest) -> HttpResponse:
    """What concerns the person who looks."""
    return render(request, "portal/mine.html")
