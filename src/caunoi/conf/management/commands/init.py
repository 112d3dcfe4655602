"""`caunoi init`: the home, its secrets and the database; the first unit and the first administrator."""

import gc
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from caunoi.feedback.actions import ensure_room
from caunoi.kit import clock, searching
from caunoi.organisations.actions import Step, ensure_calendar, ensure_kinds, invite_person, reorganise
from caunoi.organisations.choices import Role, UnitCategory, UnitEventKind
from caunoi.organisations.models import Placement, RoleGrant, Unit
from caunoi.plans.actions import ensure_indicators, ensure_reporting_periods


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Migrations make every model anew, step by step: looking for garbage among all that stays is for nothing."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(10_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class Command(BaseCommand):
    """Safe to run again: makes only what is missing."""

    help = "Make the home, its secrets and the database; with options, the first unit and the first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--federation", default="", help="name of the root unit, made when there is none")
        parser.add_argument("--administrator", default="", help="e-mail of a person who administers it")
        parser.add_argument("--name", default="", help="the administrator's full name")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.CAUNOI.files_dir.mkdir(parents=True, exist_ok=True)
        with seldom_collected():
            call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        ensure_kinds()
        ensure_room(by=None, at=clock.now())
        ensure_indicators()
        ensure_reporting_periods(year=clock.today().year)
        try:
            with transaction.atomic():
                self.begin(options["federation"].strip(), options["administrator"].strip(), options["name"].strip())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        searching.follow()
        self.stdout.write(f"Ready: {settings.CAUNOI.home}")

    def begin(self, federation: str, administrator: str, name: str) -> None:
        """The working calendar; the first unit and the first administrator, as far as asked for."""
        ensure_calendar(by=None, at=clock.now())
        today = clock.today()
        roots = Placement.objects.on(today).filter(parent=None, unit__kind__category=UnitCategory.UNION)
        first = roots.select_related("unit").order_by("unit_id").first()
        root = first.unit if first else None
        if root is None and federation:
            root = self.found(federation)
        if not administrator:
            return
        if root is None:
            raise CommandError("there is no unit to administer yet: give --federation, or take in units first")
        held = RoleGrant.objects.filter(
            user__email=administrator.lower(), unit=root, role=Role.ADMINISTRATOR, to_on=None
        )
        known = held.select_related("user").first()
        if known and known.user.has_usable_password():
            self.stdout.write(f"Administrator of {root.name} already: {administrator}")
            return
        _user, token = invite_person(
            full_name=name or administrator.partition("@")[0], email=administrator, phone="", unit=root,
            role=Role.ADMINISTRATOR, on=today, by=None, at=clock.now(),
        )  # fmt: skip
        if token:
            address = settings.CAUNOI.base_url.rstrip("/") + reverse("accounts:welcome", args=[token])
            self.stdout.write(
                f"Administrator of {root.name}: {administrator}\nOpens once, to set the password: {address}"
            )
        else:
            self.stdout.write(f"Administrator of {root.name}: {administrator}, who has a password already")

    def found(self, name: str) -> Unit:
        """The root of the tree."""
        kind = ensure_kinds()["CITY_FEDERATION"]
        step = Step(UnitEventKind.FOUND, name=name, unit_kind=kind)
        unit = reorganise([step], on=clock.today(), by=None, at=clock.now())[0]
        self.stdout.write(f"Founded: {unit.name}, code {unit.code}")
        return unit
