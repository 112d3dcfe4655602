"""Lists cost the same number of statements with one row and with three."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.directives.actions import DirectiveDraft, add_recipients, issue_directive
from caunoi.kit import clock
from caunoi.library.models import DocumentReading
from tests.world import GUIDANCE, World, make_document

pytestmark = pytest.mark.door
PAGES = {
    "an": ["/", "/library/documents/", "/search/?q=cai cach", "/units/", "/directives/"],
    "minh": ["/", "/desk/", "/mine/", "/library/readings/", "/directives/"],
    "hoa": ["/", "/desk/", "/mine/", "/library/readings/", "/library/documents/", "/units/"],
}


def statements(world: World, name: str, url: str) -> int:
    client = world.client(name)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(world: World) -> None:
    """Two more of everything that a list shows."""
    units, users, now = world.cast.units, world.cast.users, clock.now()
    for number in (1, 2):
        values = replace(GUIDANCE, title=f"Cải cách hành chính, phần {number}", symbol=f"{number}/HD-LĐLĐ")
        document, _file = make_document(values, units["HN"], users["dung"])
        draft = DirectiveDraft(title=f"Đợt {number}", due_on=clock.today() + timedelta(days=number))
        issue_directive(document=document, issuer=units["HN"], draft=draft, by=users["dung"], at=now)
        DocumentReading.objects.create(
            file=world.reading.file, owner=units["MD"], state="READY", started_at=now, seen_at=now
        )
        world.cast.unit(f"MD-1{number}", "GRASSROOTS", f"CĐCS Số {number}", units["MD"])


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in PAGES.items() for url in urls])
def test_one_row_costs_as_much_as_three(world: World, name: str, url: str):
    before = statements(world, name, url)
    grow(world)
    assert statements(world, name, url) == before


def test_the_proof_costs_as_much_for_more_units(world: World):
    url = f"/directives/{world.directive.public_id}/coverage/"
    before = statements(world, "dung", url)
    grow(world)
    added = [world.cast.units["MD-11"].pk, world.cast.units["MD-12"].pk]
    add_recipients(directive=world.directive, unit_ids=added, due_on=world.directive.due_on, by=None, at=clock.now())
    assert statements(world, "dung", url) == before
