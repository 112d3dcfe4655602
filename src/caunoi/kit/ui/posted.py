"""What a form is bound to. An empty POST is still a POST: it must be answered with what is missing, not ignored."""

from typing import Any

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent, or None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def posted_with_files(request: HttpRequest) -> tuple[Any, Any]:
    """The fields and files that were sent, or None twice."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
