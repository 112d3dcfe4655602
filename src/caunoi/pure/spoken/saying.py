"""A written text as it is read out: no digit, no abbreviation, no sign is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from caunoi.pure import symbols
from caunoi.pure.spoken import numbers
from caunoi.pure.spoken.tables import ABBREVIATIONS, LETTERS, SAID_AS_WRITTEN, SIGNS, UNITS
from caunoi.pure.vietnamese import LOWER, UPPER, normalise

Match = re.Match[str]
_SHORT_TYPES = ("QĐ", "NQ", "NĐ", "HD", "KH", "CT", "TT", "TB", "TTr")
_TYPES = "|".join([*sorted(set(symbols.TYPES.values()), key=len, reverse=True), *_SHORT_TYPES])
SYMBOL = re.compile(
    rf"(?:(?<!\w)(?P<type>(?i:{_TYPES}))\s+)?(?:(?P<word>[Ss]ố)\s*:?\s*)?(?P<symbol>{symbols.IN_TEXT.pattern})"
)
_N = r"(?<!\d)(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d++)"
_NOT_INSIDE = r"(?<![\w/.,-])"
_DMY = r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)"
_SPOKEN_DAY = r"(?:[Nn]gày|[Mm]ùng|[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa|[Đđ]êm|[Hh]ôm|[Tt]rước|[Ss]au|[Tt]ừ|[Đđ]ến|và)"
_UNITS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_ROMAN_LEAD = "chương|phần|mục|đại hội|khóa|khoá|lần thứ|thứ|quý|kỳ|trung ương|hạng|loại|bậc|thế kỷ|nhiệm kỳ|tiểu ban|vùng|khu|tập|lớp|phụ lục"
PER = {"h": "giờ", "s": "giây"}
DIGIT_LEAD = re.compile(
    r"(?i)(?:tổng đài|đường dây nóng|hotline|điện thoại|số máy|gọi|đầu số|mã số|zalo)(?:\s+số)?\s*:?\s*$"
)


def _symbol_number(text: str) -> str:
    digits = re.match(r"\d+", text)
    head = digits.group() if digits else ""
    tail = text[len(head) :].upper()
    return " ".join(filter(None, (numbers.cardinal(int(head)), LETTERS.get(tail, tail.lower()))))


def _symbol_bodies(found: symbols.Symbol) -> str:
    """The issuing bodies in words; letters of those unknown. Of several parts that mean a department, the first is said."""
    name = found.body_name
    if name is None:
        return spell(re.sub(r"[^\w]", "", found.body.split("-")[0]))
    term = re.match(r"(?:QH|UBTVQH)(\d+)", found.body)
    return f"{name} khóa {numbers.cardinal(int(term[1]))}" if term else name


def _symbol(match: Match) -> str:
    found = symbols.parse(match["symbol"])
    if found is None:
        return match.group()
    kind = symbols.TYPES.get(match["type"] or "") or match["type"] or found.type_name
    lead = f"{kind} số" if kind else (match["word"] or "số")
    year = f" năm {numbers.cardinal(found.year)}" if found.year else ""
    said = f"{lead} {_symbol_number(found.number)}{year}"
    bodies = _symbol_bodies(found)
    # "… ngày 18/6/2021 của Liên đoàn Lao động Thành phố": whose it is, is said there.
    soon = re.split(r"[.;!?\n]", match.string[match.end() : match.end() + 120])[0]
    follows = re.match(r"[^,]{0,40}\bcủa\s", soon)
    return said if follows or not bodies else f"{said} của {bodies}"


def spell(letters: str) -> str:
    """Letters by their names: `XYZ` is "ích y dài dét"; digits as digits."""
    names = (LETTERS.get(char.upper()) or (numbers.DIGITS[int(char)] if char.isdecimal() else "") for char in letters)
    return " ".join(filter(None, names))


def _address(match: Match) -> str:
    text = re.sub(r"^https?://|^www\.|[/.]$", "", match.group())
    for sign, name in (("@", "a còng"), (".", "chấm"), ("/", "gạch chéo"), ("-", "gạch ngang"), ("_", "gạch dưới")):
        text = text.replace(sign, f" {name} ")
    text = re.sub(r"\d", lambda digit: f" {numbers.DIGITS[int(digit.group())]} ", text)
    return " ".join(re.sub(r"[?=&#:%]", " ", text).split())


def _date(match: Match) -> str:
    day, month, year = (int(part) for part in match.groups()[-3:])
    if not numbers.is_date(day, month):
        return match.group()
    lead = match["lead"]
    return f"{lead or 'ngày '}{numbers.date_words(day, month, year)}"


def _iso_date(match: Match) -> str:
    year, month, day = (int(part) for part in match.groups())
    return f"ngày {numbers.date_words(day, month, year)}" if numbers.is_date(day, month) else match.group()


def _day_of_month(match: Match) -> str:
    day, month = int(match[2]), int(match[3])
    if not numbers.is_date(day, month):
        return match.group()
    word = match[1].rstrip()
    lead = "" if word.lower() in {"ngày", "mùng"} else "ngày "
    said = numbers.date_words(day, month)
    return f"{match[1]}{lead}{said.removeprefix('mùng ') if word.lower() == 'mùng' else said}"


def _month_year(match: Match) -> str:
    lead = match[1] or "tháng "
    return f"{lead}{numbers.month(int(match[2]))} năm {numbers.cardinal(int(match[3]))}"


def _fraction(match: Match) -> str:
    above, below = int(match[1]), int(match[2])
    word = "phần" if 0 < above < below <= 10 else "trên"
    return f"{numbers.cardinal(above)} {word} {numbers.cardinal(below)}"


def _amount(match: Match) -> str:
    unit = UNITS[match["unit"]]
    per = f" mỗi {PER.get(match['per'], match['per'])}" if match["per"] else ""
    return f"{match['number']} {unit}{per}"


def _ordinal(match: Match) -> str:
    return f"{match[1]}{numbers.ordinal(int(match[2]))}"


def _roman(match: Match) -> str:
    value = numbers.roman(match["roman"])
    if value is None:
        return match.group()
    lead = match["lead"] or ""
    is_ordinal = lead.strip().lower().endswith("thứ")
    return lead + (numbers.ordinal(value) if is_ordinal else numbers.cardinal(value))


def _numbered_part(match: Match) -> str:
    value = numbers.roman(match["roman"])
    return f"Phần {numbers.cardinal(value)}:" if value else match.group()


def _number(match: Match) -> str:
    if DIGIT_LEAD.search(match.string[max(0, match.start() - 30) : match.start()]):
        return numbers.digit_by_digit(match.group())
    return numbers.quantity(match.group())


def _decimal(match: Match) -> str:
    return numbers.decimal(match[1], match[2], match[3])


def _phone(match: Match) -> str:
    return numbers.digit_by_digit(match.group())


_ONSET = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
SYLLABLE = re.compile(rf"(?:{_ONSET})?[aeiouyăâêôơư]{{1,3}}(?:ch|nh|ng|[cmnpt])?")


def _capitals(match: Match) -> str:
    """Capitals that no table knows: a syllable that can be said is said; otherwise letter by letter."""
    text = match.group()
    if text in SAID_AS_WRITTEN or (SYLLABLE.fullmatch(text.lower()) and _among_capitals(match)):
        return text
    return spell(text)


def _among_capitals(match: Match) -> bool:
    """Whether the line is in capitals, as headings are."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    capitals = [word for word in re.findall(r"[^\W\d_]{2,}", line) if word.isupper()]
    return len(capitals) > 1 and len(capitals) * 2 > len(re.findall(r"[^\W\d_]{2,}", line))


Step = tuple[re.Pattern[str], str | Callable[[Match], str]]
# In this order: what holds other things first.
BEFORE: tuple[Step, ...] = (
    (re.compile(r"https?://\S{0,500}[\w/]|www\.\S{0,500}[\w/]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
            r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:vn|com|org|net|example)\b(?:/[\w/-]*)?"), _address),
    (SYMBOL, _symbol),
    (re.compile(rf"{_NOT_INSIDE}(?P<lead>(?:[Nn]gày|[Mm]ùng)\s+)?{_DMY}\s*[-–]\s*{_DMY}(?![\w/])"),
     lambda m: f"{m['lead'] or 'ngày '}{numbers.date_words(int(m[2]), int(m[3]), int(m[4]))} đến ngày "
               f"{numbers.date_words(int(m[5]), int(m[6]), int(m[7]))}"),
    (re.compile(rf"{_NOT_INSIDE}(?P<lead>(?:[Nn]gày|[Mm]ùng)\s+)?{_DMY}(?![\w/])"), _date),
    (re.compile(r"(?<![\w/.,-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w/-])"), _iso_date),
    (re.compile(r"(?<![\w/.,-])([Tt]háng\s+)?(0?[1-9]|1[0-2])/((?:19|20)\d\d)(?![\w/])"), _month_year),
    (re.compile(rf"(?<!\w)({_SPOKEN_DAY}\s+)(\d{{1,2}})/(\d{{1,2}})(?![\w/])"), _day_of_month),
    (re.compile(r"(?<![\w/.,])(\d{1,2})(?:h|g|:| giờ )([0-5]\d)(?:\s*phút)?(?![\w/])"), lambda m: numbers.time_words(int(m[1]), int(m[2]))),
    (re.compile(r"(?<![\w/.,])(\d{1,2})h(?![\w/])"), lambda m: numbers.time_words(int(m[1]), None)),
    (re.compile(r"(?<![\w.,])\+?84[ .-]?(?=\d{8})|(?<![\w.,/-])0\d{2,3}(?:[ .-]?\d{3}){2,3}(?![\w/])"), _phone),
    # Ranges, and a hyphen that ties a number to a word before it.
    (re.compile(r"(?<=\d)(%?)\s?[-–]\s?(?=\d)"), r"\1 đến "),
    (re.compile(rf"(?<=[{LOWER}{UPPER}])[-–](?=\d)"), " "),
    (re.compile(r"(?<![\w/])(\d{1,15})/(\d{1,15})(?![\w/])"), _fraction),
    (re.compile(r"(?<=\d)/(?=\d)"), " trên "),
    (re.compile(rf"(?P<number>(?:{_N})(?:,\d+)?)\s?(?P<unit>{_UNITS})(?:/(?P<per>[{LOWER}]+))?(?![\w])"), _amount),
    (re.compile(r"((?:đồng|người|lượt|hồ sơ|triệu|tỷ|nghìn|suất))/(?=[{LOWER}])".replace("{LOWER}", LOWER)), r"\1 mỗi "),
    (re.compile(r"(?<![\w-])([Tt]hứ\s+)(\d{1,3})(?!\w)"), _ordinal),
    (re.compile(r"(?<!\w)([Tt]háng\s+)0?4(?![\w/]|[.,]\d)"), r"\1tư"),
    (re.compile(rf"(?<!\w)(?P<lead>(?i:{_ROMAN_LEAD})\s+)(?P<roman>[IVXLC]+)(?![\w.]*\w)"), _roman),
    (re.compile(r"^[^\S\n]*(?P<roman>[IVX]+)[.)](?=\s)", re.MULTILINE), _numbered_part),
    (re.compile(r"^[^\S\n]*(\d{1,2})[.)](?=\s)", re.MULTILINE), lambda m: f"{numbers.cardinal(int(m[1])).capitalize()},"),
    (re.compile(r"(?P<lead>)(?<![\w./-])(?P<roman>[IVX]{2,})(?![\w/-])"), _roman),
)  # fmt: skip
AFTER_ABBREVIATIONS: tuple[Step, ...] = (
    (re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"), " "),
    (re.compile(rf"({_N})(,)(\d+)"), _decimal),
    (re.compile(r"(?<![\d.])(\d+)(\.)(\d{1,2}|\d{4,})(?!\d|\.\d)"), _decimal),
    (re.compile(r"(?<!\w)[-–−](?=\d)"), "âm "),
    (re.compile(_N), _number),
    (re.compile(r"(?<![\w])[A-ZĐƯ]{2,6}(?:[-&/][A-ZĐƯ]{1,6})*(?![\w])"), _capitals),
    (re.compile(r"[^\S\n]*[()\[\]{}][^\S\n]*"), ", "),
    (re.compile(r"[“”\"„«»‘’'`]"), ""),
    (re.compile(rf"(?<=[{LOWER}{UPPER}])/(?=[{LOWER}{UPPER}])"), " hoặc "),
    (re.compile(r"^[^\S\n]*[-–—•*+][^\S\n]*", re.MULTILINE), ""),
    (re.compile(r"[^\S\n]+[-–—][^\S\n]+|[–—]"), ", "),
    (re.compile("[" + re.escape("".join(SIGNS)) + "]"), lambda m: SIGNS[m.group()]),
    (re.compile(r"/"), " "),
    (re.compile(rf"(?:\.{{2,}}|…)(?=[^\S\n]+[{LOWER}])"), ","),
    (re.compile(r"\.{2,}|…"), "."),
)  # fmt: skip
TIDY: tuple[Step, ...] = (
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r"(?:,\s*)+([.;:!?,])"), r"\1"),
    (re.compile(r"([.;:!?])(?:\s*,)+"), r"\1"),
    (re.compile(r" +([,.;:!?])"), r"\1"),
    (re.compile(r"^[ ,;:.]+", re.MULTILINE), ""),
    (re.compile(r",?[ ,]*(?=\n|$)"), ""),
)


@lru_cache(maxsize=8)
def _pattern(shorts: tuple[str, ...]) -> re.Pattern[str]:
    parts = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"(?<![\w&.])(?:{parts})(?![\w&]|-[A-ZĐƯ])")


def expand(text: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> str:
    """Abbreviations of the table in full; where the full name stands beside them in brackets, it is said once."""
    table = dict(abbreviations)
    if not table:
        return text
    pattern = _pattern(tuple(table))
    for short, full in table.items():
        if short in text:
            text = re.sub(rf"({re.escape(full)})\s*\({re.escape(short)}\)", r"\1", text, flags=re.IGNORECASE)
    return pattern.sub(lambda match: table[match.group()], text)


def _explained_once(text: str) -> str:
    """Without brackets such as "(sau đây gọi tắt là …)", which say nothing to the ear."""
    return re.sub(r"\s*\((?:sau đây )?(?:gọi tắt|viết tắt) là:? [^)]{1,60}\)", "", text)


def say(text: str, abbreviations: Mapping[str, str] = ABBREVIATIONS) -> str:
    """The text in words, lines kept. `abbreviations` is the whole table: {"CCHC": "cải cách hành chính"}."""
    text = _explained_once(re.sub(r"[^\S\n]+", " ", normalise(text)))
    for pattern, made in BEFORE:
        text = pattern.sub(made, text)
    text = expand(text, abbreviations)
    for pattern, made in (*AFTER_ABBREVIATIONS, *TIDY):
        text = pattern.sub(made, text)
    return text.strip()
