"""Errors for programs, as RFC 9457 (problem+json) says, with the fields that must be mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema


class FieldError(Schema):
    """One thing to mend."""

    field: str = Field(description="Name of the field, or an empty text when it is about the whole")
    message: str


class Problem(Schema):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[FieldError] = []


def problem(status: int, title: str, errors: Iterable[tuple[str, str]] = (), **headers: str) -> JsonResponse:
    """The answer; its words are the person's, its status the program's."""
    listed = [{"field": field, "message": message} for field, message in errors]
    body = {
        "type": "about:blank", "title": title, "status": status,
        "detail": " ".join(line["message"] for line in listed), "errors": listed,
    }  # fmt: skip
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", headers=named,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def of_validation(error: ValidationError) -> list[tuple[str, str]]:
    """The fields and messages of a deed's refusal."""
    if hasattr(error, "error_dict"):
        lines = [(name, text) for name, texts in error.message_dict.items() for text in texts]
        return [("" if name == NON_FIELD_ERRORS else name, text) for name, text in lines]
    return [("", text) for text in error.messages]


def of_shape(errors: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """The fields whose shape is wrong, as ninja finds them; what was sent is not repeated."""
    return [(_place(error["loc"]), _words(error)) for error in errors]


def _place(loc: Iterable[Any]) -> str:
    """("body", "given", "attachments", 0, "name") is attachments[0].name."""
    parts = [part for part in list(loc)[1:] if part != "given"]
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def _words(error: dict[str, Any]) -> str:
    kind, facts = error["type"], error.get("ctx", {})
    counted = {
        "string_too_long": (_("Tối đa %d ký tự."), "max_length"),
        "string_too_short": (_("Tối thiểu %d ký tự."), "min_length"),
        "too_long": (_("Tối đa %d phần tử."), "max_length"),
    }
    if kind in counted:
        text, fact = counted[kind]
        return text % facts[fact]
    if kind in {"enum", "literal_error"}:
        return _("Chỉ nhận: %s.") % facts["expected"].replace(" or ", ", ")
    plain = {"missing": _("Thiếu mục này."), "extra_forbidden": _("Không có mục này.")}
    return plain.get(kind, _("Giá trị không đúng dạng."))
