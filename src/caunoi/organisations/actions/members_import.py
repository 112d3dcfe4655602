"""Rosters: a unit's members from its own spreadsheet; the same file again updates, and never doubles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.documents import Table
from caunoi.kit.encryption import fingerprint
from caunoi.organisations.models import Member, Unit
from caunoi.pure.rosters import EMAIL, Outcome, RowError, cells, parse_day, parse_phone, too_long

MOST = {"code": 40, "full_name": 120, "email": 254, "workplace": 160}
FIELDS = ("full_name", "phone", "email", "workplace", "joined_on")


def _parse(number: int, values: dict[str, str], headers: Mapping[str, str]) -> tuple[dict[str, Any], list[RowError]]:
    errors = []

    def wrong(name: str, expected: str) -> None:
        errors.append(RowError(number, headers.get(name, name), values.get(name, ""), expected))

    clean: dict[str, Any] = {name: values.get(name, "") for name in ("code", "full_name", "email", "workplace")}
    if not clean["code"]:
        wrong("code", "REQUIRED")
    if len(clean["full_name"]) < 2:
        wrong("full_name", "REQUIRED")
    for name in too_long(values, MOST):
        wrong(name, f"LONG:{MOST[name]}")
    phone = values.get("phone", "")
    clean["phone"] = (parse_phone(phone) or "") if phone else ""
    if phone and not clean["phone"]:
        wrong("phone", "PHONE")
    if clean["email"] and not EMAIL.match(clean["email"]):
        wrong("email", "EMAIL")
    joined = values.get("joined_on", "")
    clean["joined_on"] = parse_day(joined) if joined else None
    if joined and clean["joined_on"] is None:
        wrong("joined_on", "DATE")
    return clean, errors


def _classify(
    table: Table, mapping: Mapping[str, int], known: dict[str, Member]
) -> tuple[Outcome, list[dict[str, Any]], list[tuple[Member, dict[str, Any]]]]:
    outcome, new, changed = Outcome(), [], []
    headers = {name: table.headers[index] for name, index in mapping.items()}
    seen: dict[str, int] = {}
    for number, row in table.rows:
        clean, errors = _parse(number, cells(row, mapping), headers)
        if clean["code"] in seen:
            errors.append(RowError(number, headers["code"], clean["code"], f"DOUBLE:{seen[clean['code']]}"))
        if errors:
            outcome.errors += errors
            continue
        seen[clean["code"]] = number
        member = known.get(clean["code"])
        if member is None:
            new.append(clean)
        elif any((getattr(member, name) or None) != (clean[name] or None) for name in FIELDS if name in mapping):
            changed.append((member, clean))
        else:
            outcome.same_count += 1
    outcome.new_count, outcome.changed_count = len(new), len(changed)
    return outcome, new, changed


def _fill(member: Member, clean: dict[str, Any], names: Mapping[str, int]) -> Member:
    for name in FIELDS:
        if name in names:
            setattr(member, name, clean[name])
    if "phone" in names:
        member.phone_fingerprint = fingerprint(clean["phone"], "phone") if clean["phone"] else ""
    return member


@transaction.atomic
def import_members(
    *,
    unit: Unit,
    table: Table,
    mapping: Mapping[str, int],
    is_dry_run: bool,
    takes_good: bool = False,
    by: User | None,
    at: datetime,
) -> Outcome:
    """Take a roster in: rows are known by their code within the unit.

    A dry run changes nothing. With errors nothing is taken unless `takes_good`. Returns what was (or would be) done.
    """
    known = {member.code: member for member in Member.objects.filter(unit=unit, left_on=None)}
    outcome, new, changed = _classify(table, mapping, known)
    if is_dry_run or (outcome.errors and not takes_good):
        return outcome
    fresh = [_fill(Member(unit=unit, code=row["code"], is_sample=unit.is_sample), row, mapping) for row in new]
    Member.objects.bulk_create(fresh, batch_size=2000)
    mended = [_fill(member, row, mapping) for member, row in changed]
    Member.objects.bulk_update(mended, [*FIELDS, "phone_fingerprint"], batch_size=500)
    outcome.is_applied = True
    facts: dict[str, Any] = {
        "new": outcome.new_count,
        "changed": outcome.changed_count,
        "errors": outcome.bad_rows_count,
    }
    audit.record(unit, "organisations.import_members", by=by, at=at, **facts)
    return outcome
