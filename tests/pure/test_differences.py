"""Two texts side by side: nothing of either is lost, and only what changed is marked."""

import random
import time

import pytest

from caunoi.pure.differences import Piece, differences

pytestmark = pytest.mark.pure
OLD = "Một cửa mở từ thứ hai.\nNộp hồ sơ tại xã.\nNhận kết quả sau 3 ngày."
NEW = "Một cửa mở cả thứ bảy.\nNhận kết quả sau 3 ngày.\nKhông thu lệ phí."


def side(lines, kind: str) -> str:
    return "\n".join(
        "".join(piece.text for piece in line if piece.kind in {"", kind})
        for line in lines
        if any(piece.kind in {"", kind} for piece in line)
    )


def test_words_that_changed_are_marked_within_their_paragraph():
    lines = differences(OLD, NEW)
    assert lines[0] == (
        Piece("", "Một cửa mở "), Piece("del", "từ"), Piece("ins", "cả"), Piece("", " thứ "), Piece("del", "hai"),
        Piece("ins", "bảy"), Piece("", "."),
    )  # fmt: skip
    assert lines[1:] == [
        (Piece("del", "Nộp hồ sơ tại xã."),), (Piece("", "Nhận kết quả sau 3 ngày."),), (Piece("ins", "Không thu lệ phí."),),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_both_texts_can_be_read_from_what_is_shown(seed):
    chance = random.Random(seed)
    words = ["đoàn", "viên", "công", "sở", "hồ", "sơ", "12", "."]

    def text() -> list[str]:
        return [" ".join(chance.choices(words, k=chance.randint(1, 9))) for _ in range(chance.randint(0, 7))]

    old = text()
    new = [line if chance.random() < 0.6 else " ".join(chance.choices(words, k=5)) for line in old] + text()[:2]
    lines = differences("\n".join(old), "\n".join(new))
    assert (side(lines, "del"), side(lines, "ins")) == ("\n".join(old), "\n".join(new))


def test_the_same_text_has_no_marks():
    assert {piece.kind for line in differences(OLD, OLD) for piece in line} == {""}


def test_a_long_text_written_anew_does_not_keep_anybody_waiting():
    chance = random.Random(1)
    long = [" ".join(str(chance.randint(0, 9999)) for _ in range(60)) for _ in range(400)]
    started = time.process_time()
    differences("\n".join(long[:200]), "\n".join(long[200:]))
    differences(" ".join(long[:200]), " ".join(long[200:]))
    assert time.process_time() - started < 5
