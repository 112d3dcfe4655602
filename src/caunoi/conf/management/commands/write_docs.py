"""`caunoi docs`: the generated pages of docs/."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from caunoi.conf import reference


class Command(BaseCommand):
    """Run it after changing options or roles; a test compares."""

    help = "Write the generated pages of docs/."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in reference.write(Path("docs/reference")):
            self.stdout.write(str(path))
