"""Figures as a spreadsheet: one long table, and a sheet that says what each figure means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.queries import statistics as counts
from caunoi.feedback.web.desk.drawn import NAMES, label_of, published_of
from caunoi.kit.documents import write_table
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import Scope


def _lines(user: User, scope: Scope, facts: dict[str, Any]) -> Iterator[list[Any]]:
    for month in counts.by_month(user, scope, **facts):
        share = month.on_time
        name = f"{month.first.month}/{month.first.year}"
        yield [_("Tháng"), name, month.received_count, month.answered_count, None, share.n, share.total]
    for dimension in counts.DIMENSIONS:
        for line in counts.by_dimension(user, scope, dimension, **facts):
            yield [
                str(NAMES[dimension]), label_of(dimension, line), line.received_count, line.answered_count,
                line.backlog_count, line.on_time.n, line.on_time.total,
            ]  # fmt: skip
    published = published_of(*counts.published_table(user, scope, **facts))
    for area, cells, _total in published.rows if published else ():
        for channel, text in cells:
            value = int(text) if text.isdigit() else text
            yield [_("Nội dung × kênh, ô nhỏ đã che"), f"{area} × {channel}", value, None, None, None, None]


def sheet_of(user: User, scope: Scope, at: datetime, *, since: date, until: date, unit: Unit | None) -> bytes:
    """All figures of the period, each share as numerator and denominator."""
    facts = {"since": since, "until": until, "unit": unit}
    found = counts.figures(user, scope, at=at, **facts)
    headers = [
        _("Nhóm"), _("Dòng"), _("Việc nhận"), _("Việc đã trả lời"), _("Việc đang mở"), _("Đúng hạn"),
        _("Trong số đã trả lời"),
    ]  # fmt: skip
    whole = [
        _("Cả kỳ"), unit.name if unit else _("Mọi đơn vị trong tầm xem"), found.received_count, found.answered_count,
        found.backlog_count, found.on_time.n, found.on_time.total,
    ]  # fmt: skip
    return write_table(_("Số liệu"), headers, [whole, *_lines(user, scope, facts)], _notes(found, since, until, at))


def _of(share: counts.Share) -> str:
    return f"{share.n}/{share.total}"


def _days(value: int | None) -> str:
    return "–" if value is None else str(value)


def _notes(found: counts.Figures, since: date, until: date, at: datetime) -> list[tuple[str, str]]:
    last = until - timedelta(days=1)
    return [
        (_("Kỳ"), f"{since:%d/%m/%Y} – {last:%d/%m/%Y}"),
        (_("Lấy lúc"), timezone.localtime(at).strftime("%d/%m/%Y %H:%M")),
        (_("Nguồn"), _("Cầu Nối. Các việc người tải được xem; việc cách ly, bị gộp, đã rút không tính.")),
        (_("Việc đang mở"), _("%(open)d, trong đó %(late)d quá hạn, tính lúc lấy số liệu.")
            % {"open": found.backlog_count, "late": found.overdue_count}),
        (_("Ngày làm việc đến khi trả lời, trung vị"), _days(found.median_days)),
        (_("Ngày làm việc đến khi trả lời, 90% số việc"), _days(found.p90_days)),
        (_("Đúng hạn, trên số đã trả lời"), _of(found.on_time)),
        (_("Mở lại, trên số nhận trong kỳ đã từng trả lời"), _of(found.reopened)),
        (_("Hài lòng (4–5 điểm), trên số đánh giá"), _of(found.satisfied)),
        (_("Ô nhỏ"), _("“<5” là từ 1 đến 4 việc; “–” là ô che để không tính ngược được. Chỉ công bố bảng này.")),
    ]  # fmt: skip
