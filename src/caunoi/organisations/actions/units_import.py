"""Units from a spreadsheet: parents may stand anywhere in the file; the same file again updates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.kit.documents import Table
from caunoi.organisations.actions.kinds import ensure_kinds
from caunoi.organisations.choices import UnitEventKind
from caunoi.organisations.events import UnitsImported
from caunoi.organisations.models import Placement, Unit, UnitEvent, UnitName
from caunoi.pure.rosters import EMAIL, NUMBER, Outcome, RowError, cells, parse_day
from caunoi.pure.vietnamese import fold

PLAIN = ("area_code", "email", "member_count")
LENGTHS = {"code": 40, "name": 255, "area_code": 12, "email": 254}


class _Import:
    """One import: parsed rows, errors, and what is known."""

    def __init__(self, table: Table, mapping: Mapping[str, int], root: Unit | None, on: date) -> None:
        self.on = on
        self.mapping = mapping
        self.headers = {name: table.headers[index] for name, index in mapping.items()}
        self.outcome = Outcome()
        kinds = ensure_kinds()
        self.kinds = kinds | {fold(kind.name): kind for kind in kinds.values()}
        self.known = {unit.code: unit for unit in Unit.objects.all()}
        places = Placement.objects.filter(to_on=None).values_list("unit_id", "path", "from_on")
        self.places = {unit_id: (path, from_on) for unit_id, path, from_on in places}
        self.root = root
        self.branch = self.places[root.pk][0] if root else "/"
        self.rows: dict[str, dict[str, Any]] = {}
        for number, row in table.rows:
            self._parse(number, cells(row, mapping))
        self._check_parents()

    def wrong(self, number: int, name: str, value: str, expected: str) -> None:
        self.outcome.errors.append(RowError(number, self.headers.get(name, name), value, expected))

    def _reaches(self, unit: Unit) -> bool:
        """Whether the unit lives in the branch that the import is for."""
        return unit.pk in self.places and self.places[unit.pk][0].startswith(self.branch)

    def _parse(self, number: int, values: dict[str, str]) -> None:
        before = len(self.outcome.errors)
        code = values.get("code", "")
        for name in ("code", "name"):
            if not values.get(name):
                self.wrong(number, name, "", "REQUIRED")
        for name, most in LENGTHS.items():
            if len(values.get(name, "")) > most:
                self.wrong(number, name, values[name], f"LONG:{most}")
        if code in self.known and not self._reaches(self.known[code]):
            self.wrong(number, "code", code, "FOREIGN")
        if code in self.rows:
            self.wrong(number, "code", code, f"DOUBLE:{self.rows[code]['row']}")
        row = {"row": number, "name": values.get("name", ""), "parent": values.get("parent", "")}
        row |= {"area_code": values.get("area_code", ""), **self._parse_rest(number, values)}
        if len(self.outcome.errors) == before:
            self.rows[code] = row

    def _parse_rest(self, number: int, values: dict[str, str]) -> dict[str, Any]:
        kind_name = values.get("kind") or "GRASSROOTS"
        kind = self.kinds.get(kind_name.upper()) or self.kinds.get(fold(kind_name))
        email = values.get("email", "")
        count = values.get("member_count", "").replace(".", "")
        founded = values.get("founded_on", "")
        founded_on = parse_day(founded) if founded else self.on
        if kind is None:
            self.wrong(number, "kind", kind_name, "KIND")
        if email and not EMAIL.match(email):
            self.wrong(number, "email", email, "EMAIL")
        if count and not NUMBER.match(count):
            self.wrong(number, "member_count", count, "NUMBER")
        if founded_on is None or founded_on > self.on:
            self.wrong(number, "founded_on", founded, "DATE")
        member_count = int(count) if NUMBER.match(count) else None
        return {"kind": kind, "email": email, "member_count": member_count, "founded_on": founded_on}

    def _may_be_root(self, code: str) -> bool:
        """A row without a parent: under the import's root; the tree's own root, while there is no tree or again."""
        unit = self.known.get(code)
        is_root = unit is not None and self.places.get(unit.pk, ("",))[0] == f"/{unit.pk}/"
        return bool(self.root) or not self.places or is_root

    def _check_parents(self) -> None:
        state: dict[str, int] = {}
        for code in list(self.rows):
            chain = []
            here = code
            while here in self.rows and state.get(here, 0) == 0:
                state[here] = 1
                chain.append(here)
                here = self.rows[here]["parent"]
            is_cycle = state.get(here) == 1
            parent = self.known.get(here)
            is_known = (
                state.get(here) == 2
                or (parent is not None and self._reaches(parent))
                or (not here and bool(chain) and self._may_be_root(chain[-1]))
            )
            for one in reversed(chain):
                state[one] = 2
                if is_cycle or not is_known:
                    row = self.rows.pop(one)
                    self.wrong(row["row"], "parent", row["parent"], "CYCLE" if is_cycle else "PARENT")
                    state[one] = 3

    def ordered(self) -> list[str]:
        """New codes, parents first."""
        done: set[str] = set()
        order: list[str] = []
        for code in self.rows:
            chain = []
            here = code
            while here in self.rows and here not in done and here not in self.known:
                chain.append(here)
                done.add(here)
                here = self.rows[here]["parent"]
            order += reversed(chain)
        return order

    def create(self) -> list[Unit]:
        """Bulk: units, names, placements and founding events."""
        codes = self.ordered()
        units = [
            Unit(
                kind=row["kind"],
                code=code,
                name=row["name"],
                folded_name=fold(row["name"]),
                founded_on=row["founded_on"],
                **{name: row[name] for name in PLAIN},
            )
            for code in codes
            for row in (self.rows[code],)
        ]
        Unit.objects.bulk_create(units, batch_size=2000)
        self.known |= {unit.code: unit for unit in units}
        UnitName.objects.bulk_create(
            [UnitName(unit=unit, name=unit.name, from_on=unit.founded_on) for unit in units], batch_size=2000
        )
        places = []
        for unit in units:
            parent = self.known.get(self.rows[unit.code]["parent"]) or self.root
            above, above_from = self.places[parent.pk] if parent else ("/", unit.founded_on)
            path = f"{above}{unit.pk}/"
            # No earlier than the parent's own place: where an older unit stood before, the file does not say.
            from_on = max(unit.founded_on, above_from)
            self.places[unit.pk] = (path, from_on)
            places.append(Placement(unit=unit, parent=parent, path=path, depth=path.count("/") - 2, from_on=from_on))
        Placement.objects.bulk_create(places, batch_size=2000)
        return units

    def changed(self) -> list[Unit]:
        """Known units whose plain fields differ. Names and places change only by a reorganisation."""
        rows = []
        for code, row in self.rows.items():
            unit = self.known.get(code)
            names = [name for name in PLAIN if name in self.mapping]
            if unit is None:
                continue
            if any(getattr(unit, name) != row[name] for name in names):
                rows.append(unit)
                for name in names:
                    setattr(unit, name, row[name])
            else:
                self.outcome.same_count += 1
        return rows


@transaction.atomic
def import_units(
    *,
    table: Table,
    mapping: Mapping[str, int],
    root: Unit | None,
    on: date,
    is_dry_run: bool,
    takes_good: bool = False,
    by: User | None,
    at: datetime,
) -> Outcome:
    """Take units in, known by their code, within the branch of `root`; rows without a parent go under it.

    A dry run changes nothing. With errors nothing is taken unless `takes_good`. A parent after its child, cycles and
    unknown parents are seen. Returns what was (or would be) done.
    """
    work = _Import(table, mapping, root, on)
    changed = work.changed()
    work.outcome.new_count, work.outcome.changed_count = len(work.ordered()), len(changed)
    if is_dry_run or (work.outcome.errors and not takes_good):
        return work.outcome
    units = work.create()
    UnitEvent.objects.bulk_create(
        [
            UnitEvent(kind=UnitEventKind.FOUND, unit=unit, happened_on=unit.founded_on, recorded_at=at, recorded_by=by)
            for unit in units
        ],
        batch_size=2000,
    )
    Unit.objects.bulk_create(changed, 2000, update_conflicts=True, unique_fields=["id"], update_fields=PLAIN)
    work.outcome.is_applied = True
    facts: dict[str, Any] = {"new": len(units), "changed": len(changed), "errors": work.outcome.bad_rows_count}
    audit.record("organisations.unit", "organisations.import_units", by=by, at=at, **facts)
    outbox.post(UnitsImported([unit.pk for unit in (*units, *changed)]))
    return work.outcome
