"""Short messages: their length as networks count it, and a proposal of one.

GSM 7-bit default alphabet and its extension table: 3GPP TS 23.038, 6.2.1. A message of 140 octets holds 160 septets or
70 UTF-16 units; parts of a longer one give 6 octets to their header, so 153 or 67 (3GPP TS 23.040, 9.2.3.24.1). A pair
(an escape and its letter, two halves of an emoji) never stands across two parts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from caunoi.pure.vietnamese import normalise

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
# So many words of a sentence, and its link, are worth beginning it.
WORDS_BEGUN = 5
# A sentence that is begun ends at a comma that is no more than so many words back.
COMMA_NEAR = 8
# A text message of an Official Account (developers.zalo.me, "Gửi tin Tư vấn dạng văn bản"; not tried against the service).
ZALO_MOST = 2000
# What typing programs put in, and what every telephone shows.
TYPED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "−": "-", "…": "...",
     "•": "-", "\t": " ", "\u00a0": " ", "₫": "đ", "×": "x", "²": "2", "³": "3", "≥": ">=", "≤": "<="}
)  # fmt: skip


class Alphabet(StrEnum):
    """How a message goes over the air."""

    GSM7 = "GSM7"
    UCS2 = "UCS2"


# What one message holds, and each part of several.
ROOM = {Alphabet.GSM7: (160, 153), Alphabet.UCS2: (70, 67)}


@dataclass(frozen=True)
class Size:
    """`units` are septets or UTF-16 units; `left` is what still fits into the last part."""

    alphabet: Alphabet
    units: int
    parts: int
    left: int
    # The characters that made it UCS-2, each once, in the order they come.
    outside: str = ""


def _units(char: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM7:
        return 2 if char in GSM_EXTENSION else 1
    return 2 if ord(char) > 0xFFFF else 1


def _last_part(text: str, alphabet: Alphabet, room: int) -> tuple[int, int]:
    """How many parts of that room the text fills, and how much of the last one."""
    parts, used = 1, 0
    for char in text:
        size = _units(char, alphabet)
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts, used


def size(text: str) -> Size:
    """The length of a message as sent. An empty one is one message of 0 units."""
    outside = "".join(dict.fromkeys(char for char in text if char not in GSM and char not in GSM_EXTENSION))
    alphabet = Alphabet.UCS2 if outside else Alphabet.GSM7
    units = sum(_units(char, alphabet) for char in text)
    whole, part = ROOM[alphabet]
    if units <= whole:
        return Size(alphabet, units, 1, whole - units, outside)
    parts, used = _last_part(text, alphabet, part)
    return Size(alphabet, units, parts, part - used, outside)


def without_accents(text: str) -> str:
    """The text for telephones of 7 bits: đ as d, no accents, capitals kept, plain quotes; what has no such form goes."""
    plain = unicodedata.normalize("NFC", text).translate(TYPED)
    found = []
    for char in plain:
        if char in GSM or char in GSM_EXTENSION:
            # Letters of other languages that the alphabet happens to have read worse beside bare ones.
            found.append(_bare(char) if char.isalpha() and char in "èéùìòàÉ" else char)
        else:
            found.append(_bare(char))
    return re.sub(r"(?<=\S) {2,}", " ", "".join(found))


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFD", char.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if part in GSM or part in GSM_EXTENSION)


def zalo_length(text: str) -> int:
    """Characters of a Zalo message, in one form of Unicode: a letter with its accents is one."""
    return len(unicodedata.normalize("NFC", text))


def _fits(text: str, parts: int) -> bool:
    return size(text).parts <= parts


def _comma(words: list[str], least: int) -> int:
    """How many of the words go up to the last comma after at least so many of them, or 0."""
    return next((n for n in range(len(words), least, -1) if words[n - 1].endswith((",", ";"))), 0)


def _cut(words: list[str], tail: str, parts: int, least: int = 0) -> str:
    """As many words as fit before the tail, with "..." where some are left out; to a comma when one is near the end."""
    for count in range(len(words), 0, -1):
        mark = "..." if count < len(words) else ""
        text = " ".join(words[:count]).rstrip(" ,;:-" if mark else "") + mark + tail
        if _fits(text, parts):
            comma = _comma(words[:count], max(least, count - COMMA_NEAR)) if mark and least else 0
            return " ".join(words[:comma]).rstrip(",;") + mark + tail if comma else text
    return tail.strip()


def propose(title: str, lead: str, link: str, *, has_accents: bool = False, parts: int = 1) -> str:
    """A message of at most that many parts: the title, as much of the lead as goes in whole sentences, the link last.

    The link is never cut; a title too long is cut between words. Without accents one part holds 160 characters.
    """
    form = (lambda text: text.translate(TYPED)) if has_accents else without_accents
    head = form(" ".join(normalise(title).split()))
    tail = f" {link}" if link else ""
    sentences = re.split(r"(?<=[.!?])\s+", form(" ".join(normalise(lead).split())))
    text = head
    end = "" if head.endswith((".", "!", "?")) else "."
    if not _fits(head + tail, parts):
        return _cut(head.split(), tail, parts)
    for sentence in filter(None, sentences):
        longer = f"{text}{end} {sentence}"
        if not _fits(longer + tail, parts):
            # The first sentence is begun when enough of it fits to say something.
            least = len(head.split()) + WORDS_BEGUN
            begun = _cut(f"{head}. {sentence}".split(), tail, parts, least) if text == head else ""
            return begun if len(begun.split()) >= least else text + tail
        text, end = longer, ""
    return text + tail
