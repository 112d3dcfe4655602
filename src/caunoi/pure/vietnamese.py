"""Vietnamese text: one form of Unicode, legacy font encodings, accent-free search, alphabetical order, dates, numbers."""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Literal

Legacy = Literal["tcvn3", "vni"]
# For classes of regular expressions: a range such as à-ỹ holds capitals too, for they alternate in Unicode.
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
UPPER = LOWER.upper()
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")  # none, sắc, huyền, hỏi, ngã, nặng

# TCVN 5712:1993 (VN3, "ABC" fonts) read as Latin-1; each string follows the order of its Vietnamese twin.
_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True)))

# VNI for Windows: a vowel followed by a sign; signs 1-5 are tones in the order of TONES[1:].
_VNI_TONE = "ùøûõï"
_VNI_CIRCUMFLEX = "âáàåãä"
_VNI_BREVE = "êéèúüë"
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

COMMON_WORDS = frozenset(
    [
        "và",
        "của",
        "các",
        "có",
        "được",
        "không",
        "cho",
        "người",
        "trong",
        "là",
        "với",
        "công",
        "việc",
        "năm",
        "này",
        "những",
        "đoàn",
        "động",
        "hành",
        "quyết",
    ]
)
WORD = re.compile(r"[^\W\d_]+")
# A line, or one of its columns.
CELL = re.compile(r"(?:[^\n\t ]| (?! {2}))+")
CAPITALS_LEAST = 4
BROKEN_LINE = re.compile(rf"(?<=[^\s.;:!?])[^\S\n]*\n(?=[{LOWER}])(?![a-zđ]{{1,2}}\))")
# "43/2024/" at the end of a line, "QH15" on the next; "09/2024/TT-" and "BTNMT".
BROKEN_SYMBOL = re.compile(
    r"((?<![\w/])\d{1,6}[a-zđ]?/(?:(?:19|20)\d\d/)?(?:[A-ZĐ]\w*-)*)[^\S\n]*\n[^\S\n]*(?=[A-ZĐ]{2})"
)
DASHES = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u00ad": None,
        "\ufeff": None,
        "\u200b": None,
        "\x00": None,
        # The Icelandic letter looks the same: scanners and old keyboards write it.
        "\u00d0": "Đ",
        "\u00f0": "đ",
    }
)


def _compose(base: str, tone: int) -> str:
    return unicodedata.normalize("NFC", base + TONES[tone])


@cache
def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for vowel, real in (*((v, v) for v in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        table |= {vowel + sign: _compose(real, tone) for tone, sign in enumerate(_VNI_TONE, 1)}
    for vowel, real in (("a", "â"), ("e", "ê"), ("o", "ô")):
        table |= {vowel + sign: _compose(real, tone) for tone, sign in enumerate(_VNI_CIRCUMFLEX)}
    table |= {"a" + sign: _compose("ă", tone) for tone, sign in enumerate(_VNI_BREVE)}
    table |= _VNI_SINGLE
    upper = {old.upper(): new.upper() for old, new in table.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in table.items() if len(old) == 2}
    return table | mixed | upper


@cache
def _vni_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _vni_table()), key=len, reverse=True)))


def from_legacy(text: str, encoding: Legacy) -> str:
    """Turn text typed in a TCVN3 (ABC) or VNI font into Unicode NFC."""
    if encoding == "tcvn3":
        return CELL.sub(_in_capitals, unicodedata.normalize("NFC", text.translate(_TCVN3)))
    return _vni_pattern().sub(lambda match: _vni_table()[match.group()], text)


def _in_capitals(match: re.Match[str]) -> str:
    """A line or a column in capitals, whose accented letters a font for capitals (".VnTimeH") only showed so."""
    plain = [char for char in match.group() if char.isascii() and char.isalpha()]
    return match.group().upper() if len(plain) >= CAPITALS_LEAST and all(map(str.isupper, plain)) else match.group()


def _plausibility(text: str) -> int:
    return sum(word.lower() in COMMON_WORDS for word in WORD.findall(text[:20_000]))


def detect_legacy(text: str) -> Legacy | None:
    """Whether the text was typed in a legacy font: some reading of it must have far more common Vietnamese words."""
    sample = text[:20_000]
    if sample.isascii() or any("\u1ea0" <= char <= "\u1ef9" for char in sample):
        return None
    plain = _plausibility(unicodedata.normalize("NFC", sample))
    scores: dict[Legacy, int] = {name: _plausibility(from_legacy(sample, name)) for name in ("tcvn3", "vni")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= max(2, 2 * plain + 1) else None


def normalise(text: str) -> str:
    """Unicode NFC; legacy fonts recognised; odd spaces, dashes and invisible characters made plain."""
    legacy = detect_legacy(text)
    if legacy:
        text = from_legacy(text, legacy)
    text = unicodedata.normalize("NFC", text.replace("&nbsp;", " ").translate(DASHES))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def decode(data: bytes) -> str:
    """Text of a file: UTF-8 or UTF-16 by mark or validity, else Windows-1258, else a legacy font as Latin-1; normalised."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return normalise(data.decode("utf-16", errors="replace"))
    try:
        return normalise(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        latin = data.decode("latin-1")
        if detect_legacy(latin):
            return normalise(latin)
        return normalise(data.decode("cp1258", errors="replace"))


def unwrap(text: str) -> str:
    """Join lines that a page's width broke: a line without an end, followed by one that goes on in lower case (no point)."""
    text = BROKEN_SYMBOL.sub(r"\1", text)
    if "\t" not in text:
        return BROKEN_LINE.sub(" ", text)
    # A row of a table is whole, and so is the line before it.
    return BROKEN_LINE.sub(lambda match: match.group() if _beside_row(text, match) else " ", text)


def _beside_row(text: str, match: re.Match[str]) -> bool:
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = text[match.end() : end if (end := text.find("\n", match.end())) >= 0 else len(text)]
    return "\t" in before.lstrip() or "\t" in match.group() or "\t" in after.lstrip()


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    plain = unicodedata.normalize("NFD", char.casefold()).replace("đ", "d")
    return "".join(part for part in plain if not unicodedata.combining(part))


# One byte for each letter and sign of nearly all Vietnamese texts, and the same table without marks: two passes of the
# interpreter's own, ten times as fast as letter by letter.
_SIGNS = "\u00a0“”‘’–—…•·§°²³«»×÷½¼¾≥≤→−"
_MARKED = "".join(char for char in LOWER if char > "z")
_KNOWN = "".join(map(chr, range(128))) + _MARKED + _SIGNS
_CODES = codecs.charmap_build(_KNOWN.ljust(256, "\ufffe"))
_FOLDED = "".join(_bare(char) if char in _MARKED else char for char in _KNOWN).ljust(256, "\ufffe")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def fold(text: str) -> str:
    """For search: lower case, no accents, đ as d. `fold("Đoàn viên")` is "doan vien"."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).casefold()
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _CODES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:
        return _NOT_ASCII.sub(lambda match: _bare(match.group()), text)


_ALPHABET = {letter: f"{rank:02d}" for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}


@lru_cache(maxsize=2048)
def _weight(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    tone = next((TONES.index(mark) for mark in parts[1:] if mark in TONES[1:]), 0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES[1:]))
    return _ALPHABET.get(base, f"00{base}" if not base.isalpha() else f"99{base}"), str(tone)


def collation_key(text: str) -> tuple[str, str]:
    """For sorting: the Vietnamese alphabet first, tones (ngang, sắc, huyền, hỏi, ngã, nặng) only to break ties."""
    weights = [_weight(char) for char in unicodedata.normalize("NFC", text).lower()]
    return "".join(letter for letter, _ in weights), "".join(tone for _, tone in weights)


def short_date(day: date) -> str:
    """`18/6/2021`."""
    return f"{day.day}/{day.month}/{day.year}"


def short_moment(at: datetime) -> str:
    """`18/6/2021, 7:30`."""
    return f"{short_date(at.date())}, {at.hour}:{at.minute:02d}"


def long_date(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`: days under 10 and the months 1 and 2 take a zero (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def number(value: int) -> str:
    """`1.234.567`."""
    return f"{value:,}".replace(",", ".")


def percent(count: int, total: int) -> str:
    """`85,1%`, rounded half up to a tenth; 100% only when every one is counted; a dash when there is nothing to count."""
    if not total:
        return "–"
    tenths = 1000 if count >= total else min((count * 2000 + total) // (2 * total), 999)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}%"
