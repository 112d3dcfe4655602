"""`caunoi init`: the home, its secrets and the database."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Safe to run again: makes only what is missing."""

    help = "Make the home, its secrets and the database."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.CAUNOI.files_dir.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(f"Ready: {settings.CAUNOI.home}")
