"""What one version of a plan says otherwise than another. A version is plain data: words, and a list of tasks with ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class TaskChange:
    """What became of a task: ADDED, REMOVED, CANCELLED, RESTORED or CHANGED."""

    kind: str
    title: str
    task: Words
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class PlanChanges:
    """The difference of two versions."""

    words: tuple[FieldChange, ...] = ()
    tasks: tuple[TaskChange, ...] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.words or self.tasks)


def fields_changed(before: Words, after: Words, names: Sequence[str]) -> tuple[FieldChange, ...]:
    """The named fields that differ; nothing and an empty text are the same."""
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if (before.get(name) or "") != (after.get(name) or "")
    )


def _task_change(before: Words, after: Words, names: Sequence[str]) -> TaskChange | None:
    changed = fields_changed(before, after, names)
    if after.get("cancel_reason") and not before.get("cancel_reason"):
        return TaskChange("CANCELLED", after["title"], after)
    if before.get("cancel_reason") and not after.get("cancel_reason"):
        return TaskChange("RESTORED", after["title"], after, changed)
    return TaskChange("CHANGED", after["title"], after, changed) if changed else None


def compared(before: Words, after: Words, words: Sequence[str], fields: Sequence[str]) -> PlanChanges:
    """The difference of two versions, tasks in the order of the newer one, those that are gone at the end."""
    old = {task["id"]: task for task in before.get("tasks", ())}
    tasks: list[TaskChange] = []
    for task in after.get("tasks", ()):
        known = old.pop(task["id"], None)
        if known is None:
            tasks.append(TaskChange("ADDED", task["title"], task))
        elif change := _task_change(known, task, fields):
            tasks.append(change)
    tasks += [TaskChange("REMOVED", task["title"], task) for task in old.values()]
    return PlanChanges(fields_changed(before, after, words), tuple(tasks))
