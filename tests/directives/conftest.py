"""The clock of the directives' tests stands at one morning; a test that needs another moment says so."""

import pytest

from caunoi.kit import clock
from tests.cast import AT


@pytest.fixture(autouse=True)
def still_clock():
    with clock.frozen(AT):
        yield
