"""Multiple-choice questions as people type them in Word: read into parts, with what is wrong said by line.

    Câu 1. Ai ban hành Hướng dẫn 12/HD-LĐLĐ?
    A. Ủy ban nhân dân xã
    B. Liên đoàn Lao động thành phố *
    Căn cứ: Hướng dẫn 12/HD-LĐLĐ, mục I
    Đáp án: B

The right option is marked by a star, before or after it, or named on a line "Đáp án".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

QUESTION = re.compile(r"(?i)^\s*(?:câu|cau)(?:\s+hỏi)?\s*\d+\s*[.:)/-]?\s*(?P<text>.*)$")
NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.:)/]\s+(?P<text>\S.*)$")
OPTION = re.compile(r"^\s*(?P<before>\*?)\s*(?P<letter>[A-Fa-f])\s*[.:)/-]\s*(?P<text>\S.*?)\s*(?P<after>\*?)\s*$")
ANSWER = re.compile(r"(?i)^\s*(?:đáp án|dap an|trả lời)(?:\s+đúng)?\s*[:.-]?\s*(?P<letter>[a-f])\b")
BASIS = re.compile(r"(?i)^\s*(?:căn cứ|can cu|cơ sở)\s*[:.-]\s*(?P<text>\S.*)$")
EXPLAINED = re.compile(r"(?i)^\s*(?:giải thích|giai thich)\s*[:.-]\s*(?P<text>\S.*)$")
OPTIONS_LEAST, OPTIONS_MOST = 2, 6
LETTERS = "ABCDEF"


class Fault(StrEnum):
    """What a question lacks."""

    NO_TEXT = "NO_TEXT"
    FEW_OPTIONS = "FEW_OPTIONS"
    SAME_OPTIONS = "SAME_OPTIONS"
    NO_ANSWER = "NO_ANSWER"
    TWO_ANSWERS = "TWO_ANSWERS"


@dataclass(frozen=True)
class Typed:
    """One question as read; `line` is where it begins, counted from 1."""

    line: int
    text: str
    options: tuple[str, ...]
    correct: int
    basis: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Unread:
    """One question that cannot be used yet, and why."""

    line: int
    text: str
    fault: Fault


@dataclass
class _Draft:
    line: int
    text: list[str]
    options: list[str] = field(default_factory=list)
    starred: set[int] = field(default_factory=set)
    basis: str = ""
    explanation: str = ""

    def take(self, line: str) -> None:
        """One more line of this question."""
        if found := OPTION.match(line):
            if found["before"] or found["after"]:
                self.starred.add(len(self.options))
            self.options.append(found["text"].strip(" *"))
        elif found := ANSWER.match(line):
            self.starred.add(LETTERS.index(found["letter"].upper()))
        elif found := BASIS.match(line):
            self.basis = found["text"].strip()
        elif found := EXPLAINED.match(line):
            self.explanation = found["text"].strip()
        elif self.options:  # an option that runs over its line
            self.options[-1] = f"{self.options[-1]} {line.strip()}"
        else:
            self.text.append(line.strip())

    def read(self) -> Typed | Unread:
        """The question, or its first fault."""
        text = " ".join(" ".join(self.text).split())
        fault = self._fault(text)
        if fault:
            return Unread(self.line, text, fault)
        return Typed(self.line, text, tuple(self.options), min(self.starred), self.basis, self.explanation)

    def _fault(self, text: str) -> Fault | None:
        checks = (
            (not text, Fault.NO_TEXT),
            (not OPTIONS_LEAST <= len(self.options) <= OPTIONS_MOST, Fault.FEW_OPTIONS),
            (len({option.casefold() for option in self.options}) < len(self.options), Fault.SAME_OPTIONS),
            (not self.starred or max(self.starred) >= len(self.options), Fault.NO_ANSWER),
            (len(self.starred) > 1, Fault.TWO_ANSWERS),
        )
        return next((fault for is_so, fault in checks if is_so), None)


def _begins(line: str, *, has_options: bool) -> str | None:
    if found := QUESTION.match(line):
        return str(found["text"])
    found = NUMBERED.match(line)
    return str(found["text"]) if found and has_options else None


def _drafts(text: str) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        first = _begins(line, has_options=draft is None or bool(draft.options))
        if first is not None or draft is None:
            if draft:
                yield draft
            draft = _Draft(number, [first if first is not None else line.strip()])
        else:
            draft.take(line)
    if draft:
        yield draft


def written(question: Typed) -> str:
    """A question as people type it; `read` gives it back."""
    lines = [f"Câu 1. {question.text}"]
    for place, option in enumerate(question.options):
        lines.append(f"{LETTERS[place]}. {option}{' *' if place == question.correct else ''}")
    lines += [f"Căn cứ: {question.basis}"] if question.basis else []
    lines += [f"Giải thích: {question.explanation}"] if question.explanation else []
    return "\n".join(lines)


def read(text: str) -> list[Typed | Unread]:
    """Every question of a pasted text, in order."""
    return [draft.read() for draft in _drafts(text)]
