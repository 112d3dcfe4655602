"""What changes the library."""

from caunoi.library.actions.collections import CollectionDraft, remove_collection, save_collection
from caunoi.library.actions.documents import Confirmed, add_version, confirm_reading, mend_document
from caunoi.library.actions.extraction import Extracted, extract
from caunoi.library.actions.importing import fetcher, resume_imports, run_import
from caunoi.library.actions.procedures import ProcedureDraft, save_procedure
from caunoi.library.actions.reading import discard_reading, read_file, resume_readings, start_reading
from caunoi.library.actions.unpacking import (
    ImportDraft,
    Incoming,
    folder_items,
    incoming_of,
    joined,
    start_import,
    together,
    told_by,
)
from caunoi.library.actions.watching import watch_validity

__all__ = [
    "CollectionDraft",
    "Confirmed",
    "Extracted",
    "ImportDraft",
    "Incoming",
    "ProcedureDraft",
    "add_version",
    "confirm_reading",
    "discard_reading",
    "extract",
    "fetcher",
    "folder_items",
    "incoming_of",
    "joined",
    "mend_document",
    "read_file",
    "remove_collection",
    "resume_imports",
    "resume_readings",
    "run_import",
    "save_collection",
    "save_procedure",
    "start_import",
    "start_reading",
    "together",
    "told_by",
    "watch_validity",
]
