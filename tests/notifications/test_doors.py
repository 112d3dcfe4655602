"""Notices are one's own, and are read once."""

import pytest

from caunoi.kit import clock
from caunoi.notifications.actions import MessageDraft, queue_messages
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import Message
from tests.doors import KEY, text_of
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door


def tell(world: World, name: str, title: str) -> None:
    draft = MessageDraft(
        channel=Channel.IN_APP, title=title, body="<script>alert(1)</script>\nDòng hai", subject="test:1", key=title,
        recipient=world.cast.users[name], path="/directives/",
    )  # fmt: skip
    queue_messages(drafts=[draft], by=None, at=clock.now())


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
