"""Form fields of every room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The device's own calendar; the value travels as ISO 8601."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day: ISO from the device, or 18/6/2021 typed by hand."""

    widget = DayInput
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=self.input_formats, **kwargs)
        self.error_messages["invalid"] = _("Nhập ngày dạng 18/6/2021.")
