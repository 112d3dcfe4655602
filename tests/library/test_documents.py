"""Documents as a person confirmed them: relations find each other, versions stay, status is computed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.library import actions, queries, rules
from caunoi.library.actions import Confirmed
from caunoi.library.models import Document
from caunoi.organisations.queries import scope_of
from caunoi.pure.validity import Status, Verdict
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TODAY, ISSUED = date(2026, 11, 23), date(2021, 6, 18)
TEXT = "HƯỚNG DẪN\nĐiều 1. Phạm vi\n1. Tuyên truyền\na) Phổ biến\nb) Niêm yết\n2. Giám sát\nĐiều 2. Hiệu lực"


def values(symbol: str = "12/HD-LĐLĐ", **more) -> Confirmed:
    facts = {"title": "Hướng dẫn tuyên truyền cải cách hành chính", "type_name": "Hướng dẫn", "issuer": "LĐLĐ Hà Nội"}
    return Confirmed(**facts | {"symbol": symbol, "issued_on": ISSUED} | more)


def confirm(cast, symbol: str = "12/HD-LĐLĐ", owner: str = "HN", text: str = TEXT, **more) -> Document:
    return actions.confirm_reading(
        reading=None, values=values(symbol, **more), owner=cast.units[owner], by=cast.dung, at=AT, text=text
    )


def mend(document: Document, cast, **more) -> Document:
    return actions.mend_document(document=document, values=values(**more), by=cast.dung, at=AT)


def speaks_of(symbol: str, kind: str = "BASED_ON") -> dict:
    return {"relations": [{"kind": kind, "symbol": symbol, "text": f"Quyết định {symbol}"}]}


def around(document: Document, user: object = None) -> queries.Surroundings:
    return queries.document_with_surroundings(document.public_id, TODAY, scope_of(user, TODAY))[1]


def status_of(document: Document, day: date) -> Verdict:
    return queries.validity_of(document, day, around(document).touches)


def visible(cast) -> dict[str, bool]:
    people = {**cast.users, "an": AnonymousUser()}
    return {name: queries.documents_visible_to(user, TODAY).exists() for name, user in people.items()}


# Confirmed


def test_a_confirmed_document_keeps_what_the_person_said(cast):
    document = confirm(
        cast, areas=["PROCEDURES", "PROCEDURES", "INSTITUTIONS"], period_from_year=2021, period_to_year=2025
    )
    assert (str(document), document.confirmed_by, document.confirmed_at, document.owner) == (
        "Hướng dẫn 12/HD-LĐLĐ", cast.dung, AT, cast.units["HN"],
    )  # fmt: skip
    assert sorted(document.areas.values_list("area", flat=True)) == ["INSTITUTIONS", "PROCEDURES"]


def test_its_text_is_version_one_with_an_anchor_for_each_clause(cast):
    version = confirm(cast).versions.latest("number")
    anchors = [row.anchor for row in version.clauses.order_by("position") if row.anchor.startswith("dieu")]
    assert (version.number, version.text) == (1, TEXT)
    assert anchors == [
        "dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-1.diem-a", "dieu-1.khoan-1.diem-b", "dieu-1.khoan-2", "dieu-2",
    ]  # fmt: skip


def test_a_later_version_is_the_newest_and_the_earlier_one_stays(cast):
    document = confirm(cast)
    actions.add_version(document=document, text="Điều 1. Mới", file=None, pages_count=None, by=cast.dung, at=AT)
    assert (document.versions.latest("number").number, document.versions.get(number=1).text) == (2, TEXT)


def test_obligations_keep_their_order(cast):
    rows = [{"actor": "CĐCS", "action": "Phổ biến"}, {"action": "Báo cáo", "deadline_on": date(2021, 12, 15)}]
    found = confirm(cast, obligations=rows).obligations.order_by("position")
    assert [(row.position, row.actor, row.action, row.deadline_on) for row in found] == [
        (1, "CĐCS", "Phổ biến", None), (2, "", "Báo cáo", date(2021, 12, 15)),
    ]  # fmt: skip


def test_confirming_is_told_and_audited(cast):
    document = confirm(cast)
    assert OutboxEvent.objects.get(name="library.document_confirmed").payload == {"document_id": document.pk}
    assert AuditRow.objects.get(verb="library.confirm_document").facts["symbol"] == "12/HD-LĐLĐ"


@pytest.mark.parametrize("written", ["12/HD-LĐLĐ", "12/hd-lđlđ", "12 / HD - LĐLĐ"])
def test_the_same_symbol_and_date_is_the_same_document_however_it_is_written(cast, written):
    document = confirm(cast)
    assert queries.same_document(Document.objects.all(), written, ISSUED) == document


def test_the_same_symbol_of_another_year_is_another_document(cast):
    confirm(cast)
    assert queries.same_document(Document.objects.all(), "12/HD-LĐLĐ", date(2022, 6, 18)) is None


# Relations


def test_a_relation_finds_a_document_of_the_library(cast):
    base = confirm(cast, "76/NQ-CP")
    [line] = around(confirm(cast, **speaks_of("76/NQ-CP")), cast.dung).out
    assert (line.kind, line.label, line.other) == ("BASED_ON", "căn cứ", base)


def test_a_relation_that_waited_finds_its_document_when_it_comes(cast):
    source = confirm(cast, **speaks_of("76/NQ-CP"))
    base = confirm(cast, "76/NQ-CP")
    assert source.relations_out.get().target == base


def test_a_relation_that_waited_finds_its_document_when_the_symbol_is_corrected(cast):
    source = confirm(cast, **speaks_of("76/NQ-CP"))
    base = confirm(cast, "75/NQ-CP")
    mend(base, cast, symbol="76/NQ-CP")
    assert source.relations_out.get().target == base


def test_a_relation_found_by_a_wrong_symbol_waits_again_when_it_is_corrected(cast):
    source = confirm(cast, **speaks_of("76/NQ-CP"))
    mend(confirm(cast, "76/NQ-CP"), cast, symbol="75/NQ-CP")
    assert source.relations_out.get().target is None


def test_a_document_shows_what_speaks_of_it(cast):
    base = confirm(cast, "76/NQ-CP")
    source = confirm(cast, **speaks_of("76/NQ-CP", "IMPLEMENTS"))
    [line] = around(base, cast.dung).back
    assert (line.label, line.other) == ("được triển khai bởi", source)


def test_a_related_document_out_of_scope_is_words_only(cast):
    confirm(cast, "76/NQ-CP", is_public=False)
    [line] = around(confirm(cast, **speaks_of("76/NQ-CP")), cast.quang).out
    assert (line.other, line.text) == (None, "Quyết định 76/NQ-CP")


def test_what_a_hidden_document_says_of_this_one_is_not_shown(cast):
    base = confirm(cast, "76/NQ-CP")
    confirm(cast, **speaks_of("76/NQ-CP"), is_public=False)
    assert around(base, cast.quang).back == []


@pytest.mark.parametrize("count", [1, 3])
def test_relations_cost_the_same_number_of_queries_for_1_and_3_rows(cast, count, django_assert_num_queries):
    rows = [{"kind": "CITES", "symbol": f"{number}/NQ-CP"} for number in range(1, count + 1)]
    for row in rows:
        confirm(cast, row["symbol"])
    document = confirm(cast, relations=rows)
    with django_assert_num_queries(2):
        assert len(around(document).out) == count


# Mended


def test_mending_replaces_what_was_said_and_names_what_changed(cast):
    document = mend(confirm(cast, **speaks_of("76/NQ-CP")), cast, signer="Nguyễn Văn A", areas=["PROCEDURES"])
    assert (document.signer, document.areas.count(), document.relations_out.count()) == ("Nguyễn Văn A", 1, 0)
    assert AuditRow.objects.get(verb="library.mend_document").facts == {"changed": ["signer"]}


@pytest.mark.parametrize(
    ("name", "may"), [("dung", True), ("hoa", True), ("minh", False), ("lan", False), ("quang", False)]
)
def test_only_officers_of_the_owner_and_above_mend_a_document(cast, name, may):
    document = confirm(cast, owner="MD")
    path = queries.document_for(cast.dung, document.public_id, TODAY).owner_path
    assert rules.may_mend_document(scope_of(cast.users[name], TODAY), document, path) is may


# Status


@pytest.mark.parametrize(("day", "status"), [
    (ISSUED - timedelta(days=1), Status.NOT_YET), (ISSUED, Status.IN_FORCE),
    (date(2025, 12, 30), Status.IN_FORCE), (date(2025, 12, 31), Status.EXPIRED),
])  # fmt: skip
def test_the_status_on_a_day_follows_from_the_dates(cast, day, status):
    assert status_of(confirm(cast, expires_on=date(2025, 12, 31)), day).status is status


def test_a_document_that_was_replaced_is_expired_from_that_day_on_and_says_by_what(cast):
    old = confirm(cast)
    confirm(cast, "9/HD-LĐLĐ", issued_on=date(2026, 3, 1), **speaks_of("12/HD-LĐLĐ", "REPLACES"))
    days = [status_of(old, day) for day in (date(2026, 2, 28), date(2026, 3, 1))]
    assert [(verdict.status, verdict.by) for verdict in days] == [
        (Status.IN_FORCE, ""), (Status.EXPIRED, "Hướng dẫn 9/HD-LĐLĐ"),
    ]  # fmt: skip


def test_a_document_that_is_merely_cited_stays_in_force(cast):
    old = confirm(cast)
    confirm(cast, "9/HD-LĐLĐ", issued_on=date(2026, 3, 1), **speaks_of("12/HD-LĐLĐ", "CITES"))
    assert status_of(old, TODAY).status is Status.IN_FORCE


# Who may read


def test_a_public_document_is_read_by_everyone(cast):
    confirm(cast)
    assert visible(cast) == dict.fromkeys(("lan", "minh", "hoa", "dung", "tuan", "an", "quang"), True)


def test_a_document_of_a_commune_that_is_not_public_is_read_by_it_and_above(cast):
    confirm(cast, owner="MD", is_public=False)
    assert {name for name, sees in visible(cast).items() if sees} == {"hoa", "dung"}


def test_quang_cannot_load_a_document_that_is_not_public(cast):
    document = confirm(cast, owner="MD", is_public=False)
    with pytest.raises(Document.DoesNotExist):
        queries.document_for(cast.quang, document.public_id, TODAY)


# Found


@pytest.mark.parametrize(("filters", "is_found"), [
    ({"q": "tuyen truyen cai cach"}, True), ({"q": "cải cách hành chính"}, True), ({"q": "12/HD"}, True),
    ({"q": "13/HD"}, False), ({"q": "nghi quyet"}, False), ({"year": "2021"}, True), ({"year": "2022"}, False),
    ({"year": "99999"}, True), ({"area": "PROCEDURES"}, True), ({"area": "APPARATUS"}, False),
    ({"type": "Hướng dẫn"}, True), ({"tier": "PARTY"}, False),
])  # fmt: skip
def test_a_list_is_narrowed_by_words_symbol_year_area_type_and_tier(cast, filters, is_found):
    confirm(cast, areas=["PROCEDURES"])
    assert queries.find_documents(Document.objects.all(), filters).exists() is is_found


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    for number in range(count):
        confirm(cast, f"{number}/HD-LĐLĐ")
    rows = queries.newest_first(queries.documents_visible_to(AnonymousUser(), TODAY))
    with django_assert_num_queries(1):
        assert len([f"{row} {row.issuer} {row.title}" for row in rows]) == count


def test_the_newest_comes_first(cast):
    for year in (2020, 2022, 2021):
        confirm(cast, f"1/{year}", issued_on=date(year, 1, 1))
    rows = queries.newest_first(Document.objects.all())
    assert [row.issued_on.year for row in rows] == [2022, 2021, 2020]


def test_a_document_says_that_its_words_changed(cast):
    """What keeps a copy of them (the search index) looks again."""
    document = confirm(cast)
    told = OutboxEvent.objects.filter(name="library.document_changed", payload__document_id=document.pk)
    assert told.count() == 1
    mend(document, cast, title="Đã sửa")
    actions.add_version(document=document, text="Điều 1. Mới", file=None, pages_count=None, by=cast.dung, at=AT)
    assert told.count() == 3
