"""Personal links as an officer sees them: who holds live ones, closing them, sending fresh ones."""

from datetime import timedelta

import pytest

from caunoi.accounts.models import PersonalLink
from caunoi.directives import actions as directives
from caunoi.directives.models import Recipient
from caunoi.kit import clock, outbox
from caunoi.notifications.models import Message
from caunoi.organisations import queries
from caunoi.organisations.actions import end_role
from tests.doors import KEY, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.door, pytest.mark.django_db]


def address(world: World, deed: str = "", name: str = "minh") -> str:
    people = f"/units/{world.cast.units['MD-1'].public_id}/people/"
    return f"{people}{world.cast.users[name].public_id}/links/{deed}/" if deed else people


def live(world: World) -> list[tuple[str, int]]:
    return [(row.full_name, row.count) for row in queries.link_holders(world.cast.units["MD-1"], clock.now())]


def test_the_page_says_who_holds_live_links_and_until_when(world: World):
    page = text_of(world.client("hoa").get(address(world)))
    until = clock.today() + timedelta(days=9)
    assert "Trần Văn Minh" in page.partition("Đường dẫn riêng còn hiệu lực")[2]
    assert f"{until.day}/{until.month}/{until.year}" in page or f"{until:%d/%m/%Y}" in page
    assert live(world) == [("Trần Văn Minh", 1)]


def test_expired_spent_and_revoked_links_are_not_live(world: World):
    link = PersonalLink.objects.get(holder=world.cast.minh)
    for change in ({"expires_at": clock.now()}, {"is_single_use": True, "first_used_at": clock.now()}):
        PersonalLink.objects.filter(pk=link.pk).update(**change)
        assert live(world) == []
        link.save()
    PersonalLink.objects.filter(pk=link.pk).update(revoked_at=clock.now())
    assert live(world) == []


def test_one_button_closes_all_links_of_a_person(world: World):
    assert world.client("an").get(f"/d/{world.token}/").status_code == 200
    assert world.client("hoa").post(address(world, "revoke"), KEY).status_code == 302
    assert world.client("an").get(f"/d/{world.token}/").status_code == 410
    assert live(world) == []
    assert PersonalLink.objects.exclude(holder=world.cast.minh).filter(revoked_at=None).exists()


def test_who_left_can_be_shut_out(world: World):
    end_role(grant=world.grant, on=clock.today(), by=world.cast.hoa, at=clock.now())
    assert "không còn phụ trách" in text_of(world.client("hoa").get(address(world)))
    assert world.client("hoa").post(address(world, "revoke"), KEY).status_code == 302
    assert world.client("hoa").post(address(world, "resend"), KEY).status_code == 404
    assert live(world) == []


def test_people_of_other_units_are_not_reached_from_here(world: World):
    assert world.client("hoa").post(address(world, "revoke", "quang"), KEY).status_code == 404
    assert world.client("hoa").post(address(world, "resend", "quang"), KEY).status_code == 404


def test_fresh_links_are_sent_for_what_is_open(world: World):
    outbox.deliver()
    Message.objects.all().delete()
    Recipient.objects.filter(directive=world.quiet).update(acknowledged_at=clock.now(), implemented_at=clock.now())
    world.client("hoa").post(address(world, "revoke"), KEY)
    assert world.client("hoa").post(address(world, "resend"), KEY).status_code == 302
    outbox.deliver()
    mails = Message.objects.filter(channel="EMAIL")
    assert [(mail.recipient, mail.subject) for mail in mails] == [
        (world.cast.minh, f"directives.recipient:{world.recipient.pk}")
    ]
    assert live(world) == [("Trần Văn Minh", 1)]
    assert world.client("an").get(mails.get().path).status_code == 200
    key = mails.get().key.rsplit(":", 3)[0]
    user, unit = world.cast.users["minh"].pk, world.cast.units["MD-1"].pk
    assert directives.resend_links(unit_id=unit, user_id=user, key=key, at=clock.now()) == 0
