"""Figures out of spreadsheets: what a cell says, and what rows of one file say against each other."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from caunoi.kit.documents import write_csv
from caunoi.plans.actions.figures_import import HEADERS
from caunoi.plans.models import Figure
from tests.plans.test_indicator_doors import LINE, once, send
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def sheet_of(*rows: tuple[object, ...]) -> bytes:
    """A spreadsheet as Excel saves it: numbers as numbers."""
    book = openpyxl.Workbook()
    for row in ([str(header) for header in HEADERS], *rows):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_cell_that_is_a_number_says_it_and_text_is_read_as_people_write(world: World):
    client = world.client("hoa")
    data = sheet_of(
        ("MD-1", "", "2025-Q3", LINE, "", 1.5, "", ""),
        ("MD-1", "", "2025-Q4", LINE, "", 1.125, "", ""),
        ("MD-2", "", "2025-Q3", LINE, "", "1.125", "", ""),
        ("MD-2", "", "2025-Q4", LINE, "", 0.1 + 0.2, "", ""),
    )
    answer = client.get(send(client, world, data, "so-lieu.xlsx"))
    wrong = answer.context["outcome"].errors
    assert [(each.row, each.value) for each in wrong] == [(3, "1.125")]
    client.post(answer.wsgi_request.path, once({"deed": "take"}))
    rows = Figure.objects.filter(from_on__year=2025, from_on__month__gte=7).order_by("unit__code", "from_on")
    assert list(rows.values_list("value", flat=True)) == [Decimal("1.5"), Decimal(1125), Decimal("0.3")]


def test_the_dry_run_asks_what_the_taking_asks_about_rows_of_one_file(world: World):
    """A half of more than its year; a figure that the file itself replaces is asked about no more."""
    rows = [
        ("MD-1", "", "2025", LINE, "", "1", "", ""),
        ("MD-1", "", "2025-H1", LINE, "", "1", "", "thay"),
        ("MD-2", "", "2025", LINE, "", "3", "", ""),
        ("MD-2", "", "2025-H2", LINE, "", "4", "", ""),
    ]
    client = world.client("hoa")
    answer = client.get(send(client, world, write_csv([str(header) for header in HEADERS], rows), "so-lieu.csv"))
    dry = answer.context["outcome"]
    assert [(wrong.row, wrong.reason) for wrong in dry.errors] == [
        (5, "đã có 3; ghi THAY hoặc GIỮ ở cột “Khi đã có số”")
    ]
    assert (dry.new_count, dry.replaced_count) == (2, 1)
    client.post(answer.wsgi_request.path, once({"deed": "take"}))
    found = Figure.objects.filter(superseded_at=None, from_on__year=2025, indicator__code=LINE)
    kept = found.order_by("unit__code", "from_on", "to_on").values_list("unit__code", "to_on", "value")
    assert list(kept) == [
        ("MD-1", date(2025, 6, 30), 1), ("MD-1", date(2025, 12, 31), 1), ("MD-2", date(2025, 12, 31), 3),
    ]  # fmt: skip
