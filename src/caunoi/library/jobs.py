"""Work in the background."""

from caunoi.kit import queue
from caunoi.library import actions


@queue.job
def read_document(reading_id: int) -> None:
    """Read a file that someone brought in (text, tables, or pictures of pages)."""
    actions.read_file(reading_id=reading_id)
