"""Who may write, and who may say that a text goes out."""

from __future__ import annotations

from caunoi.accounts.models import User
from caunoi.newsroom.models import Revision
from caunoi.organisations.queries import MANAGING, Scope


def may_write_article(scope: Scope) -> bool:
    """Officers, for the units where they hold that post."""
    return bool(scope.own_units(MANAGING))


def may_review_revision(user: User, revision: Revision) -> bool:
    """Any officer of the branch but the one who wrote it; that they are of the branch, the loader has seen to."""
    return revision.written_by_id != user.pk
