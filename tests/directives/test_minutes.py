"""The biên bản: what is proven at a moment, with the SHA-256 of the rows that it rests on."""

import hashlib
import io
from datetime import timedelta

import docx
import pypdfium2
import pytest

from caunoi.directives import actions
from caunoi.directives.models import CoverageMinutes, Directive, Recipient
from caunoi.directives.queries import rows_hash
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.files import store
from caunoi.organisations.queries import path_on
from tests.cast import AT
from tests.directives.deeds import TODAY, acknowledge, issue, recipient
from tests.organisations.steps import transfer

pytestmark = [pytest.mark.room, pytest.mark.django_db]

LATER = AT + timedelta(hours=3)


def draw_up(directive: Directive, cast, code: str = "HN", at=AT) -> CoverageMinutes:
    unit = cast.units[code]
    return actions.make_minutes(directive=directive, unit=unit, path=path_on(unit, TODAY), by=cast.dung, at=at)


def computed_again(minutes: CoverageMinutes) -> str:
    """As anyone with the minutes and the database does it."""
    return rows_hash(minutes.directive, path_on(minutes.unit, minutes.directive.frozen_on), minutes.at)


def text_of(minutes: CoverageMinutes) -> str:
    document = docx.Document(io.BytesIO(store.read(minutes.docx)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_hash_is_the_sha256_of_one_line_a_recipient_in_the_order_of_units(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    moment, lines = "2026-11-23T02:00:00+00:00", ""
    for code in ("MD-1", "MD-2", "HD-1"):
        row = recipient(directive, code)
        moments = [moment] * 3 + ["-"] if code == "MD-1" else ["-"] * 4
        lines += "\t".join([str(row.unit_id), row.path, *moments]) + "\n"
    order = sorted(lines.splitlines(keepends=True), key=lambda line: int(line.split("\t")[0]))
    assert draw_up(directive, cast).rows_sha256 == hashlib.sha256("".join(order).encode()).hexdigest()


def test_the_figures_of_the_moment_are_kept(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    expected = {"total": 3, "delivered": 1, "opened": 1, "acknowledged": 1, "implemented": 0}
    assert draw_up(directive, cast).figures == expected


def test_minutes_of_a_branch_speak_of_the_branch(cast):
    assert draw_up(issue(cast), cast, "MD").figures["total"] == 2


def test_minutes_hold_when_more_units_acknowledge_afterwards(cast):
    directive = issue(cast)
    minutes = draw_up(directive, cast)
    acknowledge(directive, "MD-1", at=LATER)
    assert computed_again(minutes) == minutes.rows_sha256


def test_minutes_hold_when_units_are_added_afterwards(cast):
    directive = issue(cast, rule="LIST", units=[cast.units["MD-1"].pk])
    minutes = draw_up(directive, cast)
    actions.add_recipients(
        directive=directive, unit_ids=[cast.units["MD-2"].pk], due_on=directive.due_on, by=cast.dung, at=LATER
    )
    assert computed_again(minutes) == minutes.rows_sha256


def test_minutes_hold_after_a_reorganisation(cast):
    minutes = draw_up(issue(cast), cast, "MD")
    transfer(cast, "MD", "HD", on=TODAY + timedelta(days=1))
    assert computed_again(minutes) == minutes.rows_sha256


def test_a_moment_that_somebody_wrote_into_the_rows_is_found(cast):
    """Negative control of the tests above."""
    directive = issue(cast)
    minutes = draw_up(directive, cast)
    Recipient.objects.filter(unit=cast.units["MD-2"]).update(acknowledged_at=AT - timedelta(hours=1))
    assert computed_again(minutes) != minutes.rows_sha256


def test_the_document_names_the_figures_the_missing_and_the_hash(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    minutes = draw_up(directive, cast)
    text = text_of(minutes)
    for part in ("Đã xác nhận", "1/3", "33,3%", "CĐCS Trường Mầm non Hoa Sen", minutes.rows_sha256, "Phạm Quốc Dũng"):
        assert part in text
    assert "May Sông Đáy" not in text


def test_the_pdf_carries_the_same_hash(cast):
    minutes = draw_up(issue(cast), cast)
    document = pypdfium2.PdfDocument(store.read(minutes.pdf))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert minutes.rows_sha256 in "".join(text.split())


def test_the_files_are_seen_by_officers_whose_branch_takes_part(cast):
    minutes = draw_up(issue(cast), cast)
    with clock.frozen(AT):
        assert {name for name, user in cast.users.items() if store.may_see(user, minutes.pdf)} == {"hoa", "dung"}


def test_the_audit_keeps_the_hash_and_the_figures(cast):
    minutes = draw_up(issue(cast), cast)
    facts = AuditRow.objects.get(verb="directives.make_minutes").facts
    assert (facts["sha256"], facts["total"], facts["acknowledged"]) == (minutes.rows_sha256, 3, 0)


def test_earlier_minutes_stay_beside_later_ones(cast):
    directive = issue(cast)
    first = draw_up(directive, cast)
    acknowledge(directive, "MD-1", at=LATER)
    second = draw_up(directive, cast, at=LATER)
    assert (directive.minutes.count(), first.rows_sha256 == second.rows_sha256) == (2, False)
