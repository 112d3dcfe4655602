"""Answered cases in the search index: what the public register shows, never a case itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from caunoi.feedback.models import Publication
from caunoi.kit import searching
from caunoi.kit.searching import PUBLIC, Entry


class Answers:
    """Published answers that were not taken out, by the key of their case."""

    kind = "answer"
    label = _("Trả lời đã công bố")
    version = 1

    def count(self) -> int:
        """Published answers, those taken out too."""
        return Publication.objects.count()

    def keys(self) -> Iterator[str]:
        """Cases that are, or were, published."""
        return (str(pk) for pk in Publication.objects.order_by("pk").values_list("case_id", flat=True).iterator())

    def entries(self, keys: Sequence[str]) -> Iterator[Entry]:
        """One for each that is still public, in one statement. The sender's name is not among the words."""
        rows = Publication.objects.filter(case__in=[int(key) for key in keys], withdrawn_at=None)
        for row in rows.select_related("unit"):
            yield Entry(
                kind=self.kind,
                group=str(row.case_id),
                title=row.title,
                url=reverse("feedback:publication", args=[row.public_id]),
                audience=frozenset({PUBLIC}),
                text=f"{row.answer}\n{row.question}",
                areas=(row.area,) if row.area else (),
                issuer=row.unit.name,
                on=row.answered_on,
            )

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        """A case that entered the register, or left it."""
        return [str(payload["case_id"])] if name == "feedback.case_published" else []


searching.register(Answers())
