"""Rosters: a unit's members from its own spreadsheet; the same file again updates, and never doubles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.documents import Table
from caunoi.kit.encryption import fingerprint
from caunoi.notifications.queries.addresses import email_address
from caunoi.organisations.models import Member, Unit
from caunoi.pure.rosters import EMAIL, Outcome, RowError, cells, parse_day, parse_phone

LENGTHS = {"code": 40, "full_name": 120, "email": 254, "workplace": 160}
FIELDS = ("full_name", "phone", "email", "workplace", "joined_on")
FINGERPRINTS = ("phone_fingerprint", "email_fingerprint")


def _clean(values: dict[str, str], today: date) -> dict[str, Any]:
    clean: dict[str, Any] = {name: values.get(name, "") for name in ("code", "full_name", "email", "workplace")}
    joined_on = parse_day(values.get("joined_on", ""))
    clean["phone"] = parse_phone(values.get("phone", "")) or ""
    clean["joined_on"] = joined_on if joined_on and joined_on <= today else None
    return clean


def _wrong(values: dict[str, str], clean: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Columns with a wrong value, and what is expected there."""
    if not clean["code"]:
        yield "code", "REQUIRED"
    if len(clean["full_name"]) < 2:
        yield "full_name", "REQUIRED"
    for name, most in LENGTHS.items():
        if len(clean[name]) > most:
            yield name, f"LONG:{most}"
    if clean["email"] and not EMAIL.match(clean["email"]):
        yield "email", "EMAIL"
    for name, expected in (("phone", "PHONE"), ("joined_on", "DATE")):
        if values.get(name) and not clean[name]:
            yield name, expected


def _classify(
    table: Table, mapping: Mapping[str, int], known: dict[str, Member], today: date
) -> tuple[Outcome, list[dict[str, Any]], list[tuple[Member, dict[str, Any]]]]:
    outcome, new, changed = Outcome(), [], []
    headers = {name: table.headers[index] for name, index in mapping.items()}
    seen: dict[str, int] = {}
    for number, row in table.rows:
        values = cells(row, mapping)
        clean = _clean(values, today)
        wrong = _wrong(values, clean)
        errors = [RowError(number, headers.get(name, name), values.get(name, ""), what) for name, what in wrong]
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
    if "email" in names:
        member.email_fingerprint = email_address(clean["email"]).fingerprint if clean["email"] else ""
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
    outcome, new, changed = _classify(table, mapping, known, timezone.localtime(at).date())
    if is_dry_run or (outcome.errors and not takes_good):
        return outcome
    fresh = [_fill(Member(unit=unit, code=row["code"], is_sample=unit.is_sample), row, mapping) for row in new]
    Member.objects.bulk_create(fresh, batch_size=2000)
    mended = [_fill(member, row, mapping) for member, row in changed]
    # Rows that exist, written as if new: many times faster than an update that names each row and value.
    Member.objects.bulk_create(
        mended, 2000, update_conflicts=True, unique_fields=["id"], update_fields=[*FIELDS, *FINGERPRINTS]
    )
    outcome.is_applied = True
    facts: dict[str, Any] = {
        "new": outcome.new_count,
        "changed": outcome.changed_count,
        "errors": outcome.bad_rows_count,
    }
    audit.record(unit, "organisations.import_members", by=by, at=at, **facts)
    return outcome
