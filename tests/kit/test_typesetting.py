"""The typesetter serves many at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from caunoi.kit.documents import typesetting
from caunoi.kit.documents.leaflet import Copy, Leaflet, leaflet_pdf
from caunoi.kit.documents.slides import Deck, slides_png

pytestmark = pytest.mark.pure
DECK = Deck(
    "Tên",
    "Công đoàn",
    "1/1/2026",
    [("Một", ["a"])] * 8,
    "Quét mã",
    "https://caunoi.example/t/abc",
    "caunoi.example/t/abc",
)


def at_once(times: int = 12) -> list[int]:
    with ThreadPoolExecutor(6) as pool:
        return [len(pages) for pages in pool.map(lambda _number: slides_png(DECK), range(times))]


def test_requests_at_the_same_time_wait_for_each_other():
    assert at_once() == [10] * 12


def test_without_turns_the_typesetter_refuses(monkeypatch):
    monkeypatch.setattr(typesetting, "TURN", nullcontext())
    with pytest.raises(RuntimeError, match="Already borrowed"):
        at_once(times=200)


def test_what_a_person_typed_is_never_a_command():
    leaflet = Leaflet("a5", "Công đoàn", '#panic("x") $ \\ *đậm* "', "", ('#read("/etc/passwd")',), "Quét mã")
    assert leaflet_pdf(leaflet, [Copy("https://caunoi.example/t/abc", "caunoi.example/t/abc")]).startswith(b"%PDF-")
