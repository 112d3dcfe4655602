"""Public ids: ordered by time, not guessable, made once."""

import time
import uuid

import pytest

from caunoi.kit.files.models import StoredFile
from caunoi.kit.ids import new_id
from tests.cast import AT

pytestmark = pytest.mark.pure


def test_an_id_is_a_uuid_of_version_7():
    made = new_id()
    assert (type(made), made.version, made.variant) == (uuid.UUID, 7, uuid.RFC_4122)


def test_ids_made_one_after_the_other_are_in_order():
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == 2000


def test_random_ids_would_not_be_in_order():
    """Negative control of the test above."""
    made = [uuid.uuid4() for _ in range(2000)]
    assert made != sorted(made)


def test_an_id_begins_with_the_time_in_milliseconds():
    before = time.time_ns() // 1_000_000
    moment = new_id().int >> 80
    assert before <= moment <= time.time_ns() // 1_000_000


def test_seventy_bits_cannot_be_guessed_from_the_id_before():
    parts = {new_id().int & (2**32 - 1) for _ in range(200)}
    assert len(parts) == 200


def test_a_row_gets_its_id_before_it_is_saved_and_no_form_changes_it():
    first, second = StoredFile(created_at=AT), StoredFile(created_at=AT)
    field = StoredFile._meta.get_field("public_id")
    assert first.public_id < second.public_id
    assert (field.unique, field.editable) == (True, False)
