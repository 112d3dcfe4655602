"""Leaflets, posters and slides: how long one takes, and hundreds with a unit's name and code each.

    python bench/leaflets.py [--copies 500] [--title TEXT] [--pdf OUT.pdf]

Prints JSON: milliseconds of one page (median and worst of ten, after the first), of the first one with its fonts, of a
preview, and seconds of all copies, with the progress that a person would see.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
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


def milliseconds(make: Callable[[], object], times: int = 10) -> dict[str, float]:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        make()
        taken.append((time.perf_counter() - started) * 1000)
    return {"median_ms": round(statistics.median(taken), 1), "worst_ms": round(max(taken), 1)}


def many(leaflet: Leaflet, count: int, out: str) -> dict[str, object]:
    started, whole, seen = time.perf_counter(), pikepdf.new(), []
    for part in in_parts(copies(count), PART):
        with pikepdf.open(io.BytesIO(leaflet_pdf(leaflet, part))) as made:
            whole.pages.extend(made.pages)
        seen.append([len(whole.pages), round(time.perf_counter() - started, 2)])
    data = io.BytesIO()
    whole.save(data, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    seconds = time.perf_counter() - started
    if out:
        Path(out).write_bytes(data.getvalue())
    pages = len(whole.pages)
    return {
        "copies": count,
        "pages": pages,
        "seconds": round(seconds, 2),
        "bytes": len(data.getvalue()),
        "progress": seen,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--copies", type=int, default=500)
    parser.add_argument("--title", default="Sáu nội dung cải cách hành chính, mỗi nội dung một câu")
    parser.add_argument("--pdf", default="")
    given = parser.parse_args()
    one = copies(1)
    first = milliseconds(lambda: leaflet_pdf(sheet("a5", given.title), one), 1)["worst_ms"]
    single = {
        paper: milliseconds(lambda paper=paper: leaflet_pdf(sheet(paper, given.title), copies(1))) for paper in PAPERS
    }
    # Other words each time, so that nothing is remembered from the page before.
    fresh = milliseconds(lambda: leaflet_pdf(sheet("a5", f"{given.title} {time.perf_counter_ns()}"), one))
    deck = Deck(
        given.title, "Liên đoàn Lao động", "1/1/2026", [("Nội dung", POINTS)] * 6, "Quét mã", "https://x.example", "x"
    )
    print(
        json.dumps(
            {
                "first_ms": first, "leaflet": single, "leaflet_other_words": fresh, "slides": milliseconds(lambda: slides_pdf(deck)),
                "preview": milliseconds(lambda: leaflet_png(sheet("a5", given.title), one[0])),
                "units": many(sheet("a5", given.title), given.copies, given.pdf),
            },
            ensure_ascii=False,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
