"""Governing documents and their reading."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def documents(request: HttpRequest) -> HttpResponse:
    """The list of documents."""
    return render(request, "library/documents.html")


def readings(request: HttpRequest) -> HttpResponse:
    """Files on their way into the library."""
    return render(request, "library/readings.html")
