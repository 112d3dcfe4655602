"""What other rooms count: every line of the dictionary that the system counts has one source, and each says the truth."""

from datetime import timedelta

import pytest
from django.utils import timezone

from caunoi.contests.models import Entrant, Paper
from caunoi.kit import clock
from caunoi.newsroom.actions import save_draft, withdraw_article
from caunoi.newsroom.models import Reach
from caunoi.plans import actions
from caunoi.plans.actions.meetings import add_signatures
from caunoi.plans.choices import ActivityState, Aggregation, FigureSource
from caunoi.plans.models import Indicator, SignIn
from caunoi.plans.queries.rollup import board, sight_of
from caunoi.plans.queries.sources import Measure, Rows, register_source, source_of
from caunoi.pure.periods import Kind, Period, around
from tests.newsroom.texts import draft
from tests.plans.counting import activity, follow, report
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def dictionary(db: None) -> None:
    actions.ensure_indicators()


def this_year(world: World, unit: str):
    today = clock.today()
    return board(sight_of(world.cast.units[unit], around(today, Kind.YEAR), today))


def test_every_line_that_the_system_counts_has_a_source():
    rows = Indicator.objects.filter(source=FigureSource.SYSTEM).exclude(aggregation=Aggregation.RATIO)
    assert [row.code for row in rows if source_of(row.code) is None] == []


def test_a_line_is_counted_by_one_source_only():
    with pytest.raises(ValueError, match="so_cuoc_thi"):
        register_source(Rows({"so_cuoc_thi": Measure()}, Indicator.objects.all, unit="pk", on="pk"))


def test_directives_cases_articles_and_contests_are_counted_at_their_units(world: World):
    city, commune = this_year(world, "HN"), this_year(world, "MD")
    assert (city.cell("so_van_ban_chi_dao").now.value, commune.cell("so_van_ban_chi_dao").now.value) == (2, 1)
    assert commune.cell("so_pakn_tiep_nhan").now.value >= 2
    late = commune.cell("ty_le_pakn_dung_han").now
    assert late.denominator == commune.cell("so_pakn_da_xu_ly").now.value >= 1
    assert city.cell("so_cuoc_thi").now.value >= 1
    assert this_year(world, "HD").cell("so_van_ban_chi_dao").now.value == 0


def test_one_person_who_takes_part_twice_is_one_person_and_two_papers(world: World):
    paper = Paper.objects.filter(finished_at__isnull=False, entrant__phone_fingerprint__gt="").first()
    if paper is None:
        paper = Paper.objects.filter(entrant__phone_fingerprint__gt="").first()
    before = this_year(world, "HN")
    person = paper.entrant
    again = Entrant.objects.create(
        contest=person.contest, unit=world.cast.units["MD-1"], full_name="Người khác", phone_fingerprint="f" * 64,
        entered_at=clock.now(), consented_at=clock.now(),
    )  # fmt: skip
    for number, entrant in ((1, again), (2, again)):
        Paper.objects.create(
            round=paper.round, entrant=entrant, serial=900 + number, attempt=number, drawn=[], started_at=clock.now(),
            due_at=clock.now() + timedelta(minutes=9), finished_at=clock.now(), ending="SUBMITTED",
        )  # fmt: skip
    after = this_year(world, "HN")
    assert after.cell("so_luot_thi").now.value - before.cell("so_luot_thi").now.value == 2
    assert after.cell("so_nguoi_thi").now.value - before.cell("so_nguoi_thi").now.value == 1
    # Who they were is forgotten some day; that there were people is not.
    Entrant.objects.update(full_name="", phone="", phone_fingerprint="", forgotten_at=clock.now())
    assert this_year(world, "HN").cell("so_nguoi_thi").now.value == after.cell("so_nguoi_thi").now.value


def test_an_article_counts_as_long_as_its_text_is_public(world: World):
    """A newer text that is being written takes nothing away; a withdrawal does."""
    article, hoa, now = world.news.public, world.cast.users["hoa"], clock.now()
    before = this_year(world, "HN").cell("so_tin_bai").now.value
    save_draft(article=article, draft=draft(title="Bản mới"), base=1, by=hoa, at=now)
    assert this_year(world, "HN").cell("so_tin_bai").now.value == before >= 1
    withdraw_article(article=article, reason="Số liệu sai", by=hoa, at=now)
    assert this_year(world, "HN").cell("so_tin_bai").now.value == before - 1


def test_openings_of_one_channel_only_are_added(world: World):
    article, day = world.news.public, timezone.localtime(clock.now()).date()
    before = this_year(world, "HN").cell("so_luot_tiep_can").now.value
    Reach.objects.create(article=article, channel="WEB", unit=world.cast.units["HD-1"], day=day, opened_count=40)
    Reach.objects.create(article=article, channel="ZALO", unit=world.cast.units["HD-1"], day=day, opened_count=15)
    assert this_year(world, "HN").cell("so_luot_tiep_can").now.value - before == 40


def test_last_year_is_not_this_year(world: World):
    cell = this_year(world, "HN").cell("so_van_ban_chi_dao")
    assert cell.before.value == 0
    assert report(world.cast.units["HN"], "2019").cell("so_van_ban_chi_dao").now.value == 0


def test_people_who_sign_at_two_meetings_are_one_person(world: World):
    unit, minh = world.cast.units["MD-1"], world.cast.users["minh"]
    meetings = [activity(unit, clock.today()) for _number in range(2)]
    for number, names in enumerate([("Nguyễn Thị Lan", "Lê Văn Tám"), ("NGUYỄN THỊ  LAN", "Phạm Thị Chín")]):
        row = SignIn.objects.create(
            activity=meetings[number],
            code=f"hop-{number}",
            opened_at=clock.now(),
            closes_at=clock.now() + timedelta(hours=2),
        )
        add_signatures(
            sign_in=row,
            people=[(name, "0001" if "an" in name.lower() else "") for name in names],
            by=minh,
            at=clock.now(),
        )
    assert this_year(world, "MD").cell("so_nguoi_du").now.value == 0
    follow()
    assert this_year(world, "MD").cell("so_nguoi_du").now.value == 3
    days = Period(clock.today() - timedelta(days=40), clock.today())
    assert board(sight_of(unit, days, clock.today())).cell("so_nguoi_du").now.value == 3
    meetings[1].state = ActivityState.WITHDRAWN
    meetings[1].save()
    follow()
    assert this_year(world, "HN").cell("so_nguoi_du").now.value == 2
    assert actions.differing_units() == set()
