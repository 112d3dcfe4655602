"""A new version: everybody acknowledges again, the old proof stays, and what changed is said."""

import threading
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.directives import actions, queries
from caunoi.directives.actions import VersionDraft, versioning
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Acknowledgement, Directive, PastReceipt, Recipient
from caunoi.kit import clock, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.library.actions import add_version
from caunoi.library.models import DocumentVersion
from caunoi.notifications.models import Message
from tests.cast import AT
from tests.directives.deeds import DUE, accept, acknowledge, issue, recipient, submit

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER, NOTE = AT + timedelta(days=2), "Thêm hạn báo cáo 15/12."
DUTY = {"text": "Báo cáo", "actor": "", "due_on": None, "evidence_required": "Ảnh"}


def renew(directive: Directive, cast, at=LATER, **values):
    facts = {"title": directive.title, "due_on": date(2026, 12, 15), "change_note": NOTE, **values}
    after = facts.pop("after", directive.version_number)
    return actions.issue_version(directive=directive, draft=VersionDraft(**facts), after=after, by=cast.dung, at=at)


def standing(directive: Directive, path: str = "/"):
    return [
        (line.version.number, f"{line.row.acknowledged}/{line.row.total}", line.row.implemented)
        for line in queries.versions_of(directive, path)
    ]


def test_the_old_acknowledgement_does_not_carry_over_and_its_proof_stays(cast):
    directive = issue(cast)
    for code in ("MD-1", "MD-2", "HD-1"):
        acknowledge(directive, code)
    renew(directive, cast)
    acknowledge(directive, "MD-1", at=LATER)
    assert standing(directive) == [(2, "1/3", 0), (1, "3/3", 0)]
    assert sorted(Acknowledgement.objects.values_list("version_number", flat=True)) == [1, 1, 1, 2]
    assert recipient(directive, "MD-1").acknowledgement.at == LATER


def test_the_figures_of_a_past_version_are_those_of_the_branch_that_is_asked(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    renew(directive, cast)
    path = recipient(directive, "HD-1").path.rpartition("/")[0].rpartition("/")[0] + "/"
    assert standing(directive, path)[1] == (1, "0/1", 0)
    above = queries.branches(directive, [path.rpartition("/")[0].rpartition("/")[0] + "/"], past=1)
    assert {row.name: row.acknowledged for rows in above.values() for row in rows} == {
        "Công đoàn xã Mỹ Đức": 1, "Công đoàn phường Hà Đông": 0,
    }  # fmt: skip


def test_evidence_of_the_version_before_counts_only_when_the_issuer_says_so(cast):
    for keeps in (False, True):
        directive = issue(cast, obligations=[DUTY])
        duty = directive.obligations.get()
        accept(submit(directive, "MD-1", cast, obligation=duty), cast)
        renew(directive, cast, kept=[duty.pk], keeps_evidence=keeps)
        assert recipient(directive, "MD-1").implemented_at is None
        acknowledge(directive, "MD-1", at=LATER)
        assert (recipient(directive, "MD-1").implemented_at == LATER) is keeps


def test_evidence_sent_before_and_accepted_after_waits_for_the_acknowledgement(cast):
    directive = issue(cast)
    waiting = submit(directive, "MD-1", cast)
    renew(directive, cast, keeps_evidence=True)
    accept(waiting, cast, LATER)
    assert recipient(directive, "MD-1").implemented_at is None
    acknowledge(directive, "MD-1", at=LATER)
    assert recipient(directive, "MD-1").implemented_at == LATER


def test_obligations_belong_to_the_versions_that_ask_for_them(cast):
    directive = issue(cast, obligations=[DUTY, {**DUTY, "text": "Họp"}])
    first = directive.obligations.get(text="Báo cáo")
    renew(directive, cast, kept=[first.pk], obligations=[{**DUTY, "text": "Họp toàn thể"}])
    texts = [[row.text for row in queries.obligations_of(directive, number)] for number in (1, 2)]
    assert texts == [["Báo cáo", "Họp"], ["Báo cáo", "Họp toàn thể"]]
    changes = queries.versions_of(directive, with_changes=True)[0].changes
    assert ([row.text for row in changes.added], [row.text for row in changes.dropped]) == (["Họp toàn thể"], ["Họp"])


def test_what_changed_is_shown_word_by_word_and_for_the_document_by_its_parts(cast):
    directive = issue(cast, message="Họp trước ngày 10/12.")
    text = "Điều 1. A\nĐiều 2. Báo cáo trước ngày 15 tháng 12"
    add_version(document=directive.document, text=text, file=None, pages_count=None, by=cast.dung, at=LATER)
    newest = DocumentVersion.objects.get(number=2)
    renew(directive, cast, message="Họp trước ngày 12/12.", document_version=newest)
    changes = queries.versions_of(directive, with_changes=True)[0].changes
    assert "".join(mark.words for mark in changes.message if mark.sign == "+").strip() == "12/12."
    assert (changes.due_before, changes.title) == (DUE, [])
    assert (changes.document_before, changes.document_after, changes.document_parts) == (1, 2, 1)


def test_a_unit_added_later_keeps_its_deadline_where_that_is_later(cast):
    directive = issue(cast, rule="LIST", units=[cast.units["MD-1"].pk])
    late = date(2026, 12, 24)
    actions.add_recipients(directive=directive, unit_ids=[cast.units["HD-1"].pk], due_on=late, by=cast.dung, at=AT)
    renew(directive, cast)
    found = {code: recipient(directive, code).due_on for code in ("MD-1", "HD-1")}
    assert found == {"MD-1": date(2026, 12, 15), "HD-1": late}


def test_notices_say_what_changed_and_that_the_old_acknowledgement_does_not_count(cast):
    directive = issue(cast)
    renew(directive, cast)
    with clock.frozen(LATER):
        while outbox.deliver():
            pass
    message = Message.objects.get(key__startswith="version:2:", channel="EMAIL", recipient=cast.minh)
    assert message.title == "Bản 2: Phổ biến Hướng dẫn số 12"
    assert NOTE in message.body
    assert "Xác nhận bản trước không tính cho bản này" in message.body
    count = Message.objects.count()
    actions.send_version(directive_id=directive.pk, number=2, at=LATER)
    assert Message.objects.count() == count


def test_a_version_that_was_overtaken_is_not_told_any_more(cast):
    directive = issue(cast)
    renew(directive, cast)
    renew(directive, cast)
    assert actions.send_version(directive_id=directive.pk, number=2, at=LATER) == 0


@pytest.mark.parametrize(("values", "words"), [
    ({"change_note": "khác"}, "Ghi rõ bản này khác gì"),
    ({"due_on": date(2026, 11, 24)}, "Hạn phải từ hôm nay"),
    ({"after": 7}, "vừa được người khác phát hành"),
])  # fmt: skip
def test_a_version_is_refused(cast, values, words):
    directive = issue(cast)
    with pytest.raises(ValidationError, match=words):
        renew(directive, cast, **values)
    assert not PastReceipt.objects.exists()


def test_who_read_the_version_before_is_told_that_a_newer_one_came(cast):
    directive = issue(cast)
    read = recipient(directive, "MD-1")
    renew(directive, cast)
    with pytest.raises(ValidationError, match="bản mới"):
        actions.acknowledge(recipient=read, channel=Channel.LINK, by=None, at=LATER)
    read.refresh_from_db()
    with pytest.raises(ValidationError, match="bản mới"):
        actions.acknowledge(recipient=read, channel=Channel.LINK, version=1, by=None, at=LATER)
    assert not Acknowledgement.objects.exists()


def test_a_version_is_audited(cast):
    renew(issue(cast), cast)
    assert AuditRow.objects.get(verb="directives.issue_version").facts["number"] == 2


def test_a_version_costs_the_same_number_of_statements_for_1_and_3_recipients(cast):
    used = []
    for issuer in ("HD", "HN"):
        directive = issue(cast, issuer)
        with CaptureQueriesContext(connection) as caught:
            renew(directive, cast)
        used.append(len(caught))
    assert used[0] == used[1]


def careless(directive: Directive, number: int, due_on: date) -> None:
    """The same without the lock at the beginning."""
    rows = Recipient.objects.filter(directive=directive)
    with connection.cursor() as cursor:
        cursor.execute(versioning.KEEP_SQL, [number - 1, directive.pk])
    rows.update(version_number=number, due_on=due_on, **dict.fromkeys(versioning.MOMENTS))


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_careful", [True, False])
def test_an_acknowledgement_at_the_same_moment_is_never_lost(cast, is_careful):
    """It is refused with the words that a newer version came; without the lock it would be in neither version."""
    directive, row = issue(cast), None
    row = recipient(directive, "MD-1")
    kept, said = threading.Event(), []

    def press() -> None:
        kept.wait(timeout=10)
        try:
            said.append(actions.acknowledge(recipient=row, channel=Channel.LINK, by=None, at=LATER)[1])
        except ValidationError as error:
            said.append(error.messages[0])
        finally:
            connection.close()

    other = threading.Thread(target=press)
    other.start()

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "directives_pastreceipt" in sql:
            kept.set()
            other.join(timeout=1)
        return result

    keep = versioning._keep_receipts if is_careful else careless
    with patch.object(versioning, "_keep_receipts", keep), connection.execute_wrapper(watch):
        renew(directive, cast)
    other.join(timeout=10)
    past = PastReceipt.objects.get(recipient=row)
    lost = Acknowledgement.objects.filter(recipient=row).exists() and past.acknowledged_at is None
    assert lost is not is_careful
    assert (said == ["Vừa có bản mới của chỉ đạo này. Xem chỗ thay đổi rồi xác nhận bản mới."]) is is_careful
