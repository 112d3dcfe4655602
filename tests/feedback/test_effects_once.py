"""The worker is killed again and again while it hears of new cases: each case has each effect once (SAFETY F3)."""

import os
import signal
import subprocess
import sys
import time
import uuid

import pytest

from caunoi.feedback.models import Band, Case, Signature, TriageProposal
from caunoi.feedback.queries.search import CASE_WORDS
from caunoi.kit import fulltext, outbox
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.outbox import delivery
from caunoi.kit.outbox.models import OutboxEvent, ProcessedEvent
from tests.cast import Cast
from tests.feedback.deeds import send
from tests.feedback.test_storm import URL, Server, server  # noqa: F401

HEARD = ("feedback.case_received", "feedback.case_moved")
CASES, KILLED_AFTER_SECONDS = 12, (2.0, 2.6, 3.2, 3.8)


class Killed(BaseException):
    """What kill -9 is within a process: nothing catches it."""


def effects(case: Case) -> list[int]:
    """How often what follows from a case is there."""
    words = fulltext.keys(CASE_WORDS, case.text).count(case.pk)
    proposed = AuditRow.objects.filter(verb="feedback.propose_case", subject__contains=str(case.public_id)).count()
    rows = (Signature.objects.filter(case=case), TriageProposal.objects.filter(case=case))
    return [*(found.count() for found in rows), words, proposed]


@pytest.mark.room
@pytest.mark.django_db
@pytest.mark.parametrize("when", ["before the effect", "after the effect", "before the mark of the event"])
def test_a_consumer_cut_off_has_its_effect_once(cast: Cast, monkeypatch, when: str):
    plain = send(body=cast.units["UB-MD"]).case
    outbox.deliver()
    wanted = effects(plain)
    case, whole = (
        send(
            body=cast.units["UB-MD"], text="Đề nghị niêm yết lệ phí chứng thực ở một cửa, tôi hỏi hai lần chưa rõ"
        ).case,
        dict(delivery._consumers),
    )
    left = [True]

    def cut(handler):
        def hear(**given):
            if when == "before the effect":
                raise Killed
            handler(**given)
            if when == "after the effect":
                raise Killed

        return hear

    if when == "before the mark of the event":
        save = OutboxEvent.save

        def save_once(self, *args, **kwargs):
            if left and left.pop():
                raise Killed
            save(self, *args, **kwargs)

        monkeypatch.setattr(OutboxEvent, "save", save_once)
    else:
        cut_off = {name: {key: cut(handler) for key, handler in hearers.items()} for name, hearers in whole.items()}
        monkeypatch.setattr(delivery, "_consumers", cut_off)
    with pytest.raises(Killed):
        outbox.deliver()
    assert not ProcessedEvent.objects.filter(event__payload__case_id=case.pk).exists()
    monkeypatch.undo()
    outbox.deliver()
    assert effects(case) == wanted
    assert Band.objects.filter(case_id=case.pk).count() == 16


@pytest.mark.room
@pytest.mark.django_db
def test_an_event_told_three_times_has_no_second_effect(cast: Cast):
    """F7: duplicated and late."""
    case = send(body=cast.units["UB-MD"]).case
    outbox.deliver()
    once = effects(case), AuditRow.objects.count()
    for _ in range(3):
        OutboxEvent.objects.update(delivered_at=None)
        outbox.deliver()
    assert (effects(case), AuditRow.objects.count()) == once


def worker(made: Server) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "caunoi", "work"], env=made.house.environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.journey
def test_a_worker_killed_in_the_middle_does_everything_once(server: Server):  # noqa: F811
    headers = {"X-Api-Key": server.api_key}
    for number in range(CASES):
        text = {"text": f"Một cửa trả hồ sơ chậm mười ngày, số {number}", "identity": "receipt"}
        assert server.ask("POST", URL, text, **headers, **{"Idempotency-Key": uuid.uuid4().hex})[0] == 201
    for seconds in KILLED_AFTER_SECONDS:
        process = worker(server)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    server.house.caunoi("work", "--until-idle")
    hearers = len(outbox.consumers()["feedback.case_received"])
    counted = {
        "SELECT count(*) FROM kit_outboxevent WHERE delivered_at IS NULL": 0,
        "SELECT count(*) FROM kit_outboxevent WHERE name = 'feedback.case_received'": CASES,
        "SELECT count(*) FROM kit_processedevent p JOIN kit_outboxevent e ON e.id = p.event_id "
        "WHERE e.name = 'feedback.case_received'": CASES * hearers,
        "SELECT count(*) FROM feedback_signature": CASES,
        "SELECT count(*) FROM feedback_casewords": CASES,
        "SELECT count(*) FROM feedback_triageproposal": CASES,
        "SELECT count(*) - count(DISTINCT key) FROM notifications_message": 0,
    }
    assert {sql: server.rows(sql)[0][0] for sql in counted} == counted
