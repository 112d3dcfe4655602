"""A test that commits leaves the tables as it found them, also those that only grow."""

import pytest
from django.db import connection

from caunoi.kit import audit, clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.searching import Synonym
from tests import migrated
from tests.cast import make_cast

pytestmark = [pytest.mark.room, pytest.mark.django_db(transaction=True)]


def test_what_was_committed_is_gone_and_what_migrations_wrote_is_back():
    synonyms = set(Synonym.objects.values_list("public_id", flat=True))
    assert synonyms
    user = make_cast().users["hoa"]
    audit.record(user, "kit.test_migrated", by=user, at=clock.now())
    Synonym.objects.all().delete()
    assert AuditRow.objects.exists()
    migrated.bring_back()
    assert not AuditRow.objects.exists()
    assert not type(user).objects.exists()
    assert set(Synonym.objects.values_list("public_id", flat=True)) == synonyms


def test_the_triggers_are_there_again():
    user = make_cast().users["hoa"]
    audit.record(user, "kit.test_migrated", by=user, at=clock.now())
    with connection.cursor() as cursor, pytest.raises(Exception, match="append"):
        cursor.execute(f"DELETE FROM {AuditRow._meta.db_table}")  # noqa: S608  # noqa: S608
