"""The body that a program names: by code, by id, or by its full name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.feedback.models import Topic
from caunoi.organisations.models import Unit
from caunoi.pure.vietnamese import fold


def _meant(text: str) -> Unit | None:
    by = Q(code=text)
    try:
        by |= Q(public_id=UUID(text))
    except ValueError:
        by |= Q(folded_name=fold(text))
    rows = list(Unit.objects.filter(by)[:3])
    exact = [row for row in rows if row.code == text]
    found = exact or rows
    return found[0] if len(found) == 1 else None


def body_named(text: str, on: date) -> Unit:
    """The unit meant. Raises ValidationError on `body`: unknown, several of that name, or dissolved (who took over is
    said)."""
    unit = _meant(" ".join(text.split()))
    if unit is None:
        raise ValidationError({"body": _("Không có đơn vị này. Gửi mã, mã định danh hoặc tên đầy đủ của đơn vị.")})
    if unit.ended_on is None or unit.ended_on > on:
        return unit
    heirs = Unit.objects.filter(successions_in__predecessor=unit).distinct().order_by("pk")
    names = "; ".join(f"{heir.name} ({heir.code})" for heir in heirs)
    if names:
        text = _("%(unit)s đã kết thúc hoạt động. Đơn vị kế tục: %(names)s.") % {"unit": unit.name, "names": names}
    else:
        text = _("%(unit)s đã kết thúc hoạt động. Chọn đơn vị khác.") % {"unit": unit.name}
    raise ValidationError({"body": text})


def topic_named(text: str) -> Topic:
    """The subject or procedure of a code. Raises ValidationError on `procedure`."""
    rows = Topic.objects.filter(Q(code=text) | Q(procedure_code=text), is_active=True)
    found = rows.order_by("pk").first()
    if found is None:
        raise ValidationError({"procedure": _("Không có lĩnh vực hoặc thủ tục với mã này.")})
    return found
