"""The cast: every door is tried by all of them.

Lan (member of the sewing company's union), Minh (its chair), Hoa (officer of the Mỹ Đức commune union above it),
Dũng (officer of the city federation), Tuấn (answers for the commune's people's committee), An (no account),
Quang (chair of a union elsewhere: a stranger to everything in Mỹ Đức).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from caunoi.accounts.models import User
from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.models import Member, Placement, RoleGrant, Unit, UnitKind, UnitName
from caunoi.pure.vietnamese import fold

START = date(2020, 1, 1)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NAMES = ("lan", "minh", "hoa", "dung", "tuan", "an", "quang")
KINDS = (
    ("CITY_FEDERATION", "Liên đoàn Lao động thành phố", UnitCategory.UNION, False),
    ("COMMUNE_UNION", "Công đoàn xã, phường", UnitCategory.UNION, False),
    ("GRASSROOTS", "Công đoàn cơ sở", UnitCategory.UNION, True),
    ("PEOPLE_COMMITTEE", "Ủy ban nhân dân xã, phường", UnitCategory.AGENCY, False),
)


@dataclass
class Cast:
    """People by name, units by code."""

    users: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    kinds: dict[str, UnitKind] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User | None:
        if name in NAMES:
            return self.users.get(name)
        raise AttributeError(name)

    def unit(self, code: str, kind: str, name: str, parent: Unit | None = None, on: date = START) -> Unit:
        """Add a unit under a parent."""
        unit = Unit.objects.create(
            kind=self.kinds[kind],
            code=code,
            name=name,
            folded_name=fold(name),
            founded_on=on,
            member_count=100,
        )
        UnitName.objects.create(unit=unit, name=name, from_on=on)
        above = parent.placements.get(to_on=None) if parent else None
        path = f"{above.path if above else '/'}{unit.pk}/"
        Placement.objects.create(unit=unit, parent=parent, path=path, depth=above.depth + 1 if above else 0, from_on=on)
        self.units[code] = unit
        return unit

    def person(self, name: str, full_name: str, unit: Unit, role: Role) -> User:
        """Add a person with a role at a unit."""
        user = User.objects.create(
            email=f"{name}@example.vn",
            full_name=full_name,
            is_officer=role in {Role.OFFICER, Role.ADMINISTRATOR},
            is_sample=True,
        )
        RoleGrant.objects.create(user=user, unit=unit, role=role, from_on=START, granted_at=AT)
        self.users[name] = user
        return user


def make_cast() -> Cast:
    """City → two commune unions → three grassroots unions; one agency beside them."""
    cast = Cast()
    for code, name, category, is_grassroots in KINDS:
        kind, _ = UnitKind.objects.get_or_create(
            code=code, defaults={"name": name, "category": category, "is_grassroots": is_grassroots}
        )
        cast.kinds[code] = kind
    city = cast.unit("HN", "CITY_FEDERATION", "Liên đoàn Lao động thành phố Hà Nội")
    my_duc = cast.unit("MD", "COMMUNE_UNION", "Công đoàn xã Mỹ Đức", city)
    ha_dong = cast.unit("HD", "COMMUNE_UNION", "Công đoàn phường Hà Đông", city)
    sewing = cast.unit("MD-1", "GRASSROOTS", "CĐCS Công ty TNHH May Sông Đáy", my_duc)
    cast.unit("MD-2", "GRASSROOTS", "CĐCS Trường Mầm non Hoa Sen", my_duc)
    elsewhere = cast.unit("HD-1", "GRASSROOTS", "CĐCS Công ty Bao bì Tân Việt", ha_dong)
    committee = cast.unit("UB-MD", "PEOPLE_COMMITTEE", "Ủy ban nhân dân xã Mỹ Đức")
    lan = cast.person("lan", "Nguyễn Thị Lan", sewing, Role.MEMBER)
    cast.person("minh", "Trần Văn Minh", sewing, Role.CHAIR)
    cast.person("hoa", "Lê Thị Hoa", my_duc, Role.OFFICER)
    cast.person("dung", "Phạm Quốc Dũng", city, Role.OFFICER)
    cast.person("tuan", "Đỗ Anh Tuấn", committee, Role.OFFICIAL)
    cast.person("quang", "Bùi Văn Quang", elsewhere, Role.CHAIR)
    Member.objects.create(unit=sewing, user=lan, code="001", full_name="Nguyễn Thị Lan")
    return cast
