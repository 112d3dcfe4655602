"""Words that mean the same: the highest union's officers keep them, and the next search asks in all of them."""

import pytest

from caunoi.kit import searching
from caunoi.kit.searching import Synonym
from caunoi.library.actions import Confirmed, confirm_reading
from tests.cast import AT
from tests.doors import refused, text_of
from tests.portal.conftest import Index
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
PAGE = "/search/synonyms/"
LAND = "giấy chứng nhận quyền sử dụng đất"


def test_a_line_is_added_changed_and_taken_away(world: World, index: Index):
    Synonym.objects.all().delete()
    dung = world.client("dung")
    values = Confirmed(title=f"Cấp {LAND}", type_name="Luật", issuer="Quốc hội")
    owner, by = world.cast.units["HN"], world.cast.users["dung"]
    made = confirm_reading(reading=None, values=values, owner=owner, by=by, at=AT, text="")
    index()

    def finds(words: str) -> bool:
        searching.follow()
        return str(made.public_id) in text_of(world.client("an").get("/search/", {"q": words}))

    assert not finds("sổ đỏ")
    assert dung.post(PAGE, {"phrases": f"sổ đỏ = {LAND}", "idempotency_key": "synonym-0001"}).status_code == 302
    assert finds("sổ đỏ")
    assert finds("so do")
    row = Synonym.objects.get()
    edit = f"{PAGE}{row.public_id}/"
    assert f"sổ đỏ = {LAND}" in text_of(dung.get(edit))
    assert dung.post(edit, {"phrases": f"sổ hồng = {LAND}", "idempotency_key": "synonym-0002"}).status_code == 302
    assert finds("sổ hồng")
    assert not finds("sổ đỏ")
    assert dung.post(f"{edit}discard/", {"idempotency_key": "synonym-0003"}).status_code == 302
    assert not finds("sổ hồng")


def test_a_line_that_makes_no_sense_says_what_to_write_and_stays(world: World):
    page = refused(world.client("dung").post(PAGE, {"phrases": "một mình"}), "cách nhau bằng dấu =")
    assert 'value="một mình"' in page
