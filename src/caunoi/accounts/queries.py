"""Reading users and links."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum

from caunoi.accounts.choices import LinkPurpose
from caunoi.accounts.models import PersonalLink


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
