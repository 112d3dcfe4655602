"""What a person gave: the fields of a form, the words of an address; always in one form of Unicode.

Text pasted from old Word files comes in TCVN3 or VNI, text from Macs decomposed; both are made plain here, once, so that
search, comparison and print never meet them.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from caunoi.pure.vietnamese import normalise

# What normalise must not touch, because it is compared byte by byte.
SECRET = ("password", "csrfmiddlewaretoken", "idempotency_key")


def _plain(given: QueryDict) -> QueryDict:
    plain = given.copy()
    for name, values in given.lists():
        if not any(word in name for word in SECRET):
            plain.setlist(name, [normalise(value) for value in values])
    return plain


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent, or None for a form that is only shown. An empty POST is a POST: it lacks everything."""
    return _plain(request.POST) if request.method == "POST" else None


def posted_with_files(request: HttpRequest) -> tuple[Any, Any]:
    """The fields and files that were sent, or None twice."""
    return (posted(request), request.FILES) if request.method == "POST" else (None, None)


def is_wrong(*forms: Any) -> bool:
    """Whether a form or a set of rows was sent and has errors."""
    return any(form.is_bound and not form.is_valid() for form in forms)


def asked(request: HttpRequest, name: str, most: int = 200) -> str:
    """A word of the address, short and without characters that no database takes."""
    return normalise(request.GET.get(name, "")[:most].replace("\0", "")).strip()
