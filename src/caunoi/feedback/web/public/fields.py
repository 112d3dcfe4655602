"""Fields of the public forms: nothing is remembered by the device (shared phones), nothing is cleared by an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from caunoi.feedback.actions import told

OFF = {"autocomplete": "off"}
DIGITS_LEAST, DIGITS_MOST = 9, 12


class Several(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PublicForm(forms.Form):
    """A form that the browser does not hold back: its own messages would stand in the way of "back"."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")


class ToldField(forms.CharField):
    """What a person tells: at least a few words, at most what someone can read."""

    widget = forms.Textarea(attrs={"rows": "9", **OFF})

    def clean(self, value: Any) -> str:
        """The words. Raises ValidationError: nothing is said, or too much."""
        try:
            return told(str(value or "").replace("\0", ""))
        except ValidationError as error:
            raise ValidationError(error.message_dict["text"]) from error


def clean_contact(text: str) -> str:
    """An e-mail address or a telephone number, as written. Raises ValidationError."""
    text = text.strip()
    if not text:
        return ""
    if "@" in text:
        validate_email(text)
        return text
    digits = [char for char in text if char.isdigit()]
    if not DIGITS_LEAST <= len(digits) <= DIGITS_MOST or any(char.isalpha() for char in text):
        raise ValidationError(_("Nhập số điện thoại như 0912 345 678, hoặc thư điện tử như ten@congty.vn."))
    return text
