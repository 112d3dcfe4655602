"""Home, search and my things are only read."""

import pytest

from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door


@pytest.mark.parametrize("path", ["/", "/search/", "/mine/"])
def test_what_is_only_read_refuses_a_post(world: World, path: str):
    assert world.client("minh").post(path, {"q": "x"}).status_code == 405
