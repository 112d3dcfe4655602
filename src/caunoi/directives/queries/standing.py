"""How units stand with what was asked of them: over several directives, beside the units under the same parent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from caunoi.directives.choices import EvidenceState
from caunoi.directives.models import Directive, Evidence, Recipient
from caunoi.directives.queries.coverage import SPLIT_SQL, CoverageRow
from caunoi.directives.queries.reach import PATH

ANSWERED_SQL = """
SELECT {segment} AS child, COUNT(*), COUNT(acknowledged_at) FROM directives_recipient
WHERE directive_id IN ({directives}) AND path > %s AND path < %s GROUP BY 1"""


def directives_due(path: str, on: date, *, days: int = 365, limit: int = 8) -> list[int]:
    """Keys of directives to a branch whose day has come within so many days, the newest due first."""
    asked = Recipient.objects.filter(directive=OuterRef("pk"), path__gte=path, path__lt=path[:-1] + "0")
    rows = Directive.objects.filter(Exists(asked), due_on__gt=on - timedelta(days=days), due_on__lte=on)
    return list(rows.order_by("-due_on", "-pk").values_list("pk", flat=True)[:limit])


def answered_below(directives: Collection[int], path: str) -> dict[int, tuple[int, int]]:
    """How many recipients acknowledged, of how many, by the unit right below a path (with all its branch), as the tree was
    when each directive was sent. One statement, over the index of coverage alone."""
    if not PATH.fullmatch(path):
        raise ValueError(path)
    if not directives:
        return {}
    segment = SPLIT_SQL[connection.vendor]
    sql = ANSWERED_SQL.format(segment=segment, directives=", ".join(str(int(pk)) for pk in directives))
    start = [len(path) + 1] * segment.count("%s")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*start, path, path[:-1] + "0"])
        return {int(child): (done, total) for child, total, done in cursor.fetchall() if child}


def own_totals(unit_id: int, on: date, *, days: int = 365) -> CoverageRow:
    """The four numerators over the directives that one unit received in so many days."""
    rows = Recipient.objects.filter(unit=unit_id, added_at__date__gt=on - timedelta(days=days))
    counts = rows.aggregate(
        total=Count("id"),
        delivered=Count("delivered_at"),
        opened=Count("opened_at"),
        acknowledged=Count("acknowledged_at"),
        implemented=Count("implemented_at"),
    )
    return CoverageRow(unit_id, None, "", "/", 0, **counts)


def returned_to(unit_ids: Collection[int]) -> QuerySet[Evidence]:
    """Evidence that was given back to units and that nothing has followed since, the first given back before others."""
    later = Evidence.objects.filter(recipient=OuterRef("recipient"), submitted_at__gt=OuterRef("decided_at"))
    rows = Evidence.objects.filter(
        recipient__unit__in=unit_ids, recipient__implemented_at=None, state=EvidenceState.RETURNED
    )
    return rows.exclude(Exists(later)).order_by("decided_at", "pk")
