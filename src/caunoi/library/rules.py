"""Who may bring documents in, and who may mend them. Who may read them, the loader says: `documents_visible_to`."""

from __future__ import annotations

from caunoi.library.models import Collection, Document, Procedure
from caunoi.organisations.choices import Role
from caunoi.organisations.queries import Scope

KEEPING = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
BRINGING = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.CHAIR})


def may_bring_document(scope: Scope) -> bool:
    """Officers, and chairs for their own unit."""
    return bool(scope.own_units(BRINGING))


def may_mend_document(scope: Scope, document: Document, owner_path: str | None) -> bool:
    """Those who bring documents in for the owner, and officers above it."""
    is_own = any(unit.pk == document.owner_id for unit in scope.own_units(BRINGING))
    return is_own or (owner_path is not None and scope.manages(owner_path))


def may_keep_shelves(scope: Scope) -> bool:
    """Officers: procedures, collections, imports."""
    return bool(scope.own_units(KEEPING))


def may_mend_procedure(scope: Scope, procedure: Procedure) -> bool:
    """Officers of the unit that wrote it down, and of those above."""
    is_own = any(unit.pk == procedure.owner_id for unit in scope.own_units(KEEPING))
    return is_own or (procedure.owner_path is not None and scope.manages(procedure.owner_path))


def may_mend_collection(scope: Scope, collection: Collection) -> bool:
    """Officers of the unit that keeps it, and of those above."""
    is_own = any(unit.pk == collection.owner_id for unit in scope.own_units(KEEPING))
    return is_own or (collection.owner_path is not None and scope.manages(collection.owner_path))
