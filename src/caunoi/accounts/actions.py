"""What changes users, links and consent."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.accounts.choices import ConsentPurpose, LinkPurpose
from caunoi.accounts.events import ConsentRecorded, EmailAsked, EmailChanged
from caunoi.accounts.models import ConsentEntry, PersonalLink, Program, Session, User
from caunoi.kit import audit, bulk, outbox
from caunoi.kit.http.rate import Bucket
from caunoi.pure.rosters import EMAIL, parse_phone

ASKED_PER_HOUR = 5


@dataclass(frozen=True)
class LinkRequest:
    """A personal link to be made: for what subject, and for whom."""

    subject: str
    holder: User | None = None
    holder_name: str = ""


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_links(
    requests: Iterable[LinkRequest],
    *,
    purpose: LinkPurpose,
    expires_at: datetime,
    by: User | None,
    at: datetime,
    is_single_use: bool = False,
) -> list[str]:
    """Make links in bulk; returns their tokens in the order of the requests. A token is not stored nor shown again."""
    rows = list(requests)
    tokens = [secrets.token_urlsafe(24) for _ in rows]
    bulk.insert(
        [
            PersonalLink(
                token_hash=hash_token(token),
                purpose=purpose,
                subject=row.subject,
                holder=row.holder,
                holder_name=row.holder_name,
                is_single_use=is_single_use,
                created_at=at,
                expires_at=expires_at,
            )
            for row, token in zip(rows, tokens, strict=True)
        ]
    )
    if rows:
        audit.record("accounts.personallink", "accounts.issue_links", by=by, at=at, count=len(rows), purpose=purpose)
    return tokens


@transaction.atomic
def create_account(
    *, full_name: str, email: str = "", phone: str = "", by: User | None, at: datetime
) -> tuple[User, bool]:
    """The account of an e-mail or phone, made when there is none; without a password yet. Returns it, and whether new.

    Raises ValidationError when neither is given or the phone is not a Vietnamese number.
    """
    email = email.strip().lower()
    number = parse_phone(phone) if phone.strip() else None
    if phone.strip() and number is None:
        raise ValidationError(_("Số điện thoại chưa đúng. Ví dụ: 0912 345 678."))
    if not email and not number:
        raise ValidationError(_("Nhập thư điện tử hoặc số điện thoại."))
    by_email = User.objects.filter(email=email).first() if email else None
    known = by_email or (User.objects.filter(phone=number).first() if number else None)
    if known:
        return known, False
    user = User.objects.create_user(full_name=full_name.strip(), email=email or None, phone=number)
    content = {"full_name": full_name, "email": email, "phone": number}
    audit.record(user, "accounts.create_account", by=by, at=at, content=content)
    return user, True


@transaction.atomic
def use_link(*, link: PersonalLink, by: User | None, at: datetime) -> None:
    """Note the first use of a link."""
    if link.first_used_at is None:
        link.first_used_at = at
        link.save(update_fields=["first_used_at"])
        audit.record(link, "accounts.use_link", by=by or link.holder, at=at, purpose=link.purpose)


@transaction.atomic
def revoke_links(*, subject: str = "", holder: User | None = None, by: User | None, at: datetime) -> int:
    """Close all open links to a subject, or all that a person holds; returns how many. Raises ValueError for neither."""
    if not subject and holder is None:
        raise ValueError("revoke_links: a subject or a holder")
    rows = PersonalLink.objects.filter(holder=holder) if holder else PersonalLink.objects.filter(subject=subject)
    count = rows.filter(revoked_at=None).update(revoked_at=at)
    audit.record(holder or subject, "accounts.revoke_links", by=by, at=at, count=count)
    return count


@transaction.atomic
def set_first_password(*, link: PersonalLink, password: str, by: User | None, at: datetime) -> User:
    """Set the password of a link's holder; the link is spent.

    Raises ValidationError for a link without a holder, and for one that was spent in the meantime.
    """
    if link.holder is None:
        raise ValidationError(_("Đường dẫn này không gắn với tài khoản nào."))
    link.refresh_from_db(fields=["first_used_at"], from_queryset=PersonalLink.objects.select_for_update())
    if link.is_single_use and link.first_used_at:
        raise ValidationError(_("Đường dẫn này chỉ dùng một lần và đã được dùng"))
    link.holder.set_password(password)
    link.holder.save(update_fields=["password"])
    use_link(link=link, by=link.holder, at=at)
    audit.record(link.holder, "accounts.set_first_password", by=by or link.holder, at=at)
    return link.holder


@transaction.atomic
def record_consent(
    *, subject: str, purpose: ConsentPurpose, is_given: bool, text: str, channel: str, by: User | None, at: datetime
) -> ConsentEntry:
    """Add a line to the consent ledger (Luật 91/2025/QH15, art. 9: per purpose, provable, withdrawable)."""
    entry = ConsentEntry.objects.create(
        subject=subject, purpose=purpose, is_given=is_given, text=text, channel=channel, at=at, recorded_by=by
    )
    audit.record(entry, "accounts.record_consent", by=by, at=at, purpose=purpose, is_given=is_given)
    outbox.post(ConsentRecorded(subject, purpose, is_given))
    return entry


@transaction.atomic
def choose_language(*, user: User, language: str, by: User | None, at: datetime) -> None:
    """Speak to the person in that language from now on; empty: in the house's. Raises ValidationError for another."""
    if language and language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Chọn một ngôn ngữ trong danh sách.")})
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
        audit.record(user, "accounts.choose_language", by=by, at=at, language=language)


@transaction.atomic
def ask_email(*, user: User, email: str, by: User, at: datetime) -> None:
    """Ask the mailbox of a new address whether it is the person's; until it says so, nothing changes.

    Raises ValidationError: no address, the one in use, or too many asked for. Whether it is somebody else's is not said.
    """
    address = email.strip().lower()
    if not EMAIL.fullmatch(address):
        raise ValidationError({"email": _("Địa chỉ thư không đúng. Ví dụ: ten@congdoan.vn.")})
    if address == user.email:
        raise ValidationError({"email": _("Đây là địa chỉ đang dùng.")})
    if not Bucket(f"email:{user.pk}", per_hour=ASKED_PER_HOUR, burst=ASKED_PER_HOUR).take():
        raise ValidationError({"email": _("Đã gửi nhiều thư xác nhận. Thử lại sau một giờ.")})
    audit.record(user, "accounts.ask_email", by=by, at=at, content={"email": address})
    outbox.post(EmailAsked(user.pk, address))


@transaction.atomic
def change_email(*, user: User, email: str, by: User | None, at: datetime) -> User:
    """Give the account the address whose mailbox said yes; the old one signs nobody in any more, and is told.

    Raises ValidationError when somebody else has it.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if User.objects.filter(email=email).exclude(pk=row.pk).exists():
        raise ValidationError(_("Địa chỉ này đã có tài khoản khác dùng."))
    old, row.email = row.email or "", email
    row.save(update_fields=["email"])
    EmailAddress.objects.filter(user=row).delete()  # what the sign-in library remembers of the old one
    audit.record(row, "accounts.change_email", by=by or row, at=at, content={"email": email})
    outbox.post(EmailChanged(row.pk, old))
    return row


def forget_expired_sessions(*, at: datetime) -> int:
    """Drop sessions that ended; returns how many. Nobody's rights change, so nothing is written to the audit."""
    count, _rows = Session.objects.filter(expire_date__lte=at).delete()
    return count


@transaction.atomic
def admit_program(*, name: str, per_hour: int, by: User | None, at: datetime) -> tuple[Program, str]:
    """Let a program send; returns it with its key, which is not stored nor shown again. Raises ValidationError."""
    if Program.objects.filter(name=name, revoked_at=None).exists():
        raise ValidationError(_("Đã có phần mềm tên này. Thu hồi khóa cũ trước khi cấp khóa mới."))
    key = f"cn_{secrets.token_urlsafe(32)}"
    row = Program.objects.create(name=name, key_hash=hash_token(key), per_hour=per_hour, issued_at=at)
    audit.record(row, "accounts.admit_program", by=by, at=at, per_hour=per_hour)
    return row, key


@transaction.atomic
def revoke_program(*, program: Program, by: User | None, at: datetime) -> None:
    """From now on its key opens nothing."""
    program.revoked_at = at
    program.save(update_fields=["revoked_at"])
    audit.record(program, "accounts.revoke_program", by=by, at=at)


def spend_allowance(program: Program) -> bool:
    """Take one of what the program may send in an hour, a tenth of it at one stroke; False when it is used up."""
    burst = max(program.per_hour // 10, 1)
    return Bucket(f"program:{program.public_id}", per_hour=program.per_hour, burst=burst).take()
