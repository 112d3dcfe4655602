"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DirectiveIssued:
    """A directive and its recipients are frozen; notices go out from here."""

    directive_id: int
    name: ClassVar[str] = "directives.directive_issued"


@dataclass(frozen=True)
class RecipientsAdded:
    """Recipients were added later, explicitly and dated."""

    directive_id: int
    recipient_ids: list[int]
    name: ClassVar[str] = "directives.recipients_added"


@dataclass(frozen=True)
class VersionIssued:
    """A new version came; everybody acknowledges again."""

    directive_id: int
    number: int
    name: ClassVar[str] = "directives.version_issued"


@dataclass(frozen=True)
class RecipientsReminded:
    """Someone reminded recipients who have not acknowledged or implemented yet."""

    directive_id: int
    reminder_ids: list[int]
    name: ClassVar[str] = "directives.recipients_reminded"


@dataclass(frozen=True)
class MembersCalled:
    """The members of the recipients shall be told, too."""

    call_id: int
    name: ClassVar[str] = "directives.members_called"


@dataclass(frozen=True)
class RungReached:
    """The steps of one rung that were taken at a moment; those who are to hear of it are told from here."""

    directive_id: int
    rung_id: int
    version_number: int
    stepped_at: str
    name: ClassVar[str] = "directives.rung_reached"


@dataclass(frozen=True)
class DirectiveAcknowledged:
    """A unit acknowledged."""

    recipient_id: int
    name: ClassVar[str] = "directives.directive_acknowledged"
