"""Roles at units, and the accounts of the people who hold them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from caunoi.accounts.actions import LinkRequest, create_account, issue_links, revoke_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import User
from caunoi.kit import audit, outbox
from caunoi.organisations.choices import Role
from caunoi.organisations.events import LinksWanted
from caunoi.organisations.models import RoleGrant, Unit

OFFICER_ROLES = (Role.OFFICER, Role.ADMINISTRATOR)


def refresh_officers(user_ids: Iterable[int], *, on: date) -> None:
    """Set `is_officer` of users from the roles that they hold on a day (the second factor hangs on it)."""
    wanted = set(user_ids)
    holds = RoleGrant.objects.filter(Q(to_on=None) | Q(to_on__gt=on), user__in=wanted, role__in=OFFICER_ROLES)
    officers = set(holds.values_list("user_id", flat=True))
    User.objects.filter(pk__in=officers).update(is_officer=True)
    User.objects.filter(pk__in=wanted - officers).update(is_officer=False)


@transaction.atomic
def grant_role(*, user: User, unit: Unit, role: Role, on: date, by: User | None, at: datetime) -> RoleGrant:
    """Give a role at a unit from a day on. Raises ValidationError when the person already holds it."""
    if RoleGrant.objects.filter(user=user, unit=unit, role=role, to_on=None).exists():
        raise ValidationError(_("Người này đã có vai trò đó ở đơn vị."))
    grant = RoleGrant.objects.create(user=user, unit=unit, role=role, from_on=on, granted_at=at, granted_by=by)
    refresh_officers([user.pk], on=on)
    audit.record(grant, "organisations.grant_role", by=by, at=at, unit=unit, user=user, role=role)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, on: date, by: User | None, at: datetime) -> RoleGrant:
    """End a role on a day; the history stays. One that began on that very day is as if it never held."""
    if grant.from_on >= on:
        audit.record(grant, "organisations.end_role", by=by, at=at, unit=grant.unit, user=grant.user)
        user_id = grant.user_id
        grant.delete()
        refresh_officers([user_id], on=on)
        return grant
    grant.to_on = on
    grant.save(update_fields=["to_on"])
    refresh_officers([grant.user_id], on=on)
    audit.record(grant, "organisations.end_role", by=by, at=at, unit=grant.unit, user=grant.user)
    return grant


@transaction.atomic
def invite_person(
    *, full_name: str, email: str, phone: str, unit: Unit, role: Role, on: date, by: User | None, at: datetime
) -> tuple[User, str]:
    """Give a role to a person by e-mail or phone, making the account when there is none.

    Returns the user and the token of a single-use welcome link (empty when the person already has a password). Inviting
    again someone who never set a password replaces the link: the first one may have been lost.
    """
    user, is_new = create_account(full_name=full_name, email=email, phone=phone, by=by, at=at)
    is_waiting = not user.has_usable_password()
    if not (is_waiting and RoleGrant.objects.filter(user=user, unit=unit, role=role, to_on=None).exists()):
        grant_role(user=user, unit=unit, role=role, on=on, by=by, at=at)
    if not is_waiting:
        return user, ""
    if not is_new:
        revoke_links(subject=f"accounts.user:{user.pk}", by=by, at=at)
    tokens = issue_links(
        [LinkRequest(subject=f"accounts.user:{user.pk}", holder=user)],
        purpose=LinkPurpose.SET_PASSWORD,
        expires_at=at + timedelta(days=settings.CAUNOI.link_days),
        is_single_use=True,
        by=by,
        at=at,
    )
    return user, tokens[0]


@transaction.atomic
def resend_links(*, user: User, unit: Unit, by: User | None, at: datetime) -> None:
    """Ask for fresh links to what the unit still owes; whoever knows the obligations sends them."""
    audit.record(user, "organisations.resend_links", by=by, at=at, unit=unit)
    outbox.post(LinksWanted(unit.pk, user.pk, at.isoformat()))
