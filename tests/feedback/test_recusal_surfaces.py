"""Tuấn is named in a case: on every surface of the desk its pages are, byte for byte, those of a house without it."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from caunoi.feedback.actions import accept_case, assign_case, recuse
from caunoi.feedback.choices import RecusalSource
from caunoi.feedback.models import Case
from caunoi.kit import clock
from tests.cast import Cast
from tests.feedback.deeds import send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
SECRET = "Nội dung riêng nêu tên người xử lý, trả giấy chậm ở quầy số ba của một cửa"
PAGES = (
    "/desk/", "/feedback/inbox/", "/feedback/inbox/?tab=handling", "/feedback/inbox/?tab=late", "/feedback/inbox/?tab=all",
    "/feedback/inbox/?q=quầy", "/feedback/inbox/?q=quay so ba&tab=all", "/feedback/board/", "/search/?q=quầy số ba",
    "/feedback/inbox/export.csv", "/feedback/inbox/export.csv?tab=all", "/notices/",
)  # fmt: skip
TOKENS = re.compile(rb'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')


def masked(body: bytes) -> bytes:
    return TOKENS.sub(b"*", body)


def made(cast: Cast, text: str, at: object) -> Case:
    received = send(at=at, body=cast.units["UB-MD"], text=text)
    return assign_case(case=received.case, unit=cast.units["UB-MD"], by=cast.hoa, at=at)


def seen(client: Client) -> dict[str, bytes]:
    return {url: masked(client.get(url).content) for url in PAGES}


@pytest.fixture
def now() -> object:
    return clock.now() - timedelta(days=1)


def test_a_named_official_sees_no_byte_of_the_case(cast: Cast, sign_in, now):
    known = made(cast, "Đề nghị mở thêm quầy vào sáng thứ bảy cho công nhân", now)
    accept_case(case=known, has_no_conflict=True, by=cast.tuan, at=now)
    tuan, hoa = sign_in("tuan"), sign_in("hoa")
    without = seen(tuan)
    case = made(cast, SECRET, now)
    recuse(case=case, user=cast.tuan, source=RecusalSource.ADDED, by=cast.hoa, at=now)
    assert seen(tuan) == without
    # the control: whoever is not named sees it
    assert SECRET[:20].encode() in hoa.get("/feedback/inbox/").content


def test_without_the_recusal_the_pages_differ(cast: Cast, sign_in, now):
    tuan = sign_in("tuan")
    without = seen(tuan)
    made(cast, SECRET, now)
    now_seen = seen(tuan)
    assert [url for url in ("/feedback/inbox/", "/feedback/board/") if now_seen[url] == without[url]] == []


def test_every_address_of_the_case_is_not_found_and_says_nothing(cast: Cast, sign_in, now):
    case = made(cast, SECRET, now)
    recuse(case=case, user=cast.tuan, source=RecusalSource.ADDED, by=cast.hoa, at=now)
    tuan = sign_in("tuan")
    unknown = "01a20e80-dd5c-7348-8b7f-000000000000"
    for rest in ("", "reply/", "accept/", "sender/", "publish/", "note/", "recusals/me/"):
        hidden = tuan.get(f"/feedback/cases/{case.public_id}/{rest}")
        absent = tuan.get(f"/feedback/cases/{unknown}/{rest}")
        assert hidden.status_code == absent.status_code == 404
        assert masked(hidden.content) == masked(absent.content)


def test_bulk_deeds_do_not_find_it(cast: Cast, sign_in, now):
    case = made(cast, SECRET, now)
    recuse(case=case, user=cast.tuan, source=RecusalSource.ADDED, by=cast.hoa, at=now)
    fields = {
        "case": str(case.public_id),
        "deed": "transfer_case",
        "go": "1",
        "unit": "MD",
        "reason": "Chuyển cho nơi khác",
    }
    with transaction.atomic():
        response = sign_in("tuan").post("/feedback/inbox/bulk/", fields)
    assert response.status_code == 422
    assert case.code.encode() not in response.content
    assert Case.objects.get(pk=case.pk).unit == cast.units["UB-MD"]


def test_a_unit_that_is_named_is_out_with_all_its_people(cast: Cast, sign_in, now):
    case = made(cast, SECRET, now)
    recuse(case=case, unit=cast.units["UB-MD"], source=RecusalSource.ADDED, by=cast.hoa, at=now)
    assert sign_in("tuan").get(f"/feedback/cases/{case.public_id}/").status_code == 404
