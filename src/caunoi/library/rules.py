"""Who may bring documents in, and who may mend them. Who may read them, the loader says: `documents_visible_to`."""

from __future__ import annotations

from caunoi.library.models import Document
from caunoi.organisations.choices import Role
from caunoi.organisations.queries import Scope

BRINGING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})


def may_bring_document(scope: Scope) -> bool:
    """Officers, and chairs for their own unit."""
    return bool(scope.own_units(BRINGING))


def may_mend_document(scope: Scope, document: Document, owner_path: str | None) -> bool:
    """Those who bring documents in for the owner, and officers above it."""
    is_own = any(unit.pk == document.owner_id for unit in scope.own_units(BRINGING))
    return is_own or (owner_path is not None and scope.manages(owner_path))
