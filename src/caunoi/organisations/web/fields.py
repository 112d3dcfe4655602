"""Fields that people fill in with a unit: by its code or its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import fold

NEAR = 5
SUGGESTED = 300


def label_of(unit: Unit) -> str:
    """How a unit is written in a field: its name, and its code, which tells namesakes apart."""
    return f"{unit.name} ({unit.code})" if unit.code else unit.name


def suggested(units: QuerySet[Unit]) -> list[str]:
    """Units above the grassroots, offered while typing; the grassroots are too many to send to a browser."""
    return [label_of(unit) for unit in units.filter(kind__is_grassroots=False)[:SUGGESTED]]


def unit_named(text: str, units: QuerySet[Unit]) -> Unit:
    """The unit that a person means by a code, a name or `name (code)`. Raises ValidationError with what is near."""
    typed = " ".join(text.split())
    code = typed.rsplit("(", 1)[1].rstrip(") ") if typed.endswith(")") and "(" in typed else typed
    by_code = list(units.filter(code__folded=fold(code))[: NEAR + 1])
    # "Đ-1" and "D-1" may be two units: then the code is meant as it is written.
    exact = by_code if len(by_code) < 2 else [unit for unit in by_code if unit.code.lower() == code.lower()]
    if len(exact) == 1:
        return exact[0]
    named = list(units.filter(folded_name=fold(typed))[: NEAR + 1])
    if len(named) == 1:
        return named[0]
    near = named or list(units.filter(folded_name__contains=fold(typed))[:NEAR])
    if not near:
        raise ValidationError(
            _("Không có đơn vị “%(text)s” trong nhánh của bạn. Nhập mã hoặc tên."), params={"text": typed}
        )
    names = "; ".join(label_of(unit) for unit in near[:NEAR])
    raise ValidationError(
        _("“%(text)s” chưa rõ đơn vị nào. Nhập mã: %(names)s."), params={"text": typed, "names": names}
    )


class UnitField(forms.CharField):
    """One unit; `units` is what the person may choose from, set by the form."""

    units: QuerySet[Unit] = Unit.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Mã hoặc tên."))
        super().__init__(max_length=300, **kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A unit as words."""
        return label_of(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        """The unit meant. Raises ValidationError."""
        text = super().clean(value)
        return unit_named(text, self.units) if text else None


class UnitLinesField(forms.CharField):
    """Several units, one a line."""

    units: QuerySet[Unit] = Unit.objects.none()
    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[Unit]:
        """The units meant, each once, in the order typed. Raises ValidationError for each line that is not clear."""
        text = super().clean(value)
        found: dict[int, Unit] = {}
        errors: list[ValidationError] = []
        for line in filter(None, (line.strip() for line in text.splitlines())):
            try:
                unit = unit_named(line, self.units)
            except ValidationError as error:
                errors.append(error)
            else:
                found[unit.pk] = unit
        if errors:
            raise ValidationError(errors)
        return list(found.values())
