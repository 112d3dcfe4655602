"""The looks at senders, as the level above reviews them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caunoi.feedback.actions import quarantine_case, recuse, reveal_sender
from caunoi.feedback.choices import RecusalSource
from caunoi.feedback.models import Case
from caunoi.kit import clock
from caunoi.kit.audit.models import AuditContent, AuditRow
from tests.cast import Cast
from tests.doors import HOSTILE, text_of
from tests.feedback.deeds import at_unit

pytestmark = [pytest.mark.door, pytest.mark.django_db]
REASON = "Cần liên hệ để hẹn trả giấy"
URL = "/feedback/looks/"


def looked_at(cast: Cast, name: str = "hoa", at=None) -> Case:
    now = at or clock.now()
    case = at_unit(cast, at=clock.now() - timedelta(days=1), name="Nguyễn Thị Lan", contact="0912345678").case
    reveal_sender(case=case, reason=REASON, by=cast.users[name], at=now)
    return case


def shown(sign_in, name: str, query: str = "") -> list[tuple[str, str]]:
    """(case, person) of each line on the page."""
    page = sign_in(name).get(URL + query)
    assert page.status_code == 200
    return [(line.look.case.code, line.person.full_name) for line in page.context["lines"]]


def test_the_level_above_sees_who_looked_at_which_case_and_why(cast: Cast, sign_in):
    case = looked_at(cast)
    assert shown(sign_in, "dung") == [(case.code, "Lê Thị Hoa")]
    page = text_of(sign_in("dung").get(URL))
    assert [words in page for words in (REASON, "Công đoàn xã Mỹ Đức", case.code)] == [True] * 3
    assert [words in page for words in ("Nguyễn Thị Lan", "0912345678")] == [False] * 2


def test_only_those_who_manage_a_branch_have_the_page(cast: Cast, sign_in):
    looked_at(cast, "tuan")
    assert {name: sign_in(name).get(URL).status_code for name in ("tuan", "quang", "minh", "lan")} == {
        "tuan": 404, "quang": 404, "minh": 404, "lan": 404,
    }  # fmt: skip


def test_the_inbox_leads_there_for_those_who_have_it(sign_in):
    found = {name: f'href="{URL}"' in text_of(sign_in(name).get("/feedback/inbox/")) for name in ("dung", "tuan")}
    assert found == {"dung": True, "tuan": False}


def test_an_officer_of_another_branch_sees_none_of_it(cast: Cast, sign_in):
    looked_at(cast)
    grant = cast.quang.grants.get()
    grant.role = "OFFICER"
    grant.save()
    assert shown(sign_in, "quang") == []


def test_whoever_a_case_names_sees_neither_it_nor_its_looks(cast: Cast, sign_in):
    case = looked_at(cast)
    recuse(case=case, user=cast.dung, source=RecusalSource.ADDED, by=cast.hoa, at=clock.now())
    assert shown(sign_in, "dung") == []
    assert shown(sign_in, "hoa") == [(case.code, "Lê Thị Hoa")]


def test_looks_at_what_was_set_apart_are_the_keeping_desk_s(cast: Cast, sign_in):
    case = looked_at(cast)
    quarantine_case(case=case, by=cast.hoa, at=clock.now())
    assert (len(shown(sign_in, "dung")), shown(sign_in, "hoa")) == (1, [])


def test_a_month_holds_its_own_looks_newest_first_and_counts_each_person(cast: Cast, sign_in):
    now = timezone.localtime(clock.now()).replace(day=1, hour=12)  # whole in one month
    older, newer = looked_at(cast, at=now - timedelta(minutes=2)), looked_at(cast, "tuan", at=now)
    reveal_sender(case=newer, reason=REASON, by=cast.hoa, at=now - timedelta(minutes=1))
    long_ago = looked_at(cast, at=now - timedelta(days=45))
    assert shown(sign_in, "dung") == [
        (newer.code, "Đỗ Anh Tuấn"), (newer.code, "Lê Thị Hoa"), (older.code, "Lê Thị Hoa"),
    ]  # fmt: skip
    people = sign_in("dung").get(URL).context["people"]
    assert [(person.full_name, n) for person, n in people] == [("Lê Thị Hoa", 2), ("Đỗ Anh Tuấn", 1)]
    month = f"{now - timedelta(days=45):%Y-%m}"
    assert shown(sign_in, "dung", f"?month={month}") == [(long_ago.code, "Lê Thị Hoa")]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_month_is_answered(sign_in, words: str):
    assert sign_in("dung").get(URL, {"month": words, "from": words}).status_code == 200


def test_the_open_part_of_the_audit_holds_no_word_and_an_erased_reason_is_said(cast: Cast, sign_in):
    case = looked_at(cast)
    row = AuditRow.objects.get(verb="feedback.reveal_sender")
    assert (list(row.facts), list(row.facts["content"]), len(row.facts["content"]["reason"])) == (
        ["content"], ["reason"], 64,
    )  # fmt: skip
    assert (row.subject, row.actor) == (f"feedback.case:{case.public_id}", f"accounts.user:{cast.hoa.public_id}")
    AuditContent.objects.filter(row=row).update(content={})
    page = text_of(sign_in("dung").get(URL))
    assert (REASON in page, "lý do đã được xóa" in page) == (False, True)


def test_three_looks_cost_as_many_statements_as_one(cast: Cast, sign_in):
    client = sign_in("dung")

    def cost() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    looked_at(cast)
    before = cost()
    looked_at(cast)
    looked_at(cast, "tuan")
    assert cost() == before
