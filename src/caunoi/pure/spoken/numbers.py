"""Numbers, dates and times in Vietnamese words, as the North reads them (linh, nghìn, tư and lăm after a ten)."""

from __future__ import annotations

import re

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ")
# Longer numbers are no quantities: accounts, codes.
DIGITS_MOST = 15
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def _tens(value: int) -> list[str]:
    ten, one = divmod(value, 10)
    words = [DIGITS[ten], "mươi"] if ten > 1 else ["mười"]
    if one == 5:
        return [*words, "lăm"]
    if ten > 1 and one in {1, 4}:
        return [*words, {1: "mốt", 4: "tư"}[one]]
    return [*words, DIGITS[one]] if one else words


def _below_thousand(value: int, *, is_full: bool) -> list[str]:
    """`is_full`: something stands before it, so hundreds and "linh" are said even when nought."""
    hundred, rest = divmod(value, 100)
    words = [DIGITS[hundred], "trăm"] if hundred or is_full else []
    if not rest:
        return words
    if rest < 10:
        return [*words, "linh", DIGITS[rest]] if words else [DIGITS[rest]]
    return [*words, *_tens(rest)]


def cardinal(value: int) -> str:
    """`2021`: "hai nghìn không trăm hai mươi mốt". Raises ValueError for what is negative or has over 15 digits."""
    if value < 0 or len(str(value)) > DIGITS_MOST:
        raise ValueError(value)
    if value == 0:
        return DIGITS[0]
    if value >= 10**12:  # counted in thousands of tỷ
        high, rest = divmod(value, 10**9)
        return f"{cardinal(high)} tỷ" + (f" {_groups(rest, is_full=True)}" if rest else "")
    return _groups(value, is_full=False)


def _groups(value: int, *, is_full: bool) -> str:
    parts: list[str] = []
    for power in range(3, -1, -1):
        group = value // 1000**power % 1000
        if group:
            parts += _below_thousand(group, is_full=is_full or bool(parts))
            parts += [GROUPS[power]] if power else []
    return " ".join(parts)


def digit_by_digit(text: str) -> str:
    """Telephone numbers and codes; what is no digit is left out."""
    return " ".join(DIGITS[int(char)] for char in text if char.isdigit())


def decimal(whole: str, mark: str, part: str) -> str:
    """`85,15`: "tám mươi lăm phẩy mười lăm"; a nought after the mark is said digit by digit. `4.0`: "bốn chấm không"."""
    tail = digit_by_digit(part) if part.startswith("0") or len(part) > 2 else cardinal(int(part))
    return f"{quantity(whole)} {'phẩy' if mark == ',' else 'chấm'} {tail}"


def quantity(text: str) -> str:
    """A whole number as written, perhaps with points between thousands; codes with a leading nought digit by digit."""
    digits = text.replace(".", "")
    if len(digits) > DIGITS_MOST or (digits.startswith("0") and len(digits) > 7):
        return digit_by_digit(digits)
    return cardinal(int(digits))


def ordinal(value: int) -> str:
    """After "thứ": nhất, hai, ba, tư, năm…."""
    return {1: "nhất", 4: "tư"}.get(value) or cardinal(value)


def roman(text: str) -> int | None:
    """The value of a Roman numeral in its one right spelling."""
    if not text or not ROMAN.fullmatch(text):
        return None
    values = [_ROMAN[char] for char in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def day(value: int) -> str:
    """The first ten days of a month are "mùng"."""
    return f"mùng {cardinal(value)}" if value <= 10 else cardinal(value)


def month(value: int) -> str:
    return {4: "tư"}.get(value) or cardinal(value)


def date_words(day_: int, month_: int, year: int | None = None) -> str:
    """`18/6/2021`: "mười tám tháng sáu năm hai nghìn không trăm hai mươi mốt", without "ngày"."""
    text = f"{day(day_)} tháng {month(month_)}"
    return f"{text} năm {cardinal(year)}" if year else text


def is_date(day_: int, month_: int) -> bool:
    """Whether such a day may stand in some year."""
    return 1 <= month_ <= 12 and 1 <= day_ <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month_ - 1]


def time_words(hour: int, minute: int | None) -> str:
    """`7h30`: "bảy giờ ba mươi phút"."""
    return f"{cardinal(hour)} giờ" + (f" {cardinal(minute)} phút" if minute else "")
