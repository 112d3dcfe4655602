"""Kinds of units are data; these are the ones that a federation starts with."""

from caunoi.organisations.choices import UnitCategory as Category
from caunoi.organisations.models import UnitKind

DEFAULTS = (
    ("GENERAL_CONFEDERATION", "Tổng Liên đoàn Lao động", Category.UNION, False),
    ("CITY_FEDERATION", "Liên đoàn Lao động tỉnh, thành phố", Category.UNION, False),
    ("DISTRICT_FEDERATION", "Liên đoàn Lao động quận, huyện", Category.UNION, False),
    ("SECTOR_UNION", "Công đoàn ngành", Category.UNION, False),
    ("ZONE_UNION", "Công đoàn khu công nghiệp, khu chế xuất", Category.UNION, False),
    ("COMMUNE_UNION", "Công đoàn xã, phường", Category.UNION, False),
    ("GRASSROOTS", "Công đoàn cơ sở", Category.UNION, True),
    ("OCCUPATIONAL_UNION", "Nghiệp đoàn", Category.UNION, True),
    ("CITY_COMMITTEE", "Ủy ban nhân dân tỉnh, thành phố", Category.AGENCY, False),
    ("PEOPLE_COMMITTEE", "Ủy ban nhân dân xã, phường", Category.AGENCY, False),
    ("DEPARTMENT", "Sở, ban, ngành", Category.AGENCY, False),
    ("ENTERPRISE", "Doanh nghiệp, đơn vị sử dụng lao động", Category.ENTERPRISE, False),
    ("SOCIAL_ORGANISATION", "Tổ chức chính trị - xã hội", Category.SOCIAL, False),
    ("PARTY_COMMITTEE", "Cấp ủy Đảng", Category.PARTY, False),
)


def ensure_kinds() -> dict[str, UnitKind]:
    """Add the default kinds that are missing; returns all kinds by code. Names changed by an operator stay."""
    known = {kind.code: kind for kind in UnitKind.objects.all()}
    for code, name, category, is_grassroots in DEFAULTS:
        if code not in known:
            known[code] = UnitKind.objects.create(code=code, name=name, category=category, is_grassroots=is_grassroots)
    return known
