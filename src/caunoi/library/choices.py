"""Words of the room (sources: DOMAIN glossary; NĐ 30/2020/NĐ-CP; NQ 76/NQ-CP 15/7/2021 for the six areas)."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReformArea(TextChoices):
    """The six contents of public administrative reform."""

    INSTITUTIONS = "INSTITUTIONS", _("Cải cách thể chế")
    PROCEDURES = "PROCEDURES", _("Cải cách thủ tục hành chính")
    APPARATUS = "APPARATUS", _("Cải cách tổ chức bộ máy hành chính nhà nước")
    CIVIL_SERVICE = "CIVIL_SERVICE", _("Cải cách chế độ công vụ")
    PUBLIC_FINANCE = "PUBLIC_FINANCE", _("Cải cách tài chính công")
    DIGITAL_GOVERNMENT = "DIGITAL_GOVERNMENT", _("Xây dựng, phát triển chính quyền điện tử, chính quyền số")


class Tier(TextChoices):
    """Who speaks in a document."""

    PARTY = "PARTY", _("Đảng")
    CENTRAL = "CENTRAL", _("Chính phủ, bộ, ngành")
    CITY = "CITY", _("Thành phố")
    UNION = "UNION", _("Công đoàn")
    LOCAL = "LOCAL", _("Xã, phường, đơn vị")


# In this order: a union of a ministry is a union, the Political Bureau is of the Party.
_ISSUERS = (
    (re.compile(r"liên đoàn lao động|lđlđ|công đoàn"), Tier.UNION),
    (
        re.compile(
            r"đảng|^bộ chính trị|^ban bí thư|(?:thành|tỉnh|huyện) (?:ủy|uỷ)\b|^(?:ban|(?:ủy|uỷ) ban|văn phòng)\b.*\btrung ương"
        ),
        Tier.PARTY,
    ),
    (
        re.compile(
            r"^(?:văn phòng |thanh tra )?chính phủ|^thủ tướng|quốc hội|^chủ tịch nước|^bộ (?!phận|tư lệnh)|nhân dân tối cao"
            r"|^kiểm toán nhà nước|^ngân hàng nhà nước|^bảo hiểm xã hội việt nam"
        ),
        Tier.CENTRAL,
    ),
    (re.compile(r"thành phố|\btp\b|tỉnh|thủ đô|^sở "), Tier.CITY),
)


def tier_of(issuer: str) -> Tier:
    """Who speaks, by the body's name; a body that none of the words names is a local one."""
    said = issuer.strip().lower()
    return next((tier for words, tier in _ISSUERS if words.search(said)), Tier.LOCAL)


class RelationKind(TextChoices):
    """How one document speaks of another (the verbs that readers look for)."""

    BASED_ON = "BASED_ON", _("căn cứ")
    CITES = "CITES", _("dẫn chiếu")
    GUIDES = "GUIDES", _("hướng dẫn")
    DETAILS = "DETAILS", _("quy định chi tiết")
    AMENDS = "AMENDS", _("sửa đổi, bổ sung")
    REPLACES = "REPLACES", _("thay thế")
    REPEALS = "REPEALS", _("bãi bỏ")
    SUSPENDS = "SUSPENDS", _("đình chỉ")
    CORRECTS = "CORRECTS", _("đính chính")
    CONSOLIDATES = "CONSOLIDATES", _("hợp nhất")
    EXTENDS = "EXTENDS", _("kéo dài")
    IMPLEMENTS = "IMPLEMENTS", _("triển khai")
    ATTACHES = "ATTACHES", _("kèm theo")


# The same verbs, said by the document that is spoken of.
SPOKEN_OF = {
    RelationKind.BASED_ON: _("là căn cứ của"),
    RelationKind.CITES: _("được dẫn chiếu trong"),
    RelationKind.GUIDES: _("được hướng dẫn bởi"),
    RelationKind.DETAILS: _("được quy định chi tiết bởi"),
    RelationKind.AMENDS: _("được sửa đổi, bổ sung bởi"),
    RelationKind.REPLACES: _("bị thay thế bởi"),
    RelationKind.REPEALS: _("bị bãi bỏ bởi"),
    RelationKind.SUSPENDS: _("bị đình chỉ bởi"),
    RelationKind.CORRECTS: _("được đính chính bởi"),
    RelationKind.CONSOLIDATES: _("được hợp nhất trong"),
    RelationKind.EXTENDS: _("được kéo dài bởi"),
    RelationKind.IMPLEMENTS: _("được triển khai bởi"),
    RelationKind.ATTACHES: _("kèm theo"),
}


class LimitUnit(TextChoices):
    """How a time limit is counted; the codes of pure.workdays."""

    WD = "WD", _("ngày làm việc")
    CD = "CD", _("ngày theo lịch")
    WH = "WH", _("giờ làm việc")


class ReadingState(TextChoices):
    """Where the reading of a file is."""

    QUEUED = "QUEUED", _("Đang chờ đọc")
    READING = "READING", _("Đang đọc")
    READY = "READY", _("Chờ bạn xác nhận")
    CONFIRMED = "CONFIRMED", _("Đã xác nhận")
    FAILED = "FAILED", _("Không đọc được")


class BatchState(TextChoices):
    """Where an import of many files is."""

    QUEUED = "QUEUED", _("Đang chờ đọc")
    RUNNING = "RUNNING", _("Đang đọc")
    DONE = "DONE", _("Đã xong")
    FAILED = "FAILED", _("Không đọc được")


class ItemState(TextChoices):
    """What became of one item of an import."""

    WAITING = "WAITING", _("Chưa đến lượt")
    TAKEN = "TAKEN", _("Đã vào thư viện")
    READY = "READY", _("Chờ bạn xác nhận")
    DUPLICATE = "DUPLICATE", _("Đã có")
    FAILED = "FAILED", _("Không nhận")
