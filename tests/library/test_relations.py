"""What stands around a document: verbs both ways, acts on parts, status on any day, circles, the picture."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from caunoi.library import queries
from caunoi.library.actions import watch_validity
from caunoi.library.models import Document
from caunoi.library.web.picture import SIDE_MOST, picture_of
from caunoi.organisations.queries import scope_of
from caunoi.pure.validity import Status
from tests.cast import AT
from tests.library.test_documents import TODAY, confirm, mend
from tests.world import World, class_world  # noqa: F401

OLD, NEW = date(2021, 6, 18), date(2026, 3, 1)


def says(kind: str, symbol: str = "12/HD-LĐLĐ", **more) -> dict:
    return {"relations": [{"kind": kind, "symbol": symbol, "text": f"Hướng dẫn {symbol}", **more}]}


def related(document: Document, user: object = None, day: date = TODAY) -> queries.Relations:
    scope = scope_of(user or AnonymousUser(), TODAY)
    return queries.document_with_relations(document.public_id, TODAY, day, scope)[1]


def status(document: Document, day: date = TODAY) -> Status:
    return queries.validity_of(document, day, related(document).touches).status


@pytest.mark.room
@pytest.mark.django_db
class TestStatus:
    def test_repealing_an_article_leaves_the_rest_in_force(self, cast):
        old = confirm(cast)
        confirm(cast, "9/HD-LĐLĐ", issued_on=NEW, **says("REPEALS", part="Điều 2"))
        assert status(old) is Status.PARTLY_EXPIRED

    def test_of_two_that_replace_each_other_the_later_holds(self, cast):
        old = confirm(cast, **says("REPLACES", "9/HD-LĐLĐ"), issued_on=OLD)
        new = confirm(cast, "9/HD-LĐLĐ", issued_on=NEW, **says("REPLACES"))
        new.relations_in.update(target=None)
        old.relations_out.update(target=new)
        assert (status(old), status(new)) == (Status.EXPIRED, Status.IN_FORCE)
        [line] = related(new).back
        assert not line.is_counted

    def test_of_a_circle_of_three_on_one_day_not_all_are_ended(self, cast):
        circle = [confirm(cast, f"{number}/HD-LĐLĐ", issued_on=OLD) for number in (1, 2, 3)]
        for source, target in zip(circle, [circle[1], circle[2], circle[0]], strict=True):
            source.relations_out.create(kind="REPLACES", target=target, target_symbol=target.symbol)
        assert [status(row) for row in circle] == [Status.EXPIRED, Status.IN_FORCE, Status.IN_FORCE]

    def test_a_document_that_replaces_itself_stays(self, cast):
        document = confirm(cast)
        document.relations_out.create(kind="REPLACES", target=document)
        assert status(document) is Status.IN_FORCE

    def test_a_hidden_document_ends_another_without_being_named(self, cast):
        old = confirm(cast)
        confirm(cast, "9/HD-LĐLĐ", issued_on=NEW, is_public=False, **says("REPLACES"))
        verdict = queries.validity_of(old, TODAY, related(old).touches)
        assert (verdict.status, verdict.by) == (Status.EXPIRED, "")

    @pytest.mark.parametrize("day", [date(2021, 6, 17), OLD, date(2026, 2, 28), NEW, TODAY])
    def test_the_list_and_the_page_say_the_same(self, cast, day):
        rows = [
            confirm(cast), confirm(cast, "1/HD-LĐLĐ", expires_on=date(2026, 3, 1)),
            confirm(cast, "2/HD-LĐLĐ", effective_on=NEW), confirm(cast, "3/HD-LĐLĐ", issued_on=None),
            confirm(cast, "4/HD-LĐLĐ", issued_on=NEW, **says("REPLACES")),
            confirm(cast, "5/HD-LĐLĐ", issued_on=NEW, **says("REPEALS", "1/HD-LĐLĐ", part="Điều 1")),
            confirm(cast, "6/HD-LĐLĐ", issued_on=OLD, **says("SUSPENDS", "5/HD-LĐLĐ")),
        ]  # fmt: skip
        held = {Status.IN_FORCE, Status.PARTLY_EXPIRED}
        expected = {row.pk for row in rows if status(row, day) in held}
        verdicts = queries.verdicts_of(rows, day)
        assert {key for key, verdict in verdicts.items() if verdict.status in held} == expected
        assert set(queries.in_force_on(Document.objects.all(), day).values_list("pk", flat=True)) == expected

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_of_statuses_costs_one_query(self, cast, count, django_assert_num_queries):
        rows = [confirm(cast, f"{number}/HD-LĐLĐ") for number in range(1, count + 1)]
        for row in rows:
            confirm(cast, f"9{row.symbol}", issued_on=NEW, **says("REPLACES", row.symbol))
        with django_assert_num_queries(1):
            verdicts = queries.verdicts_of(rows, TODAY)
        assert {verdict.status for verdict in verdicts.values()} == {Status.EXPIRED}


@pytest.mark.room
@pytest.mark.django_db
class TestWhichIsMeant:
    def test_the_same_symbol_of_two_years_is_told_apart_by_the_day(self, cast):
        first = confirm(cast, "3/NQ-CP", issued_on=date(2020, 1, 9))
        confirm(cast, "3/NQ-CP", issued_on=date(2024, 1, 9))
        source = confirm(cast, issued_on=NEW, **says("BASED_ON", "3/NQ-CP", issued_on=date(2020, 1, 9)))
        assert source.relations_out.get().target == first

    def test_a_document_does_not_rest_on_a_later_one(self, cast):
        source = confirm(cast, **says("BASED_ON", "3/NQ-CP"))
        confirm(cast, "3/NQ-CP", issued_on=NEW)
        assert source.relations_out.get().target is None

    def test_a_document_does_not_speak_of_itself(self, cast):
        document = confirm(cast)
        mend(document, cast, **says("CITES"))
        assert document.relations_out.get().target is None


@pytest.mark.room
@pytest.mark.django_db
class TestPicture:
    def test_it_shows_the_weightiest_verb_of_each_document_and_counts_the_rest(self, cast):
        base = confirm(cast)
        for number in range(SIDE_MOST + 3):
            confirm(cast, f"{number + 20}/HD-LĐLĐ", issued_on=NEW, **says("CITES"))
        both = confirm(cast, "9/HD-LĐLĐ", issued_on=NEW, **says("AMENDS", part="Điều 1"))
        both.relations_out.create(kind="CITES", target=base)
        around = related(base)
        picture = picture_of(base, around.out, around.back, around.verdicts)
        assert picture
        assert picture.below[0].verb == "được sửa đổi, bổ sung bởi"
        assert (len(picture.below), picture.more_below, picture.above) == (SIDE_MOST, 4, [])
        assert all(box.y + picture.box_height <= picture.height for box in picture.below)

    def test_a_document_that_is_only_words_is_named_by_its_symbol(self, cast):
        document = confirm(
            cast,
            relations=({"kind": "AMENDS", "symbol": "190/2025/NĐ-CP", "text": "Nghị định 190/2025/NĐ-CP (Chính phủ)"},),
        )
        around = related(document)
        picture = picture_of(document, around.out, around.back, around.verdicts)
        assert picture
        assert [box.name for box in picture.above] == ["190/2025/NĐ-CP"]

    def test_nothing_around_is_no_picture(self, cast):
        document = confirm(cast)
        assert picture_of(document, [], [], {}) is None


@pytest.mark.door
class TestPage:
    def test_the_page_lists_parts_and_draws(self, world: World):
        amending = {"relations": [{"kind": "AMENDS", "symbol": "12/HD-LĐLĐ", "part": "khoản 2 Điều 5"}]}
        confirm(world.cast, "9/HD-LĐLĐ", issued_on=NEW, **amending)
        page = world.client("an").get(f"/library/documents/{world.public.public_id}/relations/").content.decode()
        for words in ("Được sửa đổi, bổ sung bởi", "khoản 2 Điều 5", '<svg class="kin"', "Hướng dẫn 9/HD-LĐLĐ"):
            assert words in page

    def test_a_part_that_is_not_one_is_asked_again_and_what_was_typed_stays(self, world: World):
        form = {
            "symbol": "12/HD-LĐLĐ", "type_name": "Hướng dẫn", "issuer": "LĐLĐ", "tier": "UNION", "title": "Cải cách",
            "relation-TOTAL_FORMS": "1", "relation-INITIAL_FORMS": "0", "duty-TOTAL_FORMS": "0", "duty-INITIAL_FORMS": "0",
            "relation-0-keep": "on", "relation-0-kind": "AMENDS", "relation-0-symbol": "76/NQ-CP",
            "relation-0-part": "chỗ kia",
        }  # fmt: skip
        url = f"/library/documents/{world.public.public_id}/mend/"
        response = world.client("dung").post(url, form)
        assert response.status_code == 422
        assert "Chưa hiểu phần này" in response.content.decode()
        assert "chỗ kia" in response.content.decode()
        assert world.client("dung").post(url, form | {"relation-0-part": "khoản 2 điều 5"}).status_code == 302
        assert world.public.relations_out.get().target_part == "khoản 2 Điều 5"

    def test_the_list_says_the_status_on_the_day_asked_for(self, world: World):
        old = confirm(world.cast, "7/HD-LĐLĐ", title="Bản cũ")
        confirm(world.cast, "8/HD-LĐLĐ", issued_on=NEW, title="Bản mới", **says("REPLACES", "7/HD-LĐLĐ"))
        client, url = world.client("an"), "/library/documents/"
        watch_validity(at=AT)
        assert "Không còn hiệu lực" in client.get(url).content.decode()
        past = client.get(url, {"on": "2022-01-01", "in_force": "1"}).content.decode()
        now = client.get(url, {"in_force": "1"}).content.decode()
        assert (old.title in past, old.title in now, "Bản mới" in now) == (True, False, True)

    def test_a_clause_says_who_amends_it(self, world: World):
        text = "Điều 1. Phạm vi\n1. Tuyên truyền.\n2. Giám sát.\nĐiều 2. Hiệu lực"
        old = confirm(world.cast, "7/HD-LĐLĐ", text=text)
        confirm(world.cast, "8/HD-LĐLĐ", issued_on=NEW, **says("AMENDS", "7/HD-LĐLĐ", part="khoản 2 Điều 1"))
        confirm(world.cast, "9/HD-LĐLĐ", issued_on=NEW, owner="MD", is_public=False,
                **says("REPEALS", "7/HD-LĐLĐ", part="Điều 2"))  # fmt: skip
        url = f"/library/documents/{old.public_id}/text/"
        page = world.client("an").get(url).content.decode()
        assert page.index("Giám sát") < page.index("Hướng dẫn 8/HD-LĐLĐ") < page.index("Hiệu lực")
        assert "9/HD-LĐLĐ" not in page
        assert "Hướng dẫn 9/HD-LĐLĐ" in world.client("hoa").get(url).content.decode()
