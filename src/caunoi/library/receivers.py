"""What the library hears, and what it says to the kit: who may see its files."""

from typing import Any

from django.db.models import Q

from caunoi.kit import clock
from caunoi.kit.files import store
from caunoi.library import queries
from caunoi.library.models import DocumentReading
from caunoi.organisations.queries import scope_of


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
