"""The six contents of public administrative reform (NQ 76/NQ-CP, 15/7/2021, part II)."""

from __future__ import annotations

import re

from caunoi.pure.reading.found import Found

# The resolution's own words, and words that mean the same.
EXACT = {
    "INSTITUTIONS": r"cải cách\s+thể chế",
    "PROCEDURES": r"cải cách\s+thủ tục\s+hành chính",
    "APPARATUS": r"cải cách\s+tổ chức\s+bộ máy",
    "CIVIL_SERVICE": r"cải cách\s+(?:chế độ\s+)?công vụ",
    "PUBLIC_FINANCE": r"cải cách\s+tài chính\s+công",
    "DIGITAL_GOVERNMENT": r"(?:xây dựng|phát triển)[^.;\n]{0,30}(?:chính phủ|chính quyền)\s+(?:điện tử|số)",
}
LOOSE = {
    "INSTITUTIONS": r"(?:xây dựng|hoàn thiện)\s+(?:hệ thống\s+)?thể chế",
    "PROCEDURES": r"(?:đơn giản hóa|kiểm soát)\s+thủ tục\s+hành chính",
    "APPARATUS": r"(?:sắp xếp|kiện toàn)\s+tổ chức\s+bộ máy",
    "DIGITAL_GOVERNMENT": r"chuyển đổi số|hiện đại hóa\s+(?:nền\s+)?hành chính",
}
EXACT_RE = {area: re.compile(pattern, re.IGNORECASE) for area, pattern in EXACT.items()}
LOOSE_RE = {area: re.compile(pattern, re.IGNORECASE) for area, pattern in LOOSE.items()}


def areas_of(text: str) -> list[Found[str]]:
    """The areas that the text names, in the order of the resolution."""
    found = []
    for area, pattern in EXACT_RE.items():
        exact = pattern.search(text)
        match = exact or (LOOSE_RE[area].search(text) if area in LOOSE_RE else None)
        if match:
            found.append(Found(area, 0.95 if exact else 0.6, match.span()))
    return found
