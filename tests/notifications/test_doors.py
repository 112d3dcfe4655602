"""Notices are one's own, and are read once."""

import pytest
from django.urls import reverse

from caunoi.notifications.models import Message
from tests.doors import KEY, text_of
from tests.notifications.told import notice_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door


def tell(world: World, name: str, title: str) -> None:
    notice_of(world.cast.users[name], title)


def test_nobody_sees_the_notices_of_others(world: World):
    tell(world, "minh", "Chỉ cho Minh")
    assert "Chỉ cho Minh" in text_of(world.client("minh").get("/notices/"))
    assert "Chỉ cho Minh" not in text_of(world.client("quang").get("/notices/"))


def test_what_a_notice_says_is_text(world: World):
    tell(world, "minh", "<b>đậm</b>")
    page = text_of(world.client("minh").get("/notices/"))
    assert "<script>alert" not in page
    assert "&lt;b&gt;đậm" in page


def test_marking_twice_marks_once(world: World):
    tell(world, "minh", "Một")
    client = world.client("minh")
    assert client.post("/notices/", KEY).status_code == client.post("/notices/", KEY).status_code == 302
    first = Message.objects.get(key="Một").read_at
    client.post("/notices/", {})
    assert Message.objects.get(key="Một").read_at == first is not None


def test_what_is_opened_is_read_and_only_ones_own_opens(world: World):
    tell(world, "minh", "Mở xem")
    notice = Message.objects.get(key="Mở xem")
    url = reverse("notifications:open_notice", args=[notice.public_id])
    assert url in text_of(world.client("minh").get("/notices/"))
    assert world.client("quang").get(url).status_code == 404
    assert Message.objects.get(pk=notice.pk).read_at is None
    assert world.client("minh").get(url)["Location"] == "/directives/"
    assert Message.objects.get(pk=notice.pk).read_at is not None
