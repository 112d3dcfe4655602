"""Django's backend for SQLite with a turn before each write. See docs/adr/0017."""

from __future__ import annotations

import re
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from caunoi.kit.folding import SQLITE_NAME, folded_text
from caunoi.kit.sqlite import turns

# What takes the lock for writing when it stands outside a transaction. A bare BEGIN takes none.
WRITES = re.compile(
    r"\s*(BEGIN\s+(IMMEDIATE|EXCLUSIVE)|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE
)


class TurnCursor(base.SQLiteCursorWrapper):
    """Asks for the turn before a statement that would begin to write, and gives it back after what ends the writing."""

    def __init__(self, connection: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self.wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self.wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self.wrapper.turn_for(query):
            return super().executemany(query, param_list)


class _Turn:
    """The turn around one statement; a transaction keeps it."""

    def __init__(self, wrapper: DatabaseWrapper) -> None:
        self.wrapper = wrapper

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.wrapper.give_turn_back()


class DatabaseWrapper(base.DatabaseWrapper):
    """Writers of one database file write in the order they came, over all threads and processes of the machine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: turns.Turns | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that folds text as searches do."""
        made = super().get_new_connection(conn_params)
        made.create_function(SQLITE_NAME, 1, folded_text, deterministic=True)
        return made

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=lambda connection: TurnCursor(connection, self))

    def turn_for(self, query: str) -> _Turn:
        """Take the turn if the statement would begin to write. Raises OperationalError when it does not come."""
        if self._turn is None and not self.connection.in_transaction and WRITES.match(query):
            self._take_turn()
        return _Turn(self)

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return
        queue = turns.of(str(self.settings_dict["NAME"]))
        try:
            queue.take(seconds=float(self.settings_dict["OPTIONS"].get("timeout", 5)))
        except (turns.TurnNeverCameError, OSError) as error:
            raise OperationalError(f"no turn to write: {error}") from error
        self._turn = queue

    def give_turn_back(self) -> None:
        """Unless a transaction is under way."""
        if self._turn is not None and (self.connection is None or not self.connection.in_transaction):
            queue, self._turn = self._turn, None
            queue.give_back()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self.give_turn_back()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self.give_turn_back()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            if self._turn is not None:
                queue, self._turn = self._turn, None
                queue.give_back()
