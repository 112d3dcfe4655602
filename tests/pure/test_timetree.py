"""The tree in time: every day it is a tree, and no change reaches back before another."""

from datetime import date

import pytest

from caunoi.pure.timetree import Node, Problem, check_change, check_move, ids_of, moved_path

pytestmark = pytest.mark.pure

FOUNDED, PLACED, ENDED = date(2010, 1, 1), date(2020, 1, 1), date(2026, 7, 1)
CITY = Node(1, FOUNDED, None, "/1/", PLACED)
COMMUNE = Node(4, FOUNDED, None, "/1/4/", PLACED)
GRASSROOTS = Node(45, FOUNDED, None, "/1/4/45/", PLACED)
OTHER = Node(5, FOUNDED, None, "/1/5/", PLACED)
ENDING = Node(7, FOUNDED, ENDED, "/1/7/", PLACED)
LOOSE = Node(9, FOUNDED, None, None, None)


@pytest.mark.parametrize(
    ("unit", "on", "problems"),
    [
        (COMMUNE, date(2025, 7, 1), []),
        (COMMUNE, PLACED, []),
        (COMMUNE, date(2019, 12, 31), [Problem.BEFORE_LAST_CHANGE]),
        (COMMUNE, date(2009, 12, 31), [Problem.BEFORE_FOUNDING, Problem.BEFORE_LAST_CHANGE]),
        (ENDING, date(2026, 6, 30), []),
        (ENDING, ENDED, [Problem.UNIT_ENDED]),
        (LOOSE, date(2025, 7, 1), [Problem.NOT_IN_TREE]),
    ],
    ids=["a fit day", "the day of the last change", "before it", "before founding", "last day", "ended", "not in tree"],
)
def test_a_change_must_fit_the_life_of_its_unit(unit, on, problems):
    assert check_change(unit, on) == problems


@pytest.mark.parametrize(
    ("unit", "parent", "on", "problems"),
    [
        (GRASSROOTS, OTHER, date(2025, 7, 1), []),
        (GRASSROOTS, COMMUNE, date(2025, 7, 1), []),
        (COMMUNE, COMMUNE, date(2025, 7, 1), [Problem.UNDER_ITSELF]),
        (COMMUNE, GRASSROOTS, date(2025, 7, 1), [Problem.CYCLE]),
        (CITY, GRASSROOTS, date(2025, 7, 1), [Problem.CYCLE]),
        (COMMUNE, ENDING, ENDED, [Problem.PARENT_ENDED]),
        (COMMUNE, ENDING, date(2026, 6, 30), []),
        (COMMUNE, LOOSE, date(2025, 7, 1), [Problem.NOT_IN_TREE]),
    ],
    ids=["elsewhere", "where it is", "itself", "its child", "its descendant", "ended", "last day", "not in tree"],
)
def test_a_move_must_leave_a_tree(unit, parent, on, problems):
    assert check_move(unit, parent, on) == problems


def test_a_unit_cannot_go_under_a_parent_not_yet_founded():
    young = Node(8, date(2025, 7, 1), None, "/1/8/", date(2025, 7, 1))
    assert check_move(GRASSROOTS, young, date(2025, 6, 30)) == [Problem.PARENT_ENDED]


def test_an_id_that_begins_like_another_makes_no_cycle():
    """/1/45/ begins with /1/4 but does not lie under /1/4/."""
    neighbour = Node(45, FOUNDED, None, "/1/45/", PLACED)
    assert check_move(COMMUNE, neighbour, date(2025, 7, 1)) == []


def test_descendants_follow_their_ancestor():
    assert moved_path("/1/4/45/678/", "/1/4/", "/1/5/4/") == "/1/5/4/45/678/"


def test_the_moved_unit_itself_has_the_new_prefix():
    assert moved_path("/1/4/", "/1/4/", "/1/5/4/") == "/1/5/4/"


def test_a_path_elsewhere_is_not_moved():
    with pytest.raises(ValueError, match="does not lie under"):
        moved_path("/1/45/", "/1/4/", "/1/5/4/")


@pytest.mark.parametrize(("path", "ids"), [("/1/45/678/", [1, 45, 678]), ("/1/", [1]), ("/", []), ("", [])])
def test_a_path_is_read_from_the_root_down(path, ids):
    assert ids_of(path) == ids
