"""What this room tells others, and itself. Ids only: an event holds no word of a person."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CaseReceived:
    """A case came in; proposals, word index and likeness follow in the background."""

    case_id: int
    name: ClassVar[str] = "feedback.case_received"


@dataclass(frozen=True)
class CaseMoved:
    """A case changed its state, unit or clock by the named deed; `step_id` is its row of history."""

    case_id: int
    step_id: int
    verb: str
    name: ClassVar[str] = "feedback.case_moved"


@dataclass(frozen=True)
class EntryAdded:
    """Something was said in a case."""

    case_id: int
    entry_id: int
    kind: str
    name: ClassVar[str] = "feedback.entry_added"


@dataclass(frozen=True)
class CasePublished:
    """An answered case entered the public register, or left it."""

    case_id: int
    is_public: bool
    name: ClassVar[str] = "feedback.case_published"


@dataclass(frozen=True)
class DuesWanted:
    """Days of a calendar changed: due dates of open cases with a higher key than `after_id` are to be reckoned anew."""

    from_on: str
    to_on: str | None
    after_id: int
    name: ClassVar[str] = "feedback.dues_wanted"
