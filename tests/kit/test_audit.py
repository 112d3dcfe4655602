"""The audit chain: rows can be added, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from caunoi.kit import audit
from caunoi.kit.audit.models import AuditContent, AuditRow, AuditSeal
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def record_three() -> None:
    for number in range(3):
        audit.record("test.thing:1", "test.deed", by=None, at=AT, number=number, content={"name": "Nguyễn Thị Lan"})
    while connection.vendor != "sqlite" and audit.seal():
        pass


def test_a_chain_of_three_rows_verifies():
    record_three()
    verdict = audit.verify()
    assert (verdict.count, verdict.unsealed_count, verdict.is_whole) == (3, 0, True)
    assert audit.head() == (3, verdict.head)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_a_row(deed):
    record_three()
    rows = AuditRow.objects.filter(facts__number=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="test.other") if deed == "update" else rows._raw_delete(rows.db)


def test_replacing_a_row_does_not_slip_past_the_triggers():
    record_three()
    if connection.vendor != "sqlite":
        return
    row = AuditRow.objects.earliest("id")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO kit_auditrow (id, public_id, at, verb, actor, subject, facts)"
            " SELECT id, public_id, at, 'test.other', actor, subject, facts FROM kit_auditrow WHERE id = %s",
            [row.pk],
        )


def test_a_forged_row_breaks_the_chain_at_its_place():
    record_three()
    with connection.cursor() as cursor:
        name = "kit_auditrow_no_UPDATE"
        on = "" if connection.vendor == "sqlite" else " ON kit_auditrow"
        cursor.execute(f"DROP TRIGGER {name}{on}")
    AuditRow.objects.filter(facts__number=1).update(verb="test.forged")
    assert audit.verify().broken_at == 2


def test_erasing_content_leaves_the_chain_whole():
    record_three()
    AuditContent.objects.all().delete()
    assert audit.verify().is_whole


def test_content_appears_in_the_chain_only_as_a_salted_hash():
    record_three()
    hashes = {row.facts["content"]["name"] for row in AuditRow.objects.all()}
    assert len(hashes) == 3
    assert all(len(value) == 64 for value in hashes)


def test_a_row_waits_unsealed_when_its_seal_is_left_to_a_follower():
    audit.record("test.thing:1", "test.deed", by=None, at=AT)
    AuditSeal.objects.count()
    expected = 0 if connection.vendor == "sqlite" else 1
    assert audit.verify().unsealed_count == expected


def test_the_head_of_a_day_is_published_once():
    record_three()
    first = audit.publish_head(at=AT)
    audit.record("test.thing:1", "test.deed", by=None, at=AT)
    assert (first.position, audit.publish_head(at=AT).position) == (3, 3)


def test_an_empty_chain_publishes_nothing():
    assert audit.publish_head(at=AT) is None
