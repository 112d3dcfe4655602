"""The inbox as a spreadsheet: what a case is and where it stands; no name, no contact, no word of the sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.feedback.choices import Channel
from caunoi.feedback.models import Case
from caunoi.feedback.queries.inbox import Wanted, is_by_deadline, wanted_cases
from caunoi.kit.documents import write_csv, write_table
from caunoi.kit.files.checks import CSV, SHEET
from caunoi.organisations.queries import Scope

ROWS_MOST = 10_000


def _rows(user: User, scope: Scope, wanted: Wanted, at: datetime) -> Iterator[list[Any]]:
    order = ("due_at", "id") if is_by_deadline(wanted.tab) else ("-received_at", "-id")
    rows = wanted_cases(user, scope, wanted, at).select_related("topic", "body", "desk", "unit")
    rows = rows.defer("text", "sealed_text", "title", "place").order_by(*order)[: ROWS_MOST + 1]
    for number, case in enumerate(rows.iterator(chunk_size=1000)):
        yield _row(case) if number < ROWS_MOST else [_cut_at()]


def _cut_at() -> str:
    """The last line of a list that goes on; whoever sums it up must know."""
    return _("Danh sách dừng ở %d dòng, còn việc nữa. Thêm bộ lọc rồi tải lại.") % ROWS_MOST


def _day(at: datetime | None) -> Any:
    return timezone.localtime(at).date() if at else None


def _row(case: Case) -> list[Any]:
    verdict = {True: _("đúng hạn"), False: _("trễ hạn"), None: ""}[case.is_on_time]
    # How many spoke in a petition stays with the union that gathered them.
    voices = None if case.channel == Channel.PETITION else case.voice_count
    return [
        case.code, case.get_state_display(), case.get_kind_display(), case.get_area_display(),
        case.topic.name if case.topic else "", case.get_urgency_display(), case.get_channel_display(),
        case.desk.name, case.body.name if case.body else "", case.unit.name if case.unit else "",
        _day(case.received_at), _day(case.due_at), _day(case.answered_at), verdict, case.transfer_count,
        case.reopened_count, voices,
    ]  # fmt: skip


def table_of(user: User, scope: Scope, wanted: Wanted, at: datetime, kind: str) -> tuple[bytes, str]:
    """The selection as bytes, with their media type."""
    headers = [
        _("Mã việc"), _("Trạng thái"), _("Loại"), _("Nội dung cải cách"), _("Lĩnh vực"), _("Mức khẩn"), _("Kênh đến"),
        _("Nơi tiếp nhận"), _("Cơ quan được nêu"), _("Đơn vị trả lời"), _("Ngày nhận"), _("Hạn trả lời"),
        _("Ngày trả lời"), _("Đúng hạn"), _("Số lần chuyển"), _("Số lần mở lại"), _("Số tiếng nói"),
    ]  # fmt: skip
    rows = _rows(user, scope, wanted, at)
    if kind == "csv":
        return write_csv(headers, rows), CSV
    notes = [
        (_("Lấy lúc"), timezone.localtime(at).strftime("%d/%m/%Y %H:%M")),
        (_("Phạm vi"), _("Các việc người tải được xem, tối đa %d dòng. Không có tên, liên hệ và lời người gửi.") % ROWS_MOST),
    ]  # fmt: skip
    return write_table(_("Hộp việc"), headers, rows, notes), SHEET
