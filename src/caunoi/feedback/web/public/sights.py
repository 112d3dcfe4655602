"""Who sees what, exactly, for each of the three choices of identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from caunoi.feedback.choices import Identity

COLUMNS = (_("Người xử lý"), _("Người được nêu"), _("Mọi người"))
NAME, CONTACT, WORDS, SUMMARY = _("Tên bạn"), _("Điện thoại, thư"), _("Lời bạn viết, ảnh"), _("Bản tóm tắt đã công bố")
SEEN = {
    Identity.PUBLIC: ((NAME, (1, 1, 1)), (CONTACT, (1, 0, 0)), (WORDS, (1, 0, 0)), (SUMMARY, (1, 1, 1))),
    Identity.HANDLER: ((NAME, (1, 0, 0)), (CONTACT, (1, 0, 0)), (WORDS, (1, 0, 0)), (SUMMARY, (1, 1, 1))),
    Identity.RECEIPT: ((NAME, (0, 0, 0)), (CONTACT, (0, 0, 0)), (WORDS, (1, 0, 0)), (SUMMARY, (1, 1, 1))),
}


@dataclass(frozen=True)
class Sight:
    """The table of one choice."""

    value: str
    label: Any
    columns: tuple[Any, ...]
    rows: tuple[tuple[Any, tuple[int, ...]], ...]


def sights(*, is_sealed: bool) -> list[Sight]:
    """A table for each choice that is offered."""
    offered = [Identity.RECEIPT] if is_sealed else list(Identity)
    return [Sight(identity.value, identity.label, COLUMNS, SEEN[identity]) for identity in offered]
