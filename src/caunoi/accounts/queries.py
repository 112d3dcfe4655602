"""Reading users and links."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.core import signing
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caunoi.accounts.choices import CONSENT_TEXTS, ConsentPurpose, LinkPurpose
from caunoi.accounts.models import ConsentEntry, PersonalLink, Program, User
from caunoi.kit.encryption import fingerprint

EMAIL_SALT, EMAIL_SECONDS = "accounts.email", 24 * 3600
# One statement for what every request of a signed-in person asks; compiling it anew each time would cost more than
# running it.
SESSION_SQL = """
SELECT u.*, s.session_data, EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = u.id) AS has_second_factor
FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id
WHERE s.session_key = %s AND s.expire_date > %s"""


def session_of(key: str, at: datetime) -> tuple[str, User | None] | None:
    """What a session holds, and its person, who brings `has_second_factor` along; None when there is none, or it ended."""
    rows = User.objects.raw(SESSION_SQL, [key, connection.ops.adapt_datetimefield_value(at)])
    for row in rows:
        data: str = row.session_data  # type: ignore[attr-defined]
        return data, row if row.pk else None
    return None


class LinkProblem(Enum):
    """Why a link does not open."""

    UNKNOWN = "UNKNOWN"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    USED = "USED"


def link_for(token: str, *, purpose: LinkPurpose, at: datetime) -> PersonalLink | LinkProblem:
    """The link that a token opens, or why it does not."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    link = PersonalLink.objects.select_related("holder").filter(token_hash=digest, purpose=purpose).first()
    if link is None:
        return LinkProblem.UNKNOWN
    if link.revoked_at:
        return LinkProblem.REVOKED
    if link.expires_at <= at:
        return LinkProblem.EXPIRED
    if link.is_single_use and link.first_used_at:
        return LinkProblem.USED
    return link


def email_token(user: User, email: str) -> str:
    """What opens the page that makes an address the person's. It is good for a day, and until the address has changed."""
    # Signed is not hidden: whoever gets the letter by mistake learns nothing of the old address.
    return signing.dumps([user.pk, fingerprint(user.email or "", EMAIL_SALT), email], salt=EMAIL_SALT)


def email_change_of(token: str) -> tuple[User, str] | LinkProblem:
    """Whose account gets which address, or why the token opens nothing."""
    try:
        pk, old, email = signing.loads(token, salt=EMAIL_SALT, max_age=EMAIL_SECONDS)
    except signing.SignatureExpired:
        return LinkProblem.EXPIRED
    except (signing.BadSignature, ValueError):
        return LinkProblem.UNKNOWN
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or fingerprint(user.email or "", EMAIL_SALT) != old:
        return LinkProblem.USED
    return user, str(email)


def live_links(at: datetime) -> QuerySet[PersonalLink]:
    """Links that still open something."""
    rows = PersonalLink.objects.filter(revoked_at=None, expires_at__gt=at)
    return rows.exclude(is_single_use=True, first_used_at__isnull=False)


def describe(problem: LinkProblem) -> tuple[str, str]:
    """Title and help for a link that does not open."""
    ask = _("Nhờ cán bộ công đoàn cấp trên gửi lại đường dẫn mới, hoặc đăng nhập nếu bạn có tài khoản.")
    return {
        LinkProblem.UNKNOWN: (
            _("Đường dẫn này không đúng"),
            _("Kiểm tra xem có bị thiếu chữ ở cuối không.") + " " + ask,
        ),
        LinkProblem.EXPIRED: (_("Đường dẫn này đã hết hạn"), ask),
        LinkProblem.REVOKED: (_("Đường dẫn này đã được thu hồi"), ask),
        LinkProblem.USED: (_("Đường dẫn này chỉ dùng một lần và đã được dùng"), ask),
    }[problem]


@dataclass(frozen=True)
class ConsentState:
    """What a person has chosen for one purpose; None when never asked."""

    purpose: str
    label: str
    text: str
    is_given: bool
    at: datetime | None


def consents_of(subject: str) -> list[ConsentState]:
    """The newest entry of each purpose."""
    newest = {row.purpose: row for row in ConsentEntry.objects.filter(subject=subject).order_by("id")}
    states = []
    for purpose in ConsentPurpose:
        row = newest.get(purpose)
        states.append(
            ConsentState(
                purpose.value,
                str(purpose.label),
                str(CONSENT_TEXTS[purpose]),
                bool(row and row.is_given),
                row.at if row else None,
            )
        )
    return states


def words_of(subjects: Collection[str], purposes: Collection[ConsentPurpose]) -> dict[str, bool]:
    """The newest word of each subject of the ledger, each of one purpose; who never said any is not in it. One statement."""
    rows = ConsentEntry.objects.filter(subject__in=list(subjects), purpose__in=list(purposes)).order_by("id")
    return dict(rows.values_list("subject", "is_given"))


def said_of(ids: Collection[int], purpose: ConsentPurpose) -> dict[int, bool]:
    """The newest word of each person on a purpose; who was never asked is not in it. One statement."""
    subjects = {f"accounts.user:{pk}": pk for pk in ids}
    return {subjects[subject]: is_given for subject, is_given in words_of(subjects, [purpose]).items()}


def program_of(key: str) -> Program | None:
    """The program whose key this is; None for a key that opens nothing."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    return Program.objects.filter(key_hash=digest, revoked_at=None).first() if key else None
