"""What this room tells others."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class DocumentConfirmed:
    """A person confirmed a document; it is in the library now."""

    document_id: int
    name: ClassVar[str] = "library.document_confirmed"


@dataclass(frozen=True)
class ProcedureSaved:
    """A procedure was added or changed, or is no longer in use."""

    procedure_id: int
    name: ClassVar[str] = "library.procedure_saved"


@dataclass(frozen=True)
class DocumentChanged:
    """A document came in, was mended, or has a new version: whoever keeps a copy of its words looks again.

    `beside_ids` are documents that it speaks of, or did until now: their time in force may have changed.
    """

    document_id: int
    beside_ids: list[int] = field(default_factory=list)
    name: ClassVar[str] = "library.document_changed"


@dataclass(frozen=True)
class DocumentEnded:
    """A document no longer holds from today: expired, replaced, repealed or suspended."""

    document_id: int
    name: ClassVar[str] = "library.document_ended"
