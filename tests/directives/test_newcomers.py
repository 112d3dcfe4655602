"""Units that come under the rule later: offered or added, dated, with their own deadline; the frozen figure stays."""

import io
import threading
from datetime import date, timedelta
from unittest.mock import patch

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from caunoi.directives import actions, queries
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock, outbox
from caunoi.notifications.models import Message
from caunoi.organisations.models import UnitKind
from tests.cast import AT
from tests.directives.deeds import DUE, acknowledge, issue

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER = AT + timedelta(days=10)  # Thursday, 3 December
DAY = date(2026, 12, 3)


def found(cast, code="MD-3", above="MD", on=date(2026, 12, 1)):
    return cast.unit(code, "GRASSROOTS", f"CĐCS mới {code}", cast.units[above], on=on)


def offered(directive: Directive, on=DAY) -> list[str]:
    return [row.code for row in queries.newcomers(directive, on)]


def test_a_unit_founded_after_the_issue_is_offered(cast):
    directive = issue(cast)
    assert offered(directive) == []
    found(cast)
    assert offered(directive) == ["MD-3"]
    assert queries.newcomers(directive, DAY)[0].since_on == date(2026, 12, 1)


def test_only_units_under_the_rule_are_offered(cast):
    whole, branch = issue(cast), issue(cast, "MD")
    found(cast, "HD-2", "HD")
    kind = UnitKind.objects.get(code="COMMUNE_UNION").pk
    by_kind = issue(cast, rule="KIND", kinds=[kind])
    listed = issue(cast, rule="LIST", units=[cast.units["MD-1"].pk])
    found_later = [offered(row) for row in (whole, branch, by_kind, listed)]
    assert found_later == [["HD-2"], [], [], []]


def test_what_was_due_long_ago_takes_nobody_in(cast):
    directive = issue(cast)
    found(cast)
    assert offered(directive, DUE + timedelta(days=91)) == []


def test_the_frozen_denominator_never_changes(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    found(cast)
    assert actions.add_newcomers(directive=directive, by=cast.dung, at=LATER) == 1
    directive.refresh_from_db()
    assert (directive.frozen_count, directive.added_count, directive.recipient_count) == (3, 1, 4)
    row = Recipient.objects.get(unit__code="MD-3")
    assert (row.is_later_addition, row.added_at) == (True, LATER)
    assert queries.later_count(directive, "/") == 1
    assert queries.later_count(directive, "/", LATER) == 0


@pytest.mark.door
def test_pages_and_the_spreadsheet_tell_the_frozen_figure_from_later_ones(cast, sign_in):
    directive = issue(cast)
    found(cast)
    actions.add_newcomers(directive=directive, by=cast.dung, at=LATER)
    Authenticator.objects.create(user=cast.dung, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client, address = sign_in("dung"), f"/directives/{directive.public_id}/"
    page = client.get(address).content.decode()
    assert "Mẫu số cố định: 3 đơn vị" in page
    assert "Thêm sau ngày chốt: 1 đơn vị" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}coverage/export.xlsx").content))
    notes = dict(row[:2] for row in book.worksheets[1].iter_rows(values_only=True))
    assert (notes["Mẫu số"], notes["Thêm sau ngày chốt"]) == ("3, chốt ngày 23/11/2026", "1")


@pytest.mark.parametrize(("days", "due_on"), [(1, DUE), (10, date(2026, 12, 17))])
def test_a_newcomer_gets_its_own_working_days_and_never_less_than_the_others(cast, days, due_on):
    directive = issue(cast)
    actions.set_newcomers(directive=directive, is_automatic=True, days=days, by=cast.dung, at=AT)
    found(cast)
    actions.add_newcomers(directive=directive, by=None, at=LATER)
    assert Recipient.objects.get(unit__code="MD-3").due_on == due_on


def test_the_machine_adds_only_where_it_was_told_to_and_offers_elsewhere_once(cast):
    asked, told = issue(cast), issue(cast)
    actions.set_newcomers(directive=asked, is_automatic=True, days=10, by=cast.dung, at=AT)
    found(cast)
    for at in (LATER, LATER + timedelta(hours=1)):
        with clock.frozen(at):
            actions.watch_newcomers(at=at)
            while outbox.deliver():
                pass
    assert [row.recipients.count() for row in (asked, told)] == [4, 3]
    told.refresh_from_db()
    assert told.newcomer_count == 1
    titles = Message.objects.filter(recipient=cast.dung, channel="IN_APP", key__startswith="newcomers:")
    assert list(titles.values_list("title", flat=True)) == ["1 đơn vị mới: Phổ biến Hướng dẫn số 12"]


def test_nobody_is_added_in_the_night(cast):
    directive = issue(cast)
    actions.set_newcomers(directive=directive, is_automatic=True, days=10, by=cast.dung, at=AT)
    found(cast)
    assert actions.watch_newcomers(at=LATER.replace(hour=15)) == 0


@pytest.mark.parametrize("days", [0, 61])
def test_days_out_of_reach_are_refused(cast, days):
    with pytest.raises(ValidationError):
        actions.set_newcomers(directive=issue(cast), is_automatic=True, days=days, by=cast.dung, at=AT)


def test_offering_costs_the_same_number_of_statements_for_1_and_3(cast):
    directive, used = issue(cast), []
    for codes in (("MD-3",), ("MD-4", "MD-5")):
        for code in codes:
            found(cast, code)
        with CaptureQueriesContext(connection) as caught:
            queries.newcomers(directive, DAY)
        used.append(len(caught))
    assert used[0] == used[1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_who_adds_at_once_adds_once(cast, is_locked):
    """Without the lock the database itself refuses the second row, and the person would see an error."""
    directive, gate, said = issue(cast), threading.Barrier(3), []
    found(cast)

    def add() -> None:
        own = Directive.objects.get(pk=directive.pk)
        gate.wait(timeout=10)
        try:
            said.append(actions.add_newcomers(directive=own, by=None, at=LATER))
        except DatabaseError:
            said.append("error")
        finally:
            connection.close()

    unlocked = patch.object(type(Directive.objects), "select_for_update", slow)
    with unlocked if not is_locked else patch.dict({}):
        adders = [threading.Thread(target=add) for _number in range(3)]
        for one in adders:
            one.start()
        for one in adders:
            one.join()
    assert ("error" in said) is not is_locked
    directive.refresh_from_db()
    assert (directive.added_count, directive.recipients.count()) == (1, 4)


PAUSE = threading.Barrier(3)


def slow(manager, **_options):
    """No lock; whoever comes here waits for the others, so that all of them have seen the same."""
    PAUSE.wait(timeout=10)
    return manager.all()
