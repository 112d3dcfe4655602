"""The days of Viet Nam's public sector that depart from the week, 2024 to 2027: the seed of every calendar, to be edited.

Statutory days: Bộ luật Lao động 2019 art. 112. Tết, the day beside 02/9 and swaps are fixed each year; where the number
of that text was not at hand, the source says so. All of 2027 is reckoned, not announced. 24/11 as a holiday rests on an
amendment that nobody has checked against its text.
"""

from __future__ import annotations

from datetime import date, timedelta

from caunoi.pure.workdays.calendar import DayKind, SpecialDay

CODE = "Bộ luật Lao động 2019, Điều 112"
YEARLY = "Thông báo nghỉ lễ, Tết hằng năm (số văn bản chưa đối chiếu)"
SWAP = "Thông báo hoán đổi ngày làm việc (số văn bản chưa đối chiếu)"
LETTER = "Công văn 12729/VPCP-KGVX ngày 25/12/2025"
EXPECTED = "Dự kiến theo Bộ luật Lao động 2019, Điều 112, chưa đối chiếu"
CULTURE = "Sửa đổi Bộ luật Lao động từ 2026, chưa đối chiếu"

NEW_YEAR, TET, KINGS = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR, NATION = "Ngày Chiến thắng 30/4", "Ngày Quốc tế lao động 1/5", "Quốc khánh 2/9"
CULTURE_DAY = "Ngày Văn hóa Việt Nam 24/11"


def _days(text: str) -> list[date]:
    """The dates of 2024-02-08 or 2024-02-08/2024-02-12, both ends included."""
    first, _, last = text.partition("/")
    start, stop = date.fromisoformat(first), date.fromisoformat(last or first)
    return [start + timedelta(days=n) for n in range((stop - start).days + 1)]


_ANNOUNCED = (
    ("2024-01-01", DayKind.HOLIDAY, NEW_YEAR, CODE),
    ("2024-02-08/2024-02-12", DayKind.HOLIDAY, TET, YEARLY),
    ("2024-02-13/2024-02-14", DayKind.COMP_OFF, "Nghỉ bù Tết Nguyên đán", YEARLY),
    ("2024-04-18", DayKind.HOLIDAY, KINGS, CODE),
    ("2024-04-29", DayKind.SWAP_OFF, "Nghỉ hoán đổi, làm bù 4/5/2024", SWAP),
    ("2024-04-30", DayKind.HOLIDAY, VICTORY, CODE),
    ("2024-05-01", DayKind.HOLIDAY, LABOUR, CODE),
    ("2024-05-04", DayKind.SWAP_WORK, "Làm bù cho 29/4/2024", SWAP),
    ("2024-09-02/2024-09-03", DayKind.HOLIDAY, NATION, YEARLY),
    ("2025-01-01", DayKind.HOLIDAY, NEW_YEAR, CODE),
    ("2025-01-27/2025-01-31", DayKind.HOLIDAY, TET, YEARLY),
    ("2025-04-07", DayKind.HOLIDAY, KINGS, CODE),
    ("2025-04-26", DayKind.SWAP_WORK, "Làm bù cho 2/5/2025", SWAP),
    ("2025-04-30", DayKind.HOLIDAY, VICTORY, CODE),
    ("2025-05-01", DayKind.HOLIDAY, LABOUR, CODE),
    ("2025-05-02", DayKind.SWAP_OFF, "Nghỉ hoán đổi, làm bù 26/4/2025", SWAP),
    ("2025-09-01/2025-09-02", DayKind.HOLIDAY, NATION, YEARLY),
    ("2026-01-01", DayKind.HOLIDAY, NEW_YEAR, CODE),
    ("2026-01-02", DayKind.SWAP_OFF, "Nghỉ hoán đổi, làm bù 10/1/2026", LETTER),
    ("2026-01-10", DayKind.SWAP_WORK, "Làm bù cho 2/1/2026", LETTER),
    ("2026-02-16/2026-02-20", DayKind.HOLIDAY, TET, YEARLY),
    ("2026-04-26", DayKind.HOLIDAY, KINGS, CODE),
    ("2026-04-27", DayKind.COMP_OFF, "Nghỉ bù Giỗ Tổ Hùng Vương", CODE),
    ("2026-04-30", DayKind.HOLIDAY, VICTORY, CODE),
    ("2026-05-01", DayKind.HOLIDAY, LABOUR, CODE),
    ("2026-08-22", DayKind.SWAP_WORK, "Làm bù cho 31/8/2026", SWAP),
    ("2026-08-31", DayKind.SWAP_OFF, "Nghỉ hoán đổi, làm bù 22/8/2026", SWAP),
    ("2026-09-01/2026-09-02", DayKind.HOLIDAY, NATION, YEARLY),
)
_PROVISIONAL = (
    ("2026-11-24", DayKind.HOLIDAY, CULTURE_DAY, CULTURE),
    ("2027-01-01", DayKind.HOLIDAY, NEW_YEAR, EXPECTED),
    ("2027-02-04/2027-02-08", DayKind.HOLIDAY, TET, EXPECTED),
    ("2027-02-09/2027-02-10", DayKind.COMP_OFF, "Nghỉ bù Tết Nguyên đán", EXPECTED),
    ("2027-04-16", DayKind.HOLIDAY, KINGS, EXPECTED),
    ("2027-04-30", DayKind.HOLIDAY, VICTORY, EXPECTED),
    ("2027-05-01", DayKind.HOLIDAY, LABOUR, EXPECTED),
    ("2027-05-03", DayKind.COMP_OFF, "Nghỉ bù Ngày Quốc tế lao động 1/5", EXPECTED),
    ("2027-09-02/2027-09-03", DayKind.HOLIDAY, NATION, EXPECTED),
    ("2027-11-24", DayKind.HOLIDAY, CULTURE_DAY, CULTURE),
)

OFFICIAL: dict[date, SpecialDay] = {
    day: SpecialDay(kind, name, source, is_provisional=rows is _PROVISIONAL)
    for rows in (_ANNOUNCED, _PROVISIONAL)
    for text, kind, name, source in rows
    for day in _days(text)
}
