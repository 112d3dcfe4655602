"""A house of its own on SQLite, whose workers are killed at a named moment: run as a program, prints what it counted.

`storming.py TEMPLATE HOME`: TEMPLATE is a migrated database, copied into HOME. Workers are forked, so that each is a real
process that a real SIGKILL ends. With a third word, the address of a Redis whose database may be emptied, it is emptied
between asking and sending instead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

template, home, redis = Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:])
home.mkdir(parents=True, exist_ok=True)
shutil.copy(template, home / "caunoi.sqlite3")
os.environ |= {
    "CAUNOI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "caunoi.conf.settings", "CAUNOI_LOG_LEVEL": "CRITICAL",
    "CAUNOI_EMAIL_URL": "memory://", "CAUNOI_SMS_PER_SECOND": "0", "CAUNOI_SECRET_KEY": "x" * 50,
    "CAUNOI_FIELD_KEY": "5hfz0Cz0h9sYtGm8nVv6m0yR1pQ3w2e4r5t6y7u8i9o=",
}  # fmt: skip
if redis:
    os.environ |= {"CAUNOI_QUEUE": "redis", "CAUNOI_REDIS_URL": redis}
os.environ.pop("CAUNOI_DATABASE_URL", None)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from caunoi.kit import clock  # noqa: E402
from caunoi.kit.outbox.models import OutboxEvent  # noqa: E402
from caunoi.notifications import jobs  # noqa: E402
from caunoi.notifications.actions import MessageDraft, queue_messages, send_due, sending  # noqa: E402
from caunoi.notifications.actions.claiming import CLAIM  # noqa: E402
from caunoi.notifications.actions.journal import Journal  # noqa: E402
from caunoi.notifications.actions.transport import Lane  # noqa: E402
from caunoi.notifications.models import Message  # noqa: E402
from tests.notifications.gateway import Gateway  # noqa: E402
from tests.notifications.sink import Sink  # noqa: E402

COUNT, DIES_AT = 8, 5


def die(*_given: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before_the_effect() -> None:
    _around(lambda send, lane, message, turn: die() if turn == DIES_AT else send(lane, message))


def after_the_effect() -> None:
    def hand_over(send: Callable[..., Any], lane: Lane, message: Message, turn: int) -> Any:
        taken = send(lane, message)
        return die() if turn == DIES_AT else taken

    _around(hand_over)


def _around(hand_over: Callable[..., Any]) -> None:
    whole, turns = sending._Hand._one, [0]

    class Watched:
        def __init__(self, lane: Lane) -> None:
            self.lane = lane

        def send(self, message: Message) -> Any:
            turns[0] += 1
            return hand_over(lambda lane, given: lane.send(given), self.lane, message, turns[0])

    sending._Hand._one = lambda self, lane, message: whole(self, Watched(lane), message)  # type: ignore[method-assign]


def before_the_mark() -> None:
    sending.mark = die  # type: ignore[assignment]


def _forget(*_given: object) -> None:
    """A journal that keeps nothing."""


def before_the_mark_without_a_journal() -> None:
    before_the_mark()
    Journal.note = _forget  # type: ignore[method-assign]


def in_a_worker(prepare: Callable[[], None] | None) -> int:
    """What a process of its own did: 0, or the signal that ended it."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        if prepare is not None:
            prepare()
        send_due(at=clock.now())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def ask(channel: str, key: str) -> None:
    drafts = [
        MessageDraft(
            channel=channel, title="Phổ biến", body="Phổ biến", subject=f"row:{key}:{n}", key=f"{key}:{n}",
            address=f"cs{n}@example.vn" if channel == "EMAIL" else f"+8491234567{n}",
        )
        for n in range(COUNT)
    ]  # fmt: skip
    queue_messages(drafts=drafts, by=None, at=clock.now())


def emptied(sink: Sink) -> dict[str, int]:
    """The queue forgets everything before a worker comes."""
    import django_rq

    waiting = django_rq.get_queue("default")
    waiting.connection.flushdb()
    ask("EMAIL", "redis")
    asked = len(waiting)
    waiting.connection.flushdb()
    call_command("rqworker", "default", "--job-class", "django_tasks_rq.Job", "--burst", verbosity=0)
    before = len(sink.letters)
    jobs.sweep_messages()
    call_command("rqworker", "default", "--job-class", "django_tasks_rq.Job", "--burst", verbosity=0)
    return {"asked": asked, "before": before, "given": len({letter["Message-ID"] for letter in sink.letters})}


def round_of(channel: str, prepare: Callable[[], None], sink: Sink, gateway: Gateway) -> dict[str, Any]:
    """One kill and what follows: the next worker, at once, and after the claim's time."""
    key = f"{channel}:{prepare.__name__}"
    ask(channel, key)
    sink.letters.clear()
    gateway.given.clear()
    ended = in_a_worker(prepare)
    in_a_worker(None)
    left = Message.objects.filter(key__startswith=key, state="QUEUED").count()
    with clock.frozen(clock.now() + CLAIM):
        in_a_worker(None)
    marks = [letter["Message-ID"] for letter in sink.letters] if channel == "EMAIL" else gateway.given
    told = Counter(
        subject
        for event in OutboxEvent.objects.filter(name="notifications.messages_delivered")
        for subject in event.payload["subjects"]
        if subject.startswith(f"row:{key}:")
    )
    states = Counter(Message.objects.filter(key__startswith=key).values_list("state", flat=True))
    return {
        "ended": ended, "given": len(marks), "shown": len(set(marks)), "left_after_the_next_worker": left,
        "states": dict(states), "told_most": max(told.values(), default=0), "told": len(told),
    }  # fmt: skip


def main() -> None:
    with Sink() as sink, Gateway() as gateway:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.CAUNOI._values |= {"sms_url": gateway.url, "sms_key": gateway.key}
        if redis:
            print(json.dumps(emptied(sink)))  # noqa: T201
            return
        moments = (before_the_effect, after_the_effect, before_the_mark, before_the_mark_without_a_journal)
        found = {
            f"{channel} {moment.__name__}": round_of(channel, moment, sink, gateway)
            for channel in ("EMAIL", "SMS")
            for moment in moments
        }
    print(json.dumps(found))  # noqa: T201


main()
