"""The public register: what was published and nothing else, with figures that point at nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caunoi.feedback.actions import PublicationDraft, publish_case, withdraw_publication
from caunoi.feedback.choices import FollowerKind, Identity
from caunoi.feedback.models import Case, Follower, Publication, PublicationTally
from caunoi.feedback.queries.register import Cursor, Share, Wanted, on_time_share, overdue_by_unit, register_page
from caunoi.kit import clock
from caunoi.pure.receipts import shown
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, answer, at_unit, send
from tests.feedback.forms import fields_of

pytestmark = [pytest.mark.door, pytest.mark.django_db]
REGISTER = "/feedback/register/"


def publish(cast: Cast, title: str = "Trả giấy chậm", days: int = 2, **facts: Any) -> Publication:
    at = MONDAY + timedelta(days=days)
    received = at_unit(cast, **facts)
    answer(received.case, cast, at)
    words = PublicationDraft(
        title, "Hỏi về giấy khai sinh trả chậm ở một cửa", "Đã trả, đã xin lỗi", has_masks_confirmed=True
    )
    return publish_case(case=Case.objects.get(pk=received.case.pk), draft=words, by=cast.hoa, at=at)


def text_of(url: str, status: int = 200) -> str:
    page = Client().get(url)
    assert page.status_code == status
    return page.content.decode()


def test_only_the_published_words_are_there(cast: Cast):
    row = publish(cast, text="Lời riêng của chị Lan, số điện thoại 0912345678", name="Nguyễn Thị Lan")
    send(text="Một việc không công bố về lệ phí chứng thực")
    for text in (text_of(REGISTER), text_of(f"{REGISTER}{row.public_id}/"), text_of(f"{REGISTER}feed.xml")):
        assert "Trả giấy chậm" in text
        for word in ("Lời riêng", "0912345678", "Nguyễn Thị Lan", "lệ phí chứng thực"):
            assert word not in text


def test_a_name_is_shown_only_where_it_was_chosen(cast: Cast):
    row = publish(cast, identity=Identity.PUBLIC, name="Nguyễn Thị Lan")
    assert "Nguyễn Thị Lan" in text_of(f"{REGISTER}{row.public_id}/")


def test_filters_by_unit_typed_without_accents_area_month_and_words(cast: Cast):
    row = publish(cast, title="Một cửa mở thứ bảy")
    for query in ("unit_q=uy+ban+my+duc", f"period={row.published_at:%Y-%m}..{row.published_at:%Y-%m}", "outcome=DONE"):
        assert "Một cửa mở thứ bảy" in text_of(f"{REGISTER}?{query}"), query
    for query in ("unit_q=ha+dong", "period=2020-01..2020-12", "outcome=EXPLAINED", "area=PUBLIC_FINANCE"):
        assert "Một cửa mở thứ bảy" not in text_of(f"{REGISTER}?{query}"), query


@pytest.mark.parametrize(
    "query", ["before=x", "before=1.2.3", "period=2026-13..x", "area=%00", "unit=zz&unit_q=a", "q=%F0%9F%98%80"]
)
def test_nonsense_in_the_address_is_an_ordinary_page(cast: Cast, query: str):
    publish(cast)
    text_of(f"{REGISTER}?{query}")


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast):
    first = publish(cast)
    rows = [clone(first, number) for number in range(1, 8)]
    seen, before = [], None
    while True:
        page, before = register_page(Wanted(), before, size=3)
        seen += [row.pk for row in page]
        if before is None:
            break
        before = Cursor.of(str(before))
    assert seen == sorted([first.pk, *(row.pk for row in rows)], reverse=True)


def clone(row: Publication, number: int) -> Publication:
    """Another published case at the same moment: pages must not lose it."""
    case = Case.objects.get(pk=row.case_id)
    case.pk, case.code, case.intake_key = None, f"AAAA-{number:04d}", None
    case.public_id = Case._meta.get_field("public_id").get_default()
    case._state.adding = True
    case.save(force_insert=True)
    fields = {
        f.name: getattr(row, f.name)
        for f in Publication._meta.concrete_fields
        if f.name not in {"id", "public_id", "case"}
    }
    return Publication.objects.create(case=case, **fields)


def test_figures_are_counted_as_things_are_published_and_withdrawn(cast: Cast):
    early = publish(cast)
    publish(cast, days=20)  # answered after its date
    tally = PublicationTally.objects.get(month_on=date(2026, 11, 1))
    assert (tally.count, tally.on_time_count) == (1, 1)
    late = PublicationTally.objects.get(month_on=date(2026, 12, 1))
    assert (late.count, late.on_time_count) == (1, 0)
    withdraw_publication(publication=early, reason="Còn tên người gửi trong đó", by=cast.hoa, at=MONDAY)
    tally.refresh_from_db()
    assert (tally.count, tally.on_time_count) == (0, 0)


def test_publishing_again_counts_once(cast: Cast):
    row = publish(cast)
    words = PublicationDraft("Tiêu đề đã sửa", "Câu hỏi", "Trả lời", has_masks_confirmed=True)
    publish_case(case=row.case, draft=words, by=cast.hoa, at=row.published_at)
    assert list(PublicationTally.objects.values_list("count", flat=True)) == [1]


def test_a_small_denominator_is_hidden(cast: Cast):
    unit = publish(cast).unit
    assert "Dưới 5 việc" in text_of(REGISTER)
    PublicationTally.objects.update(count=5, on_time_count=4, month_on=clock.today().replace(day=1))
    assert on_time_share(Wanted(unit=unit), clock.today())[0] == Share(4, 5)
    assert "4 / 5" in text_of(REGISTER)


def test_overdue_is_by_unit_and_small_figures_are_hidden(cast: Cast):
    cases = [at_unit(cast).case for _ in range(6)]
    at = MONDAY + timedelta(days=60)
    Case.objects.filter(pk__in=[case.pk for case in cases[:5]]).update(due_at=MONDAY)
    Case.objects.filter(pk=cases[5].pk).update(due_at=at + timedelta(days=1))
    (row,), rest = overdue_by_unit(at)
    assert (row.unit, row.late, row.is_few, rest) == (cast.units["UB-MD"], Share(5, 6), False, 0)
    # five of six would say that one is not late
    assert row.is_total_hidden
    assert "không hiện" in text_of(f"{REGISTER}overdue/")
    Case.objects.filter(pk=cases[0].pk).update(due_at=at + timedelta(days=1))
    (row,), rest = overdue_by_unit(at)
    assert (row.is_few, rest) == (True, 0)
    Case.objects.filter(pk__in=[case.pk for case in cases[:2]]).update(state="CLOSED")
    assert overdue_by_unit(at) == ([], 1)
    text_of(f"{REGISTER}overdue/")


def test_what_was_taken_out_leaves_a_line_and_no_words(cast: Cast):
    row = publish(cast)
    withdraw_publication(publication=row, reason="Còn tên người gửi trong đó", by=cast.hoa, at=MONDAY)
    text = text_of(f"{REGISTER}{row.public_id}/", status=410)
    assert "Nội dung đã được gỡ" in text
    assert "Trả giấy chậm" not in text
    assert "Còn tên người gửi" not in text
    assert "Trả giấy chậm" not in text_of(REGISTER)


def test_that_is_mine_too(cast: Cast):
    row = publish(cast)
    url, client = f"{REGISTER}{row.public_id}/", Client()
    fields = fields_of(client.get(url), f"{url}voice/")
    with clock.frozen(timezone.now() + timedelta(seconds=9)):
        page, again = (client.post(f"{url}voice/", fields) for _ in range(2))
    code = fields_of(page, "/feedback/follow/kept/")["receipt"][0]
    assert fields_of(again, "/feedback/follow/kept/")["receipt"][0] == code
    assert Follower.objects.filter(kind=FollowerKind.VOICE).count() == 1
    assert Client().post("/feedback/follow/", {"receipt": code}).status_code == 200
    assert len(shown("0" * 16)) == len(code)


def test_only_the_register_may_be_indexed(cast: Cast):
    row = publish(cast)
    for url in (REGISTER, f"{REGISTER}{row.public_id}/", f"{REGISTER}overdue/"):
        assert 'content="noindex"' not in text_of(url)
    for url in ("/feedback/send/", "/feedback/follow/"):
        assert 'content="noindex"' in text_of(url)


def test_the_register_costs_the_same_for_one_and_for_many(cast: Cast):
    row = publish(cast)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(f"{REGISTER}?unit_q=uy+ban+my+duc")
        return len(queries)

    before = count()
    for number in range(1, 6):
        clone(row, number)
    assert count() == before <= 6
