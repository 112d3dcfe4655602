"""Milestones of the six areas. A share is done of total, with its day and source; nobody types a percentage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.library.models import Document
from caunoi.newsroom.models import Milestone
from caunoi.organisations.models import Unit


@dataclass(frozen=True)
class MilestoneDraft:
    """A target of an area in a year and how far it has come: `done_count` of `total_count` on the day `as_of`."""

    area: str
    year: int
    title: str
    measure: str
    done_count: int
    total_count: int
    as_of: date
    target_percent: Decimal | None = None
    due_on: date | None = None
    source_text: str = ""
    source: Document | None = None
    is_public: bool = True


FIELDS = (
    "area", "year", "title", "measure", "done_count", "total_count", "as_of", "target_percent", "due_on", "source_text",
    "source", "is_public",
)  # fmt: skip


def _check(draft: MilestoneDraft, today: date) -> None:
    if draft.total_count < 1:
        raise ValidationError({"total_count": _("Tổng số phải từ 1 trở lên.")})
    if draft.done_count > draft.total_count:
        raise ValidationError({"done_count": _("Số đã làm không được nhiều hơn tổng số.")})
    if draft.as_of > today:
        raise ValidationError({"as_of": _("Ngày của số liệu không được sau hôm nay.")})
    if not draft.source_text.strip() and draft.source is None:
        raise ValidationError({"source_text": _("Ghi nguồn của số liệu: báo cáo nào, của ai.")})


@transaction.atomic
def save_milestone(
    *, milestone: Milestone | None, owner: Unit, draft: MilestoneDraft, by: User | None, at: datetime, today: date,
    is_sample: bool = False,
) -> Milestone:  # fmt: skip
    """Add a milestone, or bring one up to date; the audit keeps what it said before. Raises ValidationError."""
    _check(draft, today)
    row = milestone or Milestone(owner=owner, is_sample=is_sample)
    before = {"done_count": row.done_count, "total_count": row.total_count, "as_of": row.as_of} if milestone else {}
    for name in FIELDS:
        setattr(row, name, getattr(draft, name))
    row.changed_at, row.changed_by = at, by
    row.save()
    now = {"done_count": row.done_count, "total_count": row.total_count, "as_of": row.as_of}
    audit.record(row, "newsroom.save_milestone", by=by, at=at, before=before, now=now, area=row.area, year=row.year)
    return row
