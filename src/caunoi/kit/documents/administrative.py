"""An administrative document as NĐ 30/2020/NĐ-CP lays it out, before it becomes DOCX or PDF.

Numbers from Phụ lục I: A4; margins top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm; Times New Roman; body 13–14
points, justified, first line 1 or 1,27 cm, at least 6 points between paragraphs. Mass organisations apply it "cho phù
hợp" (art. 2.2), so the head is given by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
BODY_POINTS, SMALL_POINTS, NOTE_POINTS = 14, 12, 11
FIRST_LINE_CM, GAP_POINTS = 1.27, 6
FONT = "Times New Roman"
# So many capitals of a name fit beside the motto.
NAME_LETTERS = 26
# Words of two syllables in the names of unions and places: a line does not end within one.
WORDS = frozenset(
    {
        "liên đoàn", "lao động", "công đoàn", "thành phố", "việt nam", "hà nội", "cơ sở", "công ty", "trách nhiệm", "hữu hạn",
        "cổ phần", "bệnh viện", "trường học", "trung học", "tiểu học", "mầm non", "công nghiệp", "cấp trên",
    }
)  # fmt: skip


def _words(text: str) -> list[str]:
    """The words of a name: syllables that belong together are one."""
    found: list[str] = []
    for syllable in text.split():
        if found and f"{found[-1]} {syllable}".casefold() in WORDS:
            found[-1] = f"{found[-1]} {syllable}"
        else:
            found.append(syllable)
    return found


def balanced(text: str, most: int = NAME_LETTERS) -> str:
    """A long name in lines of about one length, so that no syllable stands alone: offices break names so."""
    words, count = _words(text), -(-len(text) // most)
    if count < 2:
        return text
    each, lines = len(text) / count, [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < count and len(longer) - each > each - len(lines[-1]):
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A numbered part, such as "I. KẾT QUẢ"."""

    text: str


@dataclass(frozen=True)
class Rows:
    """A table; its header row is repeated on each page. A row of one cell is a heading over all columns.

    `right` are the columns of numbers, `centred` those of running numbers and marks.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    right: Sequence[int] = ()
    centred: Sequence[int] = ()


@dataclass(frozen=True)
class Signature:
    """One who signs: "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", name (empty: left for the pen)."""

    capacity: str
    title: str
    name: str = ""


@dataclass(frozen=True)
class AdministrativeDocument:
    """The components of art. 8, in order."""

    superior: str
    issuer: str
    type_name: str
    abstract: str
    place: str
    on: date
    blocks: Sequence[Paragraph | Heading | Rows]
    symbol: str = ""
    motto: Sequence[str] = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    signatures: Sequence[Signature] = field(default_factory=tuple)
    recipients: Sequence[str] = field(default_factory=tuple)
    footnote: str = ""
    # An address printed as a QR code with words beside it, under the footnote.
    check_address: str = ""
    check_words: str = ""
    is_sample: bool = False
