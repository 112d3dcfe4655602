"""Work in the background."""

from caunoi.kit import clock, queue
from caunoi.library import actions

SWEEP_SECONDS = 60
WATCH_SECONDS = 600


@queue.job
def read_document(reading_id: int) -> None:
    """Read a file that someone brought in (text, tables, or pictures of pages)."""
    actions.read_file(reading_id=reading_id)


@queue.job
def import_documents(batch_id: int) -> None:
    """Go on with an import of many files."""
    actions.run_import(batch_id=batch_id)


@queue.periodic(SWEEP_SECONDS)
def sweep_imports() -> None:
    """Ask again for imports whose job was lost."""
    actions.resume_imports(at=clock.now())


@queue.periodic(SWEEP_SECONDS)
def sweep_readings() -> None:
    """Ask again for readings whose job was lost: a worker that died, a queue that was emptied."""
    actions.resume_readings(at=clock.now())


@queue.periodic(WATCH_SECONDS)
def watch_validity() -> None:
    """See which documents stopped to hold: days come without anybody doing anything."""
    actions.watch_validity(at=clock.now())
