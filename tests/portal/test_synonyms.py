"""Words that mean the same: the highest union's officers keep them, and the search asks in all of them at once."""

import pytest
from django.test import Client

from caunoi.kit.audit.models import AuditRow
from caunoi.library.actions import Confirmed, confirm_reading
from caunoi.library.actions.synonyms import ensure_synonyms
from caunoi.library.models import SynonymGroup
from caunoi.library.queries.synonyms import synonym_groups
from tests.cast import AT
from tests.doors import refused, text_of
from tests.portal.conftest import Index
from tests.world import World, kept_world  # noqa: F401

pytestmark = pytest.mark.door
PAGE = "/search/synonyms/"


def shown(client: Client) -> str:
    return str(client.get(PAGE).context["form"]["shown"].value())


def save(client: Client, text: str, key: str = "0123456789abcdef", **given: str):
    return client.post(PAGE, {"text": text, "shown": shown(client), "idempotency_key": key} | given)


def test_a_group_that_is_saved_is_searched_in_at_once(world: World, index: Index):
    dung = world.client("dung")
    land = Confirmed(title="Cấp giấy chứng nhận quyền sử dụng đất", type_name="Luật", issuer="Quốc hội")
    made = confirm_reading(
        reading=None, values=land, owner=world.cast.units["HN"], by=world.cast.users["dung"], at=AT, text=""
    )
    index()

    def finds(words: str) -> bool:
        return str(made.public_id) in text_of(world.client("an").get("/search/", {"q": words}))

    assert not finds("sổ đỏ")
    assert save(dung, "sổ đỏ = giấy chứng nhận quyền sử dụng đất").status_code == 302
    assert finds("làm sổ đỏ ở đâu")
    assert finds("cap so do")
    row = AuditRow.objects.get(verb="library.keep_synonyms")
    assert row.facts["changes"]["added"] == "sổ đỏ = giấy chứng nhận quyền sử dụng đất"
    assert save(dung, "", key="another-key-0001").status_code == 302
    assert not finds("sổ đỏ")


def test_a_wrong_line_is_named_and_what_was_typed_stays(world: World):
    page = refused(save(world.client("dung"), "sổ đỏ = sổ hồng\nmột mình\nnhà = sổ hồng"), "Dòng 2", "Dòng 3")
    assert "nhà = sổ hồng</textarea>" in page
    assert synonym_groups() == []


def test_nobody_undoes_what_a_colleague_saved_meanwhile(world: World):
    dung = world.client("dung")
    before = shown(dung)
    save(dung, "a1 = b1")
    refused(save(dung, "c1 = d1", key="another-key-0001", shown=before), "Vừa có người khác lưu")
    assert synonym_groups() == [("a1", "b1")]


def test_groups_that_come_with_the_program_are_put_in_once(world: World):
    ensure_synonyms(by=None, at=AT)
    count = SynonymGroup.objects.count()
    SynonymGroup.objects.order_by("pk")[0].delete()
    ensure_synonyms(by=None, at=AT)
    assert SynonymGroup.objects.count() == count - 1 > 15
