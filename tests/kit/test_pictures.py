"""Pictures for pages: small, upright, bare; a photo of 40 million pixels stays within the memory of its process."""

import io
import subprocess
import sys
import zipfile

import pytest
from PIL import Image

from caunoi.kit.files import pictures, render
from caunoi.kit.files.checks import FileProblem
from tests.kit import samples

pytestmark = pytest.mark.room
GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    return tmp_path


def photo(size: tuple[int, int], kind: str = "JPEG", **save: object) -> bytes:
    """A picture that does not compress to nothing."""
    out = io.BytesIO()
    Image.effect_noise((size[0] // 8, size[1] // 8), 60).convert("RGB").resize(size).save(out, kind, **save)
    return out.getvalue()


def test_a_picture_comes_in_four_widths_beside_the_one_that_is_kept():
    made = pictures.made_from(photo((4000, 3000)), "anh.jpg")
    assert [(each.width, each.height) for each in made] == [
        (3200, 2400), (1600, 1200), (1200, 900), (800, 600), (480, 360),
    ]  # fmt: skip
    for each in made:
        with Image.open(io.BytesIO(each.data)) as image:
            assert (image.format, image.size) == ("WEBP", (each.width, each.height))


def test_a_small_picture_is_not_made_larger():
    made = pictures.made_from(samples.picture(size=(500, 20)), "anh.jpg")
    assert [(each.width, each.height) for each in made] == [(500, 20), (480, 19)]


def test_nothing_of_the_camera_stays_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION], exif[GPS] = 6, {1: "N", 2: (20.0, 41.0, 0.0)}
    given = photo((1000, 600), exif=exif, comment=b"may cua Hoa")
    widest = pictures.made_from(given, "anh.jpg")[0]
    assert (widest.width, widest.height) == (600, 1000)
    assert b"Exif" not in widest.data
    assert b"Hoa" not in widest.data


def test_what_shines_through_lies_on_white():
    given = io.BytesIO()
    Image.new("RGBA", (600, 600), (255, 0, 0, 0)).save(given, "PNG")
    made = pictures.made_from(given.getvalue(), "anh.png")
    with Image.open(io.BytesIO(made[0].data)) as image:
        assert min(image.convert("RGB").getpixel((300, 300))) > 250


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_forty_million_pixels_stay_within_the_memory_of_their_process(tmp_path, kind):
    """It limits its own address space, so whoever would need more gets no memory and makes nothing."""
    file = tmp_path / "anh"
    file.write_bytes(photo((7728, 5368), kind, **({"compress_level": 1} if kind == "PNG" else {})))
    with file.open("rb") as given:
        process = subprocess.run(
            [sys.executable, "-P", "-E", "-s", render.__file__, "renditions"],
            stdin=given,
            capture_output=True,
            check=True,
        )
    assert len(zipfile.ZipFile(io.BytesIO(process.stdout)).namelist()) == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.picture()[:100], "BROKEN"),
        (samples.scan(20_000, 10_000), "PIXELS"),
        (samples.pdf(), "TYPE"),
        (b"", "EMPTY"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(data, code):
    with pytest.raises(FileProblem) as refused:
        pictures.made_from(data, "anh")
    assert refused.value.code == code
    assert refused.value.message


def test_nothing_of_what_was_sent_stays_behind(home):
    pictures.made_from(samples.picture(size=(900, 900)), "anh.jpg")
    assert list((home / "uploads").iterdir()) == []
