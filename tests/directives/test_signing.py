"""The sign-off of a branch that is whole: its moment stands, whatever comes later; anybody may verify it."""

import io
import threading
from datetime import date, timedelta
from unittest.mock import patch

import pypdfium2
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection

from caunoi.directives import actions, queries
from caunoi.directives.actions import signing
from caunoi.directives.choices import Level
from caunoi.directives.models import CoverageMinutes, Directive, SignOff
from caunoi.directives.receivers import note_deliveries
from caunoi.kit import audit, clock
from caunoi.kit.audit.models import AuditRow
from caunoi.kit.files import store
from caunoi.organisations.queries import path_on
from caunoi.pure.receipts import shown
from tests.cast import AT
from tests.directives.deeds import TODAY, accept, acknowledge, issue, submit, tell
from tests.world import World

pytestmark = [pytest.mark.room, pytest.mark.django_db]
LATER = AT + timedelta(days=3)


def branch(cast, code="MD") -> str:
    return path_on(cast.units[code], TODAY)


def whole(cast, **values) -> Directive:
    directive = issue(cast, **values)
    for code in ("MD-1", "MD-2"):
        acknowledge(directive, code)
    return directive


def sign(directive: Directive, cast, code="MD", level=Level.ACKNOWLEDGED, at=LATER) -> SignOff:
    facts = {"unit": cast.units[code], "path": branch(cast, code), "level": level, "by": cast.hoa, "at": at}
    return actions.sign_off(directive=directive, **facts)


def test_a_whole_branch_is_signed_with_minutes_and_the_hash_in_the_chain(cast):
    directive = whole(cast)
    signed = sign(directive, cast)
    audit.seal()
    row = AuditRow.objects.get(verb="directives.sign_off")
    assert (row.facts["sha256"], row.facts["total"]) == (signed.minutes.rows_sha256, 2)
    link = audit.link_of(signed, "directives.sign_off")
    assert link.holds
    assert signed.minutes.figures["acknowledged"] == 2


def test_a_branch_with_one_missing_cannot_be_signed(cast):
    directive = whole(cast)
    with pytest.raises(ValidationError, match="2/3"):
        sign(directive, cast, "HN")
    assert not SignOff.objects.exists()
    assert not CoverageMinutes.objects.exists()


@pytest.mark.parametrize("level", [Level.IMPLEMENTED, Level.OPENED, "X"])
def test_a_level_that_is_not_reached_or_not_signed_is_refused(cast, level):
    with pytest.raises(ValidationError):
        sign(whole(cast), cast, level=level)


def test_implemented_is_signed_on_its_own(cast):
    directive = whole(cast)
    for code in ("MD-1", "MD-2"):
        accept(submit(directive, code, cast), cast)
    assert sign(directive, cast, level=Level.IMPLEMENTED).total == 2


def test_a_branch_is_signed_once_a_level(cast):
    directive = whole(cast)
    sign(directive, cast)
    with pytest.raises(ValidationError, match="đã có người ký"):
        sign(directive, cast)


def test_later_additions_do_not_break_it_and_are_said(cast):
    directive = whole(cast)
    signed = sign(directive, cast)
    cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], on=date(2026, 11, 25))
    actions.add_newcomers(directive=directive, by=cast.dung, at=LATER + timedelta(days=1))
    directive.refresh_from_db()
    proof = queries.proof_of(signed.minutes)
    assert (proof.is_same, proof.added_since, [level.count for level in proof.levels]) == (True, 1, [2, 2, 2, 0])
    found = queries.sign_offs_of(directive, branch(cast))
    assert [(level, since) for level, (_row, since) in found.items()] == [("ACKNOWLEDGED", 1)]


def test_the_proof_of_a_past_version_stands(cast):
    directive = whole(cast)
    signed = sign(directive, cast)
    draft = actions.VersionDraft(title="Hai", due_on=date(2026, 12, 20), change_note="Thêm hạn báo cáo.")
    actions.issue_version(directive=directive, draft=draft, after=1, by=cast.dung, at=LATER + timedelta(days=1))
    cache.clear()
    minutes = CoverageMinutes.objects.get(pk=signed.minutes.pk)
    assert queries.proof_of(minutes).is_same
    assert queries.sign_offs_of(directive, branch(cast)) == {}
    assert queries.signable(queries.totals(directive, branch(cast)), {}) == []


def test_a_delivery_that_is_heard_of_late_does_not_look_like_forgery(cast):
    directive = whole(cast)
    facts = {"unit": cast.units["HN"], "path": branch(cast, "HN"), "by": cast.dung, "at": LATER}
    minutes = actions.make_minutes(directive=directive, **facts)
    row = directive.recipients.get(unit__code="HD-1")
    tell(directive, "HD-1")
    with clock.frozen(LATER + timedelta(minutes=5)):
        subjects, before = [f"directives.recipient:{row.pk}"], LATER - timedelta(minutes=1)
        note_deliveries(subjects=subjects, channel="EMAIL", delivered_at=before.isoformat(), at=LATER)
    row.refresh_from_db()
    assert row.delivered_at == LATER + timedelta(minutes=5)
    cache.clear()
    assert queries.proof_of(minutes).is_same


def test_rows_that_were_forged_do_not_match_any_more(cast):
    directive = whole(cast)
    signed = sign(directive, cast)
    directive.recipients.filter(unit__code="MD-1").update(acknowledged_at=AT - timedelta(days=1))
    cache.clear()
    assert queries.proof_of(signed.minutes).is_same is False


def test_a_link_that_was_forged_does_not_hold(cast):
    signed = sign(whole(cast), cast)
    audit.seal()
    with patch("caunoi.kit.audit.chain._digest", return_value="0" * 64):
        assert audit.link_of(signed, "directives.sign_off").holds is False


def test_minutes_are_found_by_what_stands_on_the_paper_or_by_the_file(cast):
    minutes = sign(whole(cast), cast).minutes
    asked = [minutes.code, shown(minutes.code).lower(), minutes.rows_sha256.upper(), minutes.pdf.sha256]
    assert {queries.find_minutes(text).pk for text in asked} == {minutes.pk}
    for text in ("", "khong-co", "0" * 64, "0" * 16, "\0" * 64, "\0"):
        with pytest.raises(CoverageMinutes.DoesNotExist):
            queries.find_minutes(text)


def test_the_paper_says_how_to_verify_it(cast):
    minutes = sign(whole(cast), cast).minutes
    document = pypdfium2.PdfDocument(io.BytesIO(store.path_of(minutes.pdf.sha256).read_bytes()))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert shown(minutes.code) in text
    assert "2/2 đơn vị (100 %) đã xác nhận" in text


@pytest.mark.door
def test_the_public_page_does_not_call_minutes_genuine_whose_link_was_forged(cast, client):
    address = f"/proofs/{sign(whole(cast), cast).minutes.code}/"
    audit.seal()
    cache.clear()
    assert "Biên bản thật" in client.get(address).content.decode()
    with patch("caunoi.kit.audit.chain._digest", return_value="0" * 64):
        assert "Biên bản thật" not in client.get(address).content.decode()


@pytest.mark.door
def test_the_public_page_names_no_directive_that_is_not_public(world: World):
    code = world.minutes.code
    pages = {name: world.client(name).get(f"/proofs/{code}/").content.decode() for name in ("an", "hoa")}
    assert "Chỉ đạo này không công khai." in pages["an"]
    assert "Họp nội bộ" not in pages["an"]
    assert "Họp nội bộ" in pages["hoa"]
    assert "May Sông Đáy" not in pages["an"]
    found = world.client("an").post("/proofs/", {"code": shown(code)})
    assert found["Location"] == f"/proofs/{code}/"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_a_unit_added_while_somebody_signs_comes_after(cast, is_locked):
    """Without the lock the unit is added between counting and signing, with an earlier moment: the hash would differ."""
    directive, gate = whole(cast), threading.Event()
    cast.unit("MD-3", "GRASSROOTS", "CĐCS mới", cast.units["MD"], on=date(2026, 11, 25))
    totals, was_added = queries.totals, []

    def add() -> None:
        gate.wait(timeout=10)
        own = Directive.objects.get(pk=directive.pk)
        was_added.append(actions.add_newcomers(directive=own, by=None, at=LATER - timedelta(seconds=1)))
        connection.close()

    other = threading.Thread(target=add)
    other.start()

    def slow(*given):
        row = totals(*given)
        gate.set()
        other.join(timeout=1)
        return row

    unlocked = patch.object(type(Directive.objects), "select_for_update", lambda self, **_kw: self.all())
    with patch.object(signing.queries, "totals", slow), unlocked if not is_locked else patch.dict({}):
        signed = sign(directive, cast)
    other.join(timeout=10)
    assert was_added == [1]
    # With the lock the addition waited, so what was signed held when it was signed.
    rows = CoverageMinutes.objects.get(pk=signed.minutes.pk).figures["total"]
    assert (rows == signed.total == 2) is is_locked
