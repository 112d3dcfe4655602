"""The report of a unit and period in the form that offices exchange (NĐ 30/2020/NĐ-CP), and as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.kit.documents import AdministrativeDocument, Heading, Paragraph, Rows, Signature
from caunoi.plans.choices import FigureSource
from caunoi.plans.queries.paper import HIGHEST, capacity_of
from caunoi.plans.queries.rollup import Board, Cell
from caunoi.plans.queries.wording import change_text, number_text, period_name
from caunoi.plans.web.indicator_pages import chapters_of
from caunoi.pure.indicators import amount

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
MARKS = {FigureSource.ACTIVITIES: "a", FigureSource.SYSTEM: "b", FigureSource.ENTERED: "c"}
WIDTHS, NUMBERS, MARKED, TARGET = (10, 54, 22, 25, 26, 29, 20, 17), (3, 4, 5, 6), (0, 7), 6
SHEET_HEADERS = (
    gettext_lazy("Mã chỉ tiêu"), gettext_lazy("Chỉ tiêu"), gettext_lazy("Đơn vị tính"), gettext_lazy("Kỳ này"),
    gettext_lazy("Tử số"), gettext_lazy("Mẫu số"), gettext_lazy("Chỉ tiêu năm"), gettext_lazy("Đạt, %"),
    gettext_lazy("Cùng kỳ năm trước"), gettext_lazy("Tăng, giảm"), gettext_lazy("Tăng, giảm, %"), gettext_lazy("Cách cộng"),
    gettext_lazy("Nguồn"), gettext_lazy("Đơn vị đã nhập"), gettext_lazy("Trong số đơn vị"),
)  # fmt: skip


def _row(number: int, cell: Cell) -> list[str]:
    target = "" if cell.target is None else amount(cell.target) + ("%" if cell.is_ratio else "")
    return [
        str(number), cell.indicator.said_name, cell.indicator.said_measure, number_text(cell.now, is_ratio=cell.is_ratio),
        number_text(cell.before, is_ratio=cell.is_ratio), change_text(cell), target,
        MARKS[FigureSource(cell.indicator.source)],
    ]  # fmt: skip


def _table(found: Board) -> Rows:
    """All lines in one table, with a heading for each chapter."""
    headers = [
        _("TT"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Kỳ này"), _("Cùng kỳ năm trước"), _("Tăng, giảm"), _("Chỉ tiêu năm"),
        _("Nguồn"),
    ]  # fmt: skip
    # Without a plan there are no targets, and an empty column says nothing.
    columns = [
        place for place in range(len(headers)) if place != TARGET or any(c.target is not None for c in found.cells)
    ]
    number, rows = 0, list[list[str]]()
    for chapter, roman in zip(chapters_of(found), ROMAN, strict=False):
        rows.append([f"{roman}. {chapter.title}"])
        for cell in chapter.cells:
            number += 1
            row = _row(number, cell)
            rows.append([row[place] for place in columns])
    right = [index for index, place in enumerate(columns) if place in NUMBERS]
    centred = [index for index, place in enumerate(columns) if place in MARKED]
    return Rows([headers[place] for place in columns], rows, [WIDTHS[place] for place in columns], right, centred)


def missing_lines(found: Board) -> list[str]:
    """What the report does not know: lines that not every union of the branch entered, n of N."""
    lines = []
    for cell in found.cells:
        if (
            cell.indicator.source == FigureSource.ENTERED
            and not cell.is_ratio
            and cell.entered_count < found.unions_count
        ):
            text = _("%(name)s: %(n)s/%(all)s đơn vị công đoàn đã nhập")
            facts = {"n": amount(cell.entered_count), "all": amount(found.unions_count)}
            lines.append(text % {"name": cell.indicator.said_name, **facts})
    return lines


def _remarks(found: Board, at: datetime) -> list[str]:
    tree = found.sight.tree
    lines = [
        _("Nguồn: a là hoạt động đã được duyệt; b là hệ thống đếm; c là đơn vị nhập. Dấu – là chưa đơn vị nào nhập."),
        _("Tỷ lệ là tổng tử số trên tổng mẫu số của cả nhánh, không lấy trung bình tỷ lệ của các đơn vị."),
        _("Số liệu theo sơ đồ tổ chức ngày %(day)s.") % {"day": f"{tree:%d/%m/%Y}"}
        if tree
        else _("Hoạt động và số nhập tính ở nơi đơn vị đứng lúc đó; số hệ thống đếm và mẫu số theo sơ đồ ngày %(day)s.")
        % {"day": f"{found.place.on:%d/%m/%Y}"},
    ]
    if found.is_reorganised:
        lines.append(_("Đơn vị được sắp xếp lại giữa hai kỳ so sánh, nên tăng giảm có thể do sắp xếp."))
    if found.split_count:
        text = _("%(n)d đơn vị cũ chia cho cả nơi khác, số cũ chỉ tính ở cấp trên chung.")
        lines.append(text % {"n": found.split_count})
    lines.append(_("Lấy số liệu lúc %(at)s.") % {"at": f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"})
    return lines


def report_document(found: Board, name: str, above: str, at: datetime) -> AdministrativeDocument:
    """The report before it becomes DOCX or PDF; number and signatures are left for the office."""
    period, above = found.sight.period, above or HIGHEST
    missing = missing_lines(found)
    blocks: list[Paragraph | Heading | Rows] = [_table(found), Heading(_("GHI CHÚ"))]
    blocks += [Paragraph(line) for line in _remarks(found, at)]
    if missing:
        blocks += [Paragraph(_("Số đơn vị nhập còn thiếu:")), *(Paragraph(f"– {line}.") for line in missing)]
    return AdministrativeDocument(
        superior=above.upper(), issuer=name.upper(), type_name=_("Biểu số liệu"),
        abstract=_("Kết quả thông tin, tuyên truyền cải cách hành chính, %(period)s") % {"period": period_name(period).lower()},
        place=settings.CAUNOI.place, on=timezone.localtime(at).date(), blocks=blocks,
        signatures=[Signature(_("NGƯỜI LẬP BIỂU"), ""), Signature(capacity_of(found.sight.unit), "CHỦ TỊCH")],
        recipients=[above, _("Lưu: VT")], is_sample=found.sight.unit.is_sample,
    )  # fmt: skip


def _plain(value: Decimal | None) -> Any:
    return None if value is None else float(value)


def sheet_rows(found: Board) -> Iterator[list[Any]]:
    """One row a line, numbers as numbers."""
    for cell in found.cells:
        change, row = cell.change, cell.indicator
        is_entered = row.source == FigureSource.ENTERED and not cell.is_ratio
        yield [
            row.code, row.said_name, row.said_measure, _plain(cell.now.value), _plain(cell.now.numerator), _plain(cell.now.denominator),
            _plain(cell.target), None if cell.is_ratio else _plain(cell.done), _plain(cell.before.value),
            _plain(change.difference) if change else None, _plain(change.percent) if change else None,
            row.get_aggregation_display(), row.get_source_display(), cell.entered_count if is_entered else None,
            found.unions_count if is_entered else None,
        ]  # fmt: skip


def sheet_notes(found: Board, name: str, at: datetime) -> list[tuple[str, str]]:
    """Whose figures, of when, and what they mean."""
    notes = [(_("Đơn vị"), name), (_("Kỳ"), period_name(found.sight.period))]
    notes += [(_("Cách tính"), line) for line in _remarks(found, at)]
    notes += [(_("Còn thiếu"), line) for line in missing_lines(found)]
    if found.sight.unit.is_sample:
        notes.append((_("Dữ liệu mẫu"), _("Không có giá trị hành chính.")))
    return notes
