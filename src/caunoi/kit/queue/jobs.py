"""A job takes ids, is idempotent, and calls one action; it is asked for by its dotted name, so that a lower room never
imports a door of a higher one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django_tasks import task
from django_tasks.base import Task

log = logging.getLogger(__name__)
_jobs: dict[str, Task[Any, Any]] = {}
_periodic: dict[str, tuple[int, Callable[[], Any]]] = {}


def periodic(seconds: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Let the worker call the function every so many seconds (a sweeper; it must be idempotent and quick)."""

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        _periodic[f"{function.__module__}.{function.__name__}"] = (seconds, function)
        return function

    return register


def periodics() -> dict[str, tuple[int, Callable[[], Any]]]:
    """Dotted name of every periodic function, with its period in seconds."""
    return dict(sorted(_periodic.items()))


def job(function: Callable[..., Any]) -> Task[Any, Any]:
    """Declare a background job in a room's `jobs.py`."""
    made: Task[Any, Any] = task()(function)
    _jobs[f"{function.__module__}.{function.__name__}"] = made
    return made


def jobs() -> dict[str, str]:
    """Dotted name of every job, with the first line of what it says about itself."""
    return {name: (made.func.__doc__ or "").strip().split("\n")[0] for name, made in sorted(_jobs.items())}


def enqueue(name: str, **kwargs: Any) -> None:
    """Ask for a job after the current transaction commits; nothing is asked when it rolls back.

    Raises LookupError at once when there is no such job, while the deed can still be undone. A queue that is away raises its
    own error outside a transaction; after a commit it is written down, for the rows are there and are looked for again.
    """
    if name not in _jobs:
        raise LookupError(f"no job {name!r}: see `caunoi work --list`")
    is_after = transaction.get_connection().in_atomic_block

    def ring() -> None:
        try:
            _jobs[name].enqueue(**kwargs)
        except Exception:
            if not is_after:
                raise
            # No error may be made of what is committed; the periodic functions ring again.
            log.exception("queue: %s was not asked for", name)

    transaction.on_commit(ring)
