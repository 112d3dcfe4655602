"""Search quality on articles and questions of one's own: what share is found, and how high it stands.

`--articles A.jsonl.gz`: lines with id, title, text. `--questions Q.jsonl`: lines with text, relevant (ids). Both may be
plain or gzipped. The engine is the product's, with nothing set for the bench.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import Bench, p95_ms, timed


def own_arguments() -> argparse.Namespace:
    """The two files; the measurement's own arguments stay."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--articles", type=Path, required="-h" not in sys.argv and "--help" not in sys.argv)
    parser.add_argument("--questions", type=Path, required="-h" not in sys.argv and "--help" not in sys.argv)
    own, sys.argv[1:] = parser.parse_known_args()
    return own


own = own_arguments()
bench = Bench("search_quality", __doc__)

from caunoi.kit import searching
from caunoi.kit.searching import PUBLIC, Entry, Query
from caunoi.pure.vietnamese import fold

LOOKED_AT = 10


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a file of JSON lines, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    return (json.loads(line) for line in text.splitlines() if line.strip())


class Articles:
    """The file as a source of the index."""

    kind, label, version = "article", "Articles", 1

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.rows = {str(row["id"]): row for row in rows}

    def count(self) -> int:
        return len(self.rows)

    def keys(self) -> Iterable[str]:
        return self.rows

    def entries(self, keys: Sequence[str]) -> Iterable[Entry]:
        for key in keys:
            row = self.rows[key]
            yield Entry(self.kind, key, row["title"], "/", frozenset({PUBLIC}), row["text"])

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        return ()


def ranks(questions: list[dict[str, Any]], *, is_folded: bool) -> tuple[list[int], list[float]]:
    """Place of the first right article of each question (0: not among the ten), and the seconds of each."""
    found, seconds = [], []
    for question in questions:
        text = fold(question["text"]) if is_folded else question["text"]
        query = Query(text, kinds=("article",), limit=LOOKED_AT)
        hits: list[str] = []
        seconds.append(
            timed(lambda query=query, hits=hits: hits.extend(hit.group for hit in searching.search(query).hits))
        )
        right = {str(key) for key in question["relevant"]}
        found.append(next((place for place, key in enumerate(hits, 1) if key in right), 0))
    return found, seconds


def score(places: list[int]) -> tuple[float, float, float]:
    """MRR (within ten), R@1, R@10."""
    count = len(places)
    return sum(1 / p for p in places if p) / count, places.count(1) / count, sum(map(bool, places)) / count


def main() -> None:
    articles = Articles(lines(own.articles))
    questions = list(lines(own.questions))
    searching.register(articles)
    bench.add("articles", articles.count())
    bench.add("questions", len(questions))
    bench.add("index_s", timed(searching.rebuild))
    places, seconds = ranks(questions, is_folded=False)
    plain, _ = ranks(questions, is_folded=True)
    for name, value, target in zip(("mrr", "r_at_1", "r_at_10"), score(places), (0.87, 0.82, 0.96), strict=True):
        bench.add(name, value, f">= {target}")
    for name, one, other in zip(("mrr", "r_at_1", "r_at_10"), score(plain), score(places), strict=True):
        bench.add(f"{name}_no_accents", one)
        bench.add(f"{name}_difference", abs(one - other), "<= 0.01")
    bench.add("search_p95_ms", p95_ms(seconds))
    bench.finish()


if __name__ == "__main__":
    main()
