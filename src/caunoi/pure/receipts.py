"""Receipt codes: what a sender keeps to come back. 80 random bits as 16 symbols of Crockford's base 32, and a check symbol.

Crockford, "Base 32" (crockford.com/base32.html): no I, L, O, U among the digits; the check symbol is the number modulo 37,
so one wrong symbol, or two neighbours exchanged, is always noticed before any database is asked.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = DIGITS + "*~$=U"
BYTE_COUNT = 10
DIGIT_COUNT = 16
SYMBOL_COUNT = DIGIT_COUNT + 1
GROUP = 4
# Between symbols people write spaces, dots and every kind of dash.
SEPARATORS = re.compile(r"[\s.,_/\u2010-\u2015\u2212\u00ad\u200b-\u200d\ufeff-]+")
READ_ALIKE = str.maketrans("ILO", "110")
# How each symbol is said on the phone.
SPOKEN = dict(zip(CHECKS, (
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "a", "bê", "xê", "dê", "e", "ép", "giê", "hát",
    "gi", "ca", "em-mờ", "en-nờ", "pê", "quy", "e-rờ", "ét", "tê", "vê", "vê-kép", "ích", "i-dài", "dét", "sao", "ngã",
    "đô-la", "bằng", "u",
), strict=True))  # fmt: skip


class Reason(StrEnum):
    """Why a code cannot be right."""

    LENGTH = "LENGTH"
    SYMBOL = "SYMBOL"
    CHECK = "CHECK"


class ReceiptProblem(ValueError):  # noqa: N818
    """A code that no receipt can have. `found` counts its symbols; `symbols` are those that no code has."""

    def __init__(self, reason: Reason, *, found: int, symbols: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.found = found
        self.symbols = symbols

    @property
    def is_accented(self) -> bool:
        """Whether a Vietnamese keyboard changed what was typed (Telex makes Đ of DD and Á of AS)."""
        return any(unicodedata.normalize("NFD", char)[0] != char or char == "Đ" for char in self.symbols)


def new_receipt(random_bytes: bytes) -> str:
    """The 16 symbols for ten random bytes; the same bytes always give the same code, so a replay shows the same receipt."""
    if len(random_bytes) != BYTE_COUNT:
        raise ValueError(f"a receipt is made of {BYTE_COUNT} bytes, not {len(random_bytes)}")
    number = int.from_bytes(random_bytes, "big")
    return "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(DIGIT_COUNT)))


def check_symbol(canonical: str) -> str:
    """The 17th symbol."""
    number = 0
    for symbol in canonical:
        number = (number * 32 + DIGITS.index(symbol)) % 37
    return CHECKS[number]


def parse(text: str) -> str:
    """The 16 symbols of a code as someone typed it: any case, any spaces and dashes, I and L for 1, O for 0."""
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:400])).upper().translate(READ_ALIKE)
    if strange := "".join(dict.fromkeys(char for char in plain if char not in CHECKS)):
        raise ReceiptProblem(Reason.SYMBOL, found=len(plain), symbols=strange)
    if len(plain) != SYMBOL_COUNT:
        raise ReceiptProblem(Reason.LENGTH, found=len(plain))
    if strange := "".join(dict.fromkeys(char for char in plain[:DIGIT_COUNT] if char not in DIGITS)):
        raise ReceiptProblem(Reason.SYMBOL, found=SYMBOL_COUNT, symbols=strange)
    canonical = plain[:DIGIT_COUNT]
    if check_symbol(canonical) != plain[-1]:
        raise ReceiptProblem(Reason.CHECK, found=SYMBOL_COUNT)
    return canonical


def shown(canonical: str) -> str:
    """As people see it: `XXXX-XXXX-XXXX-XXXX-C`."""
    groups = [canonical[start : start + GROUP] for start in range(0, DIGIT_COUNT, GROUP)]
    return "-".join([*groups, check_symbol(canonical)])


def spoken(group: str) -> str:
    """A group of symbols as one says it: `bảy, ca, ba, em-mờ`."""
    return ", ".join(SPOKEN[symbol] for symbol in group)
