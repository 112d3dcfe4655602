"""Home, search and my things answer whatever the address holds."""

import pytest

from tests.doors import DECOMPOSED, HOSTILE, text_of
from tests.world import World, kept_world, make_document, replace_title  # noqa: F401

pytestmark = pytest.mark.door


@pytest.mark.parametrize("words", HOSTILE)
def test_search_answers_any_words(world: World, words: str):
    assert world.client("an").get("/search/", {"q": words}).status_code == 200


def test_search_shows_what_was_asked_and_says_what_to_try(world: World):
    page = text_of(world.client("an").get("/search/", {"q": "<b>không có</b>"}))
    assert "&lt;b&gt;không có&lt;/b&gt;" in page
    assert "Thử ít từ hơn" in page


@pytest.mark.parametrize("words", ["Họp tổ công đoàn", DECOMPOSED, "hop to cong doan", "HỌP TỔ"])
def test_search_finds_accents_however_they_are_typed(world: World, words: str):
    make_document(replace_title("Họp tổ công đoàn"), world.cast.units["HN"], world.cast.users["dung"])
    assert "Họp tổ công đoàn</a>" in text_of(world.client("an").get("/search/", {"q": words}))


def test_search_keeps_quiet_about_what_is_not_public(world: World):
    assert world.private.title in text_of(world.client("hoa").get("/search/", {"q": "ghi chep"}))
    assert world.private.title not in text_of(world.client("an").get("/search/", {"q": "ghi chep"}))


@pytest.mark.parametrize("path", ["/", "/search/", "/mine/"])
def test_what_is_only_read_refuses_a_post(world: World, path: str):
    assert world.client("minh").post(path, {"q": "x"}).status_code == 405
