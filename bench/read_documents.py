"""What `caunoi read` finds in a folder of documents, against what is known of them.

    python bench/read_documents.py --folder FOLDER --known known.json [--scan scan.pdf]

`known.json` is a list of objects: `file`, and any of `so_hieu` or `symbol`, `loai_van_ban` or `type`, `issued` or
`issued_on` (ISO or day/month/year), `issuer`, `cites` (symbols), `articles` (a number). What is not known of a document is
not counted. Without `cites`, the symbols that a plain pattern sees in the text stand for them; without `articles`, the
lines that begin the next article. An issue date cannot be read from a text without it: `issued_on`
counts every document, `issued_on_where_written` those whose text has the known day as an issue date. Prints one line of JSON; the exit status says whether every target was kept.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from measure import COMPARE, SRC, machine

TARGETS = {
    "symbol": ">= 0.95", "type": ">= 0.95", "issued_on_where_written": ">= 0.95", "issuer": ">= 0.9", "citations_f1": ">= 0.9",
    "articles_exact": ">= 1", "megabytes_a_second": ">= 1", "seconds_a_scanned_page": "<= 6",
}  # fmt: skip
KEYS = {
    "symbol": ("so_hieu", "symbol"),
    "type": ("loai_van_ban", "type"),
    "issued_on": ("issued", "issued_on"),
    "issuer": ("issuer",),
}
SYMBOL = re.compile(
    r"(?<![\w/.:-])\d{1,6}[a-zđ]?(?:/(?:19|20)\d\d)?(?:/[A-ZĐ]{1,5}[A-Za-zĐđ]*-[A-ZĐ][\w-]*\w|/QH\d{1,2}|-[A-ZĐ]{2,5}/[A-ZĐ]{2,}\w*)"
)
ARTICLE = re.compile(r"^\s*Điều\s+(\d+)\b", re.MULTILINE)


def plain(value: str) -> str:
    """For comparing: one form of Unicode, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", value).lower().split())


def day_of(value: str) -> str:
    """An ISO day from either way of writing it."""
    parts = re.findall(r"\d+", value)
    return date(*map(int, parts if len(parts[0]) == 4 else parts[::-1])).isoformat()


def known_of(row: dict[str, Any], name: str) -> str | None:
    """What is known under any of the names of a value."""
    found = next((row[key] for key in KEYS[name] if row.get(key)), None)
    return day_of(found) if found and name == "issued_on" else found


def stands_in(text: str, day: str) -> bool:
    """Whether a text has the day as an issue date: after a place, or after words that say so."""
    year, month, number = map(int, day.split("-"))
    ways = rf"(?:,\s*ngày|[Nn]gày ban hành|[Nn]gày ký|thông qua ngày)[\s:(]*0?{number}\s*(?:tháng|[/.-])\s*0?{month}\s*(?:năm|[/.-])\s*{year}"
    return re.search(ways, text) is not None


def articles_of(text: str) -> int:
    """How many articles follow one another from 1 at the head of lines."""
    last = 0
    for match in ARTICLE.finditer(text):
        last += int(match[1]) == last + 1
    return last


class Tally:
    """Right and wrong by name, with the wrong ones kept."""

    def __init__(self) -> None:
        self.right: dict[str, int] = {}
        self.all: dict[str, int] = {}
        self.wrong: list[str] = []

    def count(self, name: str, is_right: bool, words: str) -> None:
        self.all[name] = self.all.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + is_right
        if not is_right:
            self.wrong.append(f"{name}: {words}")

    def shares(self) -> dict[str, float]:
        return {name: round(self.right[name] / count, 4) for name, count in self.all.items()}


def weigh(
    row: dict[str, Any], text: str, found: dict[str, Any], clauses: list[Any], tally: Tally
) -> tuple[int, int, int]:
    """Count one document; returns cited symbols that were found rightly, found wrongly, and missed."""
    for name in KEYS:
        known = known_of(row, name)
        if known is None:
            continue
        is_right = plain(found[name] or "") == plain(known)
        words = f"{row['file']}: {found[name]}, known {known}"
        tally.count(name, is_right, words)
        if name == "issued_on" and stands_in(text, known):
            tally.count("issued_on_where_written", is_right, words)
    cited = {plain(item["symbol"]) for item in found["citations"]}
    own = plain(known_of(row, "symbol") or "")
    wanted = {plain(item) for item in row.get("cites") or SYMBOL.findall(text)} - {own}
    numbers = [clause.anchor.removeprefix("dieu-") for clause in clauses if clause.kind == "dieu"]
    main = [number for number in numbers if "~" not in number]
    count = row.get("articles") or articles_of(text)
    tally.count(
        "articles_exact", main == [str(n + 1) for n in range(count)], f"{row['file']}: {main}, known 1 to {count}"
    )
    return len(cited & wanted), len(cited - wanted), len(wanted - cited)


def measure(
    folder: Path, known: list[dict[str, Any]], read: Callable[[bytes, str], Any]
) -> tuple[dict[str, Any], list[str]]:
    """Figures of a folder, and what was read wrongly."""
    tally, hits, extra, missed, size, spent = Tally(), 0, 0, 0, 0, 0.0
    for row in known:
        data = (folder / row["file"]).read_bytes()
        started = time.process_time()
        reading, clauses = read(data, row["file"])
        spent += time.process_time() - started
        size += len(data)
        one = weigh(row, reading.text, reading.as_json(), clauses, tally)
        hits, extra, missed = hits + one[0], extra + one[1], missed + one[2]
    figures = tally.shares()
    figures |= {
        "documents": len(known),
        "citations_f1": round(2 * hits / max(1, 2 * hits + extra + missed), 4),
        "cited": hits + missed,
        "megabytes_a_second": round(size / 1e6 / spent, 2),
    }
    return figures, tally.wrong


def main() -> None:
    """Read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--known", type=Path, required=True)
    parser.add_argument("--scan", type=Path, help="a PDF without text: seconds a page")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "CAUNOI_HOME": home,
            "CAUNOI_IS_SAMPLE": "true",
            "DJANGO_SETTINGS_MODULE": "caunoi.conf.settings",
        }
        sys.path.insert(0, str(SRC))
        import django

        from caunoi.kit.secrets import ensure

        ensure()
        django.setup()
        from caunoi.kit.files.checks import DOCUMENTS, check
        from caunoi.library.actions import extract
        from caunoi.pure import clauses
        from caunoi.pure.reading import read_text

        def read(data: bytes, name: str) -> Any:
            kind = check(data, name, allowed=DOCUMENTS).media_type
            extracted = extract(data, kind, seconds=900)
            reading = read_text(extracted.text, extracted.pages_count, name)
            return reading, clauses.split(reading.text)

        known = json.loads(
            (args.known if args.known.exists() else args.folder / args.known).read_text(encoding="utf-8")
        )
        figures, wrong = measure(args.folder, known, read)
        if args.scan:
            started = time.perf_counter()
            reading, _parts = read(args.scan.read_bytes(), args.scan.name)
            figures["seconds_a_scanned_page"] = round((time.perf_counter() - started) / (reading.pages or 1), 2)
    targets = {name: target for name, target in TARGETS.items() if name in figures}
    misses = [name for name, target in targets.items() if not COMPARE[target[:2]](figures[name], float(target[2:]))]
    line = {"name": "read_documents", "machine": machine(), "figures": figures, "targets": targets, "misses": misses}
    print(json.dumps(line | {"wrong": wrong}, ensure_ascii=False))
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    main()
