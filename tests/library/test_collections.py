"""Shelves by tier and area count only what the reader may see; collections never open what stands in them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from caunoi.kit.audit.models import AuditRow
from caunoi.library import queries
from caunoi.library.models import Collection
from caunoi.organisations.queries import scope_of
from tests.cast import Cast
from tests.doors import refused
from tests.library.shelves import make_collection, make_procedure
from tests.library.test_documents import TODAY, confirm
from tests.world import World, class_world  # noqa: F401


def shelves(cast: Cast, name: str) -> tuple[dict[str, int], dict[str, int]]:
    user = cast.users.get(name) or AnonymousUser()
    rows, tiers = queries.shelves_for(user, TODAY, scope_of(user, TODAY))
    return {row.area: row.total for row in rows if row.total}, {value: n for value, _label, n in tiers if n}


def shown(cast: Cast, collection: Collection, name: str) -> list[str]:
    user = cast.users.get(name) or AnonymousUser()
    lines = queries.items_of(collection, user, TODAY, scope_of(user, TODAY))
    return [str(line.document or line.procedure) for line in lines]


@pytest.mark.room
@pytest.mark.django_db
class TestShelves:
    def test_what_is_hidden_is_not_counted(self, cast):
        confirm(cast, areas=["PROCEDURES", "INSTITUTIONS"], tier="CITY")
        confirm(cast, "7/HD-LĐLĐ", owner="MD", is_public=False, areas=["PROCEDURES"])
        assert shelves(cast, "an") == ({"INSTITUTIONS": 1, "PROCEDURES": 1}, {"CITY": 1})
        assert shelves(cast, "quang") == shelves(cast, "an")
        assert shelves(cast, "hoa") == ({"INSTITUTIONS": 1, "PROCEDURES": 2}, {"CITY": 1, "UNION": 1})

    def test_what_stands_there_twice_stands_once_and_keeps_its_order(self, cast):
        document, procedure = confirm(cast), make_procedure(cast)
        found = make_collection(cast, [(procedure, ""), (document, "a"), (procedure, "lại")])
        assert shown(cast, found, "an") == ["Đăng ký khai sinh", "Hướng dẫn 12/HD-LĐLĐ"]
        assert AuditRow.objects.get(verb="library.save_collection").facts["count"] == 2

    def test_a_hidden_document_on_a_public_shelf_stays_hidden(self, cast):
        document = confirm(cast, owner="MD", is_public=False)
        found = make_collection(cast, [(document, "mật")])
        assert (shown(cast, found, "an"), shown(cast, found, "quang")) == ([], [])
        assert shown(cast, found, "hoa") == ["Hướng dẫn 12/HD-LĐLĐ"]

    def test_more_than_three_hundred_are_refused(self, cast):
        documents = [(confirm(cast), "")]
        rows = [(type(documents[0][0])(pk=number), "") for number in range(1, 302)]
        with pytest.raises(ValidationError):
            make_collection(cast, rows)

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_shelf_costs_the_same_for_1_and_3_documents(self, cast, count, django_assert_num_queries):
        found = make_collection(cast, [(confirm(cast, f"{n}/HD-LĐLĐ"), "") for n in range(1, count + 1)])
        user = AnonymousUser()
        scope = scope_of(user, TODAY)
        with django_assert_num_queries(3):
            assert len(queries.items_of(found, user, TODAY, scope)) == count


def form_of(*kept: tuple[str, str, str], **more: str) -> dict[str, str]:
    """Rows of (key, place, note) that are kept."""
    rows = {"item-TOTAL_FORMS": str(len(kept)), "item-INITIAL_FORMS": str(len(kept)), "title": "Cẩm nang"}
    for number, (key, place, note) in enumerate(kept):
        rows |= {f"item-{number}-{name}": value for name, value in
                 {"keep": "on", "key": key, "place": place, "note": note}.items()}  # fmt: skip
    return rows | more


@pytest.mark.door
class TestPages:
    def test_an_officer_adds_by_symbol_and_by_code(self, world: World):
        client = world.client("hoa")
        more = {"more": "12 hd ldld\n1.001193\n", "is_published": "on"}
        assert client.post("/library/collections/add/", form_of(**more)).status_code == 302
        page = world.client("an").get("/library/shelves/").content.decode()
        assert "Cẩm nang" in page
        found = Collection.objects.get(title="Cẩm nang")
        assert shown(world.cast, found, "an") == ["Hướng dẫn 12/HD-LĐLĐ", "Đăng ký khai sinh"]

    def test_of_too_many_what_was_typed_stays(self, world: World, monkeypatch):
        monkeypatch.setattr("caunoi.library.actions.collections.ITEMS_MOST", 1)
        typed = form_of(more="12 hd ldld\n1.001193")
        response = world.client("hoa").post("/library/collections/add/", typed)
        refused(response, "Một bộ sưu tập tới 1 mục.", "1.001193</textarea>", 'value="Cẩm nang"')

    def test_a_line_that_names_nothing_is_named_and_stays_typed(self, world: World):
        response = world.client("hoa").post("/library/collections/add/", form_of(more="99/QĐ-XYZ"))
        refused(response, "Chưa thấy trong thư viện: 99/QĐ-XYZ", "99/QĐ-XYZ</textarea>")

    def test_a_document_out_of_scope_is_not_found_by_its_symbol(self, world: World):
        secret = confirm(world.cast, "77/HD-LĐLĐ", owner="HN", is_public=False)
        refused(world.client("hoa").post("/library/collections/add/", form_of(more=secret.symbol)), "Chưa thấy")

    def test_rows_are_put_in_order_and_dropped(self, world: World):
        url = f"/library/collections/{world.collection.public_id}/mend/"
        public, private = str(world.public.public_id), str(world.private.public_id)
        rows = form_of((public, "2", "sau"), (private, "1", "trước"))
        assert world.client("hoa").post(url, rows).status_code == 302
        assert [row.note for row in world.collection.items.order_by("position")] == ["trước", "sau"]
        rows = form_of((public, "1", ""), (private, "2", "")) | {"item-0-keep": ""}
        world.client("hoa").post(url, rows)
        assert world.collection.items.get().document == world.private

    def test_what_the_officer_may_not_see_stays_on_the_shelf(self, world: World):
        secret = confirm(world.cast, "77/HD-LĐLĐ", owner="HN", is_public=False)
        world.collection.items.create(position=9, document=secret)
        page = world.client("hoa").get(f"/library/collections/{world.collection.public_id}/mend/").content.decode()
        assert secret.symbol not in page
        world.client("hoa").post(f"/library/collections/{world.collection.public_id}/mend/", form_of())
        assert world.collection.items.get().document == secret

    def test_a_key_of_something_else_is_not_put_on_the_shelf(self, world: World):
        secret = confirm(world.cast, "77/HD-LĐLĐ", owner="HN", is_public=False)
        url = f"/library/collections/{world.quiet_collection.public_id}/mend/"
        world.client("hoa").post(url, form_of((str(secret.public_id), "1", "")))
        assert world.quiet_collection.items.count() == 0
