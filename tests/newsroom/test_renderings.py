"""Forms of one text: proposed, edited, stale when the text changes, and what became of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import translation

from caunoi.accounts.models import ConsentEntry
from caunoi.kit.files import store
from caunoi.kit.outbox.models import OutboxEvent
from caunoi.newsroom import actions, queries, receivers
from caunoi.newsroom.choices import Channel, Form, RunState, WordingKind
from caunoi.newsroom.models import LeafletRun, Rendering, Use
from caunoi.notifications.models import DigestItem, Message
from caunoi.pure import messages
from caunoi.pure.sentences import count_words
from caunoi.pure.spoken import WORDS_MOST
from tests.cast import AT
from tests.library.test_documents import confirm, speaks_of
from tests.newsroom.texts import draft, put_out, written
from tests.pure.samples import ARTICLE

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = AT.date()
TITLE, _SPACE, TEXT = ARTICLE.partition("\n\n")
BODY = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))


def article_of(cast, **more):
    return written(cast, **{"title": TITLE, "lead": "Sáu nội dung mỗi đoàn viên cần biết.", "body": BODY} | more)


def proposed(article, form: str) -> dict:
    return queries.words_for(article, form, queries.newest_revision(article), None)


def keep(article, cast, form: str, **words):
    revision = queries.newest_revision(article)
    made = proposed(article, form) | words
    return actions.save_words(article=article, form=form, words=made, revision=revision, by=cast.hoa, at=AT)


def changed(article, cast):
    """A second version of the text, public in place of the first."""
    actions.save_draft(article=article, draft=draft(title="Tên mới", body=BODY), base=1, by=cast.hoa, at=AT)
    return put_out(article, cast)


# What is proposed


def test_every_form_has_words_to_begin_with(cast):
    article = article_of(cast)
    assert {form for form in Form if any(proposed(article, form).values())} == set(Form)
    assert proposed(article, Form.LEAFLET_A5)["points"].splitlines()[0] == "Cải cách thể chế"
    assert len(proposed(article, Form.QUIZ)["questions"]) == 10
    assert messages.size(proposed(article, Form.SMS)["plain"]).parts == 1
    assert article.short_code in proposed(article, Form.SMS)["plain"]
    lines = [line for line in proposed(article, Form.SCRIPT)["text"].splitlines() if line]
    assert max(count_words(line) for line in lines) <= WORDS_MOST
    assert "Hướng dẫn số mười hai" in " ".join(lines)


def test_offices_edit_the_tables(cast):
    article = article_of(cast, body="<p>XMĐ họp về CCHC hôm nay rất đông đủ người dự.</p>")
    facts = {"by": cast.dung, "at": AT}
    row = actions.save_wording(kind=WordingKind.ABBREVIATION, written="XMĐ", instead="xã Mỹ Đức", **facts)
    actions.save_wording(kind=WordingKind.PHRASE, written="căn cứ vào", instead="", **facts)
    assert "Xã Mỹ Đức họp về cải cách hành chính" in proposed(article, Form.SCRIPT)["text"]
    assert "căn cứ vào" not in queries.plainer()
    actions.remove_wording(wording=row, **facts)
    assert "XMĐ" not in queries.abbreviations()


# Kept, stale, made again


def test_what_a_person_wrote_is_kept_and_marked_when_the_text_changes(cast):
    article = put_out(article_of(cast), cast)
    keep(article, cast, Form.SMS, plain="Lời của Hoa")
    assert [line.is_stale for line in queries.forms_of(article, queries.newest_revision(article))] == [False] * len(
        Form
    )
    changed(article, cast)
    lines = {line.form: line for line in queries.forms_of(article, queries.newest_revision(article))}
    assert lines[Form.SMS].is_stale
    assert not lines[Form.ZALO].is_stale
    assert queries.rendering_of(article, Form.SMS).words["plain"] == "Lời của Hoa"


def test_made_again_it_gives_the_new_text_and_the_old_words_come_back(cast):
    article = put_out(article_of(cast), cast)
    keep(article, cast, Form.SMS, plain="Lời của Hoa")
    changed(article, cast)
    facts = {"article": article, "form": Form.SMS, "by": cast.hoa, "at": AT}
    again = actions.remake_words(**facts)
    assert again.words["plain"].startswith("Ten moi")
    assert again.revision == queries.newest_revision(article)
    back = actions.restore_words(**facts)
    assert (back.words["plain"], Rendering.objects.count()) == ("Lời của Hoa", 1)


def test_without_earlier_words_there_is_nothing_to_take_back(cast):
    with pytest.raises(ValidationError, match="trước đó"):
        actions.restore_words(article=article_of(cast), form=Form.SMS, by=cast.hoa, at=AT)


def test_a_source_that_was_replaced_yesterday_is_named(cast):
    document = confirm(cast)
    article = article_of(cast, sources=[(document, "")])
    assert queries.weak_sources(article, TODAY) == []
    yesterday = TODAY - timedelta(days=1)
    confirm(cast, "9/HD-LĐLĐ", issued_on=yesterday, **speaks_of("12/HD-LĐLĐ", "REPLACES"))
    (weak,) = queries.weak_sources(article, TODAY)
    assert (weak.document, weak.verdict.since_on) == (document, yesterday)
    assert "9/HD-LĐLĐ" in weak.verdict.by
    assert queries.weak_sources(article, yesterday - timedelta(days=1)) == []


# Use


def test_a_use_says_how_many_where_and_of_which_text_and_stays(cast):
    article = article_of(cast)
    keep(article, cast, Form.SCRIPT)
    use = actions.record_use(
        article=article, form=Form.SCRIPT, channel=Channel.LOUDSPEAKER, unit=cast.units["MD-1"], sent_count=3,
        note="Loa thôn", by=cast.hoa, at=AT,
    )  # fmt: skip
    assert (use.revision.number, use.unit.code, use.sent_count) == (1, "MD-1", 3)
    with pytest.raises(ValidationError, match="số lượng"):
        actions.record_use(
            article=article, form=Form.SCRIPT, channel=Channel.EMAIL, unit=None, sent_count=0, by=None, at=AT
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Use.objects.update(sent_count=9)


# E-mail


def test_mail_reaches_the_branch_each_person_once(cast):
    article = put_out(article_of(cast), cast)
    keep(article, cast, Form.EMAIL, subject="Mời đọc", text="Sáu nội dung")
    use = actions.send_email(article=article, by=cast.hoa, at=AT)
    event = OutboxEvent.objects.get(name="newsroom.email_asked")
    for _again in range(2):
        receivers.queue_email(**event.payload, at=AT)
    # Lan is a member who never agreed to notices; Minh and Hoa act for units of the branch.
    assert set(Message.objects.values_list("recipient__full_name", flat=True)) == {"Trần Văn Minh", "Lê Thị Hoa"}
    assert (use.sent_count, Message.objects.count()) == (2, 2)
    # An article is not a duty: it stands in the list at once, and in the next digest once.
    assert {(row.channel, row.path) for row in Message.objects.all()} == {("IN_APP", f"/t/{article.short_code}")}
    assert set(DigestItem.objects.values_list("channel", "title", "user__full_name")) == {
        ("EMAIL", "Mời đọc", "Trần Văn Minh"), ("EMAIL", "Mời đọc", "Lê Thị Hoa"),
    }  # fmt: skip
    with pytest.raises(ValidationError, match="Không còn ai"):
        actions.send_email(article=article, by=cast.hoa, at=AT)


@pytest.mark.parametrize(("says", "count"), [([True], 3), ([False], 2), ([True, False], 2), ([False, True], 3)])
def test_a_member_is_mailed_when_their_newest_word_is_yes(cast, says, count):
    article = article_of(cast)
    for answer in says:
        ConsentEntry.objects.create(
            subject=f"accounts.user:{cast.lan.pk}", purpose="NOTICES", is_given=answer, text="x", channel="web", at=AT
        )
    assert queries.audience_of(article, TODAY).count() == count


def test_mail_of_a_draft_or_of_an_older_text_is_refused(cast):
    article = article_of(cast)
    keep(article, cast, Form.EMAIL)
    with pytest.raises(ValidationError, match="chưa đăng"):
        actions.send_email(article=article, by=cast.hoa, at=AT)
    article = changed(put_out(article, cast), cast)
    with pytest.raises(ValidationError, match="không thuộc bản"):
        actions.send_email(article=article, by=cast.hoa, at=AT)
    assert not Use.objects.exists()


# Leaflets for every unit


def test_leaflets_are_made_for_every_unit_of_the_branch(cast):
    article = article_of(cast)
    run = actions.ask_leaflets(article=article, form=Form.LEAFLET_A5, unit=cast.units["MD"], by=cast.hoa, at=AT)
    assert (run.total_count, run.state) == (3, RunState.QUEUED)
    assert actions.print_leaflets(run_id=run.pk, at=AT)
    assert not actions.print_leaflets(run_id=run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.done_count) == (RunState.DONE, 3)
    assert store.read(run.file).startswith(b"%PDF-")
    assert store.may_see(cast.hoa, run.file)
    assert not store.may_see(cast.quang, run.file)
    assert not store.may_see(cast.minh, run.file)


def test_a_run_that_was_lost_is_begun_again(cast, django_capture_on_commit_callbacks):
    run = actions.ask_leaflets(article=article_of(cast), form=Form.POSTER, unit=cast.units["MD-1"], by=cast.hoa, at=AT)
    assert actions.resume_leaflets(at=AT) == 0
    assert actions.resume_leaflets(at=AT + timedelta(minutes=2)) == 1
    LeafletRun.objects.update(state=RunState.RUNNING, started_at=AT)
    assert not actions.print_leaflets(run_id=run.pk, at=AT + timedelta(minutes=1))
    assert actions.print_leaflets(run_id=run.pk, at=AT + timedelta(minutes=11))


def test_leaflets_that_cannot_be_made_say_so_and_are_not_begun_again(cast, monkeypatch):
    def broken(*_given):
        raise RuntimeError("no fonts")

    monkeypatch.setattr("caunoi.newsroom.actions.printing.leaflet_pdf", broken)
    run = actions.ask_leaflets(article=article_of(cast), form=Form.POSTER, unit=cast.units["MD-1"], by=cast.hoa, at=AT)
    assert actions.print_leaflets(run_id=run.pk, at=AT)
    assert LeafletRun.objects.get().state == RunState.FAILED
    assert actions.resume_leaflets(at=AT + timedelta(hours=1)) == 0


def test_a_branch_too_large_is_refused(cast, monkeypatch):
    monkeypatch.setattr("caunoi.newsroom.actions.printing.COPIES_MOST", 2)
    with pytest.raises(ValidationError, match="3 đơn vị"):
        actions.ask_leaflets(article=article_of(cast), form=Form.POSTER, unit=cast.units["MD"], by=cast.hoa, at=AT)


def test_copies_lead_to_addresses_of_their_own(cast):
    article = article_of(cast)
    copy = queries.copy_of(article, cast.units["MD-1"])
    assert copy.address.endswith(f"/t/{article.short_code}?c=LEAFLET&d=MD-1")
    assert copy.link.endswith(f"/t/{article.short_code}")
    assert copy.unit == cast.units["MD-1"].name


def test_units_that_ended_get_no_leaflet(cast):
    assert queries.units_for_leaflets(cast.units["MD"], date(2019, 1, 1)).count() == 0


def test_a_leaflet_speaks_the_language_of_its_words_whoever_prints_it(cast):
    article = article_of(cast)
    with translation.override("en"):
        leaflet = queries.leaflet_of(article, queries.newest_revision(article), Form.LEAFLET_A5, {}, AT)
        assert article.get_kind_display() == "News"
    assert leaflet.over == "Tin"
    assert leaflet.for_label == "Gửi:"


def test_what_leaves_the_site_says_that_it_is_sample_data(cast):
    article = article_of(cast)
    assert queries.marked(article, "Tin") == "Tin"
    article.is_sample = True
    words = {"title": "Sáu nội dung", "lead": "", "points": "Một"}
    leaflet = queries.leaflet_of(article, queries.newest_revision(article), Form.LEAFLET_A5, words, AT)
    assert leaflet.over == f"{article.get_kind_display()} · dữ liệu mẫu"
    assert queries.deck_of(article, {"text": ""}, AT).issuer.endswith("· dữ liệu mẫu")
