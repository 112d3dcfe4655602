"""`caunoi manage index_cases`: make the indexes of words and of likeness anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from caunoi.feedback.actions import index_case, index_publication
from caunoi.feedback.models import Case, Publication


class Command(BaseCommand):
    """A case at a time, each in a transaction of its own, so that people work on meanwhile. May be stopped and run again."""

    help = "Make the indexes of words and likeness anew, after an upgrade that changed them."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for pk in Case.objects.order_by("-pk").values_list("pk", flat=True).iterator(chunk_size=2000):
            index_case(case_id=pk)
            count += 1
        for pk in Publication.objects.order_by("-pk").values_list("case_id", flat=True).iterator(chunk_size=2000):
            index_publication(case_id=pk)
        self.stdout.write(f"{count} cases indexed")
