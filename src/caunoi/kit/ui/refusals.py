"""What an action refuses, shown where it was typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _

_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused beside its field, or above the form where it has no field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _lacking(bound: BoundField) -> str:
    """What to do with a field that was left empty, by its name."""
    said = {"label": bound.label}
    if isinstance(bound.field, forms.FileField):
        return _("Chọn tệp cho “%(label)s”.") % said
    if isinstance(bound.field, forms.BooleanField):
        return _("Đánh dấu “%(label)s”.") % said
    if isinstance(bound.field, _CHOSEN):
        return _("Chọn “%(label)s”.") % said
    return _("Điền “%(label)s”.") % said


def problems(bound: BoundField) -> list[str]:
    """What is wrong with a field, in the words beside it and in the summary; Django's "this field" has its name."""
    plain = bound.field.error_messages.get("required") == forms.Field.default_error_messages["required"]
    return [
        _lacking(bound) if plain and error.code == "required" else str(next(iter(error)))
        for error in bound.errors.as_data()
    ]
