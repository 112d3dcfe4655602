"""Files from outside: what is refused and why, what is taken off, where it lies, and who gets it."""

import hashlib
import io

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from caunoi.kit.files import store
from caunoi.kit.files.checks import EVIDENCE, PDF, SHEET, WORD, FileProblem, check
from caunoi.kit.files.models import StoredFile
from caunoi.kit.files.strip import strip
from tests.cast import AT
from tests.kit import samples

pytestmark = pytest.mark.room

BILLION_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Types>&b;</Types>'


@pytest.fixture
def files(settings, tmp_path):
    """An empty store."""
    settings.CAUNOI = samples.options(home=tmp_path)
    return tmp_path / "files"


@pytest.mark.parametrize(
    ("data", "name", "media_type", "pages"),
    [
        (samples.pdf(2), "huong-dan.pdf", PDF, 2),
        (samples.docx(), "Kế hoạch.docx", WORD, None),
        (samples.xlsx(), "đoàn viên.xlsx", SHEET, None),
        (samples.picture("JPEG"), "anh.jpg", "image/jpeg", 1),
        (samples.picture("PNG"), "anh.png", "image/png", 1),
        (samples.picture("WEBP"), "anh.webp", "image/webp", 1),
        ("Mã;Họ tên\n1;Lan".encode(), "ds.csv", "text/csv", None),
        ("Kính gửi".encode(), "thu.txt", "text/plain", None),
        ("Kính gửi".encode("utf-16"), "thu.txt", "text/plain", None),
    ],
    ids=["PDF", "DOCX", "XLSX", "JPG", "PNG", "WEBP", "CSV", "TXT", "TXT in UTF-16"],
)
def test_a_file_is_what_its_content_says(data, name, media_type, pages):
    checked = check(data, name)
    assert (checked.media_type, checked.pages_count) == (media_type, pages)


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (lambda: b"", "trống.pdf", "EMPTY"),
        (lambda: b"<html>12/HD</html>", "huong-dan.pdf", "MISMATCH"),
        (lambda: samples.picture("PNG"), "anh.jpg", "MISMATCH"),
        (samples.xlsx, "ke-hoach.docx", "MISMATCH"),
        (lambda: samples.PROGRAM, "anh.jpg", "TYPE"),
        (lambda: samples.package({"a.txt": b"a"}), "tep.zip", "TYPE"),
        (lambda: b"%PDF-1.7 rest is lost", "a.pdf", "BROKEN"),
        (lambda: samples.picture("JPEG")[:60], "anh.jpg", "BROKEN"),
        (lambda: b"PK\x03\x04 khong phai zip", "a.docx", "BROKEN"),
        (lambda: samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "mat.pdf", "ENCRYPTED"),
        (lambda: samples.OLD_OFFICE, "cu.doc", "OLE"),
        (lambda: samples.docx(**{"word/vbaProject.bin": b"\0"}), "ke-hoach.docx", "MACRO"),
        (lambda: samples.xlsx(**{"xl/vbaProject.bin": b"\0"}), "bang.xlsm", "MACRO"),
        (
            lambda: samples.xlsx(**{"[Content_Types].xml": b'<Types a="sheet.macroEnabled.main"/>'}),
            "bang.xlsx",
            "MACRO",
        ),
        (lambda: samples.docx(**{"word/media/a.bmp": bytes(20_000_000)}), "bom.docx", "BOMB"),
        (lambda: samples.docx(**{f"word/{number}.xml": b"" for number in range(5000)}), "bom.docx", "BOMB"),
        (lambda: samples.docx(**{"[Content_Types].xml": BILLION_LAUGHS}), "bom.docx", "BROKEN"),
        (lambda: samples.pdf(501), "dai.pdf", "PAGES"),
        (lambda: samples.scan(8000, 7000), "lon.png", "PIXELS"),
        (lambda: samples.scan(14_000, 13_000), "lon.png", "PIXELS"),
    ],
    ids=[
        "0 bytes",
        "a web page named PDF",
        "PNG named JPG",
        "XLSX named DOCX",
        "a program",
        "a zip",
        "half a PDF",
        "half a picture",
        "half a zip",
        "PDF with a password",
        "old Office",
        "DOCX with macros",
        "XLSM",
        "macros said in the types",
        "a bomb by size",
        "a bomb by number",
        "a bomb by entities",
        "501 pages",
        "56 million pixels",
        "182 million pixels",
    ],
)
def test_a_bad_file_is_refused_with_its_reason(make, name, code):
    data = make()
    with pytest.raises(FileProblem) as refused:
        check(data, name)
    assert refused.value.code == code


def test_five_hundred_pages_are_the_most():
    assert check(samples.pdf(500), "dai.pdf").pages_count == 500


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(settings):
    settings.CAUNOI = samples.options(max_upload_bytes=1024 * 1024)
    with pytest.raises(FileProblem, match="Tệp lớn hơn 1 MB"):
        check(b"%PDF-" + bytes(1024 * 1024), "to.pdf")


def test_a_door_that_wants_pictures_takes_no_spreadsheet():
    with pytest.raises(FileProblem, match="Ở đây chỉ nhận: JPG, PDF, PNG, WEBP"):
        check(samples.xlsx(), "bang.xlsx", allowed=EVIDENCE)


def test_a_picture_loses_where_and_by_whom_it_was_taken():
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "Máy ảnh của Lan", "Nguyễn Thị Lan"
    exif.get_ifd(0x8825)[1] = "N"
    taken = samples.picture("JPEG", exif=exif, comment=b"Song Day")
    with Image.open(io.BytesIO(strip(taken, "image/jpeg"))) as image:
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_lose_it_too(kind):
    exif = Image.Exif()
    exif[0x013B] = "Nguyễn Thị Lan"
    clean = strip(samples.picture(kind, exif=exif), f"image/{kind.lower()}")
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif()) == {}


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(strip(samples.picture("JPEG", (40, 20), exif=exif), "image/jpeg"))) as image:
        assert image.size == (20, 40)


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def pdf_with(change) -> bytes:
    out = io.BytesIO()
    with open_pdf(samples.pdf()) as made:
        change(made)
        made.save(out)
    return out.getvalue()


def script(made: pikepdf.Pdf) -> pikepdf.Object:
    return made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def test_a_pdf_loses_its_author_and_metadata():
    def write(made):
        made.docinfo["/Author"] = "Nguyễn Thị Lan"
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = ["Nguyễn Thị Lan"]

    with open_pdf(strip(pdf_with(write), PDF)) as clean:
        assert "/Metadata" not in clean.Root
        assert dict(clean.docinfo) == {}


@pytest.mark.parametrize(
    "plant",
    [
        lambda made: made.Root.__setitem__("/OpenAction", script(made)),
        lambda made: made.Root.__setitem__("/AA", pikepdf.Dictionary(WC=script(made))),
        lambda made: made.pages[0].obj.__setitem__("/AA", pikepdf.Dictionary(O=script(made))),
        lambda made: made.pages[0].obj.__setitem__(
            "/Annots", pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=script(made))])
        ),
    ],
    ids=["when opened", "when closed", "when a page is shown", "when a link is pressed"],
)
def test_a_pdf_loses_what_acts_by_itself(plant):
    planted = pdf_with(plant)
    assert b"JavaScript" in planted
    assert b"JavaScript" not in strip(planted, PDF)


def test_a_signed_pdf_stays_as_it_was_signed():
    """NĐ 30/2020/NĐ-CP, art. 5: the signature covers every byte."""

    def sign(made):
        made.docinfo["/Author"] = "Văn thư"
        made.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[pikepdf.Dictionary(FT=pikepdf.Name.Sig)])

    signed = pdf_with(sign)
    assert strip(signed, PDF) == signed


def test_a_spreadsheet_goes_through_as_it_is():
    assert strip(samples.xlsx(), SHEET) == samples.xlsx()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Hướng dẫn 12.pdf", "Hướng dẫn 12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\ảnh.jpg", "ảnh.jpg"),
        ('a"b<c>\r\n.pdf', "a_b_c_.pdf"),
        ("anh\u202egpj.exe", "anh_gpj.exe"),
        ("...", "tep"),
        ("a" * 300 + ".pdf", "a" * 156 + ".pdf"),
    ],
)
def test_a_name_keeps_nothing_that_acts(given, kept):
    assert store.tidy_name(given) == kept


def keep(data: bytes, subject: str = "", name: str = "huong-dan.pdf") -> StoredFile:
    return store.keep(data, filename=name, media_type=PDF, subject=subject, by=None, at=AT)


@pytest.mark.django_db
def test_a_file_lies_under_its_content(files):
    digest = hashlib.sha256(b"noi dung").hexdigest()
    kept = keep(b"noi dung")
    assert (kept.sha256, kept.size_bytes) == (digest, 8)
    assert (files / digest[:2] / digest).read_bytes() == b"noi dung"


@pytest.mark.django_db
def test_the_same_content_lies_once_and_belongs_twice(files):
    first, second = keep(b"noi dung", "library.document:1"), keep(b"noi dung", "library.document:2", "ban-sao.pdf")
    assert [path.name for path in files.rglob("*") if path.is_file()] == [first.sha256]
    assert (store.read(second), second.name, second.subject) == (b"noi dung", "ban-sao.pdf", "library.document:2")


@pytest.mark.django_db
def test_a_crash_while_writing_leaves_nothing(files, monkeypatch):
    def fail(_):
        raise OSError("đĩa đầy")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(OSError, match="đĩa đầy"):
        keep(b"noi dung")
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_a_file_taken_in_is_kept_clean_with_its_pages(files):
    def write(made):
        made.docinfo["/Author"] = "Nguyễn Thị Lan"

    kept, pages = store.take_in(pdf_with(write), filename="huong-dan.pdf", by=None, at=AT)
    assert (kept.media_type, pages) == (PDF, 1)
    assert "Lan".encode("utf-16-be") not in store.read(kept)


@pytest.mark.django_db
def test_a_refused_file_is_not_kept(files):
    with pytest.raises(FileProblem):
        store.take_in(samples.PROGRAM, filename="a.pdf", by=None, at=AT)
    assert (StoredFile.objects.count(), files.exists()) == (0, False)


@pytest.fixture
def guarded(files, monkeypatch, db):
    """A file of row 7 of a kind whose guard lets through whoever `allowed` names."""
    allowed: set[str] = set()
    monkeypatch.setattr(store, "_guards", {})
    store.register_guard("test.row", lambda user, key: key == 7 and getattr(user, "email", "") in allowed)
    kept = keep(samples.pdf(), "test.row:7", "Hướng dẫn 12.pdf")
    return kept, allowed


def test_whoever_may_see_the_row_gets_the_file(guarded, sign_in, cast):
    kept, allowed = guarded
    allowed.add(cast.minh.email)
    response = sign_in("minh").get(reverse("kit:file", args=[kept.public_id]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == store.read(kept)


@pytest.mark.parametrize("name", ["lan", "quang", "tuan", "an"])
def test_for_anybody_else_the_file_is_not_there(guarded, sign_in, cast, name):
    kept, allowed = guarded
    allowed.add(cast.minh.email)
    assert sign_in(name).get(reverse("kit:file", args=[kept.public_id])).status_code == 404


@pytest.mark.parametrize("subject", ["", "test.row:8", "test.row:x", "test.other:7"])
def test_without_a_guard_that_says_so_nobody_gets_it(guarded, sign_in, cast, subject):
    _, allowed = guarded
    allowed.add(cast.minh.email)
    kept = keep(b"noi dung", subject)
    assert sign_in("minh").get(reverse("kit:file", args=[kept.public_id])).status_code == 404


def test_a_file_is_saved_never_shown(guarded, sign_in, cast):
    kept, allowed = guarded
    allowed.add(cast.minh.email)
    response = sign_in("minh").get(reverse("kit:file", args=[kept.public_id]))
    response.close()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''H%C6%B0%E1%BB%9Bng%20d%E1%BA%ABn%2012.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
