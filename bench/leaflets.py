"""Leaflets, posters and slides: how long one takes, and hundreds with a unit's name and code each.

    python bench/leaflets.py [--copies 500] [--title TEXT] [--pdf OUT.pdf]

Milliseconds of one page (median and worst of ten, after the first), of the first one with its fonts, of a preview, and
seconds of all copies.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
from measure import Bench


def own_arguments() -> argparse.Namespace:
    """What only this measurement takes; its common arguments stay."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--copies", type=int, default=500)
    parser.add_argument("--title", default="Sáu nội dung cải cách hành chính, mỗi nội dung một câu")
    parser.add_argument("--pdf", default="")
    own, sys.argv[1:] = parser.parse_known_args()
    return own


own = own_arguments()
bench = Bench("leaflets", __doc__)

from caunoi.kit.documents.leaflet import PAPERS, Copy, Leaflet, in_parts, leaflet_pdf, leaflet_png
from caunoi.kit.documents.slides import Deck, slides_pdf

PART = 50
POINTS = (
    "Thể chế: quy định rõ ràng, ít chồng chéo", "Thủ tục hành chính: ít giấy tờ, ít bước, đúng hẹn",
    "Tổ chức bộ máy: gọn, mỗi việc một nơi lo", "Chế độ công vụ: cán bộ tận tụy, biết việc, đúng mực",
    "Tài chính công: chi tiêu công khai, tiết kiệm", "Chính quyền số: làm thủ tục trên mạng, không phải khai lại",
)  # fmt: skip


def sheet(paper: str, title: str) -> Leaflet:
    return Leaflet(
        paper, "Liên đoàn Lao động thành phố Hà Nội", title, "Phần bạn cần biết, nói ngắn gọn.", POINTS,
        "Quét mã để đọc cả bài", "Hướng dẫn dễ hiểu", "Hỏi và góp ý: công đoàn cơ sở nơi bạn làm việc", "bản 1", "Gửi:",
    )  # fmt: skip


def copies(count: int) -> list[Copy]:
    return [
        Copy(f"https://caunoi.example/t/7kq2mn?d=DV{n}", "caunoi.example/t/7kq2mn", f"Công đoàn cơ sở số {n}")
        for n in range(1, count + 1)
    ]


def milliseconds(make: Callable[[], object], times: int = 10) -> tuple[float, float]:
    """The median and the worst."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        make()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), max(taken)


def many(leaflet: Leaflet, count: int, out: str) -> None:
    """All copies, in the parts that a person sees done one after the other."""
    started, whole, longest, before = time.perf_counter(), pikepdf.new(), 0.0, 0.0
    for part in in_parts(copies(count), PART):
        with pikepdf.open(io.BytesIO(leaflet_pdf(leaflet, part))) as made:
            whole.pages.extend(made.pages)
        now = time.perf_counter() - started
        longest, before = max(longest, now - before), now
    data = io.BytesIO()
    whole.save(data, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    bench.add("copies", len(whole.pages), f"== {count}")
    bench.add("copies_s", time.perf_counter() - started, "<= 20")
    bench.add("copies_longest_part_s", longest)
    bench.add("copies_bytes", len(data.getvalue()))
    if out:
        Path(out).write_bytes(data.getvalue())


def note(name: str, taken: tuple[float, float], target: str = "") -> None:
    """A median, and the worst, which must keep the target."""
    bench.add(f"{name}_median_ms", taken[0])
    bench.add(f"{name}_worst_ms", taken[1], target)


def main() -> None:
    one = copies(1)
    bench.add("first_ms", milliseconds(lambda: leaflet_pdf(sheet("a5", own.title), one), 1)[1], "<= 300")
    for paper in PAPERS:
        note(paper, milliseconds(lambda paper=paper: leaflet_pdf(sheet(paper, own.title), copies(1))), "<= 300")
    # Other words each time, so that nothing is remembered from the page before.
    fresh = milliseconds(lambda: leaflet_pdf(sheet("a5", f"{own.title} {time.perf_counter_ns()}"), one))
    note("other_words", fresh, "<= 300")
    deck = Deck(
        own.title, "Liên đoàn Lao động", "1/1/2026", [("Nội dung", POINTS)] * 6, "Quét mã", "https://x.example", "x"
    )
    note("slides", milliseconds(lambda: slides_pdf(deck)))
    note("preview", milliseconds(lambda: leaflet_png(sheet("a5", own.title), one[0])))
    many(sheet("a5", own.title), own.copies, own.pdf)
    bench.finish()


if __name__ == "__main__":
    main()
