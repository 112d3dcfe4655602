"""Who may write, and who may say that a text goes out."""

from __future__ import annotations

from caunoi.accounts.models import User
from caunoi.newsroom.models import Revision
from caunoi.organisations.queries import MANAGING, Scope
from caunoi.pure.timetree import ids_of


def may_write_article(scope: Scope) -> bool:
    """Officers, for the units where they hold that post."""
    return bool(scope.own_units(MANAGING))


def may_review_revision(user: User, revision: Revision) -> bool:
    """Any officer of the branch but the one who wrote it; that they are of the branch, the loader has seen to."""
    return revision.written_by_id != user.pk


def may_edit_wordings(scope: Scope) -> bool:
    """Officers of the highest union: the tables hold for everybody."""
    return any(len(ids_of(path)) == 1 for path in scope.branches())
