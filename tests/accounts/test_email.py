"""A person gives the account another address: the new mailbox says yes, the old one hears of it, and nobody else may."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client

from caunoi.accounts import actions, queries
from caunoi.accounts.models import User
from caunoi.kit import clock, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.notifications.models import Message
from tests.cast import AT
from tests.doors import KEY, text_of
from tests.world import PASSWORD, World, kept_world  # noqa: F401

NEW = "lan.moi@example.vn"
pytestmark = [pytest.mark.room, pytest.mark.django_db]


def ask(user: User, email: str = NEW, at=AT) -> None:
    with clock.frozen(at):
        actions.ask_email(user=user, email=email, by=user, at=at)
        while outbox.deliver():
            pass


def letter() -> Message:
    return Message.objects.get(channel="EMAIL", subject__startswith="accounts.user:")


@pytest.mark.door
def test_a_person_asks_by_password_and_the_new_mailbox_says_yes(world: World):
    lan = world.cast.users["lan"]
    lan.set_password(PASSWORD)
    lan.save()
    EmailAddress.objects.create(user=lan, email=lan.email, verified=True, primary=True)
    old, client = lan.email, world.client("lan")
    assert client.get("/accounts/email/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    wrong = client.post("/accounts/email/", KEY | {"email": "lan.moi"})
    assert (wrong.status_code, 'value="lan.moi"' in text_of(wrong)) == (422, True)
    asked = client.post("/accounts/email/", {"email": " Lan.Moi@example.vn ", "idempotency_key": "doi-thu-1"})
    assert asked["Location"] == "/accounts/me/"
    outbox.deliver()
    assert (letter().address, User.objects.get(pk=lan.pk).email) == (NEW, old)
    stranger = Client()  # the mailbox may be read on another machine
    page = text_of(stranger.get(letter().path))
    assert NEW in page
    assert User.objects.get(pk=lan.pk).email == old
    path = letter().path
    assert stranger.post(path, KEY).status_code == 302
    outbox.deliver()
    assert (User.objects.get(pk=lan.pk).email, EmailAddress.objects.filter(user=lan).exists()) == (NEW, False)
    told = Message.objects.filter(title="Địa chỉ thư của tài khoản đã đổi")
    assert sorted((row.channel, row.address) for row in told) == [("EMAIL", old), ("IN_APP", "")]
    assert AuditRow.objects.filter(verb__in=["accounts.ask_email", "accounts.change_email"]).count() == 2
    assert stranger.get(path).status_code == 410


def test_the_address_of_another_account_gets_no_letter_and_nobody_learns_of_it(world: World):
    ask(world.cast.users["lan"], world.cast.users["minh"].email)
    assert not Message.objects.exists()
    with pytest.raises(ValidationError):
        actions.change_email(user=world.cast.users["lan"], email=world.cast.users["minh"].email, by=None, at=AT)


def test_a_link_is_good_for_a_day_for_one_address_and_not_made_up(world: World):
    token = queries.email_token(world.cast.users["lan"], NEW)
    assert queries.email_change_of(token) == (world.cast.users["lan"], NEW)
    assert queries.email_change_of(token[:-1] + ("A" if token[-1] != "A" else "B")) == queries.LinkProblem.UNKNOWN
    with patch(
        "django.core.signing.time.time", return_value=clock.now().timestamp() + timedelta(hours=25).total_seconds()
    ):
        assert queries.email_change_of(token) == queries.LinkProblem.EXPIRED
    User.objects.filter(pk=world.cast.users["lan"].pk).update(email="khac@example.vn")
    assert queries.email_change_of(token) == queries.LinkProblem.USED


def test_nobody_sends_letters_to_strangers_without_end(world: World):
    for number in range(actions.ASKED_PER_HOUR):
        actions.ask_email(
            user=world.cast.users["lan"], email=f"x{number}@example.vn", by=world.cast.users["lan"], at=AT
        )
    with pytest.raises(ValidationError, match="sau một giờ"):
        actions.ask_email(user=world.cast.users["lan"], email="x9@example.vn", by=world.cast.users["lan"], at=AT)
