"""The chain. On SQLite a row is sealed in its own transaction (one writer at a time anyway); on PostgreSQL a follower
seals rows within seconds, so that the chain never makes commits wait for each other."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from caunoi.kit.audit.models import AuditContent, AuditHead, AuditRow, AuditSeal

GENESIS = "0" * 64
# Any fixed number: the key of the advisory lock that lets one follower seal at a time.
LOCK = 7262_0001


@dataclass(frozen=True)
class Verdict:
    """What `verify` found; `broken_at` is the position of the first link that does not hold."""

    count: int
    unsealed_count: int
    head: str
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        """True when every link holds."""
        return self.broken_at is None


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value always gives the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _name(thing: Any) -> str:
    if thing is None:
        return "system"
    if isinstance(thing, str):
        return thing
    if isinstance(thing, models.Model):
        public_id = getattr(thing, "public_id", None)
        return f"{thing._meta.label_lower}:{public_id or thing.pk}"
    raise TypeError(f"audit: expected a row or a text, got {type(thing).__name__}")


def _digest(previous: str, row: AuditRow) -> str:
    body = canonical(
        {
            "id": str(row.public_id),
            "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": row.verb,
            "actor": row.actor,
            "subject": row.subject,
            "facts": row.facts,
        }
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def record(
    subject: models.Model | str,
    verb: str,
    *,
    by: Any,
    at: datetime,
    content: Mapping[str, Any] | None = None,
    **facts: Any,
) -> AuditRow:
    """Add one deed, inside the caller's transaction.

    `facts` are written openly and must hold no personal data; rows among them become their public ids.
    `content` (names, texts) is written as salted SHA-256 only, its words beside it where they can be erased.
    """
    plain = {key: _name(value) if isinstance(value, models.Model) else value for key, value in facts.items()}
    salt = secrets.token_hex(16) if content else ""
    if content:
        plain["content"] = {
            key: hashlib.sha256(f"{salt}{canonical(value)}".encode()).hexdigest() for key, value in content.items()
        }
    plain = json.loads(json.dumps(plain, default=str))
    row = AuditRow(at=at, verb=verb, actor=_name(by), subject=_name(subject), facts=plain)
    row.save(force_insert=True)
    if content:
        AuditContent.objects.create(row=row, salt=salt, content=json.loads(json.dumps(dict(content), default=str)))
    if connection.vendor == "sqlite":
        _seal_now(row)
    return row


def _seal_now(row: AuditRow) -> None:
    """Written by hand: every deed pays for it, and compiling the two statements costs more than running them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, digest FROM kit_auditseal ORDER BY position DESC LIMIT 1")
        position, digest = cursor.fetchone() or (0, GENESIS)
        cursor.execute(
            "INSERT INTO kit_auditseal (position, row_id, digest) VALUES (%s, %s, %s)",
            [position + 1, row.pk, _digest(digest, row)],
        )


@transaction.atomic
def seal(limit: int = 1000) -> int:
    """Link up to `limit` unsealed rows; returns how many. Safe to run in many processes: one works, others return 0."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
    position, digest = AuditSeal.objects.order_by("-position").values_list("position", "digest").first() or (
        0,
        GENESIS,
    )
    links = []
    for row in AuditRow.objects.filter(seal=None).order_by("id")[:limit]:
        position, digest = position + 1, _digest(digest, row)
        links.append(AuditSeal(position=position, row=row, digest=digest))
    AuditSeal.objects.bulk_create(links)
    return len(links)


def verify() -> Verdict:
    """Read the whole chain and compute every link again."""
    previous, expected = GENESIS, 0
    seals = AuditSeal.objects.select_related("row").order_by("position")
    for link in seals.iterator(chunk_size=2000):
        expected += 1
        digest = _digest(previous, link.row)
        if link.position != expected or link.digest != digest:
            return Verdict(expected - 1, 0, previous, broken_at=expected)
        previous = digest
    return Verdict(expected, AuditRow.objects.filter(seal=None).count(), previous)


@dataclass(frozen=True)
class Link:
    """Where a deed stands in the chain; `holds` says that its digest follows from the deed and the link before."""

    position: int
    digest: str
    holds: bool


def link_of(subject: models.Model | str, verb: str) -> Link | None:
    """The link of the newest such deed on a row, computed again; None while it is not sealed, or was never done."""
    rows = AuditRow.objects.filter(subject=_name(subject), verb=verb, seal__isnull=False).select_related("seal")
    row = rows.order_by("-id").first()
    if row is None:
        return None
    before = (
        AuditSeal.objects.filter(position=row.seal.position - 1).values_list("digest", flat=True).first() or GENESIS
    )
    return Link(row.seal.position, row.seal.digest, row.seal.digest == _digest(before, row))


def head() -> tuple[int, str]:
    """Length of the chain and its last digest: what is published daily and printed under signed minutes."""
    return AuditSeal.objects.order_by("-position").values_list("position", "digest").first() or (0, GENESIS)


@transaction.atomic
def publish_head(*, at: datetime) -> AuditHead | None:
    """Note the chain's end for the local day of `at`, once; nothing to note while the chain is empty."""
    position, digest = head()
    if not position:
        return None
    row, _ = AuditHead.objects.get_or_create(
        on=timezone.localtime(at).date(), defaults={"position": position, "digest": digest, "published_at": at}
    )
    return row
