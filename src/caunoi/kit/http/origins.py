"""Forms without a token against forgery, so that their page is the same for everyone: where they were sent from."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site sent the form. Only for forms whose effect harms nobody: browsers of old say nothing."""
    said, origin = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Origin", "")
    return said not in {"same-origin", "none"} or bool(origin and urlsplit(origin).netloc != request.get_host())
