"""Days in Monday-first grids: a deadline unfolded, or a month of a working calendar. Each has words, not only a pattern."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caunoi.pure.workdays import Calendar, DayKind, DayLine, Reason

WEEKDAYS = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
# What stands under the date, and what is said of it.
WORDS: dict[str, tuple[Any, Any]] = {
    Reason.RECEIVED: (_("nhận"), _("ngày nhận, chưa tính")),
    Reason.LATE: (_("gửi"), _("gửi sau giờ làm việc, tính là nhận vào ngày làm việc sau")),
    Reason.WEEKEND: ("", _("nghỉ hằng tuần, không tính")),
    Reason.HOLIDAY: (_("lễ"), _("nghỉ lễ, không tính")),
    Reason.COMP_OFF: (_("nghỉ bù"), _("không tính")),
    Reason.SWAP_OFF: (_("hoán đổi"), _("nghỉ hoán đổi, không tính")),
    Reason.CLOSURE: (_("đóng cửa"), _("không tính")),
    Reason.PAUSED: (_("dừng"), _("đồng hồ dừng, không tính")),
    Reason.ROLLED: (_("dời"), _("hết hạn vào ngày nghỉ nên dời tiếp")),
}
OFF = {*DayKind} - {DayKind.SWAP_WORK, DayKind.USUAL} | {Reason.WEEKEND, Reason.PAUSED}


@dataclass(frozen=True)
class DayCell:
    """One square: the date, a word or a number under it, and a sentence for those who hear it."""

    label: str
    word: Any = ""
    spoken: Any = ""
    state: str = ""
    is_today: bool = False


def _hours(worked: timedelta) -> str:
    text = f"{worked / timedelta(hours=1):.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return gettext("%s giờ") % text


def _cell(line: DayLine, label: str, today: date) -> DayCell:
    word, spoken = WORDS.get(line.reason, ("", ""))
    state = "off" if line.reason in OFF else ""
    if line.number is not None:
        word, spoken = str(line.number), gettext("ngày thứ %d của thời hạn") % line.number
    elif line.worked:
        word = _hours(line.worked)
    if line.reason is Reason.SWAP_WORK:
        spoken = f"{spoken} {gettext('làm bù')}"
    if line.is_due:
        state, spoken = "due", f"{spoken} {gettext('hết hạn')}"
    elif not state and line.on < today:
        state = "past"
    return DayCell(label, word, spoken, state, is_today=line.on == today)


def cells_of(lines: Sequence[DayLine], today: date) -> list[DayCell | None]:
    """A deadline as squares; None for what lies before its first day in the week."""
    cells: list[DayCell | None] = [None] * lines[0].on.weekday()
    for number, line in enumerate(lines):
        label = f"{line.on.day}/{line.on.month}" if number == 0 or line.on.day == 1 else str(line.on.day)
        cells.append(_cell(line, label, today))
    return cells


def month_of(calendar: Calendar, first: date, today: date) -> list[DayCell | None]:
    """A month of a working calendar as squares."""
    cells: list[DayCell | None] = [None] * first.weekday()
    for number in range(monthrange(first.year, first.month)[1]):
        on = first + timedelta(days=number)
        special = calendar.special.get(on)
        cell = DayCell(str(on.day), is_today=on == today)
        if not calendar.is_working(on):
            word = WORDS[special.kind][0] if special and special.kind in WORDS else ""
            cell = replace(cell, state="off", word=word, spoken="" if word else _("nghỉ"))
        elif special and special.kind is DayKind.SWAP_WORK:
            cell = replace(cell, state="work", word=_("làm bù"))
        cells.append(cell)
    return cells
