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


@dataclass(frozen=True)
class EmailAsked:
    """A person wants another address; whoever reads its mailbox may say yes."""

    user_id: int
    email: str
    name: ClassVar[str] = "accounts.email_asked"


@dataclass(frozen=True)
class EmailChanged:
    """The account has another address; the old one hears of it."""

    user_id: int
    old: str
    name: ClassVar[str] = "accounts.email_changed"
