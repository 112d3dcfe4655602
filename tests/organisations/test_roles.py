"""Roles are given per unit, within a time, by those who may; the account follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import PersonalLink, User
from caunoi.accounts.queries import link_for
from caunoi.kit.audit.models import AuditRow
from caunoi.organisations import queries, rules
from caunoi.organisations.actions import end_role, grant_role, invite_person
from caunoi.organisations.choices import Role
from caunoi.organisations.models import RoleGrant
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def grant(cast, name: str, code: str, role: Role, on: date = TODAY) -> RoleGrant:
    return grant_role(user=cast.users[name], unit=cast.units[code], role=role, on=on, by=cast.dung, at=AT)


def invite(cast, *, email: str = "", phone: str = "", full_name: str = "Vũ Thị Mai") -> tuple[User, str]:
    return invite_person(
        full_name=full_name, email=email, phone=phone, unit=cast.units["MD-2"], role=Role.CHAIR, on=TODAY, by=cast.hoa,
        at=AT,
    )  # fmt: skip


def test_a_role_holds_from_its_day_on(cast):
    grant(cast, "minh", "HD", Role.CHAIR, TOMORROW)
    held = [{post.unit.code for post in queries.scope_of(cast.minh, day).posts} for day in (TODAY, TOMORROW)]
    assert held == [{"MD-1"}, {"MD-1", "HD"}]


def test_the_same_role_at_the_same_unit_is_given_once(cast):
    with pytest.raises(ValidationError, match="Người này đã có vai trò đó ở đơn vị"):
        grant(cast, "minh", "MD-1", Role.CHAIR)


def test_an_officers_role_makes_the_person_an_officer(cast):
    grant(cast, "minh", "HD", Role.OFFICER)
    assert User.objects.get(pk=cast.minh.pk).is_officer is True


def test_a_chairs_role_does_not_make_an_officer(cast):
    grant(cast, "lan", "MD-2", Role.CHAIR)
    assert User.objects.get(pk=cast.lan.pk).is_officer is False


def test_an_ended_role_stays_in_the_history(cast):
    held = cast.hoa.grants.get()
    end_role(grant=held, on=TODAY, by=cast.dung, at=AT)
    held.refresh_from_db()
    assert (held.to_on, queries.scope_of(cast.hoa, TODAY).posts) == (TODAY, ())


def test_who_loses_the_last_officers_role_is_no_officer(cast):
    end_role(grant=cast.hoa.grants.get(), on=TODAY, by=cast.dung, at=AT)
    assert User.objects.get(pk=cast.hoa.pk).is_officer is False


def test_a_role_that_ends_on_the_day_it_began_never_held(cast):
    end_role(grant=grant(cast, "minh", "HD", Role.OFFICER), on=TODAY, by=cast.dung, at=AT)
    assert (cast.minh.grants.count(), User.objects.get(pk=cast.minh.pk).is_officer) == (1, False)


def test_a_role_that_ended_may_be_given_again(cast):
    end_role(grant=cast.minh.grants.get(), on=TODAY, by=cast.hoa, at=AT)
    grant(cast, "minh", "MD-1", Role.CHAIR, TOMORROW)
    assert cast.minh.grants.count() == 2


def test_giving_and_ending_a_role_are_in_the_audit(cast):
    end_role(grant=grant(cast, "minh", "HD", Role.OFFICER), on=TOMORROW, by=cast.dung, at=AT)
    verbs = AuditRow.objects.filter(verb__startswith="organisations.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["organisations.grant_role", "organisations.end_role"]


def test_an_invited_person_gets_an_account_a_role_and_a_welcome_link(cast):
    user, token = invite(cast, email="Mai@Example.vn")
    link = link_for(token, purpose=LinkPurpose.SET_PASSWORD, at=AT)
    assert (user.email, user.has_usable_password(), user.grants.get().unit) == (
        "mai@example.vn",
        False,
        cast.units["MD-2"],
    )
    assert (link.holder, link.is_single_use, link.expires_at) == (user, True, AT + timedelta(days=60))


def test_a_person_may_be_invited_by_phone_alone(cast):
    user, _token = invite(cast, phone="0987 654 321")
    assert (user.phone, user.email) == ("+84987654321", None)


def test_a_known_person_with_a_password_gets_the_role_and_no_link(cast):
    cast.minh.set_password("một mật khẩu dài")
    cast.minh.save()
    user, token = invite(cast, email="minh@example.vn")
    assert (user, token, PersonalLink.objects.count()) == (cast.minh, "", 0)


def test_a_known_phone_is_the_same_person_although_the_email_is_new(cast):
    user, _token = invite(cast, phone="0987654321")
    grants = user.grants.count()
    RoleGrant.objects.filter(user=user).delete()
    again, _token = invite(cast, email="mai.moi@example.vn", phone="0987654321")
    assert (again, grants) == (user, 1)


def test_an_invitation_without_email_and_phone_is_refused(cast):
    with pytest.raises(ValidationError, match="Nhập thư điện tử hoặc số điện thoại"):
        invite(cast)


def test_an_invitation_with_a_wrong_phone_is_refused(cast):
    with pytest.raises(ValidationError, match="Số điện thoại chưa đúng"):
        invite(cast, phone="12345")


def test_a_refused_invitation_leaves_nothing(cast):
    RoleGrant.objects.create(user=cast.lan, unit=cast.units["MD-2"], role=Role.CHAIR, from_on=TODAY, granted_at=AT)
    with pytest.raises(ValidationError):
        invite(cast, email="lan@example.vn")
    assert PersonalLink.objects.count() == 0


@pytest.mark.parametrize(("name", "code", "role", "may"), [
    ("hoa", "MD-1", Role.CHAIR, True),
    ("hoa", "MD", Role.OFFICER, True),
    ("hoa", "MD", Role.ADMINISTRATOR, False),
    ("hoa", "HD-1", Role.CHAIR, False),
    ("dung", "HD-1", Role.CHAIR, True),
    ("minh", "MD-1", Role.MEMBER, False),
    ("quang", "MD-1", Role.CHAIR, False),
])  # fmt: skip
def test_officers_give_roles_below_administrator_in_their_own_branch(cast, name, code, role, may):
    scope, path = queries.scope_of(cast.users[name], TODAY), queries.path_on(cast.units[code], TODAY)
    assert rules.may_grant(scope, role, path) is may


def test_an_administrator_gives_every_role_in_the_own_branch(cast):
    grant(cast, "hoa", "MD", Role.ADMINISTRATOR)
    scope = queries.scope_of(cast.hoa, TODAY)
    paths = [queries.path_on(cast.units[code], TODAY) for code in ("MD-1", "HD-1")]
    assert [rules.may_grant(scope, Role.ADMINISTRATOR, path) for path in paths] == [True, False]


def test_every_role_says_what_it_means():
    assert set(rules.ROLE_MEANINGS) == set(Role)
