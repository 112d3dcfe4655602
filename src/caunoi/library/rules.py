"""Who may bring documents in, and who may read them."""

from __future__ import annotations

from caunoi.library.models import Document
from caunoi.organisations.choices import Role
from caunoi.organisations.queries import Scope

BRINGING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})


def may_bring_document(scope: Scope) -> bool:
    """Officers, and chairs for their own unit."""
    return bool(scope.own_units(BRINGING))


def may_read_document(scope: Scope, document: Document, owner_path: str | None) -> bool:
    """Public documents by anyone; others by those who act for or manage the unit that owns them."""
    if document.is_public:
        return True
    if document.owner_id and scope.acts_for(document.owner_id):
        return True
    return owner_path is not None and scope.manages(owner_path)


def may_mend_document(scope: Scope, document: Document, owner_path: str | None) -> bool:
    """Those who bring documents in for the owner, and officers above it."""
    is_own = any(unit.pk == document.owner_id for unit in scope.own_units(BRINGING))
    return is_own or (owner_path is not None and scope.manages(owner_path))
