"""Members of the recipients: each is told once by the way they have, says "I have read it", and counts beside the unit."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from caunoi.accounts.models import User
from caunoi.conf.management.commands.check_installation import problems
from caunoi.directives import actions, queries
from caunoi.directives.actions import member_telling, members
from caunoi.directives.models import MemberCall, MemberChunk, MemberCount, MemberReading
from caunoi.kit import clock, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.ids import new_id
from caunoi.notifications import actions as actions_of_notices
from caunoi.notifications.models import AddressHealth, Message
from caunoi.notifications.queries.addresses import phone_address
from caunoi.notifications.queries.opting_out import way_out_of
from caunoi.organisations.models import Member
from tests.cast import AT, Cast
from tests.directives.deeds import issue
from tests.directives.rosters import roster, told
from tests.doors import text_of

pytestmark = [pytest.mark.room, pytest.mark.django_db, pytest.mark.usefixtures("sms")]


def call_of(cast: Cast) -> MemberCall:
    directive = issue(cast, kinds=[cast.kinds["GRASSROOTS"].pk], rule="KIND", tells_members=True)
    call = MemberCall.objects.get(directive=directive)
    actions.plan_members(call_id=call.pk, at=AT)
    call.refresh_from_db()
    return call


def test_each_member_is_told_once_by_the_way_they_have(cast: Cast, rosters: None):
    call = call_of(cast)
    assert call.member_count == 9
    assert not actions.tell_members(call_id=call.pk)
    assert told() == {"IN_APP": 1, "EMAIL": 3 + 1, "SMS": 4}
    chunk = MemberChunk.objects.get()
    assert (chunk.told_count, chunk.unreached_count, chunk.cursor) == (8, 1, chunk.last_id)
    call.refresh_from_db()
    assert call.done_at == AT
    letter = Message.objects.filter(channel="SMS").first()
    assert letter.address == "+84912345670"
    assert letter.title == "Phổ biến Hướng dẫn số 12"
    assert letter.body.startswith("CĐCS Công ty TNHH May Sông Đáy gửi bạn")
    assert letter.path.startswith("/m/")


def test_without_a_basis_no_telephone_of_a_roster_is_used(cast: Cast, rosters: None, settings: Any, monkeypatch: Any):
    monkeypatch.setitem(settings.CAUNOI._values, "phone_basis", "")
    call = call_of(cast)
    actions.tell_members(call_id=call.pk)
    assert told() == {"IN_APP": 1, "EMAIL": 3 + 1}
    assert MemberChunk.objects.get().unreached_count == 5


def test_a_dead_number_is_left_out_and_an_open_way_is_taken(cast: Cast):
    row = roster(cast, "MD-2", 1, phone="0912345678", email="b@example.vn")[0]
    number = phone_address("0912345678")
    AddressHealth.objects.create(kind=number.kind, fingerprint=number.fingerprint, dead_at=AT, noted_at=AT)
    Member.objects.filter(pk=row.pk).update(email="")
    call = call_of(cast)
    actions.tell_members(call_id=call.pk)
    assert told() == {"IN_APP": 1, "EMAIL": 1}
    assert MemberChunk.objects.get().unreached_count == 1


def test_ranges_are_frozen_and_newcomers_are_neither_told_nor_counted(cast: Cast, rosters: None, monkeypatch: Any):
    monkeypatch.setattr(members, "CHUNK", 3)
    monkeypatch.setattr(member_telling, "BATCH", 2)
    call = call_of(cast)
    assert MemberChunk.objects.count() == 3
    assert actions.plan_members(call_id=call.pk, at=AT) == 9
    Member.objects.create(unit=cast.units["MD-2"], code="mới", full_name="Người mới", email="moi@example.vn")
    while actions.tell_batch(call_id=call.pk, at=AT):
        pass
    assert sum(told().values()) == 9
    assert MemberChunk.objects.filter(done_at=None).count() == 0
    assert sum(MemberCount.objects.values_list("member_count", flat=True)) == 9


def crash_and_begin_again(call: MemberCall) -> None:
    """As if a cursor had been lost after its messages were written."""
    actions.tell_members(call_id=call.pk)
    for chunk in MemberChunk.objects.all():
        MemberChunk.objects.filter(pk=chunk.pk).update(cursor=chunk.after_id, done_at=None)
    actions.tell_members(call_id=call.pk)


def test_nobody_is_told_twice_when_a_range_is_begun_again(cast: Cast, rosters: None):
    crash_and_begin_again(call_of(cast))
    assert told() == {"IN_APP": 1, "EMAIL": 4, "SMS": 4}


def test_without_the_keys_members_would_be_told_twice(cast: Cast, rosters: None, monkeypatch: Any):
    monkeypatch.setattr(member_telling, "key_of", lambda _call, _member: str(new_id()))
    crash_and_begin_again(call_of(cast))
    assert told()["SMS"] == 8


def test_a_batch_that_fails_leaves_neither_messages_nor_a_moved_cursor(cast: Cast, rosters: None, monkeypatch: Any):
    call = call_of(cast)
    with monkeypatch.context() as broken:
        broken.setattr(MemberChunk, "save", lambda *_words, **_facts: 1 / 0)
        with pytest.raises(member_telling.BatchProblem):
            actions.tell_batch(call_id=call.pk, at=AT)
    assert not told()
    assert actions.tell_batch(call_id=call.pk, at=AT)
    assert told()["SMS"] == 4


def test_a_worker_that_is_killed_before_it_notes_the_end_is_followed_by_one_that_does(cast: Cast, rosters: None):
    call = call_of(cast)
    while actions.tell_batch(call_id=call.pk, at=AT):
        pass
    assert actions.ring_for_members(at=AT + members.RING_AGAIN) == 1
    actions.tell_members(call_id=call.pk)
    call.refresh_from_db()
    assert call.done_at == AT


def stumble(monkeypatch: Any, code: str) -> None:
    """Whoever has that code cannot be told, whatever is tried."""
    tell, broken = member_telling._tell, Member.objects.get(code=code).pk

    def tell_or_fail(call: MemberCall, rows: Any, at: Any) -> Any:
        if any(row.pk == broken for row in rows):
            raise ValueError(code)
        return tell(call, rows, at)

    monkeypatch.setattr(member_telling, "_tell", tell_or_fail)


def test_a_batch_that_always_fails_is_tried_later_each_time_and_holds_up_no_other(
    cast: Cast, rosters: None, monkeypatch: Any
):
    monkeypatch.setattr(members, "CHUNK", 4)
    monkeypatch.setattr(member_telling, "BATCH", 4)
    call = call_of(cast)
    stumble(monkeypatch, "MD-1-2")
    at, pauses = AT, []
    for _try in range(12):
        with clock.frozen(at):
            assert not actions.tell_members(call_id=call.pk)
            chunk = MemberChunk.objects.get(number=1)
            pauses.append(int((chunk.retry_at - at).total_seconds()))
            assert actions.ring_for_members(at=at) == 0
        at = chunk.retry_at
    assert pauses == sorted(pauses)
    assert (pauses[:3], pauses[-1]) == ([15, 30, 60], 3600)
    # The batch grew smaller until it held the one who cannot be told alone; the others were told.
    assert (sum(told().values()), chunk.cursor + 1) == (9 - 1, Member.objects.get(code="MD-1-2").pk)
    monkeypatch.undo()


def test_what_is_stuck_is_seen_and_goes_on_when_its_cause_is_mended(cast: Cast, rosters: None, monkeypatch: Any):
    call = call_of(cast)
    with monkeypatch.context() as broken:
        stumble(broken, "MD-1-2")
        for _try in range(3):
            MemberChunk.objects.filter(done_at=None).update(retry_at=None)
            actions.tell_members(call_id=call.pk)
    found = queries.member_coverage(call.directive)
    assert found is not None
    assert found.stuck == 1
    [stuck] = queries.stuck_calls()
    assert (stuck.stuck_count, stuck.tries, stuck.trouble) == (1, 3, "ValueError")
    [line] = [line for line in problems() if line.startswith("members:")]
    assert "Phổ biến Hướng dẫn số 12" in line
    MemberChunk.objects.update(retry_at=None)
    actions.tell_members(call_id=call.pk)
    assert (sum(told().values()), queries.stuck_calls()) == (9, [])


def test_workers_are_asked_for_again_while_members_wait(cast: Cast, rosters: None, monkeypatch: Any):
    call, rung = call_of(cast), []
    monkeypatch.setattr(members.queue, "enqueue", lambda name, **facts: rung.append((name, facts)))
    assert actions.ring_for_members(at=AT + members.RING_AGAIN - timedelta(seconds=1)) == 0
    actions.tell_batch(call_id=call.pk, at=AT + timedelta(seconds=5))
    MemberChunk.objects.update(done_at=None)
    assert actions.ring_for_members(at=AT + members.RING_AGAIN) == 0
    assert actions.ring_for_members(at=AT + 2 * members.RING_AGAIN) == 1
    actions.tell_members(call_id=call.pk)
    assert actions.ring_for_members(at=AT + 3 * members.RING_AGAIN) == 0
    asked = [facts for name, facts in rung if name == members.JOB]
    assert asked == [{"call_id": call.pk}] * members.SLOTS


def test_a_version_is_told_once_and_a_directive_without_the_choice_tells_no_member(cast: Cast, rosters: None):
    directive = issue(cast)
    outbox.deliver()
    assert not told()
    actions.call_members(directive=directive, by=cast.dung, at=AT)
    with pytest.raises(ValidationError):
        actions.call_members(directive=directive, by=cast.dung, at=AT)


def test_who_stopped_is_left_alone_by_that_way_and_counted(cast: Cast, rosters: None):
    both = Member.objects.get(code="MD-1-1")
    Member.objects.filter(pk=both.pk).update(email="hai@example.vn")
    for number in (0, 1):
        actions_of_notices.stop_address(way=way_out_of(phone_address(f"091234567{number}")), by=None, at=AT)
    call = call_of(cast)
    actions.tell_members(call_id=call.pk)
    assert told() == {"IN_APP": 1, "EMAIL": 3 + 1 + 1, "SMS": 2}
    chunk = MemberChunk.objects.get()
    assert (chunk.told_count, chunk.stopped_count, chunk.unreached_count) == (7, 1, 1)
    found = queries.member_coverage(call.directive)
    assert found is not None
    assert (found.told, found.stopped, found.unreached) == (7, 1, 1)


# --- the member's own page


def link(call: MemberCall, member: Member) -> str:
    return reverse("open_member_link", args=[queries.member_token(call.pk, member.pk)])


@pytest.mark.door
def test_a_member_reads_says_so_once_and_counts_beside_the_unit(cast: Cast, rosters: None, client: Any, sign_in: Any):
    call, member = call_of(cast), Member.objects.get(code="MD-1-0")
    url = link(call, member)
    page = client.get(url)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Tôi đã đọc" in page.content.decode()
    assert not MemberReading.objects.exists()
    for _again in range(2):
        assert client.post(url, {"idempotency_key": str(new_id())})["Location"] == url
    assert "Bạn đã đọc" in client.get(url).content.decode()
    counted = MemberCount.objects.get(recipient__unit=cast.units["MD-1"])
    assert (counted.read_count, counted.member_count) == (1, 5)
    assert counted.recipient.acknowledged_at is None
    assert AuditRow.objects.filter(verb="directives.note_member_reading").count() == 1
    cast.dung.authenticator_set.create(type="totp", data={"secret": "x"})
    coverage = text_of(sign_in("dung").get(reverse("directives:coverage", args=[call.directive.public_id])))
    assert "1/9" in coverage
    assert "1/5" in text_of(sign_in("minh").get(reverse("directives:directive", args=[call.directive.public_id])))


@pytest.mark.door
def test_the_page_of_a_member_holds_the_way_out_in_one_tap(cast: Cast, rosters: None, client: Any):
    call, member = call_of(cast), Member.objects.get(code="MD-1-0")
    path = way_out_of(phone_address(member.phone)).path
    page = client.get(link(call, member)).content.decode()
    assert f'<form method="post" action="{path}">' in page
    assert client.post(path)["Location"] == path
    assert "Đã ngừng" in client.get(path).content.decode()
    own = client.get(link(call, Member.objects.get(code="001"))).content.decode()
    assert "/o/" not in own
    assert "/notices/settings/" in own
    User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    Member.objects.filter(code="001").update(email="lan@example.vn")
    assert "/o/" in client.get(link(call, Member.objects.get(code="001"))).content.decode()


@pytest.mark.door
def test_the_account_of_the_member_weighs_more_than_the_link(cast: Cast, sign_in: Any):
    call, member = call_of(cast), Member.objects.get(code="001")
    for name, channel in (("quang", "LINK"), ("lan", "ACCOUNT")):
        MemberReading.objects.all().delete()
        sign_in(name).post(link(call, member), {"idempotency_key": str(new_id())})
        assert MemberReading.objects.get().channel == channel


@pytest.mark.door
def test_a_link_that_is_changed_old_or_of_one_who_left_opens_nothing(cast: Cast, rosters: None, client: Any):
    call, member = call_of(cast), Member.objects.get(code="MD-1-0")
    url = link(call, member)
    other = link(call, Member.objects.get(code="MD-1-1"))
    mixed = f"{other[:19]}{url[19:]}"
    for wrong in (mixed, f"{url[:-3]}A/", "/m/x/", "/m/%C4%91/", "/m/" + "A" * 32 + "/"):
        assert client.get(wrong).status_code == 410, wrong
    with clock.frozen(AT + timedelta(days=61)):
        assert client.get(url).status_code == 410
    Member.objects.filter(pk=member.pk).update(left_on=AT.date())
    assert client.post(url, {"idempotency_key": str(new_id())}).status_code == 410
    assert not MemberReading.objects.exists()


def test_figures_of_fewer_than_five_members_are_not_shown(cast: Cast, rosters: None):
    call = call_of(cast)
    paths = {row.recipient.unit.code: row.path for row in MemberCount.objects.select_related("recipient__unit")}
    small = {code: queries.member_coverage(call.directive, path).is_small for code, path in paths.items()}
    assert (small["MD-1"], small["MD-2"]) == (False, True)


@pytest.mark.door
def test_the_issuer_sees_who_would_be_told_before_and_chooses_it(cast: Cast, rosters: None, sign_in: Any):
    cast.dung.authenticator_set.create(type="totp", data={"secret": "x"})
    directive, dung = issue(cast, title="Phổ biến Hướng dẫn về cải cách hành chính " * 2), sign_in("dung")
    url = reverse("directives:call_members", args=[directive.public_id])
    page = text_of(dung.get(url))
    assert "Báo cho 8 đoàn viên" in page  # the ninth has no way
    # Four telephones; with the unit's name the text has a second part, which the title alone would not have.
    assert "Tin nhắn SMS: 4 người, mỗi người 2 tin, cộng 8 tin" in page
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', page)
    assert rows == [("Thư điện tử", "4/9"), ("Tin nhắn SMS", "4/9"), ("Chưa có cách báo", "1/9")]
    assert re.search("Pho bien Huong dan ve cai cach hanh chinh .*/m/…/<", page)  # the very text, without a key
    assert "Chưa gửi được SMS" not in page
    assert dung.post(url, {"idempotency_key": str(new_id())}).status_code == 302
    assert dung.post(url, {"idempotency_key": str(new_id())}).status_code == 422
    assert sign_in("minh").get(url).status_code == 404
