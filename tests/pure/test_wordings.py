"""Texts with named places say what they lack by name."""

import pytest

from caunoi.pure.wordings import Flaws, MissingValueError, filled, flaws, names_in

pytestmark = pytest.mark.pure


def test_names_come_once_in_order():
    assert names_in("{unit} gửi { person }: {unit}") == ["unit", "person"]


def test_what_is_unknown_or_loose_is_named():
    assert flaws("{unit} {hạn} {dua}", known={"unit", "due"}) == Flaws(("dua",), ("{hạn}",))
    assert flaws("Hạn {due", known={"due"}).loose == ("{due",)
    assert flaws("{due}", known={"due"}) == Flaws()


def test_a_value_is_never_read_for_places():
    assert filled("{title}!", {"title": "{secret}", "secret": "x"}) == "{secret}!"


def test_what_is_not_given_is_named():
    with pytest.raises(MissingValueError, match="unit") as error:
        filled("{unit} {title}", {"title": "x"})
    assert error.value.names == ("unit",)
