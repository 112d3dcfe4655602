"""Files in pieces: continued where they stopped, counted, checked, claimed once, and gone after a day."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.test import Client

from caunoi.kit import clock, queue
from caunoi.kit.files import doors, store, uploads
from caunoi.kit.files.checks import FileProblem
from caunoi.kit.files.models import StoredFile, Upload
from tests.cast import AT
from tests.kit import samples

pytestmark = [pytest.mark.room, pytest.mark.django_db]
DRAFT, OTHER = "ban-nhap-cua-lan-1", "ban-nhap-cua-minh"
PHOTO = samples.picture("JPEG", (300, 300))
LATER = AT + timedelta(hours=25)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.CAUNOI = samples.options(home=tmp_path)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    with clock.frozen(AT):
        yield tmp_path


def begin(data: bytes = PHOTO, name: str = "ảnh.jpg", draft: str = DRAFT) -> str:
    return uploads.start(name=name, size=len(data), draft=draft, at=AT)


def bring(data: bytes = PHOTO, name: str = "ảnh.jpg", draft: str = DRAFT) -> str:
    token = begin(data, name, draft)
    uploads.add_piece(token, data, offset=0, at=AT)
    uploads.finish(token, at=AT)
    return token


def bytes_here(home) -> list[bytes]:
    return [path.read_bytes() for path in home.rglob("*") if path.is_file()]


def test_a_file_in_pieces_is_the_file(home):
    token = begin()
    for offset in range(0, len(PHOTO), 100):
        uploads.add_piece(token, PHOTO[offset : offset + 100], offset=offset, at=AT)
    file = uploads.finish(token, at=AT)
    assert (file.media_type, file.name, file.subject) == ("image/jpeg", "ảnh.jpg", "")
    assert bytes_here(home) == [store.read(file)]


def test_a_piece_that_comes_again_changes_nothing():
    token = begin()
    for _ in range(2):
        uploads.add_piece(token, PHOTO[:100], offset=0, at=AT)
    uploads.add_piece(token, PHOTO[50:], offset=50, at=AT)  # begins within what is here
    assert uploads.finish(token, at=AT).media_type == "image/jpeg"
    assert uploads.add_piece(token, PHOTO[50:], offset=50, at=AT).file_id is not None


@pytest.mark.parametrize(("offset", "data"), [(200, b"x"), (0, PHOTO + b"x"), (-1, b"x" * 300)])
def test_a_piece_that_leaves_a_gap_or_the_file_is_told_where_it_stopped(offset, data):
    token = begin()
    uploads.add_piece(token, PHOTO[:100], offset=0, at=AT)
    with pytest.raises(uploads.WrongPlaceError) as wrong:
        uploads.add_piece(token, data, offset=offset, at=AT)
    assert wrong.value.received == 100


def test_half_a_file_is_not_finished():
    token = begin()
    uploads.add_piece(token, PHOTO[:100], offset=0, at=AT)
    with pytest.raises(uploads.WrongPlaceError):
        uploads.finish(token, at=AT)


def test_a_file_that_lies_is_refused_and_makes_room_for_another():
    token = begin(samples.PROGRAM, "ảnh.jpg")
    uploads.add_piece(token, samples.PROGRAM, offset=0, at=AT)
    with pytest.raises(FileProblem):
        uploads.finish(token, at=AT)
    assert StoredFile.objects.count() == 0
    assert uploads.of_draft(DRAFT, at=AT) == []


@pytest.mark.parametrize(("size", "code"), [(0, "SIZE"), (-1, "SIZE"), (20 * 1024**2 + 1, "SIZE")])
def test_a_size_that_cannot_be_is_refused_before_anything_is_sent(size, code):
    with pytest.raises(FileProblem) as refused:
        uploads.start(name="a.jpg", size=size, draft=DRAFT, at=AT)
    assert refused.value.code == code


def test_a_draft_holds_five_files_and_another_draft_five_more():
    for _ in range(5):
        begin()
    with pytest.raises(FileProblem, match="tối đa 5 tệp"):
        begin()
    begin(draft=OTHER)
    assert (len(uploads.of_draft(DRAFT, at=AT)), len(uploads.of_draft(OTHER, at=AT))) == (5, 1)


def test_everybody_together_holds_no_more_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(uploads, "PENDING_MOST_BYTES", 2 * len(PHOTO))
    begin()
    begin(draft=OTHER)
    with pytest.raises(uploads.NoRoomError):
        begin(draft="mot-ban-nhap-nua-day")


def test_a_token_is_not_in_the_database():
    token = begin()
    row = Upload.objects.get()
    assert token not in str(vars(row))
    assert DRAFT not in str(vars(row))


def test_a_file_is_claimed_once_by_what_it_belongs_to():
    token = bring()
    file = uploads.claim(token, "feedback.case:7", draft=DRAFT, at=AT)
    assert StoredFile.objects.get().subject == file.subject == "feedback.case:7"
    with pytest.raises(Upload.DoesNotExist):
        uploads.claim(token, "feedback.case:8", draft=DRAFT, at=AT)


def test_a_claim_that_is_undone_can_be_made_again():
    token = bring()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert 1 / (uploads.claim(token, "feedback.case:7", draft=DRAFT, at=AT).subject == "")
    assert uploads.claim(token, "feedback.case:8", draft=DRAFT, at=AT).subject == "feedback.case:8"


@pytest.mark.parametrize("way", ["another draft", "not finished", "a day later", "no such token"])
def test_nobody_else_claims_a_file(way):
    token = begin() if way == "not finished" else bring()
    token = "khong-co" if way == "no such token" else token
    with pytest.raises(Upload.DoesNotExist):
        uploads.claim(
            token, "feedback.case:7", draft=OTHER if way == "another draft" else DRAFT,
            at=LATER if way == "a day later" else AT,
        )  # fmt: skip


def test_what_nobody_claims_is_gone_after_a_day(home):
    begin()
    bring(draft=OTHER)
    claimed = uploads.claim(bring(samples.pdf(), "a.pdf", OTHER), "feedback.case:7", draft=OTHER, at=AT)
    for path in home.rglob("*"):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    assert uploads.sweep(at=AT + timedelta(hours=23)) == 0
    assert uploads.sweep(at=LATER) == 2
    assert bytes_here(home) == [store.read(claimed)]
    assert "caunoi.kit.jobs.sweep_uploads" in queue.periodics()


def test_the_sweeper_leaves_bytes_that_another_file_has_or_somebody_just_keeps(home):
    bring()
    kept = uploads.claim(bring(draft=OTHER), "feedback.case:7", draft=OTHER, at=AT)
    for path in home.rglob("*"):
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    uploads.sweep(at=LATER)
    assert store.read(kept)
    alone = store.keep(b"x", filename="a", media_type="text/plain", subject="", by=None, at=AT)
    path = store.path_of(alone.sha256)
    os.utime(path, (LATER.timestamp(), LATER.timestamp()))
    store.forget(alone, at=LATER)
    assert path.exists()


def test_what_a_crash_left_in_the_folder_goes_too(home):
    (home / "uploads").mkdir()
    left = home / "uploads" / "abc.upload"
    left.write_bytes(b"x")
    os.utime(left, (AT.timestamp(), AT.timestamp()))
    uploads.sweep(at=LATER)
    assert left.exists()
    uploads.sweep(at=AT + timedelta(hours=49))
    assert not left.exists()


def test_a_large_form_lies_in_the_house_and_nowhere_else(home):
    (home / "uploads").mkdir()
    with TemporaryUploadedFile("a.pdf", "application/pdf", 9, "") as file:
        assert os.path.dirname(file.temporary_file_path()) == str(home / "uploads")  # noqa: PTH120
        assert os.stat(file.temporary_file_path()).st_mode & 0o077 == 0  # noqa: PTH116


# --- over HTTP
def post(where: str, body: bytes = b"", **headers: object):
    return Client().post(
        f"/files/uploads/{where}", body, content_type="application/octet-stream",
        headers={name.replace("_", "-"): str(value) for name, value in headers.items()},
    )  # fmt: skip


def start(**fields: object):
    return Client().post("/files/uploads/", {"name": "ảnh.jpg", "size": len(PHOTO), "draft": DRAFT} | fields)


def test_over_a_line_that_breaks():
    begun = start().json()
    token = begun["token"]
    assert begun["piece"] == 512 * 1024
    assert post("piece/", PHOTO[:100], Upload_Token=token, Upload_Offset=0).json()["received"] == 100
    gap = post("piece/", PHOTO[200:], Upload_Token=token, Upload_Offset=200)
    assert (gap.status_code, gap.json()) == (409, {"received": 100})
    status = Client().get("/files/uploads/status/", headers={"Upload-Token": token}).json()
    assert status == {"received": 100, "size": len(PHOTO), "is_finished": False}
    for _ in range(2):  # the answer to the last piece was lost
        last = post("piece/", PHOTO[100:], Upload_Token=token, Upload_Offset=100)
        assert last.json()["is_finished"] is True
    assert StoredFile.objects.count() == 1


def test_a_refusal_says_what_to_do():
    assert start(size="x").status_code == start(draft="").status_code == start(size=10**9).status_code == 422
    token = start(size=len(samples.PROGRAM)).json()["token"]
    refused = post("piece/", samples.PROGRAM, Upload_Token=token, Upload_Offset=0)
    assert (refused.status_code, refused.json()["code"]) == (422, "TYPE")


def test_too_many_beginnings_wait(monkeypatch):
    monkeypatch.setattr(doors, "STARTS", doors.Bucket("test", per_hour=1, burst=2))
    assert [start().status_code for _ in range(3)] == [201, 201, 503]
    assert start()["Retry-After"] == "30"


def test_a_file_taken_out_makes_room():
    token = start().json()["token"]
    assert post("discard/", Upload_Token=token).status_code == 200
    assert post("piece/", PHOTO, Upload_Token=token, Upload_Offset=0).status_code == 404
    assert uploads.of_draft(DRAFT, at=AT) == []
