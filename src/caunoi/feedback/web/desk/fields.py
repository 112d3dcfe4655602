"""Fields that officers fill in with a unit, by typing its code or name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from caunoi.feedback.queries import body_named
from caunoi.kit import clock
from caunoi.organisations.models import Unit


def label_of(unit: Unit) -> str:
    """How a unit is written in a field: its name, and its code, which tells namesakes apart."""
    return f"{unit.name} ({unit.code})" if unit.code else unit.name


def unit_typed(text: str) -> Unit:
    """The living unit that a person means by a code, a name, or `name (code)`. Raises ValidationError."""
    typed = " ".join(text.split())
    inner = typed.rsplit("(", 1)[1].rstrip(") ") if typed.endswith(")") and "(" in typed else typed
    try:
        return body_named(inner, clock.today())
    except ValidationError as error:
        if inner != typed:
            try:
                return body_named(typed, clock.today())
            except ValidationError:
                pass
        raise ValidationError(error.messages) from error


class UnitField(forms.CharField):
    """One unit, offered from the list `units` of the page while typing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Gõ tên hoặc mã đơn vị."))
        super().__init__(max_length=300, **kwargs)
        find = {"data-find": reverse_lazy("feedback:find_units"), "data-into": "units"}
        self.widget.attrs |= {"list": "units", "autocomplete": "off", **find}

    def prepare_value(self, value: Any) -> Any:
        """A unit as words."""
        return label_of(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        """The unit meant. Raises ValidationError."""
        text = super().clean(value)
        return unit_typed(text) if text else None


class MoreFilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, kept as they came; the view checks and strips them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=MoreFilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file that was sent."""
        return [super(FilesField, self).clean(item, initial) for item in data or [] if item]
