"""A script for loudspeakers: everything in words, short sentences, how long it takes to read.

The rate is what espeak-ng 1.51 reads of Vietnamese news at its speed 130 (`SPEED`), measured: 185 syllables a minute. It
is the pace of a calm announcer, and the same voice makes the preview, so what is heard and what is stated agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from caunoi.pure.sentences import WORD, count_words, sentences
from caunoi.pure.spoken.saying import say
from caunoi.pure.spoken.tables import ABBREVIATIONS

WORDS_MOST = 25
SPEED, SYLLABLES_A_MINUTE = 130, 185
PAUSE_SECONDS = 0.4
SEMICOLON = re.compile(r"(?<=;)\s+")
_LEADS = "nhưng|song|đồng thời|trong đó|qua đó|từ đó|nhằm|để|góp phần|gồm|bao gồm|vì|do đó|vì vậy|khi|nếu"
# What a clause of office language begins with.
_DEEDS = (
    "tăng cường|nâng cao|xây dựng|phát huy|vận động|tạo|cung cấp|hướng dẫn|thực hiện|giúp|lồng ghép|đẩy mạnh|triển khai|cùng|"
    "phổ biến|đánh giá|bảo đảm|đảm bảo|bám sát|tích cực|đề nghị|yêu cầu|chủ động|phối hợp|rà soát|cắt giảm|công khai|niêm yết|"
    "tiếp nhận|tiếp tục|kiểm tra|kịp thời|được"
)
# What office language always names in a row is read in one breath; nobody stops before what is said of the one just named.
_NO_STOP = (
    r"(?!(?:đã|sẽ|đang|là|có|không|bị|phải|công chức|viên chức|lao động|công nhân|người lao động|đoàn viên|doanh nghiệp|đơn vị|"
    "tổ chức|tập thể|chính sách|pháp luật|tuyên truyền|phản biện|chỉ tiêu|thái độ|đề xuất|góp ý|đề án|dự án|kế hoạch|chỉ thị|"
    r"địa phương|cơ quan)\b)"
)
_UNTIED = "".join(rf"(?<!{word}\s)" for word in ("của", "cho", "và", "trong", "với", "về", "tại", "theo", "do", "đến"))
# Where a long sentence may be taken apart, and what the cut costs the ear; the cut is before the words.
BREAKS = (
    (re.compile(r"[;:]\s+"), 0),
    (re.compile(rf",\s+(?=(?:{_LEADS})\s)"), 2),
    (re.compile(rf",\s+(?=(?:{_DEEDS})\s(?:[^\s,;]+\s+){{2}})"), 3),
    (re.compile(rf",\s+{_NO_STOP}(?=(?:[^\s,;]+\s+){{4}})", re.IGNORECASE), 6),
    (re.compile(rf"\s+(?=(?:{_LEADS})\s)"), 7),
    (re.compile(rf"\s+{_UNTIED}(?=(?:về|tại|theo|đối với|trong)\s)"), 10),
    (re.compile(rf",\s+{_NO_STOP}", re.IGNORECASE), 11),
    (re.compile(r"\s+(?=và\s)"), 12),
    (re.compile(rf"\s+{_UNTIED}(?=(?:của|cho|với|do|mà|từ|giai đoạn|là|{_DEEDS})\s)"), 16),
    (re.compile(r",\s+"), 18),
    (re.compile(rf"\s+{_UNTIED}(?=(?:các|những)\s)"), 20),
)
ANYWHERE, ONE_MORE = 40, 2
# A part of fewer words would sound cut off, the fewer the worse.
WORDS_LEAST = 5
SHORT = (99, 99, 99, 99, 99, 12, 9, 6, 4, 2)


@dataclass(frozen=True)
class Script:
    """Paragraphs of sentences as read out, each of at most WORDS_MOST words."""

    paragraphs: tuple[tuple[str, ...], ...]
    word_count: int
    seconds: int

    @property
    def text(self) -> str:
        """One sentence a line, an empty line between paragraphs."""
        return "\n\n".join("\n".join(lines) for lines in self.paragraphs)


def seconds(text: str) -> int:
    """How long it takes to read out, with a pause after each sentence."""
    stops = len(list(sentences(text)))
    return round(count_words(text) * 60 / SYLLABLES_A_MINUTE + stops * PAUSE_SECONDS)


def _parts(text: str, most: int) -> Iterator[str]:
    """The sentence taken apart, every part of at most that many words: what semicolons set apart, then by the least cost."""
    held = ""
    for piece in SEMICOLON.split(text):
        held = f"{held} {piece}".strip()
        if count_words(held) >= WORDS_LEAST:
            yield from _apart(held, most)
            held = ""
    if held:
        yield held


def _apart(text: str, most: int) -> list[str]:
    """The parts whose cuts cost the ear least; `best[k]` is the cost of the first k words."""
    starts = [word.start() for word in WORD.finditer(text)]
    count = len(starts)
    if count <= most:
        return [text]
    price, cut = [ANYWHERE] * count + [0], [*starts, len(text)]
    for pattern, cost in BREAKS:
        for match in pattern.finditer(text):
            place = bisect_left(starts, match.end())
            if cost < price[place]:
                price[place], cut[place] = cost, match.start()
    best, back = [0] * (count + 1), [0] * (count + 1)
    for k in range(1, count + 1):
        costs = ((best[j] + _cost_of(k - j), j) for j in range(max(0, k - most), k))
        best[k], back[k] = min(costs)
        best[k] += price[k] + ONE_MORE
    ends = [count]
    while back[ends[-1]]:
        ends.append(back[ends[-1]])
    places = [0, *(cut[k] for k in reversed(ends))]
    return [text[start:end].lstrip(" ,;:") for start, end in pairwise(places)]


def _cost_of(words: int) -> int:
    return SHORT[words] if words < len(SHORT) else 0


def _sentence(text: str) -> str:
    """With a capital and an end."""
    text = text.strip(" ,;:-")
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def lines(paragraph: str, most: int = WORDS_MOST) -> Iterator[str]:
    """Sentences of a text already in words."""
    for sentence in sentences(paragraph):
        yield from filter(None, (_sentence(part) for part in _parts(sentence.text, most)))


def script(text: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> Script:
    """What is read out of a text; its lines are paragraphs."""
    paragraphs = tuple(
        made for line in say(text, abbreviations).split("\n") if (made := tuple(lines(line.strip())))
    )  # fmt: skip
    whole = "\n".join("\n".join(each) for each in paragraphs)
    return Script(paragraphs, count_words(whole), seconds(whole))
