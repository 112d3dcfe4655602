"""Made data: a federation of any size, with the reorganisation of 1/7/2025 in its history. Rows are written in bulk.

Like the country: about 38 grassroots unions to a commune, 98 communes to a province.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caunoi.accounts.models import User
from caunoi.kit import clock
from caunoi.organisations.actions import ensure_kinds
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Placement, RoleGrant, Unit, UnitKind, UnitName
from caunoi.pure.vietnamese import fold

FOUNDED, REFORM = date(2016, 1, 1), date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), date(2026, 6, 30)
GRASSROOTS_PER_COMMUNE, COMMUNES_PER_PROVINCE = 38, 98
BATCH = 2000


@dataclass
class Federation:
    """Units by level, with their paths of today."""

    root: Unit
    provinces: list[Unit]
    communes: list[Unit]
    grassroots: list[Unit]
    paths: dict[int, str]

    @property
    def count(self) -> int:
        """All units."""
        return 1 + len(self.provinces) + len(self.communes) + len(self.grassroots)


def add(kind: UnitKind, prefix: str, name: str, parents: Sequence[Unit | None], paths: dict[int, str]) -> list[Unit]:
    units = [
        Unit(
            kind=kind, code=f"{prefix}{number:06d}", name=f"{name} {number}", folded_name=fold(f"{name} {number}"),
            founded_on=FOUNDED, member_count=40 + number % 200, is_sample=True,
        )
        for number in range(len(parents))
    ]  # fmt: skip
    Unit.objects.bulk_create(units, batch_size=BATCH)
    UnitName.objects.bulk_create([UnitName(unit=unit, name=unit.name, from_on=FOUNDED) for unit in units], BATCH)
    places = []
    for unit, parent in zip(units, parents, strict=True):
        paths[unit.pk] = path = f"{paths[parent.pk] if parent else '/'}{unit.pk}/"
        places.append(Placement(unit=unit, parent=parent, path=path, depth=path.count("/") - 2, from_on=FOUNDED))
    Placement.objects.bulk_create(places, BATCH)
    return units


def build(grassroots_count: int, prefix: str = "") -> Federation:
    """Root, provinces, communes, grassroots unions; every seventh of the last moved to a neighbour on 1/7/2025."""
    kinds = ensure_kinds()
    paths: dict[int, str] = {}
    communes_count = -(-grassroots_count // GRASSROOTS_PER_COMMUNE)
    provinces_count = -(-communes_count // COMMUNES_PER_PROVINCE)
    root = add(kinds["GENERAL_CONFEDERATION"], f"{prefix}T", "Tổng Liên đoàn Lao động", [None], paths)[0]
    provinces = add(
        kinds["CITY_FEDERATION"], f"{prefix}P", "Liên đoàn Lao động tỉnh số", [root] * provinces_count, paths
    )
    above = [provinces[number % provinces_count] for number in range(communes_count)]
    communes = add(kinds["COMMUNE_UNION"], f"{prefix}C", "Công đoàn xã số", above, paths)
    above = [communes[number % communes_count] for number in range(grassroots_count)]
    leaves = add(kinds["GRASSROOTS"], f"{prefix}G", "CĐCS Công ty TNHH May Sông Đáy", above, paths)
    made = Federation(root, provinces, communes, leaves, paths)
    _reorganise(made)
    return made


def _reorganise(made: Federation) -> None:
    moved = random.Random(7).sample(made.grassroots, len(made.grassroots) // 7)
    communes = made.communes
    for start in range(0, len(moved), 500):
        ids = [unit.pk for unit in moved[start : start + 500]]
        Placement.objects.filter(unit__in=ids, to_on=None).update(to_on=REFORM)
    places = []
    for number, unit in enumerate(moved):
        parent = communes[(number * 7 + 1) % len(communes)]
        made.paths[unit.pk] = path = f"{made.paths[parent.pk]}{unit.pk}/"
        places.append(Placement(unit=unit, parent=parent, path=path, depth=path.count("/") - 2, from_on=REFORM))
    Placement.objects.bulk_create(places, BATCH)


def staff(units: Sequence[Unit], role: Role, *, is_officer: bool = False) -> list[User]:
    """One person with a role at each unit."""
    at = clock.now()
    users = User.objects.bulk_create(
        [
            User(
                email=f"{unit.code.lower()}@bench.example", full_name=f"Nguyễn Thị {unit.code}", password="!",
                is_sample=True, is_officer=is_officer,
            )
            for unit in units
        ],
        BATCH,
    )  # fmt: skip
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(user=user, unit=unit, role=role, from_on=FOUNDED, granted_at=at)
            for user, unit in zip(users, units, strict=True)
        ],
        BATCH,
    )
    return users
