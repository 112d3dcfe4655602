"""Kept pages: another process sees the token of a change when it sees the rows."""

import pytest
from django.db import connection, transaction

from caunoi.kit.http.pagechanges import Reader
from tests.world import World

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]


def test_another_connection_sees_the_token_with_the_rows_and_not_before(world: World):
    reader = Reader()
    try:
        document, before = world.public, dict(reader())
        with transaction.atomic():
            type(document).objects.filter(pk=document.pk).update(is_public=False)
            if connection.vendor == "postgresql":  # SQLite in memory locks readers out meanwhile; a file does not
                assert reader() == before
        after = dict(reader())
        assert after["library"] != before["library"]
        assert {**after, "library": ""} == {**before, "library": ""}
        with transaction.atomic():
            type(document).objects.filter(pk=document.pk).update(is_public=True)
            transaction.set_rollback(True)
        assert reader() == after
        world.voices.publication.__class__.objects.update(voice_count=7)
        assert reader() == after  # the register's title and answer are as they were
        world.voices.publication.__class__.objects.update(title="Khác")
        assert reader()["register"] != after["register"]
    finally:
        reader.close()
