"""Citations while they are typed: the document, the clause, and how both are said."""

import pytest
from django.contrib.auth.models import AnonymousUser

from caunoi.feedback.queries.basis import basis_of, found_for
from caunoi.library import queries
from caunoi.organisations.queries import scope_of
from tests.doors import HOSTILE
from tests.library.test_documents import TODAY, confirm
from tests.world import World, class_world  # noqa: F401


def cited(text: str, user: object = None) -> list[queries.Citation]:
    return queries.citations_for(text, queries.documents_visible_to(user or AnonymousUser(), TODAY))


@pytest.mark.room
@pytest.mark.django_db
class TestCitations:
    @pytest.mark.parametrize("text", [
        "điểm a khoản 1 Điều 1 12/HD-LĐLĐ", "diem a khoan 1 dieu 1 huong dan 12", "12 hd ldld, Điều 1 khoản 1 điểm a",
    ])  # fmt: skip
    def test_words_as_people_say_them_find_the_clause(self, cast, text):
        document = confirm(cast)
        [found] = cited(text)
        assert (found.document, found.anchor) == (document, "dieu-1.khoan-1.diem-a")
        assert found.short == "điểm a khoản 1 Điều 1 Hướng dẫn số 12/HD-LĐLĐ"
        assert found.full.startswith("điểm a khoản 1 Điều 1 Hướng dẫn số 12/HD-LĐLĐ ngày 18 tháng 6 năm 2021 của LĐLĐ")

    def test_a_clause_that_the_newest_text_has_not_is_said(self, cast):
        confirm(cast)
        [found] = cited("khoản 9 Điều 1 12/HD-LĐLĐ")
        assert (found.anchor, found.missing) == ("", "khoản 9 Điều 1")

    def test_a_hidden_document_is_not_found(self, cast):
        confirm(cast, owner="MD", is_public=False)
        assert (cited("12/HD-LĐLĐ"), cited("12/HD-LĐLĐ", cast.quang)) == ([], [])
        assert len(cited("12/HD-LĐLĐ", cast.hoa)) == 1

    def test_a_part_alone_finds_nothing(self, cast):
        confirm(cast)
        assert cited("khoản 2 Điều 5") == []

    def test_an_answer_picks_the_clause_that_was_typed_and_cites_it(self, cast):
        document = confirm(cast)
        scope = scope_of(cast.hoa, TODAY)
        [found] = found_for(cast.hoa, scope, "khoản 2 Điều 1 12/HD-LĐLĐ", {})
        assert [anchor for anchor, _label, is_chosen in found.clauses if is_chosen] == ["dieu-1.khoan-2"]
        [row] = basis_of(cast.hoa, scope, [(str(document.public_id), "dieu-1.khoan-2")])
        assert row[2] == "khoản 2 Điều 1 Hướng dẫn số 12/HD-LĐLĐ"


@pytest.mark.door
class TestPage:
    @pytest.mark.parametrize("words", HOSTILE)
    def test_any_words_are_answered(self, world: World, words: str):
        assert world.client("an").get("/library/cite/", {"q": words}).status_code == 200

    def test_it_gives_back_both_forms(self, world: World):
        page = world.client("an").get("/library/cite/", {"q": "dieu 1 12/hd-ldld"}).content.decode()
        assert page.count("Điều 1 Hướng dẫn số 12/HD-LĐLĐ") >= 2
