"""Figures from a spreadsheet: the columns that the export writes, errors by row with the reason, nothing added up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.accounts.models import User
from caunoi.kit.documents import Number, Table
from caunoi.organisations.models import Placement, Unit
from caunoi.plans.actions.figures import FigureDraft, check_value, check_was_there, record_figures
from caunoi.plans.choices import FigureAnswer, FigureWay
from caunoi.plans.models import Figure, Indicator
from caunoi.plans.queries.figures import (
    Question,
    above_whole,
    enterable,
    entered_ratios,
    opening_of,
    questions_about,
    standing_figures,
)
from caunoi.pure.indicators import amount, parse_amount
from caunoi.pure.periods import Kind, Period, parse
from caunoi.pure.rosters import Column, guess_mapping
from caunoi.pure.vietnamese import fold

ROWS_MOST = 5000
HEADERS = (
    gettext_lazy("Mã đơn vị"), gettext_lazy("Đơn vị"), gettext_lazy("Kỳ"), gettext_lazy("Mã chỉ tiêu"),
    gettext_lazy("Chỉ tiêu"), gettext_lazy("Số"), gettext_lazy("Ghi chú"), gettext_lazy("Khi đã có số"),
)  # fmt: skip
COLUMNS = (
    Column("unit", ("ma don vi", "unit code"), is_required=True),
    Column("period", ("ky", "period"), is_required=True),
    Column("code", ("ma chi tieu", "indicator code"), is_required=True),
    Column("value", ("so", "gia tri", "number", "figure"), is_required=True),
    Column("note", ("ghi chu", "note")),
    Column("answer", ("khi da co so", "when there is one")),
)
ANSWERS = {
    "thay": FigureAnswer.REPLACE,
    "giu": FigureAnswer.KEEP,
    "replace": FigureAnswer.REPLACE,
    "keep": FigureAnswer.KEEP,
}
# A unit and an indicator.
Key = tuple[int, int]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row, in words."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Line:
    """A row that can be read."""

    row: int
    unit: Unit
    period: Period
    draft: FigureDraft
    answer: str

    @property
    def figure(self) -> Figure:
        """What it would be, not kept."""
        days = {"from_on": self.period.from_on, "to_on": self.period.to_on}
        return Figure(unit=self.unit, indicator=self.draft.indicator, value=self.draft.value, **days)


@dataclass
class FiguresOutcome:
    """What an import did, or would do."""

    new_count: int = 0
    replaced_count: int = 0
    same_count: int = 0
    empty_count: int = 0
    errors: list[Wrong] = field(default_factory=list)
    is_applied: bool = False

    @property
    def good_count(self) -> int:
        """Rows that would change something."""
        return self.new_count + self.replaced_count


def _branch_of(root: Unit, codes: Collection[str]) -> dict[str, Unit]:
    """Units by code that stand below a unit, or stood there last. Those that went elsewhere are others' to enter."""
    path = Placement.objects.filter(unit=root).order_by("-from_on").values_list("path", flat=True)[0]
    rows = Placement.objects.filter(unit__code__in=codes).order_by("from_on")
    last = dict(rows.values_list("unit_id", "path"))
    return {unit.code: unit for unit in Unit.objects.filter(pk__in=[pk for pk in last if last[pk].startswith(path)])}


class _Reader:
    """Reads rows of one file: what each names, and what is wrong with it."""

    def __init__(self, root: Unit, table: Table, today: date, *, has_branch: bool) -> None:
        self.today, self.table, self.outcome = today, table, FiguresOutcome()
        self.columns = guess_mapping(table.headers, COLUMNS)
        missing = [column.name for column in COLUMNS if column.is_required and column.name not in self.columns]
        if missing:
            names = dict(
                zip(("unit", "period", "code", "value"), (HEADERS[0], HEADERS[2], HEADERS[3], HEADERS[5]), strict=True)
            )
            text = _("Tệp thiếu cột: %(names)s. Dùng tệp tải từ “Xuất số đã nhập”.")
            raise ValidationError(text % {"names": ", ".join(str(names[name]) for name in missing)})
        if len(table.rows) > ROWS_MOST:
            raise ValidationError(_("Tệp có hơn 5.000 dòng. Chia thành nhiều tệp."))
        self.lines, self.ratios = {line.code: line for line in enterable()}, entered_ratios()
        codes = {self._cell(row, "unit") for _number, row in table.rows}
        self.units = {root.code: root} | (_branch_of(root, codes) if has_branch else {})
        self.seen: dict[tuple[int, Period, str], int] = {}
        # What the file enters for the periods before: the dry run asks about it as the taking would.
        self.entered: list[Figure] = []

    def _cell(self, row: Sequence[str], name: str) -> str:
        index = self.columns.get(name)
        return row[index].strip() if index is not None and index < len(row) else ""

    def _wrong(self, number: int, column: str, value: str, reason: str) -> None:
        index = self.columns.get(column)
        header = self.table.headers[index] if index is not None else column
        self.outcome.errors.append(Wrong(number, header, value, reason))

    def read(self) -> list[Line]:
        """The rows that can be read; empty numbers are left out and counted."""
        found = []
        for number, row in self.table.rows:
            if not self._cell(row, "value"):
                self.outcome.empty_count += 1
            elif line := self._line(number, row):
                found.append(line)
        return found

    def _line(self, number: int, row: Sequence[str]) -> Line | None:
        before = len(self.outcome.errors)
        unit, period = self._unit(number, row), self._period(number, row)
        self._check_was_there(number, unit, period)
        indicator, value = self._indicator(number, row), self._value(number, row)
        answer = self._answer(number, row)
        if unit is None or period is None or indicator is None or value is None or len(self.outcome.errors) > before:
            return None
        key = (unit.pk, period, indicator.code)
        if first := self.seen.get(key):
            self._wrong(
                number,
                "code",
                indicator.code,
                _("trùng với dòng %(row)d: cùng đơn vị, kỳ và chỉ tiêu") % {"row": first},
            )
            return None
        self.seen[key] = number
        return Line(number, unit, period, FigureDraft(indicator, value, self._cell(row, "note")[:500]), answer)

    def _check_was_there(self, number: int, unit: Unit | None, period: Period | None) -> None:
        if unit is None or period is None:
            return
        try:
            check_was_there(unit, period)
        except ValidationError as error:
            self._wrong(number, "period", period.code, error.messages[0])

    def _unit(self, number: int, row: Sequence[str]) -> Unit | None:
        code = self._cell(row, "unit")
        unit = self.units.get(code)
        if unit is None:
            self._wrong(number, "unit", code, _("mã của một đơn vị trong nhánh này"))
        return unit

    def _period(self, number: int, row: Sequence[str]) -> Period | None:
        text = self._cell(row, "period")
        period = parse(text.upper())
        if period is None or period.kind is Kind.FREE:
            self._wrong(number, "period", text, _("kỳ dạng 2026, 2026-H1, 2026-Q2 hoặc 2026-04"))
            return None
        return period

    def _indicator(self, number: int, row: Sequence[str]) -> Indicator | None:
        code = self._cell(row, "code")
        indicator = self.lines.get(code)
        if indicator is None:
            self._wrong(number, "code", code, _("mã một chỉ tiêu mà đơn vị được nhập"))
        return indicator

    def _value(self, number: int, row: Sequence[str]) -> Decimal | None:
        text, cell = self._cell(row, "value"), row[self.columns["value"]]
        # A cell that is a number says it itself; only what was typed as text is read as people here write.
        value = Decimal(cell) if isinstance(cell, Number) else parse_amount(text)
        if value is None:
            self._wrong(number, "value", text, _("số, ví dụ 1.250 hoặc 12,5"))
            return None
        try:
            check_value(value)
        except ValidationError as error:
            self._wrong(number, "value", text, error.messages[0])
            return None
        return value

    def _answer(self, number: int, row: Sequence[str]) -> str:
        text = self._cell(row, "answer")
        if not text:
            return ""
        answer = ANSWERS.get(fold(text).strip())
        if answer is None:
            self._wrong(number, "answer", text, _("THAY hoặc GIỮ, hoặc để trống"))
        return answer or ""

    def ask(self, line: Line, question: Question | None) -> bool:
        """Whether the row may be taken: what it stands against is answered in the file."""
        if question is None or line.answer:
            return True
        held = (
            question.same.value
            if question.same
            else question.activities
            if question.activities is not None
            else question.crossing[0].value
        )
        text = _("đã có %(value)s; ghi THAY hoặc GIỮ ở cột “Khi đã có số”") % {"value": amount(held)}
        self._wrong(line.row, "value", amount(line.draft.value), text)
        return False

    def within_wholes(self, lines: list[Line], standing: Mapping[Key, Decimal]) -> list[Line]:
        """The rows without those by which a part of a ratio would be more than its whole."""
        known: dict[int, dict[int, Decimal]] = {}
        for (unit_id, indicator_id), value in standing.items():
            known.setdefault(unit_id, {})[indicator_id] = value
        given: dict[int, dict[int, Decimal]] = {}
        for line in lines:
            given.setdefault(line.unit.pk, {})[line.draft.indicator.pk] = line.draft.value
        good = []
        for line in lines:
            mine, stands = given[line.unit.pk], known.get(line.unit.pk, {})
            ratios = (r for r in self.ratios if line.draft.indicator.pk in {r.numerator_id, r.denominator_id})
            if problem := next(filter(None, (above_whole(ratio, mine, stands) for ratio in ratios)), ""):
                self._wrong(line.row, "value", amount(line.draft.value), problem)
            else:
                good.append(line)
        return good


def _by_period(lines: Sequence[Line]) -> dict[Period, list[Line]]:
    grouped: dict[Period, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.period, []).append(line)
    return grouped


def _fits(reader: _Reader, period: Period, lines: list[Line]) -> list[Line]:
    """The rows of a period that may be taken, counted as new, replacing or the same."""
    opening = opening_of(period, reader.today)
    if opening.refusal:
        for line in lines:
            reader._wrong(line.row, "period", period.code, _("kỳ đã mở nhận số"))
        return []
    units = list({line.unit.pk: line.unit for line in lines}.values())
    values = {(line.unit.pk, line.draft.indicator.pk): line.draft.value for line in lines}
    indicators = {line.draft.indicator.pk: line.draft.indicator for line in lines}
    asked = questions_about(values, indicators, units, period, entered=reader.entered)
    standing = {
        (row.unit_id, row.indicator_id): row.value for row in standing_figures([unit.pk for unit in units], period)
    }
    good = []
    for line in lines:
        key = (line.unit.pk, line.draft.indicator.pk)
        question = asked.get(key)
        if not reader.ask(line, question):
            continue
        if standing.get(key) == line.draft.value or (question and line.answer == FigureAnswer.KEEP):
            reader.outcome.same_count += 1
            continue
        good.append(line)
    good = reader.within_wholes(good, standing)
    reader.entered += [line.figure for line in good]
    replaced_count = sum((line.unit.pk, line.draft.indicator.pk) in asked for line in good)
    reader.outcome.replaced_count += replaced_count
    reader.outcome.new_count += len(good) - replaced_count
    return good


def _take(reader: _Reader, period: Period, lines: list[Line], by: User, at: datetime) -> None:
    grouped: dict[int, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.unit.pk, []).append(line)
    for rows in grouped.values():
        answers = {row.draft.indicator.code: row.answer for row in rows if row.answer}
        facts: Mapping[str, Any] = {"way": FigureWay.FILE, "by": by, "at": at}
        try:
            with transaction.atomic():
                drafts = [row.draft for row in rows]
                record_figures(unit=rows[0].unit, period=period, drafts=drafts, answers=answers, **facts)
        except ValidationError as error:
            for row in rows:
                reader._wrong(row.row, "unit", row.unit.code, error.messages[0])


@transaction.atomic
def import_figures(
    *, root: Unit, has_branch: bool, table: Table, is_dry_run: bool, by: User, at: datetime
) -> FiguresOutcome:
    """Take figures of a unit, and with `has_branch` of those below it, from a spreadsheet; a row with an error is left out
    and named.

    Raises ValidationError when the file lacks a column or is too long. A number that stands against another needs its
    answer in the file. The same file again changes nothing.
    """
    reader = _Reader(root, table, timezone.localtime(at).date(), has_branch=has_branch)
    found = reader.read()
    if not is_dry_run:
        # Nobody enters another number between the question and the taking.
        units = Unit.objects.select_for_update(no_key=True).filter(pk__in={line.unit.pk for line in found})
        list(units.order_by("pk").values_list("pk"))
    for period, lines in sorted(_by_period(found).items()):
        good = _fits(reader, period, lines)
        if not is_dry_run:
            _take(reader, period, good, by, at)
    reader.outcome.is_applied = not is_dry_run
    reader.outcome.errors.sort(key=lambda wrong: wrong.row)
    return reader.outcome
