"""Public ids: UUID version 7 (RFC 9562), ordered by time, not guessable."""

import uuid

import uuid_utils
from django.db import models


def new_id() -> uuid.UUID:
    """A fresh UUIDv7."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


class PublicIdField(models.UUIDField):
    """The id that appears in addresses; the integer key never leaves the house."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.update(default=new_id, unique=True, editable=False)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
