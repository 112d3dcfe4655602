"""A word is found in a column however it is written, on both databases."""

import pytest

from caunoi.kit.folding import _MARKED, _PLAIN, folded_text
from caunoi.organisations.models import Unit
from caunoi.organisations.web.fields import unit_named
from caunoi.pure.vietnamese import fold
from tests.cast import Cast

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.mark.parametrize(("kept", "asked"), [("Đối thoại", "đối"), ("ĐỐI THOẠI", "doi thoai"), ("Ưu tiên", "ƯU TIÊN")])
def test_capitals_and_accents_do_not_matter(cast: Cast, kept: str, asked: str):
    Unit.objects.filter(code="MD").update(name=kept)
    assert Unit.objects.get(name__folded__contains=fold(asked)).code == "MD"


def test_every_letter_folds_as_in_python(cast: Cast):
    assert len(_MARKED) == len(_PLAIN)
    text = _MARKED + "Az-09 ()"
    Unit.objects.filter(code="MD").update(name=text)
    assert Unit.objects.values_list("name__folded", flat=True).get(code="MD") == fold(text)


def test_a_code_is_found_in_any_case(cast: Cast):
    Unit.objects.filter(code="MD").update(code="Đ-MD")
    assert unit_named("đ-md", Unit.objects.all()).code == "Đ-MD"
    Unit.objects.filter(code="HD").update(code="D-MD")
    assert unit_named("đ-md", Unit.objects.all()).code == "Đ-MD"


def test_nothing_stays_nothing():
    assert folded_text(None) is None
