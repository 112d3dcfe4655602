"""Ratios of rates: exact values by hand, and intervals that hold what they promise."""

import math
import random

import pytest

from caunoi.pure.rates import quantile, rate_ratio

pytestmark = pytest.mark.pure


def test_by_hand():
    found = rate_ratio(20, 10)
    assert found.ratio == pytest.approx(20.5 / 10.5)
    spread = 1.959964 * math.sqrt(1 / 20.5 + 1 / 10.5)
    assert (found.low, found.high) == pytest.approx(
        (found.ratio / math.exp(spread), found.ratio * math.exp(spread)), rel=1e-5
    )
    assert (found.is_rising, rate_ratio(40, 10).is_rising, rate_ratio(10, 40).is_falling) == (False, True, True)


def test_fewer_working_days_before_are_no_rise():
    assert rate_ratio(40, 20).is_rising
    assert not rate_ratio(40, 20, exposure_now=20, exposure_before=10).is_rising


def test_many_comparisons_widen_the_interval():
    one, many = rate_ratio(30, 12), rate_ratio(30, 12, comparisons=40)
    assert (one.is_rising, many.is_rising) == (True, False)


def test_nothing_before_is_no_error():
    assert rate_ratio(0, 0).ratio == 1
    assert rate_ratio(9, 0).low > 1


@pytest.mark.parametrize("facts", [{"now": -1, "before": 0}, {"now": 1, "before": 1, "exposure_now": 0}])
def test_what_makes_no_sense_is_refused(facts):
    with pytest.raises(ValueError, match="counts"):
        rate_ratio(**facts)


def _poisson(rng: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


@pytest.mark.parametrize(("mean", "ratio"), [(5, 1), (12, 1), (12, 2), (40, 1.5)])
def test_the_interval_holds_the_true_ratio_as_often_as_it_says(mean: float, ratio: float):
    rng = random.Random(7)
    hits = 0
    for _ in range(4_000):
        found = rate_ratio(_poisson(rng, mean * ratio), _poisson(rng, mean))
        hits += found.low <= ratio <= found.high
    assert 0.935 <= hits / 4_000 <= 0.996


def test_on_quiet_weeks_twenty_subjects_together_rarely_rise():
    rng = random.Random(8)
    weeks = 400
    alarms = sum(
        any(rate_ratio(_poisson(rng, 10), _poisson(rng, 10), comparisons=20).is_rising for _ in range(20))
        for _ in range(weeks)
    )
    assert alarms / weeks <= 0.05


@pytest.mark.parametrize(
    ("counts", "share", "value"),
    [([], 0.5, None), ([(3, 1)], 0.9, 3), ([(1, 5), (9, 5)], 0.5, 1), ([(9, 5), (1, 5)], 0.51, 9), ([(i, 1) for i in range(1, 11)], 0.9, 9)],
)  # fmt: skip
def test_quantiles_of_counted_values(counts, share, value):
    assert quantile(counts, share) == value
