"""The tree in time: placements hold within [from_on, to_on), and a reorganisation must leave a tree on every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Problem(Enum):
    """Why a change of place is refused."""

    UNDER_ITSELF = "UNDER_ITSELF"
    CYCLE = "CYCLE"
    BEFORE_FOUNDING = "BEFORE_FOUNDING"
    BEFORE_LAST_CHANGE = "BEFORE_LAST_CHANGE"
    SAME_DAY = "SAME_DAY"
    UNIT_ENDED = "UNIT_ENDED"
    PARENT_ENDED = "PARENT_ENDED"
    NOT_IN_TREE = "NOT_IN_TREE"


@dataclass(frozen=True)
class Node:
    """A unit as the checks need it: its life and its open placement (path such as "/1/45/678/")."""

    id: int
    founded_on: date
    ended_on: date | None
    path: str | None
    placed_on: date | None


def check_change(unit: Node, on: date) -> list[Problem]:
    """Problems of any change (rename, move, end) of a unit on a day."""
    problems = []
    if on < unit.founded_on:
        problems.append(Problem.BEFORE_FOUNDING)
    if unit.ended_on is not None and on >= unit.ended_on:
        problems.append(Problem.UNIT_ENDED)
    if unit.path is None:
        problems.append(Problem.NOT_IN_TREE)
    elif unit.placed_on is not None and on < unit.placed_on:
        problems.append(Problem.BEFORE_LAST_CHANGE)
    return problems


def check_move(unit: Node, parent: Node, on: date) -> list[Problem]:
    """Problems of placing a unit under a parent from a day on."""
    problems = check_change(unit, on)
    if unit.id == parent.id:
        problems.append(Problem.UNDER_ITSELF)
    elif unit.path and parent.path and parent.path.startswith(unit.path):
        problems.append(Problem.CYCLE)
    if on < parent.founded_on or (parent.ended_on is not None and on >= parent.ended_on):
        problems.append(Problem.PARENT_ENDED)
    if parent.path is None:
        problems.append(Problem.NOT_IN_TREE)
    return problems


def moved_path(path: str, old_prefix: str, new_prefix: str) -> str:
    """The path of a descendant after its ancestor moved from `old_prefix` to `new_prefix`. Raises ValueError otherwise."""
    if not path.startswith(old_prefix):
        raise ValueError(f"{path} does not lie under {old_prefix}")
    return new_prefix + path[len(old_prefix) :]


def parent_of(path: str) -> str:
    """The path right above: "/1/" for "/1/45/", and "/" above the root."""
    return path.rstrip("/").rpartition("/")[0] + "/"


def ids_of(path: str) -> list[int]:
    """The ids from the root down: "/1/45/" is [1, 45]."""
    return [int(part) for part in path.split("/") if part]
