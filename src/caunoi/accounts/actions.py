"""What changes users, links and consent."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import PersonalLink, User
from caunoi.kit import audit


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
    PersonalLink.objects.bulk_create(
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
        ],
        batch_size=1000,
    )
    if rows:
        audit.record("accounts.personallink", "accounts.issue_links", by=by, at=at, count=len(rows), purpose=purpose)
    return tokens
