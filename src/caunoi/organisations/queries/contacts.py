"""Addresses of a unit's people that nothing arrives at any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from caunoi.notifications.choices import AddressKind
from caunoi.notifications.models import AddressHealth
from caunoi.notifications.queries.addresses import Address, dead_of, email_address, phone_address
from caunoi.notifications.queries.channels import code_label
from caunoi.organisations.models import Member, Unit
from caunoi.organisations.queries import grants_at


@dataclass(frozen=True)
class DeadContact:
    """One address of one person (or of the unit itself) that is dead."""

    name: str
    role: str
    kind: str
    text: str
    dead_at: datetime
    reason: str
    member: Member | None = None
    # Of the member's account: the chair may not change it.
    is_account: bool = False
    is_on_roster: bool = True

    @property
    def mark(self) -> str:
        """What a form says instead of the address itself."""
        return Address(self.kind, self.text).fingerprint[:32]

    @property
    def kind_label(self) -> str:
        """What it is."""
        return str(AddressKind(self.kind).label)

    @property
    def shown(self) -> str:
        """Enough to know which one: lists do not show whole numbers and addresses."""
        if self.kind == AddressKind.PHONE:
            return f"…{self.text[-3:]}"
        name, _at, domain = self.text.partition("@")
        return f"{name[:2]}…@{domain}"


def _addresses(email: str | None, phone: str | None) -> list[Address]:
    return ([email_address(email)] if email else []) + ([phone_address(phone)] if phone else [])


def account_addresses(member: Member) -> list[Address]:
    """Those of the member's account, if there is one."""
    return _addresses(member.user.email, member.user.phone) if member.user else []


@dataclass(frozen=True)
class _Owner:
    """Whose addresses are looked at; a member's name is read only where it is needed."""

    addresses: list[Address]
    name: str = ""
    role: str = ""
    member_id: int | None = None
    of_account: frozenset[Address] = frozenset()
    of_roster: frozenset[Address] = frozenset()


def _enrolled(row: Member, role: str) -> _Owner:
    roster, account = _addresses(row.email, row.phone), account_addresses(row)
    return _Owner(
        list(dict.fromkeys([*roster, *account])), role=role, member_id=row.pk, of_account=frozenset(account),
        of_roster=frozenset(roster),
    )  # fmt: skip


def _owners(unit: Unit, on: date) -> list[_Owner]:
    """Whoever both acts for the unit and is on its roster is one owner."""
    grants = {grant.user_id: grant for grant in grants_at(unit, on)}
    members = Member.objects.filter(unit=unit, left_on=None).select_related("user")
    enrolled = []
    for row in members.only("phone", "email", "user__email", "user__phone"):
        grant = grants.pop(row.user_id or 0, None)
        enrolled.append(_enrolled(row, str(grant.get_role_display()) if grant else ""))
    acting = [
        _Owner(_addresses(grant.user.email, grant.user.phone), grant.user.full_name, str(grant.get_role_display()))
        for grant in grants.values()
    ]
    return [_Owner(_addresses(unit.email, None), unit.name), *acting, *enrolled]


def dead_contacts(unit: Unit, on: date) -> list[DeadContact]:
    """Of the unit, of those who act for it, and of its members, by name."""
    if not AddressHealth.objects.filter(dead_at__isnull=False).exists():
        return []
    owners = _owners(unit, on)
    dead = dead_of({address for owner in owners for address in owner.addresses})
    hits = [(owner, address) for owner in owners for address in owner.addresses if address in dead]
    named = Member.objects.in_bulk([owner.member_id for owner, _address in hits if owner.member_id])
    found = []
    for owner, address in hits:
        row, member = dead[address], named.get(owner.member_id or 0)
        found.append(
            DeadContact(
                member.full_name if member else owner.name, owner.role, address.kind, address.text,
                row.dead_at or row.noted_at, code_label(row.code), member,
                is_account=address in owner.of_account, is_on_roster=address in owner.of_roster,
            )
        )  # fmt: skip
    return sorted(found, key=lambda contact: (contact.name, contact.kind))


def dead_phones_count(unit_ids: Collection[int]) -> int:
    """How many members of these units have a number that nothing arrives at; one statement, no roster is read."""
    dead = AddressHealth.objects.filter(kind=AddressKind.PHONE, dead_at__isnull=False).values("fingerprint")
    return Member.objects.filter(unit__in=unit_ids, left_on=None, phone_fingerprint__in=dead).count()
