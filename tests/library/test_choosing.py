"""Choosing a document in a field: by symbol, by words without accents, only among what one may read."""

import pytest
from django.core.exceptions import ValidationError

from caunoi.library.queries import Chooser, document_label
from tests.cast import AT
from tests.doors import text_of
from tests.library.test_documents import confirm
from tests.portal.conftest import Index, index  # noqa: F401
from tests.world import World, kept_world  # noqa: F401

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = AT.date()


def names(rows):
    return [row.symbol for row in rows]


def test_words_of_a_clause_find_their_document_and_a_symbol_comes_first(cast, index: Index):  # noqa: F811
    confirm(cast, "12/HD-LĐLĐ", text="Điều 1. Hòm thư góp ý\n1. Đặt ở cổng.")
    confirm(cast, "120/QĐ-LĐLĐ", title="Quyết định khác")
    hidden = confirm(cast, "12/KH-CĐ", owner="HD", is_public=False, title="Hòm thư góp ý nội bộ")
    index()
    chooser = Chooser(cast.minh, TODAY)
    assert names(chooser.like("hom thu gop y")) == ["12/HD-LĐLĐ"]
    assert names(chooser.like("12 hd"))[0] == "12/HD-LĐLĐ"
    assert hidden not in chooser.like("12")
    assert hidden in Chooser(cast.dung, TODAY).like("hom thu")
    assert chooser.meant("12/HD-LĐLĐ").symbol == "12/HD-LĐLĐ"
    assert chooser.meant(document_label(chooser.meant("120 qd ldld"))).symbol == "120/QĐ-LĐLĐ"
    with pytest.raises(ValidationError, match="không có văn bản"):
        chooser.meant("12/KH-CĐ xyz zzz")


@pytest.mark.parametrize(
    "typed", ["999/QĐ-UBND cải cách hành chính", "tuyen truyen cai cach hanh chinh lam nghiep thuy san"]
)
def test_what_has_only_some_of_the_words_is_offered_and_never_taken(cast, index: Index, typed: str):  # noqa: F811
    """Half a match as the basis of an article or of a plan would be a wrong citation."""
    confirm(cast, "12/HD-LĐLĐ", text="Điều 1. Hòm thư góp ý\n1. Đặt ở cổng.")
    index()
    chooser = Chooser(cast.minh, TODAY)
    assert names(chooser.like(typed)) == ["12/HD-LĐLĐ"]
    with pytest.raises(ValidationError, match=r"chưa rõ văn bản nào.*12/HD-LĐLĐ"):
        chooser.meant(typed)
    assert chooser.meant("cai cach hanh chinh").symbol == "12/HD-LĐLĐ"


@pytest.mark.usefixtures("index")
def test_without_an_index_titles_are_looked_through(cast):
    confirm(cast)
    assert names(Chooser(cast.minh, TODAY).like("tuyen truyen")) == ["12/HD-LĐLĐ"]
    assert Chooser(cast.minh, TODAY).like("  ") == []


@pytest.mark.door
def test_a_directive_begins_with_a_search_that_needs_no_script(world: World):
    page = text_of(world.client("hoa").get("/directives/issue/", {"q": "12 hd ldld"}))
    assert f"/directives/issue/{world.public.public_id}/" in page
    assert "Không thấy văn bản nào" in text_of(world.client("hoa").get("/directives/issue/", {"q": "99/XX"}))
    offered = world.client("hoa").post("/library/documents/find/", {"q": "12", "field": "symbol"}).content.decode()
    assert 'value="12/HD-LĐLĐ"' in offered
