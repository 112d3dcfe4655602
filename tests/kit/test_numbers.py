"""Numbers of a page, as its language writes them."""

import pytest
from django.utils import translation

from caunoi.kit.templatetags.ui import number, percent

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("language", "count", "share"), [("vi", "1.234.567", "33,3%"), ("en", "1,234,567", "33.3%")])
def test_each_language_has_its_own_marks(language: str, count: str, share: str):
    with translation.override(language):
        assert (number(1_234_567), number(None), percent(1, 3), percent(0, 0)) == (count, "–", share, "–")
