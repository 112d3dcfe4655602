"""Issuing: recipients are found by a rule once and frozen; whoever comes later comes explicitly and dated."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.accounts.models import PersonalLink
from caunoi.directives import actions, queries
from caunoi.directives.choices import RecipientRule
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications.actions import send_due
from caunoi.notifications.models import Message
from caunoi.organisations.actions import end_role, grant_role
from caunoi.organisations.choices import Role
from tests.cast import AT
from tests.directives.deeds import DUE, TODAY, issue, make_document, recipient
from tests.organisations.steps import dissolve, merge, rename, transfer

pytestmark = [pytest.mark.room, pytest.mark.django_db]

LATER = AT + timedelta(days=10)


def codes(directive: Directive) -> list[str]:
    return sorted(directive.recipients.values_list("unit__code", flat=True))


def add(directive: Directive, cast, *units: str, due_on: date = DUE) -> list[Recipient]:
    ids = [cast.units[code].pk for code in units]
    return actions.add_recipients(directive=directive, unit_ids=ids, due_on=due_on, by=cast.dung, at=LATER)


def deliver() -> None:
    while outbox.deliver():
        pass


# By which rule


def test_a_subtree_means_every_grassroots_union_below(cast):
    assert codes(issue(cast)) == ["HD-1", "MD-1", "MD-2"]


def test_an_officer_issues_within_the_own_branch_only(cast):
    assert codes(issue(cast, "MD")) == ["MD-1", "MD-2"]


def test_a_kind_means_every_unit_of_that_kind_below(cast):
    assert codes(issue(cast, rule=RecipientRule.KIND, kinds=[cast.kinds["COMMUNE_UNION"].pk])) == ["HD", "MD"]


def test_an_area_means_the_grassroots_unions_in_it_or_under_a_unit_of_it(cast):
    cast.units["MD"].area_code = cast.units["HD-1"].area_code = "10441"
    cast.units["MD"].save()
    assert codes(issue(cast, rule=RecipientRule.AREA, area="10441")) == ["MD-1", "MD-2"]


def test_a_list_means_those_units_as_far_as_they_are_below(cast):
    ids = [cast.units[code].pk for code in ("MD-2", "HD-1", "UB-MD")]
    assert codes(issue(cast, "MD", rule=RecipientRule.LIST, units=ids)) == ["MD-2"]


def test_a_rule_that_finds_nobody_is_refused(cast):
    with pytest.raises(ValidationError, match="Không có đơn vị nào hợp với cách chọn này"):
        issue(cast, rule=RecipientRule.AREA, area="99999")


def test_a_deadline_before_today_is_refused(cast):
    with pytest.raises(ValidationError) as caught:
        issue(cast, due_on=TODAY - timedelta(days=1))
    assert caught.value.message_dict == {"due_on": ["Hạn phải từ hôm nay trở đi."]}


def test_a_unit_without_a_place_in_the_tree_cannot_issue(cast):
    dissolve(cast, "MD-2")
    with pytest.raises(ValidationError, match="không có chỗ trong sơ đồ hôm nay nên không giao được"):
        issue(cast, "MD-2")


# What is frozen


def test_what_is_frozen_is_the_place_the_name_and_the_deadline(cast):
    row = recipient(issue(cast), "MD-1")
    ids = [cast.units[code].pk for code in ("HN", "MD", "MD-1")]
    assert (row.path, row.unit_name, row.due_on, row.added_at, row.is_later_addition) == (
        "/" + "/".join(map(str, ids)) + "/", "CĐCS Công ty TNHH May Sông Đáy", DUE, AT, False,
    )  # fmt: skip


def test_the_denominator_and_its_day_are_kept_with_the_directive(cast):
    directive = issue(cast)
    assert (directive.recipient_count, directive.frozen_on, directive.rule) == (3, TODAY, "SUBTREE")


def test_the_frozen_day_is_the_local_one(cast):
    """17:30 UTC is the next day in Hà Nội."""
    assert issue(cast, at=AT.replace(hour=17, minute=30)).frozen_on == TODAY + timedelta(days=1)


def test_a_unit_founded_later_does_not_enter_by_itself(cast):
    directive = issue(cast)
    cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], TODAY)
    assert (codes(directive), queries.totals(directive).total) == (["HD-1", "MD-1", "MD-2"], 3)


def test_a_transfer_a_new_name_and_a_merger_change_no_frozen_row(cast):
    directive = issue(cast)
    before = list(directive.recipients.order_by("id").values_list("unit_id", "path", "unit_name"))
    rename(cast, "MD-2", "CĐCS Trường Mầm non Sen Hồng", on=TODAY + timedelta(days=1))
    transfer(cast, "MD-1", "HD", on=TODAY + timedelta(days=1))
    merge(cast, "MD-2", "HD-1", on=TODAY + timedelta(days=2))
    assert list(directive.recipients.order_by("id").values_list("unit_id", "path", "unit_name")) == before


def test_obligations_are_frozen_in_their_order(cast):
    rows = [{"text": "Họp phổ biến", "evidence_required": "Ảnh"}, {"text": "Báo cáo", "due_on": DUE}]
    directive = issue(cast, obligations=rows)
    assert list(directive.obligations.order_by("position").values_list("position", "text", "evidence_required")) == [
        (1, "Họp phổ biến", "Ảnh"), (2, "Báo cáo", ""),
    ]  # fmt: skip


# Later additions


def test_a_later_addition_is_dated_and_has_a_deadline_of_its_own(cast):
    directive = issue(cast, "MD")
    cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], TODAY)
    [row] = add(directive, cast, "MD-3", due_on=DUE + timedelta(days=7))
    assert (row.is_later_addition, row.added_at, row.due_on) == (True, LATER, DUE + timedelta(days=7))


def test_a_later_addition_enters_the_denominator(cast):
    directive = issue(cast, "MD")
    cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], TODAY)
    add(directive, cast, "MD-3")
    directive.refresh_from_db()
    assert (directive.recipient_count, queries.totals(directive).total) == (3, 3)


def test_who_received_already_is_left_out_of_an_addition(cast):
    directive = issue(cast, rule=RecipientRule.LIST, units=[cast.units["MD-1"].pk])
    assert [row.unit.code for row in add(directive, cast, "MD-1", "MD-2")] == ["MD-2"]


def test_an_addition_of_units_outside_the_branch_is_refused(cast):
    with pytest.raises(ValidationError, match="Các đơn vị này đã nhận, hoặc không thuộc nhánh của đơn vị giao"):
        add(issue(cast, "MD"), cast, "HD-1")


# Notices


def test_issuing_asks_for_the_notices_once(cast):
    directive = issue(cast)
    assert OutboxEvent.objects.get(name="directives.directive_issued").payload == {"directive_id": directive.pk}


def test_each_units_people_get_one_email_and_one_notice(cast):
    directive = issue(cast)
    deliver()
    row = recipient(directive, "MD-1")
    rows = Message.objects.filter(subject=f"directives.recipient:{row.pk}").values_list("channel", "recipient__email")
    assert sorted(rows) == [("EMAIL", "minh@example.vn"), ("IN_APP", "minh@example.vn")]


def test_a_unit_without_people_gets_the_email_at_its_own_address(cast):
    cast.units["MD-2"].email = "hoasen@example.vn"
    cast.units["MD-2"].save()
    directive = issue(cast)
    deliver()
    row = recipient(directive, "MD-2")
    message = Message.objects.get(subject=f"directives.recipient:{row.pk}")
    assert (message.channel, message.recipient, message.address) == ("EMAIL", None, "hoasen@example.vn")


def test_notices_asked_for_twice_go_out_once(cast):
    directive = issue(cast)
    deliver()
    before = Message.objects.count(), PersonalLink.objects.count()
    actions.send_notices(directive_id=directive.pk, at=AT)
    assert (Message.objects.count(), PersonalLink.objects.count()) == before == (4, 2)


def test_an_email_carries_the_link_of_its_recipient(cast):
    issue(cast, message="Họp trước ngày 1/12.")
    deliver()
    send_due(at=AT)
    letter = next(letter for letter in mail.outbox if letter.to == ["minh@example.vn"])
    assert letter.subject == "Phổ biến Hướng dẫn số 12"
    for part in (
        "CĐCS Công ty TNHH May Sông Đáy",
        "Hạn: 7/12/2026.",
        "Họp trước ngày 1/12.",
        "http://127.0.0.1:8000/d/",
    ):
        assert part in letter.body


def test_later_additions_are_told_to_who_acts_for_them_then(cast):
    """The unit did not exist when the directive was issued; its chair does now."""
    directive = issue(cast, "MD")
    unit = cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], TODAY)
    on = TODAY + timedelta(days=5)
    grant_role(user=cast.lan, unit=unit, role=Role.CHAIR, on=on, by=cast.hoa, at=AT)
    [row] = add(directive, cast, "MD-3")
    actions.send_notices(directive_id=directive.pk, recipient_ids=[row.pk], at=LATER)
    assert set(Message.objects.values_list("recipient__email", flat=True)) == {"lan@example.vn"}


def test_who_left_the_post_is_not_told(cast):
    directive = issue(cast)
    end_role(grant=cast.minh.grants.get(), on=TODAY + timedelta(days=1), by=cast.hoa, at=AT)
    actions.send_notices(directive_id=directive.pk, at=LATER)
    assert not Message.objects.filter(recipient=cast.minh).exists()


# Who may see


def test_a_directive_that_is_not_public_is_seen_by_those_it_concerns(cast):
    directive = issue(cast, "MD", is_public=False)
    sees = {name for name, user in cast.users.items() if directive in queries.visible_directives(user, TODAY)}
    assert sees == {"minh", "hoa", "dung"}


def test_quang_cannot_load_a_directive_to_my_duc(cast):
    with pytest.raises(Directive.DoesNotExist):
        queries.directive_for(cast.quang, issue(cast, "MD", is_public=False).public_id, TODAY)


def test_quang_cannot_load_a_recipient_of_my_duc(cast):
    row = recipient(issue(cast), "MD-1")
    with pytest.raises(Recipient.DoesNotExist):
        queries.recipient_for(cast.quang, row.public_id, TODAY)


# Written with it


def test_issuing_leaves_one_audit_row(cast):
    make_document(cast)
    issue(cast)
    row = AuditRow.objects.get(verb="directives.issue_directive")
    assert (row.actor, row.facts["recipients"]) == (f"accounts.user:{cast.dung.public_id}", 3)


def test_issuing_costs_the_same_number_of_queries_for_1_and_3_recipients(cast):
    make_document(cast)
    used = []
    for issuer in ("HD", "HN"):
        with CaptureQueriesContext(connection) as caught:
            issue(cast, issuer)
        used.append(len(caught))
    assert used[0] == used[1]


def test_notices_cost_the_same_number_of_queries_for_1_and_2_people(cast):
    used = []
    for issuer in ("HD", "HN"):
        directive = issue(cast, issuer)
        with CaptureQueriesContext(connection) as caught:
            actions.send_notices(directive_id=directive.pk, at=AT)
        used.append(len(caught))
    assert used[0] == used[1]
