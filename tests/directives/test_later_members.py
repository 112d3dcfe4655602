"""Members of units that come to a directive later: told once, counted apart, never told again for having moved."""

from typing import Any

import pytest

from caunoi.directives import actions, queries
from caunoi.directives.models import MemberCall, MemberChunk, MemberCount
from caunoi.kit import outbox
from caunoi.organisations.models import Member
from tests.cast import AT, Cast
from tests.directives.deeds import issue
from tests.directives.rosters import roster, told

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("sms")]


@pytest.fixture
def branch(cast: Cast, rosters: None) -> MemberCall:
    """Members of one branch were told; a unit of another branch can be added, and a new one that takes over from MD-1."""
    directive = issue(cast, rule="LIST", units=[cast.units[code].pk for code in ("MD-1", "MD-2")], tells_members=True)
    call = MemberCall.objects.get(directive=directive)
    actions.plan_members(call_id=call.pk, at=AT)
    actions.tell_members(call_id=call.pk)
    return call


def add(call: MemberCall, *units: Any, at: Any = AT) -> None:
    call.directive.refresh_from_db()
    actions.add_recipients(
        directive=call.directive, unit_ids=[unit.pk for unit in units], due_on=call.directive.due_on, by=None, at=at
    )
    outbox.deliver()
    actions.tell_members(call_id=call.pk)


def test_members_of_a_unit_that_is_added_later_are_told_once_and_counted_apart(cast: Cast, branch: MemberCall):
    Member.objects.filter(unit=cast.units["HD-1"], left_on=None).update(code="không đường nào")
    roster(cast, "HD-1", 6, email="hd@example.vn")
    before = told()
    add(branch, cast.units["HD-1"])
    assert told() - before == {"EMAIL": 6}
    branch.refresh_from_db()
    assert branch.done_at is not None
    outbox.deliver()
    assert actions.plan_later_members(directive_id=branch.directive_id, at=AT) == 0
    found = queries.member_coverage(branch.directive)
    # Eight of the branch; six mailboxes and the one whom nothing reaches of the unit added.
    assert (found.total, found.later, found.told, found.unreached) == (15, 7, 14, 1)
    assert queries.member_coverage(branch.directive, "/0/").total == 0


def test_who_moves_with_a_unit_that_takes_over_is_not_told_again(cast: Cast, branch: MemberCall):
    heir = cast.unit("MD-9", "GRASSROOTS", "CĐCS hợp nhất", cast.units["MD"], on=AT.date())
    Member.objects.filter(unit=cast.units["MD-1"]).update(unit=heir)
    Member.objects.create(unit=heir, code="mới", full_name="Người mới", email="moi@example.vn")
    before = told()
    add(branch, heir)
    assert told() - before == {"EMAIL": 1}
    assert MemberCount.objects.get(recipient__unit=heir).member_count == 1
    assert sum(MemberChunk.objects.values_list("told_count", flat=True)) == 9


def test_a_unit_added_before_the_plan_is_in_it_and_one_of_a_quiet_directive_tells_nobody(cast: Cast, rosters: None):
    loud, quiet = (
        issue(cast, rule="LIST", units=[cast.units["MD-2"].pk], tells_members=tells) for tells in (True, False)
    )
    for directive in (loud, quiet):
        actions.add_recipients(
            directive=directive, unit_ids=[cast.units["MD-1"].pk], due_on=directive.due_on, by=None, at=AT
        )
    assert actions.plan_later_members(directive_id=loud.pk, at=AT) == 0
    outbox.deliver()
    call = MemberCall.objects.get()
    actions.tell_members(call_id=call.pk)
    assert (call.directive_id, call.member_count) == (loud.pk, 8)
    assert set(MemberCount.objects.values_list("wave", flat=True)) == {0}
    assert sum(told().values()) == 1 + 4 + 4


def test_a_call_whose_ranges_are_open_is_not_done_because_an_empty_unit_came(cast: Cast, rosters: None):
    directive = issue(cast, rule="LIST", units=[cast.units["MD-1"].pk], tells_members=True)
    call = MemberCall.objects.get(directive=directive)
    actions.plan_members(call_id=call.pk, at=AT)
    actions.add_recipients(
        directive=directive, unit_ids=[cast.unit("MD-7", "GRASSROOTS", "CĐCS Bảy", cast.units["MD"]).pk],
        due_on=directive.due_on, by=None, at=AT,
    )  # fmt: skip
    outbox.deliver()
    call.refresh_from_db()
    assert call.chunks.filter(done_at=None).exists()
    assert call.done_at is None
    actions.tell_members(call_id=call.pk)
    call.refresh_from_db()
    assert call.done_at is not None
