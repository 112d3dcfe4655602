"""Words proposed for each form of an article, from its text. A person edits what is proposed; nothing goes out unread.

The words of a form are a dict of texts, as `proposed` makes them; a quiz is {"questions": [...]}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from caunoi.pure import messages, quizzes
from caunoi.pure.quizzes.finding import LIST
from caunoi.pure.sentences import count_words, sentences
from caunoi.pure.spoken import lines, script
from caunoi.pure.spoken.tables import ABBREVIATIONS

POINTS_MOST, POINT_WORDS, POINT_LENGTH, LISTED_LEAST = 6, 20, 140, 3
LEAD_WORDS, SLIDE_POINTS, SLIDE_WORDS, QUESTIONS = 32, 5, 16, 10
# Five minutes of a loudspeaker at 185 words a minute: nobody stands and listens longer.
SCRIPT_WORDS = 900
# Two syllables that are one word: a headline is not broken between them.
_PAIRS = (
    "cải cách|hành chính|tuyên truyền|công đoàn|thủ tục|công chức|viên chức|cán bộ|lao động|đoàn viên|người dân|nhân dân|dịch vụ|"
    "trực tuyến|chính quyền|chính phủ|điện tử|giám sát|phản biện|xã hội|kế hoạch|hướng dẫn|nội dung|doanh nghiệp|công nhân|"
    "cơ sở|thông tin|hồ sơ|giấy tờ|kiến nghị|phản ánh|khiếu nại|tố cáo|bảo hiểm|y tế|hợp đồng|tiền lương|nhà nước|nhà ở|thành phố|"
    "giai đoạn|mô hình|sáng kiến|khen thưởng|quy chế|quy định|thể chế|tài chính|chế độ|công vụ|bộ máy|tổ chức|ủy ban|liên đoàn|"
    "phối hợp|tham gia|thực hiện|ý kiến|dự thảo|địa bàn|trả lời|giải quyết|đăng ký|khai sinh|miễn phí|lệ phí|chuyển đổi|sinh hoạt|"
    "một cửa|bộ phận|công chứng|chứng thực|căn cước|tạm trú|thường trú|cư trú|hộ khẩu|hộ tịch|kết hôn|tiếp nhận|kết quả|"
    "giấy hẹn|bản sao|bản chính|xác nhận|thời hạn|đúng hạn|quá hạn|trễ hẹn|xin lỗi|hướng dẫn|niêm yết|công khai|minh bạch|"
    "hài lòng|thái độ|phục vụ|tiếp dân|đối thoại|chính sách|pháp luật|nghị quyết|nghị định|quyết định|thông tư|công văn|"
    "thất nghiệp|thai sản|hưu trí|nghỉ phép|tăng ca|làm thêm|nhà trọ|sổ đỏ|đất đai|xây dựng|kinh doanh|điện thoại|"
    "tin nhắn|phát thanh|bảng tin|tuyên dương|thi đua|cuộc thi|đáp án|trắc nghiệm|hằng tuần|hằng tháng|hằng năm|tối thứ|sáng thứ"
)
# A number stays with the word before it: "số 12/HD-LĐLĐ", "Điều 5", "ngày 18/6/2021", "đến 20 giờ".
_NUMBERED = r"(?:số|ngày|tháng|năm|điều|khoản|quý|đợt|tầng|phòng|quầy) \d[\w/.,-]*|\d[\d.,]* (?:giờ|ngày|người|đồng|phút|triệu|nghìn)"
PAIR = re.compile(rf"(?<!\w)(?:{_PAIRS}|{_NUMBERED})(?!\w)", re.IGNORECASE)
# What stands before a clause of a document, and the lines that only name its parts or say what was quoted.
MARK = re.compile(r"^[^\S\n]*(?:[-–•*+]|\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[a-zđ]{1,2}\))[^\S\n]+(?=\S)", re.MULTILINE)
NAMING = re.compile(
    r"^[^\S\n]*(?:(?:Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVXLC]+[a-zđ]?\b[.:·]?[^\n.;]{0,200}|Trích [^\n]*/[A-ZĐ][^\n]*)$",
    re.MULTILINE,
)
BULLET = re.compile(r"^\s*[-–•*+]\s*")
# A paper's name before its report, "(LĐTĐ) Thời gian qua…", says nothing in a message, on a wall or to the ear.
DATELINE = re.compile(r"^[^\S\n]*\([A-ZĐƯ]{2,8}\)[^\S\n]*(?:[-–—:][^\S\n]*)?", re.MULTILINE)
# What ties a sentence to the one before, which a point of a list does not have.
TIED = re.compile(r"^(?:Bên cạnh đó|Đồng thời|Cùng với đó|Ngoài ra|Theo đó|Cụ thể|Thời gian qua)\s*[,:]\s*")


def bound(text: str) -> str:
    """The text with spaces that do not break inside common words of two syllables, and before or after a number."""
    return PAIR.sub(lambda match: match.group().replace(" ", "\u00a0"), text)


def without_dateline(text: str) -> str:
    """The text without the name of a paper before its report."""
    return DATELINE.sub("", text)


@dataclass(frozen=True)
class Material:
    """What a form is made from: `text` is the article's words, a block a line; `link` the short address as typed."""

    title: str
    lead: str
    text: str
    link: str
    address: str
    issuer: str


def _unmarked(text: str) -> str:
    """Lines without the marks of clauses, each beginning as a sentence does."""
    lines = (MARK.sub("", line) for line in text.split("\n"))
    return "\n".join(line[:1].upper() + line[1:] for line in lines)


def _told(text: str) -> str:
    """What is said, without the names of the parts where it stands."""
    return re.sub(r"\n{2,}", "\n", NAMING.sub("", _unmarked(text))).strip("\n")


def _short(sentence: str, words: int) -> str:
    """The first part of a sentence of at most that many words, without an end and what ties it to the one before."""
    text = next(lines(TIED.sub("", sentence), words), "").rstrip(" .;,:")
    return text[:1].upper() + text[1:]


def _run(text: str) -> list[str]:
    """The first three or more short lines in a row that end as sentences do: items of a list."""
    run: list[str] = []
    for line in [*text.split("\n"), ""]:
        if (
            2 <= count_words(line) <= POINT_WORDS
            and len(line) <= POINT_LENGTH
            and line.rstrip().endswith((".", ";", "!"))
        ):
            run.append(line.strip().rstrip(".;"))
        elif len(run) >= 3:
            return run
        else:
            run = []
    return []


def points(text: str, most: int = POINTS_MOST) -> list[str]:
    """What a leaflet lists: the items of a list in the text, or the beginning of each paragraph."""
    text = _told(text)
    if run := _run(text):
        return run[:most]
    for line in text.split("\n"):
        match = LIST.search(line.rstrip(" ."))
        items = [" ".join(item.split()).strip(" .") for item in match["items"].split(";")] if match else []
        if 3 <= len(items) <= most + 2 and all(1 <= count_words(item) <= POINT_WORDS for item in items):
            return [item[:1].upper() + item[1:] for item in items[:most]]
    found = (next(iter(sentences(line)), None) for line in text.split("\n") if count_words(line) >= 8)
    short = [_short(first.text, POINT_WORDS)[:POINT_LENGTH] for first in found if first]
    return [point for point in dict.fromkeys(short) if point][:most]


def _lead(material: Material) -> str:
    """The article's lead, or else the beginning of its text, in few words."""
    first = next(iter(sentences(material.lead or _told(material.text))), None)
    text = _short(first.text, LEAD_WORDS) if first else ""
    return f"{text}." if text else ""


def _listed(material: Material) -> list[str]:
    """The points without the one that the lead says already, while enough are left; none if it is the only one."""
    lead, found = _lead(material), points(material.text, POINTS_MOST + 1)
    rest = [point for point in found if not lead.startswith(point)]
    return (rest if len(rest) >= LISTED_LEAST or len(found) == 1 else found)[:POINTS_MOST]


def _email(material: Material) -> dict[str, str]:
    listed = "\n".join(f"– {point}" for point in _listed(material))
    parts = [material.lead or _lead(material), listed]
    return {"subject": material.title, "text": "\n\n".join(filter(None, parts))}


def _sms(material: Material) -> dict[str, str]:
    """Without a lead, what the text lists says more than how it begins."""
    lead = material.lead or ", ".join(points(material.text))
    accented = messages.propose(material.title, lead, material.link, has_accents=True, parts=2)
    return {"plain": messages.propose(material.title, lead, material.link), "accented": accented}


def _zalo(material: Material) -> dict[str, str]:
    listed = "\n".join(f"• {point}" for point in _listed(material))
    text = "\n\n".join(filter(None, (material.title, _lead(material), listed, material.address)))
    return {"text": text[: messages.ZALO_MOST]}


def _leaflet(material: Material) -> dict[str, str]:
    return {
        "title": material.title,
        "lead": _lead(material),
        "points": "\n".join(_listed(material)),
        "call": "Quét mã để đọc cả bài",
        "contact": "Hỏi và góp ý: công đoàn cơ sở nơi bạn làm việc",
    }


def _heard(text: str) -> tuple[str, bool]:
    """Whole blocks from the beginning, as many as people stand and listen to; and whether that is all."""
    blocks, count = text.split("\n"), 0
    for place, block in enumerate(blocks):
        count += count_words(block)
        if count > SCRIPT_WORDS and place:
            return "\n".join(blocks[:place]), False
    return text, True


def _script(material: Material, abbreviations: Mapping[str, str]) -> dict[str, str]:
    opening = f"Kính mời bà con và đoàn viên nghe bản tin của {material.issuer}."
    heard, is_all = _heard(material.text)
    end = "Bản tin đến đây là hết." if is_all else "Mời bà con và đoàn viên đọc cả bài trên trang tin của công đoàn."
    return {"text": script(f"{opening}\n{material.title}\n{material.lead}\n{heard}\n{end}", abbreviations).text}


def _quiz(material: Material, seed: str) -> dict[str, Any]:
    made = quizzes.propose(f"{material.lead}\n{_unmarked(material.text)}", seed=seed, most=QUESTIONS)
    return {
        "questions": [
            {"prompt": each.prompt, "options": list(each.options), "answer": each.answer, "is_confirmed": False, "from": each.sentence}
            for each in made
        ]
    }  # fmt: skip


def _is_heading(line: str) -> bool:
    return 3 <= count_words(line) <= 16 and not line.rstrip().endswith((".", ";", ":", ",", "!"))


def _slides(material: Material) -> dict[str, str]:
    """A slide of the main points, then one for each heading of the text, with how each paragraph under it begins."""
    made: list[tuple[str, list[str]]] = [("Nội dung chính", points(material.text))]
    for line in _unmarked(material.text).split("\n"):
        if _is_heading(line):
            made.append((line.strip(), []))
        elif count_words(line) >= 8 and len(made) > 1 and len(made[-1][1]) < SLIDE_POINTS:
            first = next(iter(sentences(line)), None)
            made[-1][1].append(_short(first.text, SLIDE_WORDS) if first else "")
    full = [(title, listed) for title, listed in made if any(listed)]
    return {
        "text": "\n\n".join("\n".join([f"# {title}", *(f"- {point}" for point in listed)]) for title, listed in full)
    }


def proposed(
    form: str, material: Material, *, seed: str = "", abbreviations: Mapping[str, str] = ABBREVIATIONS
) -> dict[str, Any]:
    """The words of a form. Raises KeyError for what is no form."""
    material = replace(material, lead=without_dateline(material.lead), text=without_dateline(material.text))
    if form == "SCRIPT":
        return _script(material, abbreviations)
    if form == "QUIZ":
        return _quiz(material, seed)
    makers = {
        "EMAIL": _email, "SMS": _sms, "ZALO": _zalo, "LEAFLET_A5": _leaflet, "LEAFLET_A4": _leaflet, "POSTER": _leaflet,
        "SLIDES": _slides,
    }  # fmt: skip
    return makers[form](material)


@dataclass(frozen=True)
class Slide:
    """A heading with its points."""

    title: str
    points: tuple[str, ...]


def slides_of(text: str) -> list[Slide]:
    """Slides of a text as people type it: "# heading", then lines of points; a line before any heading is one."""
    made: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("#") or not made:
            made.append((line.lstrip("# ").strip(), []))
        else:
            made[-1][1].append(BULLET.sub("", line))
    return [Slide(title, tuple(points_)) for title, points_ in made]
