"""The kit's rows, gathered where Django looks for them."""

from caunoi.kit.audit.models import AuditContent, AuditHead, AuditRow, AuditSeal
from caunoi.kit.files.models import StoredFile, Upload
from caunoi.kit.http.models import BucketLevel, IdempotencyRecord, PageChange, Spent
from caunoi.kit.outbox.models import OutboxEvent, ProcessedEvent
from caunoi.kit.searching.models import MissedSearch, Synonym

__all__ = [
    "AuditContent",
    "AuditHead",
    "AuditRow",
    "AuditSeal",
    "BucketLevel",
    "IdempotencyRecord",
    "MissedSearch",
    "OutboxEvent",
    "PageChange",
    "ProcessedEvent",
    "Spent",
    "StoredFile",
    "Synonym",
    "Upload",
]
