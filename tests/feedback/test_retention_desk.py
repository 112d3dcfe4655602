"""The desk's pages of retention: rules, the list and its two people, holds, and what the public finds afterwards."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caunoi.feedback.actions import (
    PublicationDraft,
    close_case,
    confirm_removal,
    list_removal,
    publish_case,
    recuse,
    refuse_case,
    remove_expired_cases,
)
from caunoi.feedback.choices import RecusalSource, RefusalGround, RemovalState
from caunoi.feedback.models import Case, LegalHold, Removal, RetentionRule, Tombstone
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditRow
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, send

pytestmark = [pytest.mark.door, pytest.mark.django_db]
PAGE = "/feedback/retention/"
YEAR_LATER, LATER = MONDAY + timedelta(days=366), MONDAY + timedelta(days=3000)


def long_ago() -> datetime:
    return clock.now() - timedelta(days=400)


def refused(cast: Cast, at: datetime = MONDAY) -> Case:
    case = send(at=at, body=cast.units["UB-MD"]).case
    return refuse_case(case=case, ground=RefusalGround.SPAM, reason="Quảng cáo gửi tự động", by=cast.hoa, at=at)


def html(client: Client, url: str, status: int = 200) -> str:
    page = client.get(url)
    assert page.status_code == status
    return page.content.decode()


def of(removal: Removal, deed: str = "") -> str:
    return f"{PAGE}lists/{removal.public_id}/{deed}"


def test_a_rule_is_changed_with_a_reason_and_the_audit_says_how(cast: Cast, sign_in: Any):
    given = {"months": "24", "legal_basis": "Quy chế 05, điều 3", "reason": "Ban thường vụ quyết định giữ lâu hơn"}
    assert sign_in("dung").post(f"{PAGE}rules/REFUSED/", given).status_code == 302
    rule = RetentionRule.objects.get(group="REFUSED")
    assert (rule.months, rule.legal_basis, rule.is_verified) == (24, "Quy chế 05, điều 3", False)
    row = AuditRow.objects.get(verb="feedback.save_retention_rule")
    assert (row.facts["months_before"], row.facts["months"], row.facts["group"]) == (12, 24, "REFUSED")


@pytest.mark.parametrize("wrong", [{"months": "0"}, {"legal_basis": " "}, {"reason": "ừ"}])
def test_a_rule_without_its_basis_or_reason_stays_as_it_was(cast: Cast, sign_in: Any, wrong: dict[str, str]):
    given = {"months": "24", "legal_basis": "Quy chế 05", "reason": "Ban thường vụ quyết định"}
    assert sign_in("dung").post(f"{PAGE}rules/REFUSED/", given | wrong).status_code == 422
    assert RetentionRule.objects.get(group="REFUSED").months == 12


def test_rules_whose_source_was_not_read_are_marked(cast: Cast, sign_in: Any):
    assert html(sign_in("dung"), PAGE).count('<span class="tag">chưa đối chiếu</span>') == 1


def test_the_list_says_what_would_go_and_its_maker_cannot_let_it(cast: Cast, sign_in: Any):
    case, dung = refused(cast, at=long_ago()), sign_in("dung")
    assert dung.post(f"{PAGE}lists/").status_code == 302
    removal = Removal.objects.get()
    page = html(dung, of(removal))
    for word in (case.code, "Công đoàn xã Mỹ Đức", "12 tháng", "Chờ người thứ hai"):
        assert word in page, word
    assert of(removal, "confirm/") not in page
    refusal = dung.post(of(removal, "confirm/"), {"is_sure": "on"})
    assert (refusal.status_code, "Cần một cán bộ khác" in refusal.content.decode()) == (422, True)
    assert (Removal.objects.get().state, Case.objects.count()) == (RemovalState.LISTED, 1)


def test_another_confirms_and_the_page_counts_what_is_left(cast: Cast, sign_in: Any):
    case, dung = refused(cast, at=long_ago()), sign_in("dung")
    removal = list_removal(by=None, at=clock.now())
    assert dung.post(of(removal, "confirm/")).status_code == 422
    assert dung.post(of(removal, "confirm/"), {"is_sure": "on"}).status_code == 302
    remove_expired_cases(at=clock.now())
    page = html(dung, of(removal))
    assert ("Đã xóa" in page, case.code in page, Case.objects.count(), Tombstone.objects.count()) == (True, False, 0, 1)
    assert "Còn 1 dòng ghi" in html(dung, PAGE)


def test_a_list_is_put_away_with_a_reason(cast: Cast, sign_in: Any):
    refused(cast)
    removal = list_removal(by=None, at=YEAR_LATER)
    dung = sign_in("dung")
    assert dung.post(of(removal, "cancel/"), {"reason": "ừ"}).status_code == 422
    assert dung.post(of(removal, "cancel/"), {"reason": "Cần giữ để tổng kết năm"}).status_code == 302
    assert (Removal.objects.get().state, Case.objects.count()) == (RemovalState.CANCELLED, 1)


def test_without_anything_expired_there_is_no_list(cast: Cast, sign_in: Any):
    assert sign_in("dung").post(f"{PAGE}lists/", follow=True).status_code == 200
    assert not Removal.objects.exists()


def test_what_names_the_reader_is_not_on_their_list_and_they_do_not_remove_it(cast: Cast, sign_in: Any):
    named, other = refused(cast), refused(cast)
    recuse(case=named, user=cast.dung, source=RecusalSource.ADDED, by=cast.hoa, at=MONDAY)
    removal = list_removal(by=None, at=YEAR_LATER)
    page = html(sign_in("dung"), of(removal))
    assert (named.code in page, other.code in page, '<dd class="num">1</dd>' in page) == (False, True, True)
    confirm_removal(removal=removal, by=cast.dung, at=YEAR_LATER)
    assert remove_expired_cases(at=YEAR_LATER) == 1
    assert list(Case.objects.all()) == [named]
    assert list(list_removal(by=None, at=YEAR_LATER).cases) == [str(named.pk)]


def test_a_case_is_held_and_let_go_on_its_page(cast: Cast, sign_in: Any):
    case, hoa = refused(cast), sign_in("hoa")
    url = reverse("feedback:case", args=[case.public_id])
    assert hoa.post(f"{url}hold/", {"reason": "Tòa án xã yêu cầu, công văn 12"}).status_code == 302
    page = html(hoa, url)
    assert (f"{url}hold/lift/" in page, f'"{url}hold/"' in page, "công văn 12" in page) == (True, False, True)
    assert case.code in html(sign_in("dung"), PAGE)
    assert list_removal(by=None, at=LATER) is None
    assert hoa.post(f"{url}hold/lift/", {"reason": "Tòa án đã xử xong"}).status_code == 302
    assert LegalHold.objects.get().lifted_at is not None
    assert list(list_removal(by=None, at=LATER).cases) == [str(case.pk)]


def test_the_register_keeps_a_stone_at_the_address_of_what_was_removed(cast: Cast):
    received = at_unit(cast, text=TEXT, name="Nguyễn Thị Lan")
    answer(received.case, cast, MONDAY)
    words = PublicationDraft("Trả giấy chậm", "Hỏi về giấy khai sinh", "Đã trả", has_masks_confirmed=True)
    row = publish_case(case=received.case, draft=words, by=cast.hoa, at=MONDAY)
    case = close_case(case=Case.objects.get(pk=received.case.pk), by=None, at=MONDAY)
    confirm_removal(removal=list_removal(by=None, at=LATER), by=cast.dung, at=LATER)
    url = f"/feedback/register/{row.public_id}/"
    assert "Trả giấy chậm" in html(Client(), url)
    remove_expired_cases(at=LATER)
    page = html(Client(), url, 410)
    for word in (case.code, "16/11/2026", "Ủy ban nhân dân xã Mỹ Đức", "60 tháng"):
        assert word in page, word
    for word in ("Trả giấy chậm", "khai sinh", "Lan", "Đã trả,"):
        assert word not in page, word


def test_an_address_that_never_was_is_not_a_stone(cast: Cast):
    assert Client().get(f"/feedback/register/{cast.dung.public_id}/").status_code == 404


def test_the_inbox_leads_there_whom_it_concerns(cast: Cast, sign_in: Any):
    found = {name: f'href="{PAGE}"' in html(sign_in(name), "/feedback/inbox/") for name in ("dung", "hoa")}
    assert found == {"dung": True, "hoa": False}
