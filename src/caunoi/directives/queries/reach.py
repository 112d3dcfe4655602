"""Who may see which directives, recipients and evidence. Load is authorise.

A recipient is an officer's when its frozen path lies in a branch of theirs, when it lies where a predecessor of a unit of
the branch stood, or when its unit stands in the branch today. So nobody is lost when units are reorganised.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from caunoi.accounts.models import User
from caunoi.directives.choices import EvidenceState
from caunoi.directives.models import Directive, Evidence, Recipient
from caunoi.organisations.queries import Scope, path_on, placed_today, scope_of

# The statements that pages ask most are written by hand: compiling them anew each time would cost more than running them.
# What is written into them are keys, days and paths of our own making.
PATH = re.compile(r"/(?:[0-9]{1,18}/)*")
# One text of many paths, which hold no comma.
JOINED_SQL = {"sqlite": "GROUP_CONCAT(r.path)", "postgresql": "STRING_AGG(r.path, ',')"}
PLACED_SQL = """SELECT p.unit_id FROM organisations_placement p
  WHERE p.from_on <= '{on}' AND (p.to_on IS NULL OR p.to_on > '{on}') AND {under}"""


def _under_sql(paths: Collection[str], column: str = "r.path") -> str:
    if not all(PATH.fullmatch(path) for path in paths):
        raise ValueError(paths)
    ranges = [f"{column} >= '{path}' AND {column} < '{path[:-1]}0'" for path in paths]
    return f"({' OR '.join(ranges)})" if ranges else "1 = 0"


def _reached_sql(scope: Scope) -> list[str]:
    """Conditions for a recipient `r` of whom the person is: acts for it, or manages it."""
    own = ", ".join(str(int(unit.pk)) for unit in scope.own_units())
    reached = [f"r.unit_id IN ({own})"] if own else []
    reached += [_under_sql([path]) for path in scope.frozen_branches()]
    return [*reached, f"r.unit_id IN ({_placed_sql(scope)})"] if scope.branches() else reached


def _placed_sql(scope: Scope) -> str:
    on = (scope.on or date.min).isoformat()
    return PLACED_SQL.format(on=on, under=_under_sql(scope.branches(), "p.path"))


def _under(paths: Collection[str], prefix: str = "") -> Q:
    """Rows whose frozen path lies under one of the paths; `0` is the character after `/`."""
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": path[:-1] + "0"})
    return under


def within(scope: Scope, prefix: str = "") -> Q:
    """Rows of the recipients that the person manages."""
    if not scope.branches():
        return Q(pk__in=[])
    return _under(scope.frozen_branches(), prefix) | Q(**{f"{prefix}unit__in": placed_today(scope).values("unit")})


def manages(scope: Scope, recipient: Recipient) -> bool:
    """The same for one recipient; asks the database only when its frozen path does not say it."""
    if any(recipient.path.startswith(path) for path in scope.frozen_branches()):
        return True
    return bool(scope.branches()) and placed_today(scope).filter(unit=recipient.unit_id).exists()


def reaches(scope: Scope, recipient: Recipient) -> bool:
    """Whether the person acts for the recipient's unit, or manages it: who may see it and answer for it."""
    return scope.acts_for(recipient.unit_id) or manages(scope, recipient)


def visible_directives(user: User | AnonymousUser, on: date, scope: Scope | None = None) -> QuerySet[Directive]:
    """Public ones; those that concern the person's units; those of recipients that the person manages."""
    rows = Directive.objects.all()
    if not isinstance(user, User):
        return rows.filter(is_public=True)
    scope = scope or scope_of(user, on)
    own = [unit.pk for unit in scope.own_units()]
    one = "EXISTS (SELECT 1 FROM directives_recipient r WHERE r.directive_id = directives_directive.id AND {})"
    reached = " OR ".join(one.format(condition) for condition in _reached_sql(scope))
    mine = Q(is_public=True) | Q(issuer__in=own)
    if reached:
        mine |= Q(RawSQL(reached, [], output_field=BooleanField()))  # noqa: S611
    return rows.filter(mine)


def directive_for(user: User | AnonymousUser, public_id: UUID, on: date, scope: Scope | None = None) -> Directive:
    """A directive that the person may see. Raises Directive.DoesNotExist otherwise."""
    rows = visible_directives(user, on, scope).select_related("issuer", "document")
    return rows.get(public_id=public_id)


def _strays(scope: Scope) -> QuerySet[Recipient]:
    """Recipients whose unit came into the person's branch alone: nothing but its place of today says so."""
    placed = Recipient.objects.filter(unit__in=placed_today(scope).values("unit"))
    return placed.exclude(_under(scope.frozen_branches()))


PROOF_SQL = """
SELECT d.*,
  (SELECT p.path FROM organisations_placement p WHERE p.unit_id = d.issuer_id
    AND p.from_on <= d.frozen_on AND (p.to_on IS NULL OR p.to_on > d.frozen_on) LIMIT 1) AS issuer_path,
  EXISTS (SELECT 1 FROM directives_coverageminutes m WHERE m.directive_id = d.id) AS has_minutes,
  EXISTS (SELECT 1 FROM directives_signoff s WHERE s.directive_id = d.id) AS has_sign_offs,
  EXISTS (SELECT 1 FROM directives_membercall c WHERE c.directive_id = d.id) AS has_members,
  (SELECT r.path FROM directives_recipient r WHERE r.directive_id = d.id AND {frozen}
    ORDER BY CASE WHEN {own} THEN 0 ELSE 1 END, r.path LIMIT 1) AS first_path,
  (SELECT {joined} FROM directives_recipient r
    WHERE r.directive_id = d.id AND NOT {frozen} AND EXISTS ({placed} AND p.unit_id = r.unit_id)) AS strays
FROM directives_directive d WHERE d.public_id = %s"""


def directive_for_proof(user: User, public_id: UUID, on: date, scope: Scope) -> Directive:
    """The same for the proof, whose roots are looked up next; a statement less where the directive is public.

    It brings along `issuer_path`, the issuer's place on the day that the recipients were frozen, `has_minutes`,
    `has_sign_offs`, `has_members`, `first_path` (where the person's recipients begin, those of the own branch first) and
    `strays`.
    """
    sql = PROOF_SQL.format(
        frozen=_under_sql(scope.frozen_branches()),
        own=_under_sql(scope.branches()),
        placed=_placed_sql(scope),
        joined=JOINED_SQL[connection.vendor],
    )
    key = Directive._meta.get_field("public_id").get_db_prep_value(public_id, connection)
    found: Directive | None = next(iter(Directive.objects.raw(sql, [key])), None)
    if found is None:
        raise Directive.DoesNotExist
    if not found.is_public and not visible_directives(user, on, scope).filter(pk=found.pk).exists():
        raise Directive.DoesNotExist
    return found


def _overlaps(issuer: str, branches: Collection[str]) -> list[str]:
    seen = [issuer for branch in branches if issuer.startswith(branch)]
    return seen + [branch for branch in branches if branch.startswith(issuer)]


def coverage_roots(directive: Directive, scope: Scope, on: date) -> list[str]:
    """The highest frozen paths of the proof that the person may see; the first is where to begin.

    They are the issuer's branch, or the own branch within it, or where predecessors stood; and the places of units that
    came into the branch since. The issuer's whole branch is nobody's only because one of its units moved to them.
    """
    if not scope.branches():
        return []
    known = getattr(directive, "issuer_path", None)
    issuer = known or path_on(directive.issuer, directive.frozen_on) or "/"
    seen = _overlaps(issuer, scope.frozen_branches())
    if hasattr(directive, "strays"):
        seen += sorted((directive.strays or "").split(",")) if directive.strays else []
    elif not seen:
        seen = list(_strays(scope).filter(directive=directive).order_by("path").values_list("path", flat=True)[:1])
    roots = [path for path in dict.fromkeys(seen) if not any(path != up and path.startswith(up) for up in seen)]
    first = getattr(directive, "first_path", None) or getattr(directive, "strays", None) or ""
    return sorted(roots, key=lambda path: not first.startswith(path))


def coverage_root(directive: Directive, scope: Scope, on: date) -> str | None:
    """Where the person's proof begins; None for who has no part in it."""
    return next(iter(coverage_roots(directive, scope, on)), None)


def recipient_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> Recipient:
    """A recipient whose unit the person acts for, or manages. Raises Recipient.DoesNotExist otherwise."""
    found = Recipient.objects.select_related("directive__document", "directive__issuer", "unit").get(
        public_id=public_id
    )
    if reaches(scope or scope_of(user, on), found):
        return found
    raise Recipient.DoesNotExist


def own_recipients(directive: Directive, scope: Scope) -> list[Recipient]:
    """The rows of the units that the person acts for."""
    own = [unit.pk for unit in scope.own_units()]
    rows = Recipient.objects.filter(directive=directive, unit__in=own)
    return list(rows.select_related("unit").prefetch_related("acknowledgements").order_by("id"))


def documents_received(scope: Scope) -> RawSQL:
    """Keys of the documents that were sent to the person's units, or to recipients that the person manages."""
    rows = "SELECT d.document_id FROM directives_directive d JOIN directives_recipient r ON r.directive_id = d.id"
    return RawSQL(f"{rows} WHERE {' OR '.join(_reached_sql(scope)) or '1 = 0'}", [])  # noqa: S611


# The newest directives of a document on the document's own page: see library.queries.PARTS_SQL.
OF_DOCUMENT_SQL = """
SELECT 'DIRECTIVE', place, CAST(public_id AS varchar(36)), title, '', '', CAST(due_on AS varchar(10)), 0, 0 FROM (
  SELECT public_id, title, due_on, ROW_NUMBER() OVER (ORDER BY issued_at DESC) AS place FROM directives_directive
  WHERE document_id = %(document)s AND is_public ORDER BY issued_at DESC LIMIT 3
) newest"""


def evidence_to_review(scope: Scope, *, limit: int = 50) -> list[Evidence]:
    """Evidence submitted by recipients that the person manages, oldest first."""
    rows = Evidence.objects.filter(within(scope, "recipient__"), state=EvidenceState.SUBMITTED)
    rows = rows.select_related("recipient__directive", "recipient__unit", "obligation", "file")
    return list(rows.order_by("submitted_at", "id")[:limit])


def evidence_for(user: User, public_id: UUID, on: date, scope: Scope | None = None) -> Evidence:
    """Evidence that the person may decide on. Raises Evidence.DoesNotExist otherwise."""
    found = Evidence.objects.select_related("recipient__directive", "recipient__unit", "obligation").get(
        public_id=public_id
    )
    if manages(scope or scope_of(user, on), found.recipient):
        return found
    raise Evidence.DoesNotExist


def current_directives(
    user: User | AnonymousUser, on: date, *, limit: int = 5, scope: Scope | None = None
) -> list[Directive]:
    """The newest directives that the person may see."""
    return list(visible_directives(user, on, scope).order_by("-issued_at")[:limit])
