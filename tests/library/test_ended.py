"""What rests on a document that no longer holds: the watch tells once, the desk lists, a mark stands beside."""

from datetime import date, timedelta

import pytest

from caunoi.directives.queries import marks_of, resting_on_ended
from caunoi.kit import clock
from caunoi.kit.outbox.delivery import deliver
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library import queries
from caunoi.library.actions import watch_validity
from caunoi.library.models import Document
from caunoi.newsroom.actions import ArticleDraft, create_article
from caunoi.newsroom.queries.bases import resting_on_ended as articles_on_ended
from caunoi.notifications.models import Message
from caunoi.organisations.queries import scope_of
from caunoi.pure.validity import Status
from tests.cast import AT
from tests.library.test_documents import TODAY, confirm
from tests.world import World, class_world  # noqa: F401

NEW = date(2026, 3, 1)


def replacing(cast, symbol: str = "12/HD-LĐLĐ", **more) -> Document:
    relations = [{"kind": "REPLACES", "symbol": symbol, "text": symbol}]
    return confirm(cast, "99/HD-LĐLĐ", issued_on=NEW, relations=relations, **more)


def told() -> list[int]:
    rows = OutboxEvent.objects.filter(name="library.document_ended").order_by("pk")
    return [row.payload["document_id"] for row in rows]


@pytest.mark.room
@pytest.mark.django_db
class TestWatch:
    def test_it_tells_once_of_what_was_replaced(self, cast):
        old = confirm(cast)
        replacing(cast)
        assert (watch_validity(at=AT), watch_validity(at=AT)) == (1, 0)
        assert told() == [old.pk]

    def test_a_day_that_comes_ends_a_document(self, cast):
        document = confirm(cast, expires_on=AT.date() + timedelta(days=3))
        assert watch_validity(at=AT) == 0
        assert watch_validity(at=AT + timedelta(days=3)) == 1
        assert told() == [document.pk]

    def test_a_mistake_that_was_mended_is_seen_and_may_happen_again(self, cast):
        old, new = confirm(cast), replacing(cast)
        watch_validity(at=AT)
        new.relations_out.all().delete()
        watch_validity(at=AT)
        old.refresh_from_db()
        assert not old.is_ended
        new.relations_out.create(kind="REPEALS", target=old)
        assert watch_validity(at=AT) == 1

    def test_of_many_only_those_asked_for_are_looked_at(self, cast):
        old = confirm(cast)
        replacing(cast)
        assert watch_validity(at=AT, only=[]) == 0
        assert watch_validity(at=AT, only=[old.pk]) == 1

    @pytest.mark.parametrize("day", [date(2021, 6, 17), date(2026, 2, 28), NEW, TODAY])
    def test_the_query_says_what_the_page_says(self, cast, day):
        rows = [confirm(cast), confirm(cast, "1/HD-LĐLĐ", expires_on=NEW), confirm(cast, "2/HD-LĐLĐ", issued_on=None)]
        rows.append(replacing(cast))
        verdicts = queries.verdicts_of(rows, day)
        ended = {key for key, verdict in verdicts.items() if verdict.status in {Status.EXPIRED, Status.SUSPENDED}}
        assert set(queries.ended_on(Document.objects.all(), day).values_list("pk", flat=True)) == ended


@pytest.mark.room
@pytest.mark.django_db
class TestBases:
    def test_a_document_and_what_it_is_based_on_are_looked_at(self, cast):
        base = confirm(cast, "76/NQ-CP", expires_on=NEW)
        relations = [{"kind": "BASED_ON", "symbol": "76/NQ-CP"}, {"kind": "CITES", "symbol": "76/NQ-CP"}]
        document = confirm(cast, "5/HD-LĐLĐ", issued_on=NEW, relations=relations)
        [basis] = queries.ended_bases([document.pk], TODAY)[document.pk]
        assert (basis.document, basis.is_own, basis.verdict.status) == (base, False, Status.EXPIRED)
        assert set(queries.resting_on_ended(TODAY)) == {base, document}

    def test_a_basis_that_not_everybody_may_read_is_not_named(self, cast):
        confirm(cast, "76/NQ-CP", expires_on=NEW, is_public=False)
        document = confirm(cast, issued_on=NEW, relations=[{"kind": "BASED_ON", "symbol": "76/NQ-CP"}])
        assert queries.ended_bases([document.pk], TODAY) == {}
        assert document not in queries.resting_on_ended(TODAY)

    @pytest.mark.parametrize("count", [1, 3])
    def test_marks_cost_the_same_for_1_and_3(self, cast, count, django_assert_num_queries):
        rows = [confirm(cast, f"{n}/HD-LĐLĐ", expires_on=NEW) for n in range(1, count + 1)]
        with django_assert_num_queries(3):
            assert len(queries.ended_bases([row.pk for row in rows], TODAY)) == count


@pytest.mark.door
class TestDesk:
    def test_directives_are_listed_for_those_who_may_mend_them_and_marked(self, world: World):
        today = clock.today()
        replacing(world.cast)
        Document.objects.filter(symbol="99/HD-LĐLĐ").update(issued_on=today)
        named = {
            name: [row for row, _bases in resting_on_ended(scope_of(world.cast.users[name], today), today)]
            for name in ("dung", "hoa", "minh", "quang")
        }
        assert named == {"dung": [world.directive], "hoa": [], "minh": [], "quang": []}
        assert list(marks_of([world.directive, world.quiet], today)) == [world.directive.pk]
        for url in ("/desk/ended/", f"/directives/{world.directive.public_id}/", "/desk/"):
            assert "hết hiệu lực" in world.client("dung").get(url).content.decode().lower()
        assert world.directive.title not in world.client("quang").get("/desk/ended/").content.decode()

    def test_the_issuer_is_told_once(self, world: World):
        replacing(world.cast)
        Document.objects.filter(symbol="99/HD-LĐLĐ").update(issued_on=clock.today())
        watch_validity(at=clock.now())
        deliver()
        rows = Message.objects.filter(key__startswith=f"ended:{world.public.pk}:", channel="IN_APP")
        assert [row.recipient for row in rows] == [world.cast.users["dung"]]

    def test_articles_are_listed_for_their_branch(self, world: World):
        today, users, units = clock.today(), world.cast.users, world.cast.units
        draft = ArticleDraft(title="Một cửa", body="<p>Cách làm mới.</p>", sources=[(world.public, "dieu-1")])
        article = create_article(owner=units["MD"], draft=draft, by=users["hoa"], at=clock.now())
        assert articles_on_ended(scope_of(users["hoa"], today), today) == []
        Document.objects.filter(pk=world.public.pk).update(expires_on=today)
        for name, expected in (("hoa", [article]), ("dung", [article]), ("quang", [])):
            assert [row for row, _bases in articles_on_ended(scope_of(users[name], today), today)] == expected
        assert "Một cửa" in world.client("hoa").get("/desk/ended/").content.decode()
