"""What files look like, made by a process that may do little; a hostile file costs that process alone."""

import io
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from caunoi.kit import clock, jobs, queue
from caunoi.kit.files import preview, render, rendering, store
from caunoi.kit.files.checks import PDF, WORD
from caunoi.kit.files.models import StoredFile
from tests.cast import AT
from tests.kit import samples, sounds

pytestmark = [pytest.mark.room, pytest.mark.django_db]
HOSTILE = {
    "a picture of 200 million pixels": ("picture", lambda: samples.scan(20_000, 10_000)),
    "half a picture": ("picture", lambda: samples.picture()[:100]),
    "half a PDF": ("pages", lambda: samples.pdf()[:60]),
    "a PDF without pages": ("pages", lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"),
    "entities": (
        "text",
        lambda: samples.package({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    ),
    "nothing": ("picture", lambda: b""),
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.CAUNOI = samples.options(home=tmp_path)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    with clock.frozen(AT):
        yield tmp_path


def keep(data: bytes, kind: str, subject: str = "test.row:7") -> StoredFile:
    return store.keep(data, filename="tệp", media_type=kind, subject=subject, by=None, at=AT)


def shown(file: StoredFile) -> Image.Image:
    made = preview.make_preview(file_id=file.pk, at=AT)
    assert made is not None
    return Image.open(io.BytesIO(store.read(made)))


def words(*lines: str) -> bytes:
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    head = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return samples.package({"word/document.xml": f"<w:document {head}><w:body>{text}</w:body></w:document>".encode()})


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (samples.picture("JPEG", (3200, 1000)), "image/jpeg", (1600, 500)),
        (samples.picture("PNG", (40, 20)), "image/png", (40, 20)),
        (samples.pdf(1), PDF, (1130, 1600)),
        (samples.pdf(9), PDF, (1130, 4800)),
    ],
    ids=["a large photo", "a small picture", "one page", "nine pages"],
)
def test_a_file_is_shown_small(data, kind, size):
    image = shown(keep(data, kind))
    assert (image.format, image.height) == ("WEBP", size[1])
    assert abs(image.width - size[0]) <= 2


def test_a_word_file_is_shown_as_its_words():
    made = preview.make_preview(file_id=keep(words("Kính gửi", "Tôi xin phản ánh"), WORD).pk, at=AT)
    assert made is not None
    assert (made.media_type, store.read(made).decode()) == ("text/plain", "Kính gửi\nTôi xin phản ánh")


def test_a_preview_is_made_once_and_belongs_to_the_same_row():
    file = keep(samples.picture(), "image/jpeg")
    first, second = (preview.make_preview(file_id=file.pk, at=AT) for _ in range(2))
    assert first == second
    assert StoredFile.objects.count() == 2
    assert first is not None
    assert first.subject == "test.row:7"


def test_a_recording_has_no_looks():
    assert preview.make_preview(file_id=keep(sounds.wav(), "audio/wav").pk, at=AT) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_nobody_anything(home, name):
    kind, make = HOSTILE[name]
    path = home / "hostile"
    path.write_bytes(make())
    assert rendering.rendered(path, kind) is None


PROGRAMS = {
    "memory": "b = bytearray(1024 ** 3)",
    "output": "sys.stdout.buffer.write(b'x' * 40 * 1024 ** 2); sys.stdout.flush()",
    "files": "fs = [open('/dev/null') for _ in range(100)]",
}


def run(home, monkeypatch, program: str, argument: str = "") -> bytes | None:
    """A program in place of the renderer, with the limits that the renderer gives itself."""
    script = home / "program.py"
    limits = render.__file__
    script.write_text(
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('render', {limits!r})\n"
        "render = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(render)\nrender.give_up_rights()\n"
        f"sys.argv.append({argument!r})\n{program}\nsys.stdout.write('done')\n"
    )
    monkeypatch.setattr(render, "__file__", str(script))
    empty = home / "empty"
    empty.write_bytes(b"")
    return rendering.rendered(empty, "picture")


def test_within_its_limits_a_program_is_done(home, monkeypatch):
    """Negative control of those below."""
    assert run(home, monkeypatch, "b = bytearray(50 * 1024 ** 2)") == b"done"


@pytest.mark.parametrize("what", ["memory", "output", "files"])
def test_a_program_that_wants_more_than_it_may_is_ended(home, monkeypatch, what):
    assert run(home, monkeypatch, PROGRAMS[what]) is None


def peak_kib(process: subprocess.Popen[bytes]) -> int:
    """The most that the program itself held; what wait4 says counts this process, too, which it was forked from."""
    peak, status = 0, Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if "render" in cmdline(process.pid) else None
        peak = max(peak, int(found[1])) if found else peak
        time.sleep(0.005)
    return peak


def cmdline(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def test_the_memory_of_a_hostile_picture_is_bounded(home):
    bomb = io.BytesIO(samples.scan(20_000, 10_000)).getvalue()
    (home / "bomb.png").write_bytes(bomb)
    with (home / "bomb.png").open("rb") as given:
        process = subprocess.Popen(
            [sys.executable, render.__file__, "picture"],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak = peak_kib(process)
    assert process.returncode != 0
    assert 0 < peak < render.MEMORY_BYTES / 1024


def test_a_program_has_no_network(home, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        program = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=5)"
        if not can_leave_the_network():
            pytest.skip("this kernel lets no process give up its network")
        assert run(home, monkeypatch, program) is None


def can_leave_the_network() -> bool:
    return subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0


def test_a_program_that_never_ends_is_ended(home, monkeypatch):
    monkeypatch.setattr(rendering, "LONGEST_SECONDS", 1)
    started = time.monotonic()
    assert run(home, monkeypatch, "import time; time.sleep(60)") is None
    assert time.monotonic() - started < 5


@pytest.fixture
def guarded(monkeypatch):
    allowed: set[str] = set()
    monkeypatch.setattr(store, "_guards", {})
    store.register_guard("test.row", lambda user, key: key == 7 and getattr(user, "email", "") in allowed)
    file = keep(words('<script>alert("x")</script>'.replace("<", "&lt;")), WORD)
    jobs.make_preview.func(file_id=file.pk)
    return file, allowed


def test_who_may_have_the_file_may_see_it_in_a_frame_without_rights(guarded, sign_in, cast):
    file, allowed = guarded
    allowed.add(cast.minh.email)
    response = sign_in("minh").get(reverse("kit:preview", args=[file.public_id]))
    assert b"".join(response.streaming_content) == b'<script>alert("x")</script>'
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["lan", "quang", "an"])
def test_nobody_else_may(guarded, sign_in, cast, name):
    file, allowed = guarded
    allowed.add(cast.minh.email)
    assert sign_in(name).get(reverse("kit:preview", args=[file.public_id])).status_code == 404


def test_what_was_not_made_is_not_there(guarded, sign_in, cast):
    _, allowed = guarded
    allowed.add(cast.minh.email)
    file = keep(samples.pdf(), PDF)
    assert sign_in("minh").get(reverse("kit:preview", args=[file.public_id])).status_code == 404
    assert "caunoi.kit.jobs.make_preview" in queue.jobs()
