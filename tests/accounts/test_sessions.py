"""What a session may do ends at once when its ground goes: password, account, second factor, role, the session itself."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caunoi.accounts.actions import forget_expired_sessions
from caunoi.accounts.models import Session, User
from caunoi.kit import clock
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
LOGIN = "/accounts/login/?next=/desk/"


def goes_to(client: Client, url: str = "/desk/") -> str:
    """Where a page sends the person, or nothing when it opens."""
    response = client.get(url)
    return response.headers.get("Location", "") if response.status_code == 302 else str(response.status_code)


def test_the_session_its_person_and_the_second_factor_are_one_statement(world: World):
    client = world.client("hoa")
    User.objects.filter(email="hoa@example.vn").update(is_sample=False)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/ui/").status_code == 200
    tables = ("accounts_user", "accounts_session", "mfa_authenticator")
    assert len([row for row in queries if any(table in row["sql"] for table in tables)]) == 1


def test_signing_out_everywhere_ends_every_session_at_once(world: World):
    here, there = world.client("minh"), world.client("minh")
    assert goes_to(here) == goes_to(there) == "200"
    Session.objects.filter(user=world.cast.users["minh"]).delete()
    assert goes_to(here) == goes_to(there) == LOGIN


def test_a_new_password_ends_every_session_at_once(world: World):
    client = world.client("minh")
    user = world.cast.users["minh"]
    user.set_password("mot-mat-khau-khac-2026")
    user.save(update_fields=["password"])
    assert goes_to(client) == LOGIN


def test_a_closed_account_is_out_at_once(world: World):
    client = world.client("minh")
    User.objects.filter(pk=world.cast.users["minh"].pk).update(is_active=False)
    assert goes_to(client) == LOGIN


def test_an_officer_without_a_second_factor_is_stopped_at_once(world: World):
    client = world.client("hoa")
    User.objects.filter(email="hoa@example.vn").update(is_sample=False)
    assert goes_to(client) == "200"
    Authenticator.objects.filter(user__email="hoa@example.vn").delete()
    assert goes_to(client) == "/accounts/second-factor/"
    User.objects.filter(email="hoa@example.vn").update(is_officer=False)
    assert goes_to(client) == "200"


def test_a_role_that_ended_opens_nothing_more(world: World):
    client, url = world.client("hoa"), f"/directives/{world.quiet.public_id}/coverage/"
    assert goes_to(client, url) == "200"
    world.cast.users["hoa"].grants.update(to_on=clock.today())
    assert goes_to(client, url) == "404"


def test_the_row_s_person_counts_only_when_the_session_says_the_same(world: World):
    client = world.client("minh")
    Session.objects.update(user=world.cast.users["dung"])
    assert "Dũng" not in client.get("/accounts/me/").content.decode()
    session = client.session
    session[HASH_SESSION_KEY] = "x"
    session.save()
    assert goes_to(client) == LOGIN


def test_a_session_of_an_unknown_way_in_is_nobody_s(world: World):
    client = world.client("minh")
    session = client.session
    session[BACKEND_SESSION_KEY] = "elsewhere.Backend"
    session.save()
    assert session[SESSION_KEY] == str(world.cast.users["minh"].pk)
    assert goes_to(client) == LOGIN


def test_an_expired_session_is_none_and_is_forgotten(world: World):
    client = world.client("minh")
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert goes_to(client) == LOGIN
    assert forget_expired_sessions(at=clock.now()) == 1
    assert not Session.objects.exists()


def test_signing_out_leaves_no_session(world: World):
    client = world.client("minh")
    client.post("/accounts/logout/")
    assert not Session.objects.exists()
    assert goes_to(client) == LOGIN


@pytest.mark.parametrize("path", ["/accounts/me/", "/accounts/logout/"])
def test_whoever_signs_out_leaves_the_phone_to_the_next_person(world: World, path: str):
    """The browser forgets whose drafts it shows (kit/forget-person.js), on each page with that button."""
    page = world.client("minh").get(path).content.decode()
    [form] = [part for part in page.split("<form")[1:] if 'action="/accounts/logout/"' in part.partition(">")[0]]
    assert "data-leaving" in form.partition(">")[0]
    assert "forget-person" in page
