"""Words and likeness follow the cases, and know nothing that their reader may not see."""

import pytest
from django.core.management import call_command
from django.db import connection

from caunoi.feedback.actions import (
    PublicationDraft,
    add_note,
    add_to_case,
    admit_case,
    index_case,
    publish_case,
    quarantine_case,
    release_case,
    transfer_case,
    withdraw_publication,
)
from caunoi.feedback.models import Band, Case, Publication, PublicBand, PublicSignature, Signature
from caunoi.feedback.queries import cases_visible_to
from caunoi.feedback.queries.likeness import alike_ids, alike_public, alike_visible
from caunoi.feedback.queries.search import cases_matching, publications_matching
from caunoi.kit import outbox
from caunoi.organisations.queries import scope_of
from tests.cast import Cast
from tests.feedback.deeds import MONDAY, TEXT, answer, at_unit, follower_of, send

pytestmark = [pytest.mark.room, pytest.mark.django_db]
COPY = TEXT.upper().replace("BA LẦN", "3 lan roi")
OTHER = "Đề nghị niêm yết lệ phí chứng thực bản sao ngay tại quầy, người lao động không biết nộp bao nhiêu tiền."


def found(cast: Cast, name: str, text: str) -> set[str]:
    user = cast.users[name]
    scope = scope_of(user, MONDAY.date())
    return set(cases_matching(cases_visible_to(user, scope), text, scope).values_list("code", flat=True))


def published(cast: Cast, **facts: object) -> Publication:
    case = at_unit(cast, **facts).case
    answer(case, cast, MONDAY)
    words = PublicationDraft("Trả giấy khai sinh chậm", TEXT, "Đã trả ngày 18/11.", has_masks_confirmed=True)
    return publish_case(case=Case.objects.get(pk=case.pk), draft=words, by=cast.hoa, at=MONDAY)


def test_a_case_is_found_by_its_words_by_those_who_may_see_it(cast: Cast):
    case = at_unit(cast).case
    assert found(cast, "hoa", "khai sinh") == set()  # not told yet
    outbox.deliver()
    codes = {name: found(cast, name, "giay KHAI sinh") for name in ("hoa", "dung", "tuan", "minh", "quang")}
    assert codes == {"hoa": {case.code}, "dung": {case.code}, "tuan": {case.code}, "minh": set(), "quang": set()}


def test_a_case_is_found_by_its_code(cast: Cast):
    case = at_unit(cast).case
    assert found(cast, "hoa", case.code.lower()) == found(cast, "hoa", case.code.replace("-", "")) == {case.code}
    assert found(cast, "hoa", "") == {case.code}
    assert found(cast, "hoa", "😀") == set()


def test_what_the_sender_adds_is_found_and_a_private_note_is_not(cast: Cast):
    received = at_unit(cast)
    add_to_case(follower=follower_of(received), text="Tôi có chụp ảnh phiếu hẹn", by=None, at=MONDAY)
    add_note(case=received.case, text="Nghi ngờ thất lạc hồ sơ gốc", by=cast.tuan, at=MONDAY)
    outbox.deliver()
    assert found(cast, "hoa", "phieu hen") == {received.case.code}
    assert found(cast, "hoa", "that lac") == set()


def test_the_index_follows_the_case_to_another_unit(cast: Cast):
    case = at_unit(cast).case
    outbox.deliver()
    transfer_case(case=case, unit=cast.units["HD-1"], reason="Thuộc thẩm quyền bên kia", by=cast.tuan, at=MONDAY)
    assert found(cast, "quang", "khai sinh") == set()
    outbox.deliver()
    assert (found(cast, "quang", "khai sinh"), found(cast, "tuan", "khai sinh")) == ({case.code}, set())


def test_told_twice_the_indexes_hold_a_case_once(cast: Cast):
    case = at_unit(cast).case
    for _ in range(2):
        index_case(case_id=case.pk)
    assert (Band.objects.count(), Signature.objects.count()) == (16, 1)
    assert found(cast, "hoa", "khai sinh") == {case.code}


def test_a_case_set_apart_leaves_every_index_at_once_and_comes_back_when_released(cast: Cast):
    publication = published(cast)
    case = at_unit(cast, text=COPY).case
    outbox.deliver()
    assert (Band.objects.count(), found(cast, "dung", "3 lan roi")) == (32, {case.code})
    case = quarantine_case(case=case, by=cast.hoa, at=MONDAY)
    assert (Band.objects.count(), found(cast, "dung", "3 lan roi")) == (16, set())
    outbox.deliver()
    index_case(case_id=case.pk)  # a late event
    assert (Band.objects.count(), found(cast, "dung", "3 lan roi")) == (16, set())
    assert alike_ids(publication.case) == []
    release_case(case=case, reason="Không phải tố cáo, là phản ánh", by=cast.dung, at=MONDAY)
    outbox.deliver()
    assert (Band.objects.count(), found(cast, "dung", "3 lan roi")) == (32, {case.code})


def test_what_waits_for_a_person_is_in_no_index(cast: Cast):
    case = send(body=cast.units["UB-MD"], is_screened=False).case
    outbox.deliver()
    assert (Band.objects.count(), found(cast, "hoa", "khai sinh")) == (0, set())
    admit_case(case=case, by=cast.hoa, at=MONDAY)
    outbox.deliver()
    assert (Band.objects.count(), found(cast, "hoa", "khai sinh")) == (16, {case.code})


def test_officers_are_shown_alike_cases_that_they_may_see(cast: Cast):
    one, two = at_unit(cast).case, at_unit(cast, text=COPY).case
    at_unit(cast, text=OTHER)
    named = at_unit(cast, text=TEXT + " Ông Đỗ Anh Tuấn không giải thích.").case
    outbox.deliver()

    def alike(name: str) -> set[str]:
        user = cast.users[name]
        return {case.code for case, _score in alike_visible(one, user, scope_of(user, MONDAY.date()))}

    assert (alike("hoa"), alike("tuan"), alike("quang")) == ({two.code, named.code}, {two.code}, set())


def test_the_public_is_offered_published_cases_only(cast: Cast):
    at_unit(cast)
    publication = published(cast)
    assert alike_public(COPY) == []  # not told yet
    outbox.deliver()
    assert [row.pk for row, _score in alike_public(COPY)] == [publication.pk]
    assert alike_public(OTHER) == alike_public("😀") == alike_public("") == []
    assert [row.pk for row in publications_matching(Publication.objects.all(), "khai sinh cham")] == [publication.pk]
    withdraw_publication(publication=publication, reason="Còn lộ tên người gửi", by=cast.hoa, at=MONDAY)
    assert alike_public(COPY) == []
    outbox.deliver()
    assert (PublicBand.objects.count(), PublicSignature.objects.count()) == (0, 0)
    assert not publications_matching(Publication.objects.all(), "khai sinh").exists()


def test_on_the_same_body_a_weaker_likeness_is_offered(cast: Cast):
    publication = published(cast)
    outbox.deliver()
    text = (
        "Giấy khai sinh hẹn trả ngày 5/11 mà đến nay chưa có. Nhà xa, mong công đoàn hỏi giúp vì con tôi sắp nhập học."
    )
    assert alike_public(text) == []
    assert [row.pk for row, _score in alike_public(text, body=cast.units["UB-MD"])] == [publication.pk]
    assert alike_public(text, body=cast.units["HD-1"]) == []


def test_the_question_costs_the_same_for_one_case_and_for_many(cast: Cast, django_assert_num_queries):
    for number in range(3):
        send(text=f"{TEXT} Lần {number}.")
    outbox.deliver()
    with django_assert_num_queries(2):
        assert len(cases_matching(Case.objects.all(), "khai sinh")) == 3
    published(cast)
    outbox.deliver()
    with django_assert_num_queries(2):
        assert len(alike_public(TEXT)) == 1


def test_bands_lie_in_the_order_of_their_key():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's rows have numbers unless told otherwise")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'feedback_band'")
        assert "WITHOUT ROWID" in cursor.fetchone()[0]


def test_the_indexes_can_be_made_anew(cast: Cast, capsys):
    publication = published(cast)
    case = at_unit(cast, text=OTHER).case
    call_command("index_cases")
    assert capsys.readouterr().out == "2 cases indexed\n"
    assert found(cast, "hoa", "niem yet") == {case.code}
    assert [row.pk for row, _score in alike_public(COPY)] == [publication.pk]
