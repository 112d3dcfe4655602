"""The feedback room as it begins, on an ordinary Monday."""

from collections.abc import Iterator

import pytest

from caunoi.kit import clock
from tests.feedback.conftest import begun  # noqa: F401
from tests.feedback.deeds import MONDAY


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.frozen(MONDAY):
        yield
