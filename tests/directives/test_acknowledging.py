"""A unit says that it received: by account, by link without an account, at a meeting, or through the officer above."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.accounts.actions import LinkRequest, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import PersonalLink
from caunoi.accounts.queries import link_for
from caunoi.directives import actions, queries, rules
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Acknowledgement, Directive, Opening, Recipient
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.files import store
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.organisations.queries import scope_of
from tests.cast import AT
from tests.directives.deeds import TODAY, acknowledge, issue, photo, recipient

pytestmark = [pytest.mark.room, pytest.mark.django_db]

LATER = AT + timedelta(hours=2)


def link_to(row: Recipient, holder=None, days: int = 60) -> tuple[PersonalLink, str]:
    requests = [LinkRequest(f"directives.recipient:{row.pk}", holder, "Trần Văn Minh")]
    [token] = issue_links(
        requests, purpose=LinkPurpose.ACKNOWLEDGE, expires_at=AT + timedelta(days=days), by=None, at=AT
    )
    return link_for(token, purpose=LinkPurpose.ACKNOWLEDGE, at=AT), token


def on_behalf(directive: Directive, cast, code: str = "MD-2", **values) -> tuple[Acknowledgement, bool]:
    facts = {"sheet": None, "met_on": None, "attendance_count": None, "note": "", "by": cast.hoa, "at": AT}
    return actions.acknowledge_on_behalf(recipient=recipient(directive, code), **facts | values)


def moments(row: Recipient) -> tuple:
    row.refresh_from_db()
    return row.delivered_at, row.opened_at, row.acknowledged_at, row.implemented_at


# By link


def test_opening_the_link_proves_that_it_was_delivered_and_opened(cast):
    row = recipient(issue(cast), "MD-1")
    actions.open_link(link=link_to(row)[0], recipient=row, by=None, at=LATER)
    assert moments(row) == (LATER, LATER, None, None)


def test_the_first_opening_counts_and_every_opening_is_kept(cast):
    row = recipient(issue(cast), "MD-1")
    link, _token = link_to(row)
    for at in (AT, LATER):
        actions.open_link(link=link, recipient=row, by=None, at=at)
    assert (moments(row)[1], Opening.objects.count()) == (AT, 2)


def test_a_unit_acknowledges_without_an_account(cast, client):
    row = recipient(issue(cast), "MD-1")
    _link, token = link_to(row)
    with clock.frozen(LATER):
        response = client.post(f"/d/{token}/", {"name": "Trần Văn Minh"})
    proof = row.acknowledgement
    assert (response.status_code, proof.channel, proof.name, proof.user, proof.at) == (
        302,
        "LINK",
        "Trần Văn Minh",
        None,
        LATER,
    )


def test_an_acknowledgement_implies_delivery_and_opening(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1", at=LATER)
    assert moments(recipient(directive, "MD-1")) == (LATER, LATER, LATER, None)


def test_twice_is_once(cast):
    directive = issue(cast)
    first, second = acknowledge(directive, "MD-1"), acknowledge(directive, "MD-1", Channel.ACCOUNT, LATER)
    assert (first[1], second[1], first[0] == second[0], Acknowledgement.objects.get().channel) == (
        True,
        False,
        True,
        "LINK",
    )
    assert moments(recipient(directive, "MD-1"))[2] == AT


def test_twice_tells_the_house_once(cast):
    directive = issue(cast)
    for _ in range(2):
        acknowledge(directive, "MD-1")
    assert OutboxEvent.objects.filter(name="directives.directive_acknowledged").count() == 1
    assert AuditRow.objects.filter(verb="directives.acknowledge_directive").count() == 1


def test_a_mail_program_that_looks_ahead_has_opened_nothing(cast, client):
    row = recipient(issue(cast), "MD-1")
    _link, token = link_to(row)
    with clock.frozen(LATER):
        client.head(f"/d/{token}/")
        client.get(f"/d/{token}/", headers={"Sec-Purpose": "prefetch"})
    assert moments(row) == (None, None, None, None)


@pytest.mark.parametrize("problem", ["unknown", "expired", "revoked"])
def test_a_link_that_does_not_open_acknowledges_nothing(cast, client, problem):
    row = recipient(issue(cast), "MD-1")
    link, token = link_to(row, days=1)
    if problem == "revoked":
        PersonalLink.objects.filter(pk=link.pk).update(revoked_at=AT)
    with clock.frozen(AT + timedelta(days=2) if problem == "expired" else LATER):
        response = client.post(f"/d/{'x' if problem == 'unknown' else ''}{token}/", {"name": "Ai đó"})
    assert (response.status_code, Acknowledgement.objects.count()) == (410, 0)


def test_a_link_for_another_purpose_acknowledges_nothing(cast, client):
    row = recipient(issue(cast), "MD-1")
    requests = [LinkRequest(f"directives.recipient:{row.pk}")]
    [token] = issue_links(requests, purpose=LinkPurpose.SET_PASSWORD, expires_at=AT + timedelta(days=9), by=None, at=AT)
    with clock.frozen(LATER):
        assert client.post(f"/d/{token}/", {"name": "Ai đó"}).status_code == 410


def test_a_link_of_someone_else_says_so(cast, sign_in):
    row = recipient(issue(cast), "MD-1")
    _link, token = link_to(row, cast.minh)
    with clock.frozen(LATER):
        page = sign_in("quang").get(f"/d/{token}/")
    assert page.context["is_someone_elses"] is True


# By account


@pytest.mark.parametrize(
    ("name", "may"), [("minh", True), ("hoa", False), ("lan", False), ("quang", False), ("tuan", False)]
)
def test_only_who_acts_for_the_unit_answers_by_account(cast, name, may):
    row = recipient(issue(cast), "MD-1")
    assert rules.may_answer_for(scope_of(cast.users[name], TODAY), row) is may


@pytest.mark.parametrize(
    ("name", "may"), [("hoa", True), ("dung", True), ("minh", False), ("quang", False), ("tuan", False)]
)
def test_only_officers_above_answer_on_behalf(cast, name, may):
    row = recipient(issue(cast), "MD-1")
    assert queries.manages(scope_of(cast.users[name], TODAY), row) is may


# On behalf


@pytest.mark.parametrize(("channel", "weight"), [
    (Channel.ACCOUNT, 4), (Channel.LINK, 3), (Channel.MEETING, 2), (Channel.ON_BEHALF, 1),
])  # fmt: skip
def test_each_way_has_its_weight(channel, weight):
    assert rules.EVIDENTIAL_WEIGHT[channel] == weight


def test_a_meeting_with_its_sheet_weighs_two(cast):
    directive = issue(cast)
    row, is_new = on_behalf(directive, cast, sheet=photo(), met_on=date(2026, 11, 20), attendance_count=85)
    assert (is_new, row.channel, row.weight, row.met_on, row.attendance_count, row.name) == (
        True, "MEETING", 2, date(2026, 11, 20), 85, "Lê Thị Hoa",
    )  # fmt: skip


def test_without_a_sheet_a_reason_weighs_one(cast):
    row, _is_new = on_behalf(issue(cast), cast, note="Gọi điện, chủ tịch xác nhận.")
    assert (row.channel, row.weight, row.note) == ("ON_BEHALF", 1, "Gọi điện, chủ tịch xác nhận.")


def test_the_sheet_is_seen_by_the_unit_and_the_officers_above_only(cast):
    directive, sheet = issue(cast), photo()
    on_behalf(directive, cast, "MD-1", sheet=sheet, attendance_count=85)
    with clock.frozen(AT):
        assert {name for name, user in cast.users.items() if store.may_see(user, sheet)} == {"minh", "hoa", "dung"}


@pytest.mark.parametrize(("values", "field", "text"), [
    ({"met_on": date(2026, 11, 24)}, "met_on", "Buổi họp phải từ hôm nay trở về trước."),
    ({"attendance_count": 0}, "attendance_count", "Số người dự phải từ 1 trở lên."),
    ({"note": "Đã gọi"}, "note", "Không có ảnh danh sách ký thì ghi lý do nhập hộ, ít nhất 10 ký tự."),
])  # fmt: skip
def test_an_entry_on_behalf_that_proves_nothing_is_refused(cast, values, field, text):
    with pytest.raises(ValidationError) as caught:
        on_behalf(issue(cast), cast, **{"note": "Gọi điện, chủ tịch xác nhận."} | values)
    assert caught.value.message_dict == {field: [text]}


def test_an_entry_on_behalf_does_not_replace_the_units_own_word(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-2", Channel.ACCOUNT)
    row, is_new = on_behalf(directive, cast, note="Gọi điện, chủ tịch xác nhận.")
    assert (is_new, row.channel, row.weight) == (False, "ACCOUNT", 4)


# What remains to do


def test_a_chair_sees_the_oldest_deadline_first(cast):
    for days in (9, 2, 5):
        issue(cast, due_on=TODAY + timedelta(days=days))
    duties = queries.open_duties(cast.minh, scope_of(cast.minh, TODAY), TODAY)
    assert [((duty.due_on - TODAY).days, duty.kind) for duty in duties] == [
        (2, "ACKNOWLEDGE"),
        (5, "ACKNOWLEDGE"),
        (9, "ACKNOWLEDGE"),
    ]


def test_after_the_acknowledgement_the_evidence_is_due(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    assert [duty.kind for duty in queries.open_duties(cast.minh, scope_of(cast.minh, TODAY), TODAY)] == ["EVIDENCE"]


@pytest.mark.parametrize("count", [1, 3])
def test_duties_cost_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    for _ in range(count):
        issue(cast)
    scope = scope_of(cast.minh, TODAY)
    with django_assert_num_queries(1):
        duties = queries.open_duties(cast.minh, scope, TODAY)
        assert [duty.recipient.directive.title for duty in duties] == ["Phổ biến Hướng dẫn số 12"] * count
