"""What becomes of the words of a form, as the page shows it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caunoi.kit import clock
from caunoi.kit.documents import speech
from caunoi.kit.documents.leaflet import leaflet_png
from caunoi.kit.documents.slides import slides_png
from caunoi.newsroom import queries
from caunoi.newsroom.choices import Form
from caunoi.newsroom.models import Article, Revision
from caunoi.pure import messages, spoken
from caunoi.pure.sentences import count_words, sentences

PIECE_WORDS = 150


@dataclass(frozen=True)
class Sized:
    """A message and how networks count it."""

    label: str
    text: str
    size: messages.Size
    most: int


def _data(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def pieces_of(text: str) -> list[str]:
    """A script in pieces of about a minute, ending with a line."""
    pieces: list[list[str]] = [[]]
    for line in filter(str.strip, text.splitlines()):
        if count_words(" ".join(pieces[-1])) + count_words(line) > PIECE_WORDS and pieces[-1]:
            pieces.append([])
        pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces if piece]


def pictures_of(article: Article, revision: Revision, form: str, words: Mapping[str, Any]) -> list[bytes]:
    """The pages of a leaflet or of slides, as pictures."""
    at = clock.now()
    if form == Form.SLIDES:
        return slides_png(queries.deck_of(article, words, at))
    return [leaflet_png(queries.leaflet_of(article, revision, form, words, at), queries.copy_of(article))]


def _script(text: str) -> dict[str, Any]:
    long = [each.text for each in sentences(text) if each.word_count > spoken.WORDS_MOST]
    seconds = spoken.seconds(text)
    return {
        "kind": "script", "minutes": seconds // 60, "seconds": seconds % 60, "rate": spoken.SYLLABLES_A_MINUTE, "long": long,
        "words_count": count_words(text), "pieces_range": range(len(pieces_of(text))), "can_speak": speech.is_installed(),
    }  # fmt: skip


def _messages(words: Mapping[str, Any]) -> dict[str, Any]:
    rows = [(name, words.get(name, "")) for name in ("plain", "accented")]
    sizes = [(name, text, messages.size(text)) for name, text in rows]
    return {
        "kind": "sms",
        "rows": [Sized(name, text, size, messages.ROOM[size.alphabet][0]) for name, text, size in sizes],
    }


def _email(article: Article, words: Mapping[str, Any]) -> dict[str, Any]:
    text = words.get("text", "")
    return {
        "kind": "email", "subject": words.get("subject", ""), "text": text, "paragraphs": text.split("\n\n"),
        "address": queries.short_address(article),
    }  # fmt: skip


def _zalo(words: Mapping[str, Any]) -> dict[str, Any]:
    text = words.get("text", "")
    return {"kind": "zalo", "text": text, "length": messages.zalo_length(text), "most": messages.ZALO_MOST}


def _quiz(words: Mapping[str, Any]) -> dict[str, Any]:
    rows = words.get("questions", [])
    return {"kind": "quiz", "total": len(rows), "confirmed": [row for row in rows if row["is_confirmed"]]}


def preview_of(
    article: Article, revision: Revision, form: str, words: Mapping[str, Any], *, is_draft: bool = False
) -> dict[str, Any]:
    """What the template `preview.html` shows; pictures of words that are not kept come inside the page."""
    plain = {
        Form.EMAIL: lambda: _email(article, words), Form.SMS: lambda: _messages(words), Form.ZALO: lambda: _zalo(words),
        Form.SCRIPT: lambda: _script(words.get("text", "")), Form.QUIZ: lambda: _quiz(words),
    }  # fmt: skip
    if form in plain:
        return plain[Form(form)]()
    if is_draft:
        return {"kind": "pictures", "pictures": [_data(png) for png in pictures_of(article, revision, form, words)]}
    count = len(queries.deck_of(article, words, clock.now()).slides) + 2 if form == Form.SLIDES else 1
    return {"kind": "pictures", "pages": range(count)}
