"""A member's address or number is put right."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit
from caunoi.kit.encryption import fingerprint
from caunoi.notifications.queries.addresses import dead_of, email_address
from caunoi.organisations import notices
from caunoi.organisations.models import Member
from caunoi.organisations.queries.contacts import account_addresses
from caunoi.pure.rosters import EMAIL, parse_phone


@transaction.atomic
def correct_contact(*, member: Member, phone: str, email: str, by: User, at: datetime) -> Member:
    """Write down the number and the address as they are now. Raises ValidationError for what is neither.

    The address of the member's account signs them in, and opens the account to whoever reads its mail: nobody but they may
    change it. Where it is dead, they are told so.
    """
    problems: dict[str, str] = {}
    number = parse_phone(phone) if phone.strip() else ""
    if number is None:
        problems["phone"] = _("Số điện thoại không đúng. Ví dụ: 0912 345 678.")
    if email.strip() and not EMAIL.fullmatch(email.strip()):
        problems["email"] = _("Địa chỉ thư không đúng. Ví dụ: ten@congdoan.vn.")
    if problems:
        raise ValidationError(problems)
    member.phone, member.email = number or "", email.strip().lower()
    member.phone_fingerprint = fingerprint(member.phone, "phone") if member.phone else ""
    member.email_fingerprint = email_address(member.email).fingerprint if member.email else ""
    member.save(update_fields=["phone", "email", "phone_fingerprint", "email_fingerprint"])
    audit.record(
        member, "organisations.correct_contact", by=by, at=at, content={"phone": member.phone, "email": member.email}
    )
    for address in dead_of(account_addresses(member)):
        notices.tell_dead(member=member, address=address, by=by, at=at)
    return member
