"""Who must do what by when: sentences with an actor of the administration or the unions and a verb of duty."""

from __future__ import annotations

import re
from datetime import date

from caunoi.pure.reading.dates import first_date
from caunoi.pure.reading.found import Obligation

# Actors as this field names them. A name goes on over lower-case words only where the pattern says so.
ACTOR = (
    r"(?:Ban Thường vụ\s+)?(?:(?:Tổng )?Liên đoàn Lao động(?:\s+(?:Việt Nam|huyện|quận|thị xã|thành phố|Thành phố|tỉnh|các cấp))?"
    r"(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,3}|"
    r"[Cc]ông đoàn (?:cơ sở|các cấp|cấp trên(?: trực tiếp cơ sở)?|ngành|huyện|xã|phường)(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,3}|"
    r"[Cc]ác (?:cấp )?[Cc]ông đoàn(?: (?:cơ sở|cấp trên|huyện|các cấp|trực thuộc))*|[Cc]ông đoàn các cấp|"
    r"Ban (?:Tuyên giáo|Chấp hành|Thường vụ|Nữ công|Tổ chức|Chính sách)[^,;.:\n]{0,40}|"
    r"(?:Ủy ban|Uỷ ban) (?:nhân dân|Mặt trận)[^,;.:\n]{0,50}|(?:Bộ|Sở|Phòng|Văn phòng|Vụ|Cục|Tổng cục)(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,6}|"
    r"Bộ trưởng[^,;.:\n]{0,50}|Chủ tịch[^,;.:\n]{0,50}|Thủ trưởng[^,;.:\n]{0,50}|"
    r"[Cc]ác (?:cơ quan|đơn vị|bộ|sở|ban|ngành|tổ chức|doanh nghiệp)[^,;.:\n]{0,60}|"
    r"(?:Cơ quan|Tổ chức|Đơn vị|Doanh nghiệp|Người sử dụng lao động)[^,;.:\n]{0,50})"
)
DUTY = (
    r"(?:chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|tiếp tục đẩy mạnh|tiếp tục|đẩy mạnh|tăng cường|chủ trì|phối hợp|tổ chức|"
    r"chỉ đạo|triển khai|thực hiện|xây dựng|hướng dẫn|tham mưu|báo cáo|tham gia|phải|cần|gửi|lập|ban hành|rà soát)"
)
SENTENCE = re.compile(r"[^.\n;]{15,1200}(?:[.;\n]|$)")
ACTS = re.compile(
    rf"^\W{{0,6}}(?:\d{{1,2}}[.)]\s*|[a-zđ]\)\s*)?(?P<actor>{ACTOR})\s*(?:[,:]\s*)?(?:đã\s+)?(?P<action>(?:{DUTY})\b.*)$",
    re.DOTALL,
)
ASKED = re.compile(
    rf"(?:đề nghị|yêu cầu|giao|chỉ đạo|hướng dẫn)\s+(?P<actor>{ACTOR})\s+(?P<action>(?:{DUTY})\b.*)$", re.DOTALL
)
DEADLINE = re.compile(
    r"(?:(?:chậm nhất|muộn nhất|trước|xong trước|hoàn thành trước|trong)\s+(?:là\s+|vào\s+)?(?:ngày|tháng|quý|năm)\b[^,.;\n]{0,50}|"
    r"(?:trong thời hạn|trong vòng)\s+[^,.;\n]{3,40}|(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần)|định kỳ[^,.;\n]{0,40})",
    re.IGNORECASE,
)
MODAL = re.compile(
    r"chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|đề nghị|yêu cầu|\bphải\b|chỉ đạo|giao\b", re.IGNORECASE
)
HEADING = re.compile(r"^\W*(?P<actor>" + ACTOR + r")\s*:?\s*$")
LIMIT = 60


def _deadline(action: str) -> tuple[str | None, date | None]:
    match = DEADLINE.search(action)
    if match is None:
        return None, None
    found = first_date(match.group())
    return match.group().strip(), found[0] if found else None


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;.:").removesuffix(" đã")


def obligations_of(text: str) -> list[Obligation]:
    """Duties in order, at most 60; each once."""
    rows: list[Obligation] = []
    seen: set[tuple[str, str]] = set()
    for sentence in SENTENCE.finditer(text):
        body = sentence.group()
        asked = ASKED.search(body)
        match = asked or ACTS.match(body)
        if match is None:
            continue
        actor, action = _tidy(match["actor"]), _tidy(match["action"])
        if len(action) < 15 or (actor, action) in seen:
            continue
        seen.add((actor, action))
        deadline, deadline_on = _deadline(action)
        confidence = 0.85 if asked or MODAL.search(body) else 0.6
        start = sentence.start() + match.start("actor")
        rows.append(Obligation(actor, action, deadline, deadline_on, (start, sentence.end()), confidence))
        if len(rows) == LIMIT:
            break
    return rows
