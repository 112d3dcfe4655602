"""Figures with their denominators, of what the reader may see."""

from datetime import date, timedelta

import pytest

from caunoi.feedback.actions import quarantine_case, rate_case, recuse, reopen_case
from caunoi.feedback.choices import Channel, RecusalSource
from caunoi.feedback.models import Case, Topic
from caunoi.feedback.queries.statistics import Share, by_dimension, figures, published_table, rising_topics
from caunoi.organisations.queries import scope_of
from caunoi.pure.disclosure import Mark
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
PERIOD = {"since": date(2026, 11, 1), "until": date(2026, 12, 1)}


def of(cast: Cast, name: str, **facts):
    user = cast.users[name]
    return figures(user, scope_of(user, MONDAY.date()), **{**PERIOD, "at": MONDAY + timedelta(days=20), **facts})


def test_every_figure_by_hand(cast: Cast):
    voices = [at_unit(cast) for _ in range(3)]
    for received, days in zip(voices, (1, 2, 18), strict=True):
        answer(received.case, cast, MONDAY + timedelta(days=days))
    send(body=cast.units["UB-MD"])
    rate_case(follower=follower_of(voices[0]), score=5, reasons=[], comment="", by=None, at=MONDAY)
    rate_case(follower=follower_of(voices[1]), score=3, reasons=[], comment="", by=None, at=MONDAY)
    reopen_case(follower=follower_of(voices[1]), reason="Chưa thấy trả giấy", by=None, at=MONDAY + timedelta(days=3))
    found = of(cast, "hoa", until=date(2026, 12, 31))
    assert (found.received_count, found.answered_count, found.backlog_count, found.overdue_count) == (4, 2, 2, 2)
    # answered after 1 working day, and on 4/12: 18 days less four at weekends and 24/11
    assert (found.median_days, found.p90_days) == (1, 13)
    assert (found.on_time, found.reopened, found.satisfied) == (Share(1, 2), Share(1, 3), Share(1, 1))


def test_a_period_ends_before_its_last_day(cast: Cast):
    send(body=cast.units["UB-MD"])
    assert of(cast, "hoa", until=MONDAY.date()).received_count == 0
    assert of(cast, "hoa", since=MONDAY.date()).received_count == 1
    empty = of(cast, "quang")
    assert (empty.received_count, empty.median_days, empty.on_time) == (0, None, Share(0, 0))


def test_a_case_that_names_the_reader_is_in_no_count_of_theirs(cast: Cast):
    case = at_unit(cast).case
    recuse(case=case, user=cast.hoa, source=RecusalSource.ADDED, by=cast.dung, at=MONDAY)
    assert (of(cast, "hoa").received_count, of(cast, "dung").received_count) == (0, 1)
    assert by_dimension(cast.hoa, scope_of(cast.hoa, MONDAY.date()), "channel", **PERIOD) == []


def test_what_is_set_apart_is_in_no_figure(cast: Cast):
    quarantine_case(case=at_unit(cast).case, by=cast.hoa, at=MONDAY)
    assert of(cast, "dung").received_count == 0


def test_tables_by_unit_and_channel(cast: Cast):
    answer(at_unit(cast).case, cast, MONDAY)
    send(body=cast.units["UB-MD"], channel=Channel.ZALO)
    scope = scope_of(cast.hoa, MONDAY.date())
    units = by_dimension(cast.hoa, scope, "unit", **PERIOD)
    assert [(line.label, line.received_count, line.backlog_count, line.on_time) for line in units] == [
        ("", 1, 1, Share(0, 0)), ("Ủy ban nhân dân xã Mỹ Đức", 1, 0, Share(1, 1)),
    ]  # fmt: skip
    channels = by_dimension(cast.hoa, scope, "channel", **PERIOD)
    assert {line.label for line in channels} == {"Trang web", "Zalo"}
    with pytest.raises(ValueError, match="by"):
        by_dimension(cast.hoa, scope, "handler", **PERIOD)


def test_small_cells_are_not_published(cast: Cast):
    for _ in range(6):
        send(body=cast.units["UB-MD"])
    send(body=cast.units["UB-MD"], channel=Channel.ZALO)
    _areas, channels, table = published_table(cast.hoa, scope_of(cast.hoa, MONDAY.date()), **PERIOD)
    assert channels == ["WEB", "ZALO"]
    assert table.cells[0][1].mark == Mark.FEW
    assert table.cells[0][0].mark != Mark.SHOWN
    assert published_table(cast.quang, scope_of(cast.quang, MONDAY.date()), **PERIOD) == ([], [], None)


def test_a_subject_rises_only_beyond_chance(cast: Cast):
    surge, steady = Topic.objects.order_by("code")[:2]
    for topic, before, now in ((surge, 2, 24), (steady, 8, 11)):
        for count, at in ((before, MONDAY - timedelta(weeks=5)), (now, MONDAY - timedelta(weeks=1))):
            for _ in range(count):
                send(body=cast.units["UB-MD"], topic=topic, at=at)
    (line,) = rising_topics(cast.hoa, scope_of(cast.hoa, MONDAY.date()), on=MONDAY.date())
    assert (line.topic, line.now_count, line.before_count) == (surge, 24, 2)
    assert 1 < line.ratio.low < line.ratio.ratio < line.ratio.high


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(cast: Cast, django_assert_num_queries, count: int):
    for _ in range(count):
        answer(at_unit(cast, topic=Topic.objects.first()).case, cast, MONDAY)
    scope = scope_of(cast.hoa, MONDAY.date())
    figures(cast.hoa, scope, at=MONDAY, **PERIOD)  # what is looked up once a scope
    with django_assert_num_queries(6):
        figures(cast.hoa, scope, at=MONDAY, **PERIOD)
    with django_assert_num_queries(4):
        by_dimension(cast.hoa, scope, "unit", **PERIOD)
    assert Case.objects.count() == count
