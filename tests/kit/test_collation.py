"""Paths of the tree are compared byte by byte, whatever the database's language."""

import pytest
from django.db import connection

from caunoi.directives.models import Recipient
from caunoi.organisations.models import Placement

pytestmark = [pytest.mark.room, pytest.mark.django_db]

# As bytes "/" stands between "." and "0"; a dictionary of a language would pass over it.
IN_ORDER = ["/1/", "/1/2/", "/1/2/3/", "/1/20/", "/10/", "/2/"]


@pytest.mark.parametrize("model", [Placement, Recipient])
def test_the_database_orders_paths_by_their_bytes(model):
    assert sorted(IN_ORDER) == IN_ORDER
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"CREATE TEMPORARY TABLE paths AS SELECT path FROM {table} WHERE 1 = 0")  # noqa: S608
        cursor.executemany("INSERT INTO paths (path) VALUES (%s)", [[path] for path in reversed(IN_ORDER)])
        cursor.execute("SELECT path FROM paths ORDER BY path")
        found = [path for (path,) in cursor.fetchall()]
        cursor.execute("DROP TABLE paths")
    assert found == IN_ORDER


@pytest.mark.parametrize("model", [Placement, Recipient])
def test_on_postgresql_the_column_says_so(model):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns WHERE table_name = %s AND column_name = 'path'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == ("C",)
