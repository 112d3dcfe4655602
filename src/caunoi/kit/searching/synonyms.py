"""Synonyms: changed in the database, heard through the outbox, and read by a search from this node's own file."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.kit import audit, outbox
from caunoi.kit.searching import shelf
from caunoi.kit.searching.models import Synonym
from caunoi.pure.syllables import accented_words
from caunoi.pure.vietnamese import fold

FILE = "synonyms.json"
PHRASES_MOST, SYLLABLES_MOST = 12, 12
# How many readings of a question are looked for beside the one that was typed.
READINGS_MOST = 6


@dataclass(frozen=True)
class SynonymsChanged:
    """Words that mean the same are others than before."""

    name: ClassVar[str] = "kit.synonyms_changed"


def phrases_of(text: str) -> list[str]:
    """The phrases of a line, each once: "a = b"."""
    given = (" ".join(part.split()) for part in text.replace("\n", "=").split("="))
    return list({fold(part): part for part in given if accented_words(part)}.values())


def _checked(text: str) -> str:
    phrases = phrases_of(text)
    if not 2 <= len(phrases) <= PHRASES_MOST:
        raise ValidationError(
            {"phrases": _("Viết từ 2 đến %(most)d cụm từ, cách nhau bằng dấu =.") % {"most": PHRASES_MOST}}
        )
    if any(len(accented_words(phrase)) > SYLLABLES_MOST for phrase in phrases):
        raise ValidationError({"phrases": _("Mỗi cụm từ dài nhất %(most)d tiếng.") % {"most": SYLLABLES_MOST}})
    return " = ".join(phrases)


@transaction.atomic
def save_synonym(*, synonym: Synonym | None, phrases: str, note: str = "", by: Any, at: datetime) -> Synonym:
    """Add a line of phrases that mean the same, or change one. Raises ValidationError with what to write instead."""
    row = synonym or Synonym()
    row.phrases, row.note, row.changed_at, row.changed_by = _checked(phrases), note.strip(), at, by
    row.full_clean(exclude=["changed_by"])
    row.save()
    audit.record(row, "searching.save_synonym", by=by, at=at, phrases=row.phrases)
    outbox.post(SynonymsChanged())
    return row


@transaction.atomic
def remove_synonym(*, synonym: Synonym, by: Any, at: datetime) -> None:
    """Let the phrases of a line be what they are, each alone."""
    audit.record(synonym, "searching.remove_synonym", by=by, at=at, phrases=synonym.phrases)
    synonym.delete()
    outbox.post(SynonymsChanged())


def write() -> None:
    """Bring this node's file up to the database."""
    rows = Synonym.objects.order_by("pk").values_list("phrases", flat=True)
    lines = [[accented_words(phrase) for phrase in phrases_of(row)] for row in rows]
    shelf.put_file(FILE, json.dumps(lines, ensure_ascii=False))


class _Known:
    """The file as this process read it, by the first folded syllable of each phrase."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seen: tuple[str, int, int] | None = None
        self.by_first: dict[str, list[tuple[list[str], list[list[str]]]]] = {}

    def read(self) -> dict[str, list[tuple[list[str], list[list[str]]]]]:
        path = shelf.folder() / FILE
        try:
            stat = path.stat()
        except OSError:
            return {}
        seen = (str(path), stat.st_mtime_ns, stat.st_ino)
        with self.lock:
            if seen != self.seen:
                self.by_first, self.seen = {}, seen
                for phrases in json.loads(path.read_text(encoding="utf-8")):
                    for phrase in phrases:
                        others = [other for other in phrases if other != phrase]
                        self.by_first.setdefault(fold(phrase[0]), []).append((phrase, others))
            return self.by_first


_known = _Known()


def _fits(typed: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the phrase was typed: without accents, or with its own ("sơ đồ" is not "sổ đỏ")."""
    return len(typed) == len(phrase) and all(
        one in {other, fold(other)} for one, other in zip(typed, phrase, strict=True)
    )


def readings(words: Sequence[str]) -> list[tuple[list[str], list[str]]]:
    """Other ways to say what was typed (accented words): the whole question with another phrase, and that phrase; folded."""
    known = _known.read()
    found: list[tuple[list[str], list[str]]] = []
    for place, word in enumerate(words):
        for phrase, others in known.get(fold(word), ()):
            if not _fits(words[place : place + len(phrase)], phrase):
                continue
            for other in others:
                whole = [*words[:place], *other, *words[place + len(phrase) :]]
                found.append(([fold(one) for one in whole], [fold(one) for one in other]))
    return found[:READINGS_MOST]
