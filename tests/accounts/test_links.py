"""Personal links: one purpose, for a time, revocable, hashed at rest; and what they open."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.accounts import actions, queries
from caunoi.accounts.actions import LinkRequest
from caunoi.accounts.choices import ConsentPurpose, LinkPurpose
from caunoi.accounts.models import PersonalLink, User
from caunoi.accounts.queries import LinkProblem
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditContent, AuditRow
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

END = AT + timedelta(days=7)
SUBJECT = "directives.recipient:12"
PASSWORD = "ngày mai trời lại sáng"


def make(*, holder: User | None = None, purpose=LinkPurpose.ACKNOWLEDGE, is_single_use: bool = False) -> str:
    [token] = actions.issue_links(
        [LinkRequest(SUBJECT, holder, "Trần Văn Minh")], purpose=purpose, expires_at=END, by=None, at=AT,
        is_single_use=is_single_use,
    )  # fmt: skip
    return token


def opened(token: str, at=AT, purpose=LinkPurpose.ACKNOWLEDGE) -> PersonalLink | LinkProblem:
    return queries.link_for(token, purpose=purpose, at=at)


def test_a_link_opens_the_one_thing_it_is_for():
    link = opened(make())
    assert (link.subject, link.purpose, link.holder_name) == (SUBJECT, "ACKNOWLEDGE", "Trần Văn Minh")


def test_only_the_hash_of_the_token_is_stored():
    token = make()
    link = PersonalLink.objects.get()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(PersonalLink.objects.values().get())


def test_a_token_cannot_be_guessed():
    """24 bytes from the system's generator: 32 characters in an address."""
    assert len(make()) == 32


def test_tokens_come_in_the_order_of_what_was_asked_for():
    requests = [LinkRequest(f"directives.recipient:{number}") for number in range(3)]
    tokens = actions.issue_links(requests, purpose=LinkPurpose.ACKNOWLEDGE, expires_at=END, by=None, at=AT)
    assert [opened(token).subject for token in tokens] == [request.subject for request in requests]


@pytest.mark.parametrize("count", [1, 3])
def test_links_cost_one_insert_for_1_and_3(count, django_assert_max_num_queries):
    requests = [LinkRequest(SUBJECT)] * count
    with django_assert_max_num_queries(8) as used:
        actions.issue_links(requests, purpose=LinkPurpose.ACKNOWLEDGE, expires_at=END, by=None, at=AT)
    assert sum("accounts_personallink" in query["sql"] for query in used) == 1


def test_a_link_ends_at_its_moment():
    token = make()
    assert isinstance(opened(token, END - timedelta(seconds=1)), PersonalLink)
    assert opened(token, END) is LinkProblem.EXPIRED


def test_a_revoked_link_does_not_open():
    token = make()
    assert actions.revoke_links(subject=SUBJECT, by=None, at=AT) == 1
    assert opened(token) is LinkProblem.REVOKED


def test_revoking_again_revokes_nothing():
    make()
    assert [actions.revoke_links(subject=SUBJECT, by=None, at=AT) for _ in range(2)] == [1, 0]


def test_a_token_that_nobody_made_is_unknown():
    make()
    assert opened("khong-co") is LinkProblem.UNKNOWN


def test_a_link_is_unknown_to_every_other_purpose():
    assert opened(make(), purpose=LinkPurpose.SET_PASSWORD) is LinkProblem.UNKNOWN


def test_a_link_may_be_opened_again_and_remembers_the_first_time():
    token = make()
    for at in (AT, AT + timedelta(hours=1)):
        actions.use_link(link=opened(token, at), by=None, at=at)
    assert opened(token, AT + timedelta(hours=2)).first_used_at == AT


def test_a_single_use_link_opens_once():
    token = make(is_single_use=True)
    actions.use_link(link=opened(token), by=None, at=AT)
    assert opened(token) is LinkProblem.USED


def test_the_first_use_is_in_the_audit_once():
    link = opened(make())
    for _ in range(2):
        actions.use_link(link=link, by=None, at=AT)
    assert AuditRow.objects.filter(verb="accounts.use_link").count() == 1


@pytest.mark.parametrize(("problem", "title"), [
    (LinkProblem.UNKNOWN, "Đường dẫn này không đúng"),
    (LinkProblem.EXPIRED, "Đường dẫn này đã hết hạn"),
    (LinkProblem.REVOKED, "Đường dẫn này đã được thu hồi"),
    (LinkProblem.USED, "Đường dẫn này chỉ dùng một lần và đã được dùng"),
])  # fmt: skip
def test_a_link_that_does_not_open_says_why_and_helps(problem, title):
    said = queries.describe(problem)
    assert said[0] == title
    assert said[1].endswith("Nhờ cán bộ công đoàn cấp trên gửi lại đường dẫn mới, hoặc đăng nhập nếu bạn có tài khoản.")


# The welcome link


def test_the_welcome_link_sets_the_first_password_and_is_spent(cast):
    token = make(holder=cast.minh, purpose=LinkPurpose.SET_PASSWORD, is_single_use=True)
    link = opened(token, purpose=LinkPurpose.SET_PASSWORD)
    actions.set_first_password(link=link, password=PASSWORD, by=None, at=AT)
    assert User.objects.get(pk=cast.minh.pk).check_password(PASSWORD)
    assert opened(token, purpose=LinkPurpose.SET_PASSWORD) is LinkProblem.USED


def test_two_people_with_the_same_welcome_link_set_one_password(cast):
    token = make(holder=cast.minh, purpose=LinkPurpose.SET_PASSWORD, is_single_use=True)
    first, second = (opened(token, purpose=LinkPurpose.SET_PASSWORD) for _ in range(2))
    actions.set_first_password(link=first, password=PASSWORD, by=None, at=AT)
    with pytest.raises(ValidationError, match="chỉ dùng một lần và đã được dùng"):
        actions.set_first_password(link=second, password="mật khẩu của kẻ khác", by=None, at=AT)
    assert User.objects.get(pk=cast.minh.pk).check_password(PASSWORD)


def test_a_link_without_a_holder_sets_no_password():
    link = opened(make(purpose=LinkPurpose.SET_PASSWORD), purpose=LinkPurpose.SET_PASSWORD)
    with pytest.raises(ValidationError, match="Đường dẫn này không gắn với tài khoản nào"):
        actions.set_first_password(link=link, password=PASSWORD, by=None, at=AT)


def test_a_new_person_signs_in_by_the_welcome_link(cast, client):
    token = make(holder=cast.minh, purpose=LinkPurpose.SET_PASSWORD, is_single_use=True)
    with clock.frozen(AT):
        values = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        response = client.post(f"/accounts/welcome/{token}/", values)
    assert (response.status_code, client.session["_auth_user_id"]) == (302, str(cast.minh.pk))


# Accounts and consent


def test_the_audit_of_a_new_account_holds_no_name(cast):
    user, _is_new = actions.create_account(full_name="Vũ Thị Mai", email="mai@example.vn", by=cast.hoa, at=AT)
    row = AuditRow.objects.get(subject=f"accounts.user:{user.public_id}")
    assert set(row.facts) == {"content"}
    assert "Mai" not in str(row.facts)
    assert AuditContent.objects.get(row=row).content["full_name"] == "Vũ Thị Mai"


def test_an_email_is_one_account_in_any_case(cast):
    made = actions.create_account(full_name="Trần Văn Minh", email=" Minh@Example.VN ", by=None, at=AT)
    assert made == (cast.minh, False)


def test_the_email_decides_when_the_phone_belongs_to_another(cast):
    User.objects.create_user(full_name="Vũ Thị Mai", phone="+84987654321")
    made = actions.create_account(full_name="X", email="minh@example.vn", phone="0987654321", by=None, at=AT)
    assert made == (cast.minh, False)


def test_consent_is_what_the_newest_line_of_the_ledger_says():
    for is_given, minutes in ((True, 0), (False, 5)):
        actions.record_consent(
            subject="accounts.user:1", purpose=ConsentPurpose.NOTICES, is_given=is_given, text="Nhận thông báo",
            channel="WEB", by=None, at=AT + timedelta(minutes=minutes),
        )  # fmt: skip
    states = {state.purpose: (state.is_given, state.at) for state in queries.consents_of("accounts.user:1")}
    assert states == {
        "NOTICES": (False, AT + timedelta(minutes=5)), "PHONE": (False, None), "SURVEYS": (False, None),
    }  # fmt: skip
