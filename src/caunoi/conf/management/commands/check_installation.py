"""`caunoi check [--audit]`: Django's deployment checks with nothing silenced, and our own."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from caunoi.conf.mistyped import mistyped
from caunoi.directives.queries import stuck_calls
from caunoi.kit import audit, clock, searching
from caunoi.kit.http.partner import is_safe
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.notifications.choices import Channel
from caunoi.notifications.models import ChannelState
from caunoi.notifications.queries.channels import NEEDED, missing_options

SQLITE_EXPECTED = {"journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1, "foreign_keys": 1}


def problems() -> Iterator[str]:
    """What is wrong with this installation, one sentence each, with what to do."""
    if not settings.CAUNOI.field_key:
        yield "CAUNOI_FIELD_KEY is missing: run `caunoi init`, and keep a copy of it away from the database"
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "the database is older than the program: run `caunoi init`"
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, expected in SQLITE_EXPECTED.items():
                found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                if found != expected:
                    yield f"SQLite: PRAGMA {name} is {found}, expected {expected}"
    yield from unheard()
    yield from half_set_up()
    yield from mistyped()
    yield from stuck()
    if settings.CAUNOI.is_https and settings.CAUNOI.is_sample:
        yield "CAUNOI_IS_SAMPLE is on behind https: sample accounts would open a real installation"


def half_set_up() -> Iterator[str]:
    """Channels that somebody began to set up and that still lack something; one that nobody began is simply off."""
    for channel, names in NEEDED.items():
        missing = missing_options(channel)
        begun = [name for name in names if getattr(settings.CAUNOI, name)]
        # The options of Zalo serve its talk, too: notices are begun with their template.
        is_begun = settings.CAUNOI.zns_template if channel == Channel.ZALO else begun
        if missing and is_begun:
            yield f"{channel}: {', '.join(missing)} missing, so the channel is off"
    if settings.CAUNOI.sms_url and not settings.CAUNOI.sms_receipt_secret:
        yield "SMS: CAUNOI_SMS_RECEIPT_SECRET is missing: no report of arrival is taken in, so none counts as delivered"
    for name in ("sms_url", "zalo_business_url", "zalo_api_url", "zalo_oauth_url"):
        url = getattr(settings.CAUNOI, name)
        if url and not is_safe(url):
            yield f"CAUNOI_{name.upper()}: expected an https address; the key would go over the wire in the clear"


def stuck() -> Iterator[str]:
    """Channels that somebody paused, and members whom a batch that always fails keeps from being told."""
    for call in stuck_calls():
        yield (
            f"members: {call.stuck_count} ranges of “{call.directive}” cannot be told ({call.trouble}, {call.tries} tries, the next at "
            f"{timezone.localtime(call.next_at):%Y-%m-%d %H:%M}); the log of `caunoi work` says why"
        )
    for state in ChannelState.objects.filter(paused_at__isnull=False):
        yield f"{state.channel}: paused since {timezone.localtime(state.paused_at):%Y-%m-%d %H:%M}; resume it at /desk/channels/"


def unheard() -> Iterator[str]:
    """Events that nobody could take in yet."""
    late = OutboxEvent.objects.filter(delivered_at=None, attempts_count__gt=0).count()
    if late:
        yield f"outbox: {late} events could not be delivered yet; see OutboxEvent.error, and that `caunoi work` runs"
    index = searching.status()
    if index and index.failed:
        yield f"search: {index.failed} things could not be read into the index; see the log of `caunoi work`"


class Command(BaseCommand):
    """Exit status 1 when anything is wrong."""

    help = "Check this installation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--audit", action="store_true", help="verify every link of the audit chain")
        parser.add_argument("--development", action="store_true", help="leave out what concerns https only")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(problems())
        messages = run_checks(include_deployment_checks=not options["development"])
        wrong += [f"{message.id}: {message.msg} {message.hint or ''}".strip() for message in messages]
        if options["audit"]:
            wrong += self.audit()
        for line in wrong:
            self.stderr.write(f"! {line}")
        if wrong:
            sys.exit(1)
        self.stdout.write(f"All is well ({clock.now().isoformat(timespec='seconds')}).")

    def audit(self) -> list[str]:
        """Verify the chain, print its head, say where it breaks."""
        verdict = audit.verify()
        self.stdout.write(f"audit: {verdict.count} rows sealed, {verdict.unsealed_count} waiting, head {verdict.head}")
        if verdict.is_whole:
            return []
        return [f"audit: the chain breaks at row {verdict.broken_at}: someone changed it after it was written"]
