"""What the library hears, and what it says to the kit: who may see its files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from caunoi.kit import clock, outbox
from caunoi.kit.files import store
from caunoi.library import actions, queries
from caunoi.library.models import DocumentReading
from caunoi.organisations.queries import scope_of


@outbox.consumer("library.document_changed")
def watch_changed(*, document_id: int, at: datetime, beside_ids: Sequence[int] = ()) -> None:
    """A document that came in or was mended may end those that it speaks of, or be ended itself."""
    actions.watch_validity(at=clock.now(), only=[document_id, *beside_ids])


def may_see_document(user: Any, document_id: int) -> bool:
    """Whoever may read the document may have its file."""
    return queries.may_see_document(user, document_id, clock.today())


def may_see_reading(user: Any, reading_id: int) -> bool:
    """Those who may confirm the reading."""
    own = [unit.pk for unit in scope_of(user, clock.today()).own_units()]
    rows = DocumentReading.objects.filter(Q(owner__in=own) | Q(started_by=getattr(user, "pk", None)), pk=reading_id)
    return bool(getattr(user, "is_authenticated", False)) and rows.exists()


store.register_guard("library.document", may_see_document)
store.register_guard("library.reading", may_see_reading)
