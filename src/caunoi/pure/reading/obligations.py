"""Who must do what by when: sentences with an actor of the administration or the unions and a verb of duty."""

from __future__ import annotations

import re
from datetime import date

from caunoi.pure.reading.dates import first_date
from caunoi.pure.reading.found import Obligation
from caunoi.pure.vietnamese import UPPER

# Actors as this field names them. A name goes on over lower-case words only where the pattern says so, and then no
# further than the first verb of duty.
NAME = rf"(?:\s+[{UPPER}]\w*){{0,3}}"
ACTOR = (
    r"(?:(?:Ban Thường vụ\s+)?(?:(?:Tổng )?Liên đoàn Lao động"
    rf"(?:\s+(?:Việt Nam|huyện|quận|thị xã|thành phố|Thành phố|tỉnh|các cấp))?{NAME}|"
    rf"[Cc]ông đoàn (?:cơ sở|các cấp|cấp trên(?: trực tiếp cơ sở)?|ngành|huyện|xã|phường){NAME}|"
    r"[Cc]ác (?:cấp )?[Cc]ông đoàn(?: (?:cơ sở|cấp trên|huyện|các cấp|trực thuộc))*|"
    r"Ban (?:Tuyên giáo|Chấp hành|Thường vụ|Nữ công|Tổ chức|Chính sách)[^,;.:\n]{0,40}?|"
    r"(?:Ủy ban|Uỷ ban) (?:nhân dân|Mặt trận)[^,;.:\n]{0,50}?|"
    rf"(?:Bộ|Sở|Phòng|Văn phòng|Vụ|Cục|Tổng cục)\s+[{UPPER}](?:[^,;.:\n]|,(?=\s[{UPPER}])){{1,60}}?|"
    r"(?:Bộ trưởng|Chủ tịch|Thủ trưởng)[^,;.:\n]{0,50}?|"
    r"(?:[Cc]ác (?:cơ quan|đơn vị|bộ|sở|ban|ngành|tổ chức|doanh nghiệp)|Cơ quan|Đơn vị|Doanh nghiệp|"
    r"Tổ chức(?=,|\s(?:có|phải|chịu|được|xã hội|chính trị|công đoàn|đảng))|Người sử dụng lao động)[^,;.:\n]{0,60}?"
    r"(?:,\s(?:cơ quan|tổ chức|đơn vị|cá nhân|doanh nghiệp|ban|ngành|địa phương)\b[^,;.:\n]{0,60}?){0,4}?))"
)
MUST = r"\b(?:chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|có nghĩa vụ|(?<!không )phải(?! là)|cần)"
# "tổ chức" is a noun after these words, and before those.
ORGANISE = (
    r"(?<!các )(?<!và )(?<!hoặc )(?<!của )(?<!, )tổ chức(?!,|\s(?:chính trị|xã hội|phi|cá nhân|khác|có|được|và)\b)"
)
DUTY = (
    rf"\b(?:{MUST}|{ORGANISE}|(?<!việc )(?<!thành )(?<!thiết )(?<!tạo )(?:tiếp tục đẩy mạnh|tiếp tục|đẩy mạnh|tăng cường|chủ trì|phối hợp|chỉ đạo|triển khai|"
    r"thực hiện|xây dựng|hướng dẫn|tham mưu|báo cáo|tham gia|gửi|lập|ban hành|rà soát))"
)
SENTENCE = re.compile(r"[^.\n;]+(?:(?<=\d)\.(?=\d)[^.\n;]+)*[.;]?")
SENTENCE_CHARACTERS = 1200
WHEN = r"(?:Trong|Trước|Sau|Đến|Từ|Chậm nhất|Muộn nhất|Hằng|Hàng|Định kỳ)\b[^,;.\n]{3,80}"
LEAD = re.compile(rf"^\W{{0,6}}(?P<when>{WHEN}),")
BEGIN = rf"^\W{{0,6}}(?:\d{{1,2}}[.)]\s*|[a-zđ]\)\s*)?(?:{WHEN},\s*)?(?P<actor>{ACTOR})\s*(?::\s*)?(?:đã\s+)?"
ACTS = [re.compile(rf"{BEGIN}(?P<action>{verb}\b.*)$", re.DOTALL) for verb in (MUST, DUTY)]
ASKED = re.compile(
    rf"(?:đề nghị|yêu cầu|giao|chỉ đạo|hướng dẫn)\s+(?P<actor>{ACTOR})\s+(?P<action>{DUTY}\b.*)$", re.DOTALL
)
DEADLINE = re.compile(
    r"(?:(?:chậm nhất|muộn nhất|trước|xong trước|hoàn thành trước|trong)\s+(?:(?:là|vào|đến)\s+)?"
    r"(?:(?:ngày|tháng|quý|năm|giai đoạn)\b|\d{1,2}(?:\s?giờ|[/-]\d))[^,.;\n]{0,50}|"
    r"(?:trong thời hạn|trong vòng)\s+[^,.;\n]{3,40}|(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần)|định kỳ[^,.;\n]{0,40})",
    re.IGNORECASE,
)
MODAL = re.compile(
    r"chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|đề nghị|yêu cầu|\bphải\b|chỉ đạo|giao\b", re.IGNORECASE
)
LIMIT = 60


def _deadline(action: str, sentence: str) -> tuple[str | None, date | None]:
    """Said with the duty, or at the head of its sentence."""
    lead = LEAD.match(sentence)
    match = DEADLINE.search(action) or (DEADLINE.search(lead["when"]) if lead else None)
    if match is None:
        return None, None
    found = first_date(match.group())
    return match.group().strip(), found[0] if found else None


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,;.:")


def obligations_of(text: str) -> list[Obligation]:
    """Duties in order, at most 60; each once."""
    rows: list[Obligation] = []
    seen: set[tuple[str, str]] = set()
    for sentence in SENTENCE.finditer(text):
        body = sentence.group()[:SENTENCE_CHARACTERS]
        asked = ASKED.search(body)
        match = asked or ACTS[0].match(body) or ACTS[1].match(body)
        if match is None:
            continue
        actor, action = _tidy(match["actor"]), _tidy(match["action"])
        if len(action) < 15 or (actor, action) in seen:
            continue
        seen.add((actor, action))
        deadline, deadline_on = _deadline(action, body)
        confidence = 0.85 if asked or MODAL.search(body) else 0.6
        start = sentence.start() + match.start("actor")
        rows.append(Obligation(actor, action, deadline, deadline_on, (start, sentence.start() + len(body)), confidence))
        if len(rows) == LIMIT:
            break
    return rows
