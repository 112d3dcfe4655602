"""`caunoi work`: background jobs, events, the seals of the audit chain, and this node's search index."""

from __future__ import annotations

import logging
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from caunoi.kit import audit, outbox, queue, searching

log = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0


def sweep(last_run: dict[str, float]) -> None:
    """Call the periodic functions that are due."""
    for name, (seconds, function) in queue.periodics().items():
        if time.monotonic() - last_run.get(name, float("-inf")) >= seconds:
            last_run[name] = time.monotonic()
            function()


def follow(stop: threading.Event) -> None:
    """Deliver events and seal audit rows until told to stop; an error is logged and tried again."""
    last_run: dict[str, float] = {}
    while not stop.is_set():
        try:
            close_old_connections()
            is_busy = outbox.deliver() > 0
            sweep(last_run)
            if connection.vendor != "sqlite":
                is_busy = audit.seal() > 0 or is_busy
        except Exception:
            log.exception("work: the follower failed, trying again")
            is_busy = False
        if not is_busy:
            stop.wait(PAUSE_SECONDS)
    connection.close()


class Command(BaseCommand):
    """Runs until stopped; any number of workers may run beside each other."""

    help = "Do background work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="name the jobs and the consumers of events, then end")
        parser.add_argument("--until-idle", action="store_true", help="do what is due, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.list_work()
        elif options["until_idle"]:
            self.until_idle()
        else:
            self.run_forever()

    def list_work(self) -> None:
        """Jobs and consumers, one a line."""
        for name, meaning in queue.jobs().items():
            self.stdout.write(f"job    {name:<52} {meaning}")
        for name, (seconds, _) in queue.periodics().items():
            self.stdout.write(f"every  {f'{seconds} s':<52} {name}")
        for event, names in outbox.consumers().items():
            for name in names:
                self.stdout.write(f"event  {event:<52} {name}")

    def until_idle(self) -> None:
        """Deliver and work until nothing is due."""
        while outbox.deliver() or audit_seal():
            pass
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        while outbox.deliver() or audit_seal():
            pass
        searching.follow()

    def run_forever(self) -> None:
        """The followers in threads, the queue in the foreground."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=follower, args=[stop], name=name, daemon=True)
            for name, follower in (("follower", follow), ("search", searching.run))
        ]
        for thread in threads:
            thread.start()
        try:
            if settings.CAUNOI.queue == "redis":
                call_command("rqworker", "default", "--job-class", "django_tasks_rq.Job")
            else:
                call_command("db_worker", interval=PAUSE_SECONDS, verbosity=0)
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=5)


def audit_seal() -> int:
    """Seal where rows wait for a follower (PostgreSQL)."""
    return audit.seal() if connection.vendor != "sqlite" else 0
