"""Lists cost the same number of statements with one row and with three."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.accounts.models import User
from caunoi.directives.actions import DirectiveDraft, add_recipients, issue_directive
from caunoi.directives.models import CoverageMinutes
from caunoi.kit import clock
from caunoi.library.models import DocumentReading
from caunoi.organisations.actions import make_calendar
from tests.world import GUIDANCE, NOTE, World, kept_world, make_document  # noqa: F401

pytestmark = pytest.mark.door
MOST = 6
# News and open contests stand on the first page too, one statement each.
MOST_AT_HOME = 8
PAGES = {
    "an": ["/", "/library/documents/", "/search/?q=cai cach", "/units/", "/units/calendars/", "/directives/"],
    "minh": ["/", "/desk/", "/mine/", "/library/readings/", "/directives/"],
    "hoa": ["/", "/desk/", "/mine/", "/library/readings/", "/library/documents/", "/units/"],
}


def statements(world: World, name: str, url: str) -> int:
    client = world.client(name)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# Exactly so many, and never more than the most: public, chair, officer of the union above, officer of the federation.
BUDGET = {
    "/": {"an": 6, "minh": 8, "hoa": 8, "dung": 8},
    "/library/documents/": {"an": 1, "minh": 3, "hoa": 3, "dung": 3},
    "document": {"an": 3, "minh": 6, "hoa": 6, "dung": 5},
    "hidden document": {"minh": 6, "hoa": 5, "dung": 5},
    "coverage": {"hoa": 5, "dung": 5},
    "coverage with minutes": {"hoa": 6, "dung": 6},
    "coverage of all": {"hoa": 5, "dung": 5},
}


def make_strict(world: World) -> None:
    """Nobody is spared the second factor, the public document has relations both ways, one of them hidden."""
    units, users = world.cast.units, world.cast.users
    User.objects.update(is_sample=False)
    relations = ({"kind": "AMENDS", "symbol": GUIDANCE.symbol, "text": "Hướng dẫn 12"},)
    for values in (replace(GUIDANCE, symbol="13/HD-LĐLĐ", relations=relations), replace(NOTE, relations=relations)):
        make_document(values, units["HD"], users["dung"])


def address(world: World, page: str) -> str:
    if "document" in page and not page.startswith("/"):
        return f"/library/documents/{(world.private if 'hidden' in page else world.public).public_id}/"
    rest = "?missing=all" if page.endswith("all") else ""
    return f"/directives/{world.directive.public_id}/coverage/{rest}" if page.startswith("coverage") else page


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, names in BUDGET.items() for name in names])
def test_first_pages_keep_their_budget(world: World, page: str, name: str):
    make_strict(world)
    if page.endswith("minutes"):
        city = world.cast.units["HN"]
        CoverageMinutes.objects.create(
            directive=world.directive, unit=city, at=clock.now(), rows_sha256="0" * 64, docx=world.public_file,
            pdf=world.public_file,
        )  # fmt: skip
    budget = BUDGET[page][name]
    assert statements(world, name, address(world, page)) == budget <= (MOST_AT_HOME if page == "/" else MOST)


def test_a_dozen_who_are_missing_are_shown_first_and_a_way_to_all(world: World):
    units, users = world.cast.units, world.cast.users
    added = [world.cast.unit(f"MD-{n}", "GRASSROOTS", f"CĐCS Số {n}", units["MD"]).pk for n in range(20, 40)]
    add_recipients(directive=world.directive, unit_ids=added, due_on=world.directive.due_on, by=None, at=clock.now())
    assert users["hoa"].is_officer
    page = world.client("hoa").get(address(world, "coverage")).content.decode()
    assert (page.count('name="recipient"'), page.count("Xem cả")) == (12, 1)
    page = world.client("hoa").get(address(world, "coverage of all")).content.decode()
    assert (page.count('name="recipient"'), page.count("Xem cả")) == (21, 0)


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
        unit = world.cast.unit(f"MD-1{number}", "GRASSROOTS", f"CĐCS Số {number}", units["MD"])
        make_calendar(unit=unit, name=f"Lịch {number}", by=users["hoa"], at=now)


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
