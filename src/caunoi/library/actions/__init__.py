"""What changes the library."""

from caunoi.library.actions.documents import Confirmed, add_version, confirm_reading, mend_document
from caunoi.library.actions.extraction import Extracted, extract
from caunoi.library.actions.reading import discard_reading, read_file, resume_readings, start_reading

__all__ = [
    "Confirmed",
    "Extracted",
    "add_version",
    "confirm_reading",
    "discard_reading",
    "extract",
    "mend_document",
    "read_file",
    "resume_readings",
    "start_reading",
]
