"""Events: written with the deed, delivered at least once, one effect each."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from caunoi.kit import clock, outbox
from caunoi.kit.outbox import delivery
from caunoi.kit.outbox.models import OutboxEvent, ProcessedEvent
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@dataclass(frozen=True)
class Rang:
    number: int
    name: ClassVar[str] = "test.rang"


@pytest.fixture
def heard(monkeypatch):
    heard: list[int] = []
    monkeypatch.setattr(delivery, "_consumers", {})

    @outbox.consumer("test.rang")
    def hear(*, number: int, at) -> None:
        if number < 0:
            raise ValueError(number)
        heard.append(number)

    return heard


def test_an_event_reaches_its_consumer_once(heard):
    outbox.post(Rang(7))
    assert (outbox.deliver(), outbox.deliver(), heard) == (1, 0, [7])


def test_an_event_told_again_after_a_crash_has_no_second_effect(heard):
    outbox.post(Rang(7))
    outbox.deliver()
    OutboxEvent.objects.update(delivered_at=None)
    outbox.deliver()
    assert heard == [7]


def test_without_the_mark_the_effect_is_doubled(heard):
    """Negative control of the test above."""
    outbox.post(Rang(7))
    outbox.deliver()
    OutboxEvent.objects.update(delivered_at=None)
    ProcessedEvent.objects.all().delete()
    outbox.deliver()
    assert heard == [7, 7]


def test_a_rolled_back_deed_tells_nothing(heard):
    def deed() -> None:
        with transaction.atomic():
            outbox.post(Rang(7))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    assert (outbox.deliver(), heard) == (0, [])


def test_a_failing_consumer_is_tried_again_later_and_holds_up_nobody(heard):
    with clock.frozen(AT):
        outbox.post(Rang(-1))
        outbox.post(Rang(8))
        assert outbox.deliver() == 1
        assert outbox.deliver() == 0
    event = OutboxEvent.objects.get(delivered_at=None)
    assert (heard, event.attempts_count, event.error) == ([8], 1, "ValueError: -1")
    assert event.next_attempt_at == AT + timedelta(seconds=4)
