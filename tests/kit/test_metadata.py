"""Who, where and when do not come in with a file: a canary is planted wherever phones and offices write about people,
and looked for in every byte of what is kept, unpacked too."""

import io
import zipfile

import docx
import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from caunoi.kit.files import audio
from caunoi.kit.files.checks import ATTACHMENTS, PDF, SHEET, WORD, FileProblem, check
from caunoi.kit.files.strip import strip
from tests.kit import samples, sounds

pytestmark = pytest.mark.room
CANARY = "CanaryNguyenThiLan"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010F], made[0x013B], made[0x9C9D] = CANARY, CANARY, CANARY.encode("utf-16-le")
    made.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + CANARY.encode()
    gps = made.get_ifd(0x8825)
    gps[1], gps[2], gps[29] = "N", (21.0, 1.0, 42.0), CANARY
    return made


def png_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    return samples.picture("PNG", pnginfo=info)


def pdf(plant) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf())) as made:
        plant(made)
        made.save(out)
    return out.getvalue()


def pdf_info(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = made.docinfo["/Company"] = CANARY
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [CANARY]


def pdf_page(made: pikepdf.Pdf) -> None:
    page = made.pages[0].obj
    page["/Metadata"] = made.make_stream(CANARY.encode())
    page["/PieceInfo"] = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String(CANARY)))


def pdf_note(made: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, T=pikepdf.String(CANARY), Contents=pikepdf.String("Xem lại"))
    made.pages[0].obj["/Annots"] = pikepdf.Array([made.make_indirect(note)])


def pdf_photo(made: pikepdf.Pdf) -> None:
    photo = made.make_stream(samples.picture("JPEG", exif=exif(), comment=CANARY.encode()))
    photo.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 40, "/Height": 20})
    photo.update({"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode})
    photo["/Metadata"] = made.make_stream(CANARY.encode())
    made.pages[0].obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))


def pdf_file(made: pikepdf.Pdf) -> None:
    made.attachments["a.txt"] = pikepdf.AttachedFileSpec(made, CANARY.encode(), filename=f"{CANARY}.txt")


def word(**more: bytes) -> bytes:
    """A document as Word writes it, with more parts or other ones."""
    out = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("Tôi xin phản ánh")
    made.core_properties.author = made.core_properties.last_modified_by = made.core_properties.comments = CANARY
    made.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return samples.package(parts | more)


COMMENTS = f'<w:comments {W}><w:comment w:id="1" w:author="{CANARY}" w:initials="{CANARY}" w:date="2026-01-02T03:04:05Z"/></w:comments>'
CHANGED = (
    f'<w:document {W}><w:body><w:p><w:ins w:id="1" w:author="{CANARY}" w:date="2026-01-02T03:04:05Z">'
    f'<w:r><w:t>thêm</w:t></w:r></w:ins><w:del w:id="2" w:author="{CANARY}"/></w:p></w:body></w:document>'
)
SETTINGS = (
    f'<w:settings {W} xmlns:r="{R}"><w:attachedTemplate r:id="rId1"/><w:docVars><w:docVar w:name="a" '
    f'w:val="{CANARY}"/></w:docVars></w:settings>'
)
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{R}/attachedTemplate" TargetMode="External" Target="file:///C:/Users/{CANARY}/Normal.dotm"/></Relationships>'
)
PIXEL = TEMPLATE.replace("attachedTemplate", "image").replace("file:///C:/Users/", "https://example.vn/")

CORPUS = [
    ("photo", "image/jpeg", lambda: samples.picture("JPEG", exif=exif())),
    ("photo with a comment", "image/jpeg", lambda: samples.picture("JPEG", comment=CANARY.encode())),
    ("photo with XMP", "image/jpeg", lambda: samples.picture("JPEG", xmp=f"<x>{CANARY}</x>".encode())),
    ("PNG with text", "image/png", png_text),
    ("PNG with Exif", "image/png", lambda: samples.picture("PNG", exif=exif())),
    ("WEBP with Exif", "image/webp", lambda: samples.picture("WEBP", exif=exif())),
    ("WEBP with XMP", "image/webp", lambda: samples.picture("WEBP", xmp=f"<x>{CANARY}</x>".encode())),
    ("PDF with an author", PDF, lambda: pdf(pdf_info)),
    ("PDF with a page's history", PDF, lambda: pdf(pdf_page)),
    ("PDF with a note's author", PDF, lambda: pdf(pdf_note)),
    ("PDF with a photo", PDF, lambda: pdf(pdf_photo)),
    ("PDF with a file", PDF, lambda: pdf(pdf_file)),
    ("DOCX with properties", WORD, word),
    ("DOCX with comments", WORD, lambda: word(**{"word/comments.xml": COMMENTS.encode()})),
    ("DOCX with changes", WORD, lambda: word(**{"word/document.xml": CHANGED.encode()})),
    ("DOCX with people", WORD, lambda: word(**{"word/people.xml": f"<people>{CANARY}</people>".encode()})),
    (
        "DOCX with a template",
        WORD,
        lambda: word(**{"word/settings.xml": SETTINGS.encode(), "word/_rels/settings.xml.rels": TEMPLATE.encode()}),
    ),
    ("DOCX with a pixel elsewhere", WORD, lambda: word(**{"word/_rels/header1.xml.rels": PIXEL.encode()})),
    ("DOCX with custom data", WORD, lambda: word(**{"customXml/item1.xml": f"<a>{CANARY}</a>".encode()})),
    ("DOCX with a thumbnail", WORD, lambda: word(**{"docProps/thumbnail.jpeg": samples.picture(exif=exif())})),
    ("DOCX with a photo", WORD, lambda: word(**{"word/media/image1.jpg": samples.picture(exif=exif())})),
    ("DOCX with a table of its own", WORD, lambda: word(**{"word/embeddings/a.xlsx": word()})),
    ("MP3", audio.MP3_, lambda: sounds.mp3(CANARY)),
    ("M4A", audio.MP4_, lambda: sounds.m4a(CANARY)),
    ("OGG", audio.OGG_, lambda: sounds.opus(CANARY)),
    ("WAV", audio.WAV_, lambda: sounds.wav(CANARY)),
    ("WEBM", audio.WEBM_, lambda: sounds.webm(CANARY)),
    ("WEBM recorded by a browser", audio.WEBM_, lambda: sounds.webm(CANARY, is_live=True)),
    ("AMR", audio.AMR_, lambda: sounds.amr(CANARY)),
]
IDS = [name for name, _kind, _make in CORPUS]


def everything(data: bytes) -> bytes:
    """All bytes of a file, and those that it packs."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [name.encode() for name in archive.namelist()]
            found += [everything(archive.read(name)) for name in archive.namelist()]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as opened:
            for part in opened.objects:
                if isinstance(part, pikepdf.Stream):
                    found.append(part.read_raw_bytes())
                elif isinstance(part, pikepdf.Dictionary):
                    found.append(repr(part).encode())
    return b"\n".join(found)


def says(data: bytes) -> bool:
    all_bytes = everything(data)
    return any(CANARY.encode(code) in all_bytes for code in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.mark.parametrize(("name", "kind", "make"), CORPUS, ids=IDS)
def test_nothing_is_left_of_who_where_and_when(name, kind, make):
    planted = make()
    assert says(planted), "the canary is not there to be found"
    clean = strip(planted, kind)
    assert not says(clean)
    ending = {WORD: "docx", PDF: "pdf"}.get(kind, "")
    assert check(clean, f"a.{ending}", allowed=ATTACHMENTS | {SHEET}).media_type == kind


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (sounds.mp3, audio.MP3_), (sounds.m4a, audio.MP4_), (sounds.aac, audio.AAC_), (sounds.opus, audio.OGG_),
        (sounds.wav, audio.WAV_), (sounds.webm, audio.WEBM_), (sounds.amr, audio.AMR_),
    ],
)  # fmt: skip
def test_a_recording_is_taken_for_what_it_is_and_stays_the_same_sound(make, kind):
    data = make()
    assert check(data, f"ghi-am.{audio.NAMES[kind].lower()}", allowed=ATTACHMENTS).media_type == kind
    clean = strip(data, kind)
    assert strip(clean, kind) == clean
    assert len(clean) >= len(data) - 40


def test_the_places_in_a_recording_stay_where_they_were():
    for clean, planted in ((sounds.m4a(), sounds.m4a(CANARY)), (sounds.webm(), sounds.webm(CANARY))):
        assert len(strip(planted, check(planted, "a", allowed=ATTACHMENTS).media_type)) == len(planted) > len(clean)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (sounds.m4a(handler=b"vide", brand=b"mp42"), "phim.mp4", "VIDEO"),
        (sounds.webm(track_type=1), "phim.webm", "VIDEO"),
        (sounds.m4a()[:100], "a.m4a", "BROKEN"),
        (sounds.webm()[:50], "a.webm", "BROKEN"),
        (sounds.opus()[:60], "a.ogg", "BROKEN"),
        (b"#!AMR\n", "a.amr", "BROKEN"),
        (b"ID3\x04\0\0\0\0\0\0", "a.mp3", "BROKEN"),
        (b"RIFF\0\0\0\0WAVE", "a.wav", "BROKEN"),
        (b"OggS" + bytes(200), "a.ogg", "BROKEN"),
        (sounds.mp3(), "a.wav", "MISMATCH"),
        (sounds.wav(), "a.mp3", "MISMATCH"),
        (samples.picture(), "a.mp3", "MISMATCH"),
        (samples.PROGRAM, "a.mp3", "TYPE"),
        (samples.xlsx(), "a.xlsx", "TYPE"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", "HEIC"),
        (word(**{"word/embeddings/oleObject1.bin": samples.OLD_OFFICE}), "a.docx", "OBJECTS"),
        (word(**{"word/activeX/activeX1.bin": b"x"}), "a.docx", "OBJECTS"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(data, name, code):
    with pytest.raises(FileProblem) as refused:
        check(data, name, allowed=ATTACHMENTS)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    "part",
    [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a>", "<!DOCTYPE a><a/>".encode("utf-16")],
    ids=["entities", "not closed", "a type in UTF-16"],
)
def test_a_part_that_defines_things_of_its_own_is_refused(part):
    with pytest.raises(FileProblem, match="hỏng"):
        strip(word(**{"word/document.xml": part}), WORD)


def test_what_a_document_says_is_still_said():
    with_link = word(
        **{"word/_rels/document.xml.rels": PIXEL.replace("/image", "/hyperlink").replace(CANARY, "trang").encode()}
    )
    clean = strip(with_link, WORD)
    assert b"https://example.vn/trang" in everything(clean)
    opened = docx.Document(io.BytesIO(strip(word(), WORD)))
    assert [paragraph.text for paragraph in opened.paragraphs] == ["Tôi xin phản ánh"]


def test_a_signed_document_stays_as_it_was_signed():
    signed = word(**{"_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert strip(signed, WORD) == signed


def test_a_photo_in_a_pdf_is_the_same_photo():
    with pikepdf.open(io.BytesIO(strip(pdf(pdf_photo), PDF))) as opened:
        image = pikepdf.PdfImage(opened.pages[0].get_images()["/Im0"]).as_pil_image()
    with Image.open(io.BytesIO(samples.picture("JPEG"))) as plain:
        assert image.tobytes() == plain.convert("RGB").tobytes()
