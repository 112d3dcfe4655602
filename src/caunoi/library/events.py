"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DocumentConfirmed:
    """A person confirmed a document; it is in the library now."""

    document_id: int
    name: ClassVar[str] = "library.document_confirmed"
