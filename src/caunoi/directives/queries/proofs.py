"""What a proof rests on: the hash of its rows, computed again at any time, and its place in the audit chain."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from caunoi.directives.choices import Level
from caunoi.directives.models import CoverageMinutes, Directive, PastReceipt, Recipient, ReturnedDelivery, SignOff
from caunoi.directives.queries.coverage import CoverageRow, LevelCount
from caunoi.directives.queries.newcomers import later_count
from caunoi.kit import audit
from caunoi.pure.receipts import DIGIT_COUNT, DIGITS, ReceiptProblem, parse

MOMENTS = ("delivered_at", "opened_at", "acknowledged_at", "implemented_at")
KEPT_SECONDS = 600
SHA256 = re.compile(r"[0-9a-f]{64}")


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else "-"


def _rows(directive: Directive, path: str, at: datetime, version: int) -> Iterator[tuple[Any, ...]]:
    """Unit, place and the four moments of a version: of the newest from the recipients, of an earlier one from what was
    kept when it ended."""
    stop = path[:-1] + "0"
    if version == directive.version_number:
        now = Recipient.objects.filter(directive=directive, path__gte=path, path__lt=stop, added_at__lte=at)
        return now.order_by("unit_id").values_list("unit_id", "path", *MOMENTS).iterator(chunk_size=5000)
    past = PastReceipt.objects.filter(
        recipient__directive=directive, recipient__path__gte=path, recipient__path__lt=stop,
        recipient__added_at__lte=at, version_number=version,
    )  # fmt: skip
    names = ("recipient__unit_id", "recipient__path", *MOMENTS)
    return past.order_by("recipient__unit_id").values_list(*names).iterator(chunk_size=5000)


def _counted_then(directive: Directive, path: str, at: datetime, version: int) -> dict[int, datetime]:
    """By unit: the delivery that counted at a moment, of those that came back since."""
    rows = ReturnedDelivery.objects.filter(
        recipient__directive=directive, recipient__path__gte=path, recipient__path__lt=path[:-1] + "0",
        version_number=version, delivered_at__lte=at, returned_at__gt=at,
    )  # fmt: skip
    return dict(rows.values_list("recipient__unit_id", "delivered_at"))


def rows_hash(directive: Directive, path: str, at: datetime, version: int | None = None) -> str:
    """SHA-256 over one line a recipient: unit, place, and the four moments in UTC, ordered by unit.

    What came after `at` is left out, so that minutes can be verified for as long as the rows live; so are units added
    later, later versions do not touch it, and a delivery that came back afterwards stands as it counted then.
    """
    digest, number = hashlib.sha256(), version or directive.version_number
    counted_then = _counted_then(directive, path, at, number)
    for unit_id, place, *moments in _rows(directive, path, at, number):
        moments[0] = counted_then.get(unit_id, moments[0])
        known = [_moment(moment if moment and moment <= at else None) for moment in moments]
        digest.update(f"{unit_id}\t{place}\t{chr(9).join(known)}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Proof:
    """Minutes as anybody may verify them who holds the paper: no unit but the one that drew them up is named."""

    minutes: CoverageMinutes
    sign_off: SignOff | None
    levels: list[LevelCount]
    # None where the minutes are from before their branch was kept with them.
    is_same: bool | None
    link: audit.Link | None
    added_since: int


def _figures(minutes: CoverageMinutes) -> list[LevelCount]:
    known = minutes.figures
    total, delivered, opened, acknowledged, implemented = (
        int(known.get(name, 0)) for name in ("total", "delivered", "opened", "acknowledged", "implemented")
    )
    return CoverageRow(0, None, "", "", 0, total, delivered, opened, acknowledged, implemented).levels()


def proof_of(minutes: CoverageMinutes) -> Proof:
    """The minutes with the hash computed again; what was computed is kept for ten minutes."""
    directive, sign_off = minutes.directive, minutes.sign_offs.first()
    same = None
    if minutes.path:
        key = f"directives.proof:{minutes.pk}"
        found = cache.get(key)
        if found is None:
            found = rows_hash(directive, minutes.path, minutes.at, minutes.version_number)
            cache.set(key, found, KEPT_SECONDS)
        same = found == minutes.rows_sha256
    link = (
        audit.link_of(sign_off, "directives.sign_off")
        if sign_off
        else audit.link_of(minutes, "directives.make_minutes")
    )
    since = later_count(directive, minutes.path, minutes.at) if minutes.path else 0
    return Proof(minutes, sign_off, _figures(minutes), same, link, since)


def find_minutes(text: str) -> CoverageMinutes:
    """Minutes by the code printed on them, or by the SHA-256 of their rows, of their PDF or DOCX.

    Raises CoverageMinutes.DoesNotExist.
    """
    rows = CoverageMinutes.objects.select_related("directive__issuer", "directive__document", "unit", "pdf", "docx")
    plain = text.strip().lower()
    if SHA256.fullmatch(plain):
        same = Q(rows_sha256=plain) | Q(pdf__sha256=plain) | Q(docx__sha256=plain)
        found = rows.filter(same).order_by("-pk").first()
    else:
        found = rows.filter(code=_code(text)).exclude(code="").first()
    if found is None:
        raise CoverageMinutes.DoesNotExist
    return found


def _code(text: str) -> str:
    """The 16 symbols of an address, or the 17 that people read and type."""
    plain = text.strip().upper()
    if len(plain) == DIGIT_COUNT and set(plain) <= set(DIGITS):
        return plain
    try:
        return parse(text)
    except ReceiptProblem:
        return ""


def sign_offs_of(directive: Directive, path: str) -> dict[str, tuple[SignOff, int]]:
    """Who signed for a branch in the newest version, by level, with how many units were added since."""
    rows = SignOff.objects.filter(directive=directive, path=path, version_number=directive.version_number)
    return {
        row.level: (row, later_count(directive, path, row.at)) for row in rows.select_related("signed_by", "minutes")
    }


def signable(row: CoverageRow, signed: dict[str, tuple[SignOff, int]]) -> list[Level]:
    """The levels at which a branch is whole and nobody has signed."""
    counts = {Level.ACKNOWLEDGED: row.acknowledged, Level.IMPLEMENTED: row.implemented}
    return [level for level, count in counts.items() if row.total and count == row.total and level not in signed]
