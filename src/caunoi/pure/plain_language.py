"""How plainly a text speaks: long sentences, abbreviations nobody explained, office phrases with plainer equivalents.

It proposes; the writer decides. Phrases: own list from circulars and union papers; offices edit it (newsroom's wordings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from caunoi.pure.sentences import Sentence, count_words, sentences
from caunoi.pure.spoken.tables import ABBREVIATIONS, SAID_AS_WRITTEN

# Words (syllables) of a sentence: over the first it is long, over the second nobody follows it at one hearing.
LONG, VERY_LONG = 25, 40
PLAINER: dict[str, str] = {
    "căn cứ vào": "theo", "trên cơ sở": "dựa vào", "tiến hành thực hiện": "làm", "tổ chức thực hiện": "làm", "triển khai thực hiện": "làm",
    "tiến hành triển khai": "làm", "có trách nhiệm": "phải", "có nghĩa vụ": "phải", "kể từ ngày": "từ ngày",
    "trong thời hạn": "trong", "trong trường hợp": "nếu", "đối với trường hợp": "nếu", "nhằm mục đích": "để", "với mục đích": "để",
    "trên địa bàn": "ở", "hiện hành": "đang có hiệu lực", "theo quy định của pháp luật": "theo luật (nêu tên luật, số điều)",
    "theo quy định hiện hành": "theo quy định (nêu tên văn bản)", "không được phép": "không được", "được quyền": "được",
    "tiếp nhận hồ sơ": "nhận giấy tờ", "thụ lý": "bắt đầu giải quyết", "niêm yết công khai": "dán công khai", "xuất trình": "đưa ra",
    "cư trú tại": "ở", "thường trú tại": "ở", "bàn giao": "giao", "phát sinh hiệu lực": "có hiệu lực", "chấm dứt hợp đồng": "ngừng hợp đồng",
    "đơn phương chấm dứt": "tự ngừng", "người sử dụng lao động": "chủ doanh nghiệp", "giao kết hợp đồng": "ký hợp đồng",
    "bồi thường thiệt hại": "đền bù", "khiếu nại lần đầu": "khiếu nại lần một",
    "quá trình thực hiện": "khi làm", "quán triệt": "phổ biến kỹ", "đẩy mạnh": "làm mạnh hơn",
    "tăng cường công tác": "làm tốt hơn việc", "công tác tuyên truyền": "việc tuyên truyền", "công tác thực hiện": "việc làm",
    "đảm bảo việc": "bảo đảm", "góp phần quan trọng": "giúp", "kịp thời giải quyết": "giải quyết ngay",
    "không quá": "nhiều nhất", "tối thiểu": "ít nhất", "tối đa": "nhiều nhất", "nêu trên": "vừa nói", "như sau đây": "như sau",
    "xây dựng thể chế": "làm luật và quy định", "thực thi công vụ": "làm việc công",
    "chế độ công vụ": "cách làm việc của công chức",
    "thủ tục hành chính": "thủ tục giấy tờ", "dư luận bức xúc": "điều người dân bức xúc",
    "lồng ghép": "làm cùng", "cụ thể hóa": "nói rõ",
}  # fmt: skip
# Everybody knows these.
KNOWN = frozenset({"TP", "TP.", "Tp.", "QR", "SMS", "OTP", "TV", "USD", "VND", "ATM", "PDF"}) | SAID_AS_WRITTEN
SHORT = re.compile(r"(?<![\w/-])[A-ZĐƯ]{2,10}[a-zđ]?(?:&[A-ZĐƯ]{1,5})?(?![\w/]|-[A-ZĐƯ])")


class Matter(StrEnum):
    """What makes a place hard."""

    LONG_SENTENCE = "LONG_SENTENCE"
    ABBREVIATION = "ABBREVIATION"
    PHRASE = "PHRASE"


class Grade(StrEnum):
    """EASY: at most 18 words a sentence and under a tenth of them long; HARD: over 28, or half of them long."""

    EASY = "EASY"
    FAIR = "FAIR"
    HARD = "HARD"


@dataclass(frozen=True)
class Finding:
    """A place [start, end) and what to put there; an empty suggestion means: shorten, or leave it out."""

    start: int
    end: int
    matter: Matter
    text: str
    suggestion: str = ""
    word_count: int = 0


@dataclass(frozen=True)
class Meter:
    """What the whole text is like."""

    grade: Grade
    word_count: int
    sentence_count: int
    long_count: int
    mean_words: float
    findings: tuple[Finding, ...]


@lru_cache(maxsize=8)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)


def _phrases(text: str, plainer: Mapping[str, str]) -> Iterator[Finding]:
    if not plainer:
        return
    table = {phrase.casefold(): better for phrase, better in plainer.items()}
    for match in _pattern(tuple(plainer)).finditer(text):
        better = table[match.group().casefold()]
        better = better[:1].upper() + better[1:] if match.group()[0].isupper() else better
        yield Finding(*match.span(), Matter.PHRASE, match.group(), better)


def _is_explained(text: str, short: str, start: int) -> bool:
    """In brackets after its full name, or with it in brackets."""
    before, after = text[max(0, start - 2) : start], text[start + len(short) :]
    return before.rstrip().endswith("(") or re.match(r"\s*\([^)]{6,}\)", after) is not None


def _abbreviations(text: str, table: Mapping[str, str]) -> Iterator[Finding]:
    """Each at its first place, when that does not explain it. Headings in capitals are no abbreviations."""
    seen: set[str] = set()
    for match in SHORT.finditer(text):
        short = match.group()
        if short in seen or short in KNOWN or _among_capitals(text, match):
            continue
        seen.add(short)
        if not _is_explained(text, short, match.start()):
            full = table.get(short, "")
            yield Finding(*match.span(), Matter.ABBREVIATION, short, f"{full} ({short})" if full else "")


def _among_capitals(text: str, match: re.Match[str]) -> bool:
    around = (
        text[max(0, match.start() - 12) : match.start()].split()[-1:] + text[match.end() : match.end() + 12].split()[:1]
    )
    return any(len(word) > 1 and word.isalpha() and word.isupper() for word in around)


def _long(found: list[Sentence]) -> Iterator[Finding]:
    for sentence in found:
        count = sentence.word_count
        if count > LONG:
            yield Finding(sentence.start, sentence.end, Matter.LONG_SENTENCE, sentence.text, word_count=count)


def _grade(mean: float, long_share: float) -> Grade:
    if mean > 28 or long_share >= 0.5:
        return Grade.HARD
    return Grade.EASY if mean <= 18 and long_share < 0.1 else Grade.FAIR


def measure(
    text: str, *, abbreviations: Mapping[str, str] = ABBREVIATIONS, plainer: Mapping[str, str] = PLAINER
) -> Meter:
    """The meter with its findings in the order of the text. An empty text is easy."""
    found = list(sentences(text))
    long = list(_long(found))
    words = count_words(text)
    mean = words / len(found) if found else 0.0
    findings = sorted(
        [*long, *_abbreviations(text, abbreviations), *_phrases(text, plainer)], key=lambda f: (f.start, -f.end)
    )
    grade = _grade(mean, len(long) / len(found) if found else 0.0)
    return Meter(grade, words, len(found), len(long), round(mean, 1), tuple(findings))
