"""A photo of 48 million pixels in HEIC becomes a JPEG that everybody can open; what is none is refused with what to do."""

import io
from pathlib import Path

import pytest
from PIL import Image

from caunoi.kit.files import store, uploads
from caunoi.kit.files.checks import EVIDENCE, SHEETS, FileProblem
from caunoi.kit.files.heic import as_jpeg, is_heic
from tests.cast import AT
from tests.kit import samples

pytestmark = [pytest.mark.room, pytest.mark.django_db]
# 8064 × 6048 pixels of one colour, with an EXIF block that names a maker; made with pillow-heif.
PHOTO = Path(__file__).with_name("photo-48mp.heic").read_bytes()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.CAUNOI = samples.options(home=tmp_path)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    return tmp_path


def test_a_photo_of_48_megapixels_is_kept_as_jpeg_without_what_the_camera_wrote():
    kept, _pages = store.take_in(PHOTO, filename="IMG_0012.HEIC", by=None, at=AT, allowed=EVIDENCE)
    assert (kept.media_type, kept.name) == ("image/jpeg", "IMG_0012.jpg")
    with Image.open(io.BytesIO(store.read(kept))) as image:
        assert max(image.size) == 2560
        assert dict(image.getexif()) == {}
    assert b"Canary" in PHOTO
    assert b"Canary" not in store.read(kept)


def test_it_comes_in_pieces_as_well():
    token = uploads.start(name="IMG.HEIC", size=len(PHOTO), draft="x" * 20, at=AT)
    uploads.add_piece(token, PHOTO, offset=0, at=AT)
    assert uploads.finish(token, at=AT).media_type == "image/jpeg"


def sized(width: int, height: int) -> bytes:
    """The same file that says it is larger (its `ispe` boxes)."""
    was = (8064).to_bytes(4, "big") + (6048).to_bytes(4, "big")
    assert was in PHOTO
    return PHOTO.replace(was, width.to_bytes(4, "big") + height.to_bytes(4, "big"))


@pytest.mark.parametrize(
    "data",
    [PHOTO[:400], PHOTO[:-2000], sized(60_000, 60_000), sized(9000, 9000), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"],
    ids=["the head alone", "cut off", "a bomb", "more than it holds", "a name alone"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data):
    assert is_heic(data)
    with pytest.raises(FileProblem) as refused:
        as_jpeg(data, "a.heic")
    assert refused.value.code == "HEIC"
    assert "JPG" in refused.value.message


def test_where_no_photos_are_taken_none_is_made():
    with pytest.raises(FileProblem) as refused:
        store.take_in(PHOTO, filename="a.heic", by=None, at=AT, allowed=SHEETS)
    assert refused.value.code == "HEIC"
