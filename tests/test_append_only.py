"""What is said to be append-only is so: the database itself refuses to change a row or to take one away."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from caunoi.accounts.actions import record_consent
from caunoi.accounts.choices import ConsentPurpose
from caunoi.accounts.models import ConsentEntry
from caunoi.directives.actions import acknowledge, note_opening, remind
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import (
    Acknowledgement,
    CheckAttempt,
    ContactNote,
    CoverageMinutes,
    DirectiveVersion,
    LadderRung,
    Opening,
    PastReceipt,
    Recipient,
    Reminder,
    ReturnedDelivery,
    RungStep,
    SignOff,
)
from caunoi.kit import clock
from caunoi.library.models import DocumentVersion
from caunoi.newsroom.choices import Channel as ReachChannel
from caunoi.newsroom.models import Article, Revision, Use
from caunoi.plans.models import Plan, PlanRevision
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.room, pytest.mark.django_db]
# What the field that a forger would like to change is called.
GUARDED: dict[type[models.Model], dict[str, Any]] = {
    Opening: {"channel": "ACCOUNT"},
    Acknowledgement: {"weight": 4},
    Reminder: {"by": None},
    DirectiveVersion: {"change_note": "khác"},
    PastReceipt: {"acknowledged_at": None},
    CheckAttempt: {"wrong_count": 0},
    RungStep: {"outcome": "TOLD"},
    ContactNote: {"note": "khác"},
    SignOff: {"total": 9},
    ReturnedDelivery: {"code": "khác"},
    DocumentVersion: {"text": "khác"},
    ConsentEntry: {"is_given": True},
    Revision: {"body": "<p>khác</p>"},
    Use: {"sent_count": 4},
    PlanRevision: {"note": "khác"},
}


def make_directive_history(world: World, row: Recipient, now: datetime) -> None:
    facts: dict[str, Any] = {"directive": row.directive, "version_number": 1, "at": now}
    own: dict[str, Any] = {"recipient": row, "at": now}
    PastReceipt.objects.create(recipient=row, version_number=9, due_on=row.due_on, acknowledged_at=now)
    CheckAttempt.objects.create(**own, version_number=1, wrong_count=1, channel=Channel.LINK)
    rung = LadderRung.objects.create(directive=row.directive, kind="DUE", audience="UNIT", since_on=row.due_on)
    RungStep.objects.create(**own, rung=rung, version_number=1, on=row.due_on, outcome="MISSED")
    moments = {"delivered_at": now, "returned_at": now}
    ReturnedDelivery.objects.create(recipient=row, version_number=1, channel="EMAIL", **moments)
    ContactNote.objects.create(**own, kind="CALL", outcome="REACHED")
    unit = {"unit": row.unit, "path": row.path}
    minutes = CoverageMinutes.objects.create(**facts, **unit, rows_sha256="0" * 64)
    SignOff.objects.create(
        **facts, **unit, level="ACKNOWLEDGED", total=1, minutes=minutes, signed_by=world.cast.users["hoa"]
    )


@pytest.fixture
def rows(world: World) -> World:
    now, row = clock.now(), world.quiet.recipients.get(unit=world.cast.units["MD-1"])
    note_opening(recipient=row, channel=Channel.LINK, by=None, at=now)
    acknowledge(recipient=row, channel=Channel.LINK, by=None, at=now)
    remind(directive=world.quiet, recipients=[row], by=world.cast.hoa, at=now)
    make_directive_history(world, row, now)
    record_consent(
        subject="accounts.user:1",
        purpose=ConsentPurpose.NOTICES,
        is_given=False,
        text="",
        channel="WEB",
        by=None,
        at=now,
    )
    article = Article.objects.create(
        short_code="thu", slug="thu", title="Thử", owner=world.cast.units["MD-1"], changed_at=now, created_at=now
    )
    revision = Revision.objects.create(article=article, number=1, title="Thử", body="<p>thử</p>", written_at=now)
    plan = Plan.objects.create(unit=world.cast.units["MD-1"], year=2019, title="Thử", created_at=now, changed_at=now)
    PlanRevision.objects.create(plan=plan, number=1, at=now)
    Use.objects.create(article=article, revision=revision, channel=ReachChannel.LEAFLET, sent_count=3, at=now)
    return world


@pytest.mark.parametrize("deed", ["update", "delete"])
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_the_database_refuses_to_change_what_was_written(rows: World, model: type[models.Model], deed: str):
    found = model._default_manager.all()
    count = found.count()
    assert count
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        found.update(**GUARDED[model]) if deed == "update" else found._raw_delete(found.db)
    assert found.count() == count


@pytest.mark.pure
def test_whatever_calls_itself_append_only_is_tried_here_or_with_the_audit():
    said = {model for model in apps.get_models() if (model.__doc__ or "").startswith("Append-only")}
    elsewhere = {"UnitEvent", "CoverageMinutes"}
    assert {model.__name__ for model in said} - elsewhere <= {model.__name__ for model in GUARDED}
