"""Two versions beside each other: the page shows only what differs, stays small, and holds for any address."""

import pytest
from django.core.cache import cache

from caunoi.library import actions, queries
from caunoi.library.models import Document, DocumentVersion
from tests.cast import AT
from tests.doors import HOSTILE
from tests.library.test_documents import confirm
from tests.world import World, class_world  # noqa: F401

OLD = "Điều 1. Phạm vi\n1. Tuyên truyền cải cách hành chính tới đoàn viên.\nĐiều 2. Hiệu lực\nTừ ngày 1 tháng 7."


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def add(document: Document, cast, text: str) -> DocumentVersion:
    return actions.add_version(document=document, text=text, file=None, pages_count=None, by=cast.dung, at=AT)


def page_of(world: World, document: Document, **asked) -> str:
    response = world.client("an").get(f"/library/documents/{document.public_id}/compare/", asked)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.room
@pytest.mark.django_db
class TestComparison:
    def test_the_newest_two_are_compared(self, cast):
        document = confirm(cast, text=OLD)
        add(document, cast, "Điều 1. Khác hẳn")
        add(document, cast, OLD)
        found = queries.comparison_of(document)
        assert (found.old.number, found.new.number, found.numbers) == (2, 3, [3, 2, 1])
        assert queries.comparison_of(document, 1, 3).changes == []

    def test_numbers_in_the_wrong_order_are_turned_round(self, cast):
        document = confirm(cast, text=OLD)
        add(document, cast, OLD)
        found = queries.comparison_of(document, 2, 1)
        assert (found.old.number, found.new.number) == (1, 2)

    @pytest.mark.parametrize("asked", [(1, 1), (1, 9), (9, 1)])
    def test_a_version_that_is_not_there_is_not_found(self, cast, asked):
        document = confirm(cast, text=OLD)
        add(document, cast, OLD)
        with pytest.raises(DocumentVersion.DoesNotExist):
            queries.comparison_of(document, *asked)

    def test_one_version_alone_has_nothing_to_compare(self, cast):
        with pytest.raises(DocumentVersion.DoesNotExist):
            queries.comparison_of(confirm(cast, text=OLD))

    def test_texts_without_articles_are_compared_by_paragraph(self, cast):
        document = confirm(cast, text="Kính gửi các đơn vị\nBáo cáo trước thứ sáu")
        add(document, cast, "Kính gửi các đơn vị\nBáo cáo trước thứ hai")
        [change] = queries.comparison_of(document).changes
        assert [mark.words for mark in change.marks if mark.sign == "+"] == ["hai"]

    def test_what_was_compared_is_kept(self, cast, django_assert_num_queries):
        document = confirm(cast, text=OLD)
        add(document, cast, OLD.replace("1 tháng 7", "1 tháng 9"))
        queries.comparison_of(document)
        with django_assert_num_queries(1):
            assert len(queries.comparison_of(document).changes) == 1


@pytest.mark.door
class TestPage:
    def test_it_marks_words_and_leaves_out_what_is_the_same(self, world: World):
        document = confirm(world.cast, "7/HD-LĐLĐ", text=OLD)
        add(document, world.cast, OLD.replace("1 tháng 7", "1 tháng 9"))
        page = page_of(world, document)
        assert "<del>7.</del><ins>9.</ins>" in page
        assert "Tuyên truyền cải cách" not in page
        assert "Điều 2" in page

    def test_what_a_document_says_cannot_become_a_tag(self, world: World):
        document = confirm(world.cast, "7/HD-LĐLĐ", text=OLD)
        add(document, world.cast, OLD + "\n<script>alert(1)</script>")
        assert "<script>alert(1)" not in page_of(world, document)

    def test_four_hundred_thousand_characters_make_a_small_page(self, world: World):
        articles = [f"Điều {n}. Điều thứ {n}\n{'nội dung của điều này nói về việc ' * 28}{n}" for n in range(1, 420)]
        document = confirm(world.cast, "7/HD-LĐLĐ", text="\n".join(articles))
        changed = [text.replace("điều này", "điều ấy", 3) if n % 3 else text for n, text in enumerate(articles)]
        add(document, world.cast, "\n".join(changed))
        assert sum(map(len, articles)) > 400_000
        assert len(page_of(world, document)) < 100_000

    @pytest.mark.parametrize("words", HOSTILE)
    def test_any_address_is_answered(self, world: World, words: str):
        client, url = world.client("an"), f"/library/documents/{world.public.public_id}/compare/"
        for name in ("old", "new", "from"):
            assert client.get(url, {name: words}).status_code in {200, 404}
