"""The same house on PostgreSQL and Redis: jobs are done by the fleet's worker, the log is sealed by its follower."""

import re
import time
from pathlib import Path

import pytest

from tests.house import House, bring_in, fleet  # noqa: F401

pytestmark = pytest.mark.journey
GUIDANCE = Path(__file__).with_name("guidance.txt")


def test_a_document_is_read_by_a_worker_on_redis(fleet: House) -> None:  # noqa: F811
    page = fleet.page("dung")
    bring_in(page, GUIDANCE)
    assert page.input_value("input[name=symbol]") == "34/HD-LĐLĐ"


def test_the_follower_seals_every_row_within_seconds(fleet: House) -> None:  # noqa: F811
    for _ in range(20):
        printed = fleet.caunoi("check", "--development", "--audit")
        if " 0 waiting" in printed:
            break
        time.sleep(0.5)
    assert "All is well" in printed
    assert int(re.search(r"audit: (\d+) rows sealed, 0 waiting", printed).group(1)) > 5  # type: ignore[union-attr]
