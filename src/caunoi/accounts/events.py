"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ConsentRecorded:
    """Somebody gave or withdrew consent. `subject` is "accounts.user:12" for a person with an account."""

    subject: str
    purpose: str
    is_given: bool
    name: ClassVar[str] = "accounts.consent_recorded"
