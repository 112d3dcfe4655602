"""Hà Nội's 126 communes and wards, the former huyện Mỹ Đức and its successors, unions above them, 240 sample CĐCS.

Facts: the communes and wards come from the package vietnam-provinces; district federations ended on 1/7/2025. Which
grassroots union exists where, and all people, are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from vietnam_provinces import ProvinceCode, Ward

from caunoi.accounts.models import User
from caunoi.kit import outbox
from caunoi.organisations import actions
from caunoi.organisations.actions import Step
from caunoi.organisations.choices import Role, UnitEventKind
from caunoi.organisations.events import UnitsImported
from caunoi.organisations.models import Member, Placement, RoleGrant, Unit, UnitEvent, UnitKind, UnitName
from caunoi.pure.vietnamese import fold

FOUNDED, REFORM = date(2016, 1, 1), date(2025, 7, 1)
PASSWORD = "caunoi-mau-2026"  # noqa: S105 - printed on purpose: sample accounts of a sample site
DOMAIN = "mau.caunoi.example"
MY_DUC = ("Mỹ Đức", "Hồng Sơn", "Phúc Sơn", "Hương Sơn")
OTHERS = ("Hà Đông", "Ứng Hòa", "Đông Anh", "Thanh Oai")
SIZES = (12, 25, 38, 54, 80, 120, 210, 340, 18, 65, 480, 33, 95, 150, 28, 44)
WORKPLACES = (
    "Công ty TNHH May {}", "Trường Mầm non {}", "Công ty CP Bao bì {}", "Hợp tác xã Cơ khí {}", "Trường Tiểu học {}",
    "Công ty TNHH Điện tử {}", "Trạm Y tế {}", "Công ty CP Xây dựng {}", "Trường THCS {}", "Công ty TNHH Thực phẩm {}",
)  # fmt: skip
NAMES = (
    "Sông Đáy", "Hoa Sen", "Tân Việt", "Đại Nghĩa", "Hương Tích", "An Phú", "Đồng Tâm", "Hợp Tiến", "Phù Lưu", "Bình Minh",
    "Thăng Long", "Hồng Hà", "Kim Liên", "Phương Đông", "Sao Mai", "Việt Tiến",
)  # fmt: skip
FAMILY, MIDDLE = (
    ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đỗ", "Vũ"),
    ("Thị", "Văn", "Minh", "Thu", "Đức", "Ngọc"),
)
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dung",
    "Giang",
    "Hà",
    "Hạnh",
    "Hùng",
    "Khánh",
    "Lâm",
    "Mai",
    "Nga",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Yến",
)


class _Builder:
    """Adds units in bulk, parents before children."""

    def __init__(self, kinds: dict[str, UnitKind], at: datetime) -> None:
        self.kinds, self.at = kinds, at
        self.paths: dict[int, str] = {}

    def add(self, rows: Sequence[tuple[str, str, str, Unit | None, date, str]], sizes: list[int | None]) -> list[Unit]:
        """Rows are (kind, code, name, parent, founded_on, area_code)."""
        units = [
            Unit(
                kind=self.kinds[kind], code=code, name=name, folded_name=fold(name), founded_on=founded_on,
                area_code=area, member_count=size, is_sample=True,
            )
            for (kind, code, name, _parent, founded_on, area), size in zip(rows, sizes, strict=True)
        ]  # fmt: skip
        Unit.objects.bulk_create(units)
        UnitName.objects.bulk_create([UnitName(unit=unit, name=unit.name, from_on=unit.founded_on) for unit in units])
        places = []
        for unit, row in zip(units, rows, strict=True):
            parent = row[3]
            self.paths[unit.pk] = path = f"{self.paths[parent.pk] if parent else '/'}{unit.pk}/"
            depth = path.count("/") - 2
            places.append(Placement(unit=unit, parent=parent, path=path, depth=depth, from_on=unit.founded_on))
        Placement.objects.bulk_create(places)
        UnitEvent.objects.bulk_create(
            [
                UnitEvent(kind=UnitEventKind.FOUND, unit=unit, happened_on=unit.founded_on, recorded_at=self.at)
                for unit in units
            ]
        )
        outbox.post(UnitsImported([unit.pk for unit in units]))
        return units

    def one(self, kind: str, code: str, name: str, parent: Unit | None = None, on: date = FOUNDED) -> Unit:
        """One unit."""
        return self.add([(kind, code, name, parent, on, "")], [None])[0]


def _grassroots(
    count: int, prefix: str, parent: Unit, on: date, area: str = ""
) -> list[tuple[str, str, str, Unit, date, str]]:
    rows: list[tuple[str, str, str, Unit, date, str]] = []
    for number in range(1, count + 1):
        place = NAMES[(number - 1) % len(NAMES)]
        suffix = f" {(number - 1) // len(NAMES) + 1}" if number > len(NAMES) else ""
        work = WORKPLACES[(number - 1) % len(WORKPLACES)].format(f"{place}{suffix}")
        rows.append(("GRASSROOTS", f"{prefix}-{number:03d}", f"CĐCS {work}", parent, on, area))
    return rows


def load(at: datetime, today: date) -> dict[str, Unit]:
    """Build the federation through the real reorganisation of 1/7/2025; returns the units that people act for."""
    kinds = actions.ensure_kinds()
    build = _Builder(kinds, at)
    city = build.one("CITY_FEDERATION", "LDLD-HN", "Liên đoàn Lao động thành phố Hà Nội")
    committee = build.one("CITY_COMMITTEE", "UBND-HN", "Ủy ban nhân dân thành phố Hà Nội")
    zones = build.one("ZONE_UNION", "CD-KCN", "Công đoàn các khu công nghiệp và chế xuất Hà Nội", city)
    sector = build.one("SECTOR_UNION", "CD-GD", "Công đoàn ngành Giáo dục Hà Nội", city)
    district = build.one("DISTRICT_FEDERATION", "LDLD-MD", "Liên đoàn Lao động huyện Mỹ Đức", city)
    old = build.add(
        rows := _grassroots(120, "MD", district, FOUNDED), [SIZES[i % len(SIZES)] for i in range(len(rows))]
    )
    wards = [ward for ward in Ward.iter_all() if ward.province_code == ProvinceCode.P_01]
    wards.sort(key=lambda ward: ward.code.value)
    by_name = {ward.name.split(" ", 1)[1]: ward for ward in wards}
    unions = _communes(build, wards, city, committee)
    shares = {name: old[index::4] for index, name in enumerate(MY_DUC)}
    successors = [unions[name] for name in MY_DUC]
    _rename_first(shares["Mỹ Đức"][0])
    split = Step(
        kind=UnitEventKind.SPLIT,
        unit=district,
        successors=successors,
        children_to={child.pk: unions[name].pk for name, children in shares.items() for child in children},
    )
    actions.reorganise([split], on=REFORM, decision="Dữ liệu mẫu", by=None, at=at)
    build.paths |= dict(Placement.objects.filter(to_on=None).values_list("unit_id", "path"))
    later = _grassroots(40, "KCN", zones, FOUNDED) + _grassroots(20, "GD", sector, FOUNDED)
    for index, name in enumerate(OTHERS):
        later += _grassroots(15, f"X{index + 1}", unions[name], REFORM, f"{by_name[name].code.value:05d}")
    build.add(later, [SIZES[(3 * i) % len(SIZES)] for i in range(len(later))])
    first = shares["Mỹ Đức"][0]
    units = {"city": city, "my_duc": unions["Mỹ Đức"], "sewing": first, "district": district}
    units["committee"] = Unit.objects.get(code=f"UBND-{by_name['Mỹ Đức'].code.value:05d}")
    units["elsewhere"] = Unit.objects.get(code="X1-001")
    _people(units, at, today)
    _members(first)
    return units


def _communes(build: _Builder, wards: list[Ward], city: Unit, committee: Unit) -> dict[str, Unit]:
    """A union and a people's committee for each commune and ward, from 1/7/2025 on."""
    rows: list[tuple[str, str, str, Unit | None, date, str]] = []
    for kind, prefix, word, parent in (
        ("COMMUNE_UNION", "CD", "Công đoàn", city),
        ("PEOPLE_COMMITTEE", "UBND", "Ủy ban nhân dân", committee),
    ):
        for ward in wards:
            area = f"{ward.code.value:05d}"
            full = f"{word} {ward.name[:1].lower()}{ward.name[1:]}"
            rows.append((kind, f"{prefix}-{area}", full, parent, REFORM, area))
    units = build.add(rows, [None] * len(rows))
    return {ward.name.split(" ", 1)[1]: unit for ward, unit in zip(wards, units[: len(wards)], strict=True)}


def _rename_first(unit: Unit) -> None:
    """The chair whose day the sample shows."""
    unit.member_count = 412
    unit.save(update_fields=["member_count"])


def _people(units: dict[str, Unit], at: datetime, today: date) -> None:
    hashed = make_password(PASSWORD)
    cast = (
        ("lan", "Nguyễn Thị Lan", "sewing", Role.MEMBER),
        ("minh", "Trần Văn Minh", "sewing", Role.CHAIR),
        ("hoa", "Lê Thị Hoa", "my_duc", Role.OFFICER),
        ("dung", "Phạm Quốc Dũng", "city", Role.OFFICER),
        ("tuan", "Đỗ Anh Tuấn", "committee", Role.OFFICIAL),
        ("quang", "Bùi Văn Quang", "elsewhere", Role.CHAIR),
        ("quantri", "Vũ Thu Hà", "city", Role.ADMINISTRATOR),
    )
    rows = [(f"{name}@{DOMAIN}", full_name, units[place], role) for name, full_name, place, role in cast]
    taken = {units["sewing"].pk, units["elsewhere"].pk}
    leaves = Unit.objects.filter(kind__code="GRASSROOTS").exclude(pk__in=taken).order_by("code")
    # Every ninth union has nobody yet: what an officer must see and mend.
    rows += [
        (f"ct.{unit.code.lower()}@{DOMAIN}", _name(number), unit, Role.CHAIR)
        for number, unit in enumerate(leaves)
        if number % 9
    ]
    communes = Unit.objects.filter(kind__code="COMMUNE_UNION").exclude(pk=units["my_duc"].pk).order_by("code")
    rows += [(f"cb.{unit.code.lower()}@{DOMAIN}", _name(n + 7), unit, Role.OFFICER) for n, unit in enumerate(communes)]
    officer_roles = {Role.OFFICER, Role.ADMINISTRATOR}
    users = User.objects.bulk_create(
        [
            User(email=email, full_name=name, password=hashed, is_sample=True, is_officer=role in officer_roles)
            for email, name, _unit, role in rows
        ]
    )
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(user=user, unit=unit, role=role, from_on=max(unit.founded_on, FOUNDED), granted_at=at)
            for user, (_email, _name, unit, role) in zip(users, rows, strict=True)
        ]
    )


def _name(number: int) -> str:
    parts = FAMILY[number % len(FAMILY)], MIDDLE[number * 5 % len(MIDDLE)], GIVEN[number * 7 % len(GIVEN)]
    return " ".join(parts)


def _members(unit: Unit) -> None:
    lan = User.objects.get(email=f"lan@{DOMAIN}")
    members = [
        Member(
            unit=unit, code=f"{number:04d}", full_name="Nguyễn Thị Lan" if number == 1 else _name(number),
            user=lan if number == 1 else None, workplace=f"Tổ may {number % 9 + 1}", is_sample=True,
        )
        for number in range(1, 413)
    ]  # fmt: skip
    Member.objects.bulk_create(members, batch_size=500)
