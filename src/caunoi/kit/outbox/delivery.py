"""Delivery: at least once to every consumer, and exactly one effect, because the mark is written with the effect."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from django.db import connection, transaction

from caunoi.kit import clock
from caunoi.kit.outbox.models import OutboxEvent, ProcessedEvent
from caunoi.kit.sqlite import turns

log = logging.getLogger(__name__)
Handler = Callable[..., None]
_consumers: dict[str, dict[str, Handler]] = {}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=1)


class Event(Protocol):
    """A frozen dataclass with a `name` such as "directives.directive_issued"."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def consumer(event_name: str) -> Callable[[Handler], Handler]:
    """Let the function hear an event: called as `handler(at=posted_at, **payload)` within a transaction."""

    def register(handler: Handler) -> Handler:
        _consumers.setdefault(event_name, {})[f"{handler.__module__}.{handler.__name__}"] = handler
        return handler

    return register


def consumers() -> dict[str, list[str]]:
    """Who hears what: event name to the dotted names of its consumers."""
    return {name: sorted(handlers) for name, handlers in sorted(_consumers.items())}


def post(event: Event) -> OutboxEvent:
    """Write the event into the outbox, inside the caller's transaction."""
    at = clock.now()
    return OutboxEvent.objects.create(name=event.name, payload=asdict(event), posted_at=at, next_attempt_at=at)


def _run(event: OutboxEvent, at: datetime) -> None:
    for name, handler in _consumers.get(event.name, {}).items():
        with transaction.atomic():
            _, is_new = ProcessedEvent.objects.get_or_create(event=event, consumer=name, defaults={"at": at})
            if is_new:
                handler(at=event.posted_at, **event.payload)


def _pending(at: datetime, limit: int) -> list[int]:
    rows = OutboxEvent.objects.filter(delivered_at=None, next_attempt_at__lte=at).order_by("next_attempt_at", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def _deliver_one(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        rows = OutboxEvent.objects.filter(pk=pk, delivered_at=None)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        event = rows.first()
        if event is None:
            return False
        try:
            with transaction.atomic():
                _run(event, at)
            event.delivered_at, event.error = at, ""
        except Exception as error:  # one broken consumer must not stop the others' events
            log.exception("outbox: %s failed", event.name)
            event.attempts_count += 1
            event.error = f"{type(error).__name__}: {error}"[:2000]
            event.next_attempt_at = at + min(FIRST_PAUSE * 2 ** min(event.attempts_count, 12), LONGEST_PAUSE)
        event.save()
        return event.delivered_at is not None


def _give_way(busy_seconds: float) -> None:
    """The embedded database has one writer at a time: people who send something go before work in the background."""
    if connection.vendor == "sqlite":
        time.sleep(turns.pause_after(str(connection.settings_dict["NAME"]), busy_seconds))


def waiting(*names: str) -> list[dict[str, Any]]:
    """What events of these names say that not everybody who hears them has heard yet."""
    rows = OutboxEvent.objects.filter(name__in=names, delivered_at=None).order_by("pk")
    return list(rows.values_list("payload", flat=True))


def deliver(limit: int = 100) -> int:
    """Deliver what is due, oldest first; returns how many events were delivered. This is the sweeper, too."""
    at, count = clock.now(), 0
    for pk in _pending(at, limit):
        started = time.monotonic()
        count += _deliver_one(pk, at)
        _give_way(time.monotonic() - started)
    return count
