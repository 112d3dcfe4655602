"""Sessions in the database, with their person: the engine that `SESSION_ENGINE` names. See docs/adr/0014."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from caunoi.accounts import queries
from caunoi.accounts.models import Session, User
from caunoi.kit import clock


class SessionStore(DatabaseStore):
    """Django's own, but that the row names the person and that reading it brings the person along."""

    # Whom the row named when it was read; whoever uses it compares it with what the session says.
    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        found = queries.session_of(self.session_key or "", clock.now())
        if found is None:
            self._session_key = None
            return {}
        data, self.person = found
        return self.decode(data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row
