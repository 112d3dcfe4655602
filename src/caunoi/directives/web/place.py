"""Where in the proof of a directive an officer stands, and may stand."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpRequest

from caunoi.accounts.models import PersonalLink
from caunoi.directives import queries
from caunoi.directives.models import Directive, Recipient
from caunoi.kit import clock
from caunoi.organisations.queries import Scope, scope_asked
from caunoi.pure import timetree

PATH = re.compile(r"/(?:\d{1,15}/){1,16}", re.ASCII)
ROOTS_SHOWN = 30
Below = dict[str, list[queries.CoverageRow]]


def recipient_of(link: PersonalLink) -> Recipient:
    """The recipient that a personal link is about."""
    pk = int(link.subject.rpartition(":")[2])
    return Recipient.objects.select_related("directive__document", "directive__issuer", "unit").get(pk=pk)


def path_above(scope: Scope, recipient: Recipient) -> str:
    """The branch right above a recipient, or its own place where that is the highest that the person may see."""
    above = timetree.parent_of(recipient.path)
    return above if any(above.startswith(path) for path in scope.frozen_branches()) else recipient.path


class Place:
    """The directive, and the branch of it that the person looks at and may see."""

    def __init__(self, request: HttpRequest, directive_id: UUID) -> None:
        self.today = clock.today()
        self.scope = scope_asked(request, self.today)
        self.directive = queries.directive_for_proof(request.user, directive_id, self.today, self.scope)
        self.roots = queries.coverage_roots(self.directive, self.scope, self.today)
        if not self.roots:
            raise Directive.DoesNotExist
        self.path = request.POST.get("path") or request.GET.get("path") or self.roots[0]
        self.root = next((root for root in self.roots if self.path.startswith(root)), "")
        if not PATH.fullmatch(self.path) or not self.root:
            raise Directive.DoesNotExist
        self.elsewhere = {timetree.ids_of(root)[-1]: root for root in self.roots if root != self.root}

    def units_above(self) -> list[int]:
        """From the root that the person may see down to the branch."""
        ids = [int(part) for part in self.path.strip("/").split("/")]
        return ids[self.root.count("/") - 2 :]

    def named(self) -> list[int]:
        """Whose names the page needs: the units above, and those at the other roots."""
        return [*self.units_above(), *list(self.elsewhere)[:ROOTS_SHOWN]]

    def other_paths(self) -> list[str]:
        """The places at the other roots."""
        return list(self.elsewhere.values())[:ROOTS_SHOWN]

    def other_roots(self, below: Below) -> list[tuple[str, str]]:
        """Path and name of the other places that are the person's after a reorganisation, where there is anything."""
        names = {self.elsewhere[row.unit_id]: row.name for row in below[""] if row.unit_id in self.elsewhere}
        return [(path, name) for path, name in names.items() if below[path]]

    def chain(self, named: list[queries.CoverageRow]) -> list[tuple[str, str]]:
        """Path and name of each unit from the root down to the branch."""
        names = {row.unit_id: row.name for row in named}
        rows, path = [], "/" + "".join(f"{part}/" for part in self.root.strip("/").split("/")[:-1])
        for pk in self.units_above():
            path += f"{pk}/"
            rows.append((path, names.get(pk, "")))
        return rows
