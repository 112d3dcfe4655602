"""A member without an account, in a real browser: the link of a message, one button to say "read", one to be left alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from caunoi.accounts.models import ConsentEntry
from caunoi.directives import actions, queries
from caunoi.directives.models import MemberCall, MemberReading
from caunoi.kit import clock
from caunoi.organisations.models import Member
from tests.browser import PHONE
from tests.cast import AT, Cast
from tests.directives.deeds import issue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", viewport=PHONE)
    yield context.new_page()
    context.close()


def test_a_member_reads_says_so_and_stops_messages_with_two_taps(cast: Cast, page: Any):
    """A page that kept its address from its own forms had them refused: only a browser shows that."""
    member = Member.objects.create(unit=cast.units["MD-1"], code="x", full_name="Bùi Văn Yến", phone="+84912345678")
    call = MemberCall.objects.get(directive=issue(cast, tells_members=True))
    actions.plan_members(call_id=call.pk, at=AT)
    MemberCall.objects.update(asked_at=clock.now())
    page.goto(f"/m/{queries.member_token(call.pk, member.pk)}/")
    page.get_by_role("button", name="Tôi đã đọc").click()
    page.get_by_text("Bạn đã đọc").wait_for()
    assert MemberReading.objects.get().member == member
    page.get_by_role("button", name="Ngừng SMS, Zalo").click()
    page.get_by_role("heading", name="Đã ngừng").wait_for()
    page.get_by_role("button", name="Nhận lại như trước").click()
    page.get_by_role("heading", name="Ngừng nhận SMS, Zalo?").wait_for()
    assert list(ConsentEntry.objects.order_by("id").values_list("is_given", flat=True)) == [False, True]
