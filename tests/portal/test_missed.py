"""What people looked for in vain: counted without knowing who, shown once several asked, forgotten in time."""

from datetime import timedelta

import pytest

from caunoi.kit import clock
from caunoi.kit.searching import MissedSearch, missing
from tests.doors import text_of
from tests.portal.conftest import Index
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
PAGE, SEARCH = "/search/missed/", "/search/"
WORDS = "xeltrimo voparda"


@pytest.fixture(autouse=True)
def nobody_asked_yet(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "askers", missing.Askers())
    missing.tally.write()
    MissedSearch.objects.all().delete()


def ask(world: World, name: str, words: str = WORDS, **more: str) -> None:
    world.client(name).get(SEARCH, {"q": words} | more)


def test_words_are_shown_when_three_have_asked_and_not_before(world: World, index: Index):
    index()
    dung = world.client("dung")
    for name in ("lan", "minh", "minh", "minh"):
        ask(world, name)
    missing.tally.write()
    page = text_of(dung.get(PAGE))
    assert WORDS not in page
    assert "hiện 0/2 lượt hỏi" in page
    ask(world, "an")
    missing.tally.write()
    page = text_of(dung.get(PAGE))
    assert WORDS in page
    assert "hiện 3/3 lượt hỏi" in page
    assert list(MissedSearch.objects.values_list("words", "nothing_count", "near_count")) == [(WORDS, 3, 0)]
    begun = text_of(dung.get("/search/synonyms/", {"phrases": WORDS}))
    assert f'value="{WORDS} = "' in begun


def test_what_was_found_filtered_or_tells_of_a_person_is_not_counted(world: World, index: Index):
    index()
    ask(world, "lan", world.public.symbol)
    ask(world, "lan", kind="article")
    ask(world, "lan", "Nguyễn Văn Xeltrimo")
    ask(world, "lan", "xeltrimo 0912345678")
    missing.tally.write()
    assert not MissedSearch.objects.exists()


def test_a_day_takes_no_more_than_people_ask(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(missing, "DAY_MOST", 2)
    today = clock.today()
    for words in ("mot", "hai", "ba", "mot"):
        missing.tally.note(missing.Miss(today, words, is_near=False))
    missing.tally.write()
    assert MissedSearch.objects.count() == 2


def test_counts_go_when_their_time_is_over(world: World):
    today = clock.today()
    for days in (0, missing.KEPT_DAYS, missing.KEPT_DAYS + 1):
        MissedSearch.objects.create(on=today - timedelta(days=days), words="tu", nothing_count=3)
    assert missing.sweep(today=today) == 1
    assert MissedSearch.objects.count() == 2
