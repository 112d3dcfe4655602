"""A file on its way into the library: checked, read, waiting for a person; nothing is saved silently."""

import io
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import ValidationError

from caunoi.kit import clock, queue
from caunoi.kit.documents import AdministrativeDocument, Paragraph, to_pdf
from caunoi.kit.files import store
from caunoi.kit.files.checks import FileProblem
from caunoi.library import actions, jobs, queries
from caunoi.library.actions import Confirmed
from caunoi.library.models import Document, DocumentReading
from caunoi.organisations.queries import scope_of
from tests.cast import AT

pytestmark = [pytest.mark.room, pytest.mark.django_db]

TODAY = date(2026, 11, 23)
TEXT = """LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI
Số: 12/HD-LĐLĐ
Hà Nội, ngày 18 tháng 6 năm 2021
HƯỚNG DẪN
Tuyên truyền cải cách hành chính giai đoạn 2021-2025
Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;
Điều 1. Công đoàn cơ sở tổ chức phổ biến đến đoàn viên trước ngày 31/12/2021.
"""


def start(cast, data: bytes | None = None, filename: str = "huong-dan.txt") -> DocumentReading:
    content = TEXT.encode() if data is None else data
    return actions.start_reading(data=content, filename=filename, owner=cast.units["MD"], by=cast.hoa, at=AT)


def read(cast, data: bytes | None = None, filename: str = "huong-dan.txt") -> DocumentReading:
    reading = start(cast, data, filename)
    with clock.frozen(AT):
        actions.read_file(reading_id=reading.pk)
    reading.refresh_from_db()
    return reading


def confirm(reading: DocumentReading, cast) -> Document:
    values = Confirmed(title="Hướng dẫn", type_name="Hướng dẫn", issuer="LĐLĐ Hà Nội", symbol="12/HD-LĐLĐ")
    return actions.confirm_reading(reading=reading, values=values, owner=cast.units["MD"], by=cast.hoa, at=AT)


def word_file() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def pdf_file() -> bytes:
    return to_pdf(
        AdministrativeDocument(
            superior="", issuer="LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI", type_name="Hướng dẫn", symbol="12/HD-LĐLĐ",
            abstract="Tuyên truyền cải cách hành chính", place="Hà Nội", on=date(2021, 6, 18),
            blocks=[Paragraph("Công đoàn cơ sở tổ chức phổ biến đến đoàn viên.")], signatures=[], recipients=[],
        )
    )  # fmt: skip


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 50_000_000)
        package.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


def test_a_file_that_came_in_waits_to_be_read(cast):
    reading = start(cast)
    assert (reading.state, reading.found, store.read(reading.file).decode()) == ("QUEUED", {}, TEXT)


def test_what_was_found_waits_for_a_person(cast):
    reading = read(cast)
    assert (reading.state, reading.finished_at, Document.objects.count()) == ("READY", AT, 0)
    assert {name: reading.found[name] for name in ("symbol", "type", "issued_on", "period")} == {
        "symbol": "12/HD-LĐLĐ", "type": "Hướng dẫn", "issued_on": "2021-06-18", "period": "2021-2025",
    }  # fmt: skip


def test_what_was_found_has_the_agreed_keys(cast):
    assert set(read(cast).found) == {
        "symbol", "type", "issuer", "issued_on", "signer", "title", "abstract", "areas", "period", "citations",
        "obligations", "language", "pages", "confidence", "spans", "remarks",
    }  # fmt: skip


def test_a_citation_names_the_place_in_the_text_that_it_comes_from(cast):
    reading = read(cast)
    [citation] = reading.found["citations"]
    start_at, end_at = citation["span"]
    assert (citation["symbol"], citation["relation"]) == ("76/NQ-CP", "BASED_ON")
    assert "76/NQ-CP" in reading.text[start_at:end_at]


def test_a_word_file_is_read(cast):
    reading = read(cast, word_file(), "huong-dan.docx")
    assert (reading.state, reading.found["symbol"], reading.is_scanned) == ("READY", "12/HD-LĐLĐ", False)


def test_a_pdf_with_text_is_read_without_looking_at_pictures(cast):
    reading = read(cast, pdf_file(), "huong-dan.pdf")
    assert (reading.state, reading.is_scanned, reading.pages_count) == ("READY", False, 1)
    assert "Công đoàn cơ sở tổ chức phổ biến đến đoàn viên." in reading.text


def test_a_reading_that_is_done_stays_as_it_is(cast):
    reading = read(cast)
    DocumentReading.objects.update(text="được sửa tay")
    actions.read_file(reading_id=reading.pk)
    assert DocumentReading.objects.get().text == "được sửa tay"


def test_a_reading_that_was_cut_off_starts_again(cast):
    reading = start(cast)
    DocumentReading.objects.update(state="READING", seen_at=AT - timedelta(hours=1))
    actions.read_file(reading_id=reading.pk)
    assert DocumentReading.objects.get().state == "READY"


def test_a_word_file_with_a_broken_inside_fails_with_what_to_do(cast, monkeypatch):
    """One that was kept before broken insides were refused at the door."""
    monkeypatch.setattr("caunoi.kit.files.store.strip", lambda data, _media_type: data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as whole, zipfile.ZipFile(out, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<w:document" if name == "word/document.xml" else whole.read(name))
    reading = read(cast, out.getvalue(), "hong.docx")
    assert (reading.state, reading.error) == ("FAILED", "Tệp DOCX bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")


def test_a_reading_that_somebody_reads_is_left_to_them(cast):
    reading = start(cast)
    DocumentReading.objects.update(state="READING", seen_at=AT - timedelta(minutes=1))
    with clock.frozen(AT):
        actions.read_file(reading_id=reading.pk)
    assert DocumentReading.objects.get().state == "READING"


@pytest.mark.parametrize("place", ["extract", "read_text", "store.read"])
def test_a_crash_is_said_to_who_waits_and_not_raised(cast, monkeypatch, place):
    def crash(*args, **kwargs):
        raise ZeroDivisionError("chữ trong tệp")

    monkeypatch.setattr(f"caunoi.library.actions.reading.{place}", crash)
    reading = read(cast)
    assert (reading.state, reading.finished_at) == ("FAILED", AT)
    assert reading.error.startswith("Máy gặp lỗi khi đọc tệp này.")
    assert "chữ trong tệp" not in reading.error


def test_a_reading_that_was_dropped_meanwhile_is_no_error(cast):
    reading = start(cast)
    reading.delete()
    actions.read_file(reading_id=reading.pk)


@pytest.mark.parametrize(
    ("state", "silent", "is_asked"),
    [("QUEUED", 9, False), ("QUEUED", 11, True), ("READING", 11, False), ("READING", 18, True), ("READY", 99, False)],
)
def test_a_reading_whose_job_was_lost_is_asked_for_again(cast, monkeypatch, state, silent, is_asked):
    asked = []
    reading = start(cast)
    monkeypatch.setattr(queue, "enqueue", lambda name, **facts: asked.append((name, facts)))
    DocumentReading.objects.update(state=state, seen_at=AT - timedelta(minutes=silent))
    with clock.frozen(AT):
        jobs.sweep_readings()
    assert asked == ([("caunoi.library.jobs.read_document", {"reading_id": reading.pk})] if is_asked else [])
    with clock.frozen(AT):
        assert actions.resume_readings(at=AT) == 0
        actions.read_file(reading_id=reading.pk)
    assert DocumentReading.objects.get().state == ("READING" if state == "READING" and not is_asked else "READY")


def test_a_file_that_ends_every_worker_is_given_up(cast):
    start(cast)
    DocumentReading.objects.update(state="READING", attempts_count=3, seen_at=AT - timedelta(hours=1))
    assert actions.resume_readings(at=AT) == 1
    reading = DocumentReading.objects.get()
    assert (reading.state, reading.error[:21]) == ("FAILED", "Đã thử đọc 3 lần mà k")


@pytest.mark.parametrize(("data", "filename"), [
    (b"", "rong.txt"), (b"MZ\x90\x00" + b"\x00" * 200, "huong-dan.docx"), (b"%PDF-1.7 hong", "hong.pdf"),
    (bomb(), "bom.docx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cu.doc"),
], ids=["empty", "program", "broken pdf", "bomb", "old office"])  # fmt: skip
def test_a_file_that_is_not_what_it_claims_is_refused_and_not_kept(cast, data, filename):
    with pytest.raises(FileProblem) as caught:
        start(cast, data, filename)
    assert (len(caught.value.message) > 20, DocumentReading.objects.count()) == (True, 0)


def test_a_confirmed_reading_becomes_a_document_with_its_file_and_text(cast):
    reading = read(cast)
    document = confirm(reading, cast)
    version = document.versions.latest("number")
    reading.refresh_from_db()
    assert (reading.state, reading.document, version.file, version.text) == (
        "CONFIRMED",
        document,
        reading.file,
        reading.text,
    )


def test_a_reading_is_confirmed_once(cast):
    """Two colleagues may have the same page open."""
    reading = read(cast)
    the_same = DocumentReading.objects.get(pk=reading.pk)
    confirm(reading, cast)
    with pytest.raises(ValidationError, match="Tệp này đã được xác nhận"):
        confirm(the_same, cast)
    assert Document.objects.count() == 1


def test_a_discarded_reading_is_gone(cast):
    actions.discard_reading(reading=read(cast), by=cast.hoa, at=AT)
    assert DocumentReading.objects.count() == 0


def test_before_it_is_confirmed_a_file_is_seen_by_the_unit_that_brought_it_in_only(cast):
    file = start(cast).file
    with clock.frozen(AT):
        assert {name for name, user in cast.users.items() if store.may_see(user, file)} == {"hoa"}


def test_once_it_is_confirmed_a_public_file_is_seen_by_everyone(cast):
    reading = read(cast)
    confirm(reading, cast)
    reading.file.refresh_from_db()
    with clock.frozen(AT):
        assert store.may_see(cast.quang, reading.file) is True


def test_quang_cannot_load_a_reading_of_my_duc(cast):
    with pytest.raises(DocumentReading.DoesNotExist):
        queries.reading_for(cast.quang, start(cast).public_id, TODAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_readings_costs_one_query_for_1_and_3_rows(cast, count, django_assert_num_queries):
    for number in range(count):
        start(cast, filename=f"{number}.txt")
    rows = queries.readings_of(cast.hoa, scope_of(cast.hoa, TODAY))
    with django_assert_num_queries(1):
        assert len([row.file.name for row in rows]) == count


def test_the_article_names_the_guidance_with_its_areas_and_period(cast, shared):
    data = (shared / "input" / "000_157cf277773c1125.txt").read_bytes()
    found = read(cast, data, "bai-bao.txt").found
    assert (found["symbol"], found["issued_on"], found["period"], len(found["areas"])) == (
        "12/HD-LĐLĐ", "2021-06-18", "2021-2025", 6,
    )  # fmt: skip
