"""Search at the size of a federation's library: building, asking, suggesting, and how soon what changed is found.

50,000 clauses of made-up text with a natural distribution of words; `--articles A.jsonl[.gz]` takes real texts instead.
"""

import argparse
import gzip
import itertools
import json
import random
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from measure import Bench, p95_ms, percentile, timed


def own_arguments() -> Path | None:
    """`--articles FILE`; the measurement's own arguments stay."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--articles", type=Path)
    own, sys.argv[1:] = parser.parse_known_args()
    return own.articles


articles = own_arguments()
bench = Bench("search_speed", __doc__, is_web=True)

from urllib.parse import urlencode

import federation
import web

from caunoi.kit import clock, outbox, searching
from caunoi.kit.searching import PUBLIC, Entry, Query, following
from caunoi.library.choices import Tier
from caunoi.library.models import Document
from caunoi.pure import symbols
from caunoi.pure.vietnamese import fold

CLAUSES_EACH = 10
ONSETS = [
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RHYMES = ["a", "à", "á", "ạ", "an", "ân", "ất", "âu", "ây", "e", "ề", "ên", "ết", "i", "in", "ính", "o", "ông", "ồng", "ơn", "ớt", "u", "ung",
          "ực", "ước", "ương", "ường", "uyền", "iệm", "iết", "oan", "oạt"]  # fmt: skip
rng = random.Random(20)


@dataclass(frozen=True)
class ClauseChanged:
    """A document of the bench is other than before."""

    key: str
    name: ClassVar[str] = "bench.clause_changed"


def words() -> Callable[[int], list[str]]:
    """A maker of runs of words: drawn by rank (Zipf), two of three from phrases that recur, as in laws."""
    syllables = [onset + rhyme for onset in ONSETS for rhyme in RHYMES]
    rng.shuffle(syllables)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(syllables))))
    draw = lambda count: rng.choices(syllables, cum_weights=weights, k=count)  # noqa: E731
    phrases = [draw(rng.randint(2, 4)) for _ in range(6_000)]
    shares = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(phrases))))

    def make(count: int) -> list[str]:
        made: list[str] = []
        while len(made) < count:
            made += rng.choices(phrases, cum_weights=shares, k=1)[0] if rng.random() < 0.66 else draw(1)
        return made[:count]

    return make


def texts(count: int) -> list[str]:
    """Clauses of 20 to 260 words, 120 in the middle; or those of the file, again and again."""
    if articles is None:
        make = words()
        return [" ".join(make(int(rng.triangular(20, 260, 90)))) for _ in range(count)]
    data = articles.read_bytes()
    lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode().splitlines()
    given = [json.loads(line)["text"] for line in lines if line.strip()]
    return list(itertools.islice(itertools.cycle(given), count))


class Library:
    """Documents of ten clauses; one in five only for a unit."""

    kind, label, version = "document", "Documents", 1

    def __init__(self, clauses: list[str]) -> None:
        self.parts = {
            str(n + 1): clauses[n * CLAUSES_EACH : (n + 1) * CLAUSES_EACH] for n in range(len(clauses) // CLAUSES_EACH)
        }

    def count(self) -> int:
        return len(self.parts)

    def keys(self) -> Iterable[str]:
        return list(self.parts)

    def entries(self, keys: Sequence[str]) -> Iterable[Entry]:
        for key in keys:
            number = int(key)
            audience = frozenset({f"unit:{number % 50}"} if number % 5 == 0 else {PUBLIC})
            title = " ".join(self.parts[key][0].split()[:12])
            facts: dict[str, Any] = {
                "audience": audience, "symbols": (f"{number}/QĐ-UBND",), "areas": (f"A{number % 6}",), "issuer": f"I{number % 40}",
            }  # fmt: skip
            for place, text in enumerate(self.parts[key]):
                path = f"Điều {place}" if place else ""
                yield Entry(self.kind, key, title, f"/d/{key}/#dieu-{place}", text=text, path=path, **facts)

    def touched(self, name: str, payload: Mapping[str, Any]) -> Iterable[str]:
        return [str(payload["key"])] if name == ClauseChanged.name else []


def questions(library: Library, count: int) -> list[str]:
    """Two to fifteen words in a row out of some clause, every other one without accents; one in ten is a symbol."""
    made = []
    for number in range(count):
        key = rng.choice(list(library.parts))
        given = rng.choice(library.parts[key]).split()
        start = rng.randrange(max(1, len(given) - 15))
        text = f"{key} qd ubnd" if number % 10 == 0 else " ".join(given[start : start + rng.randint(2, 15)])
        made.append(fold(text) if number % 2 else text)
    return made


def measure_asking(library: Library) -> None:
    """Whole answers: results, counts, excerpts, what was meant; for the public and for a unit's officer."""
    tokens = frozenset({PUBLIC, "user", *(f"unit:{n}" for n in range(20))})
    asked = questions(library, bench.size(400, 1_000, 4_000))
    for name, reader in (("public", frozenset({PUBLIC})), ("officer", tokens)):
        took = [timed(lambda text=text, reader=reader: searching.search(Query(text, reader))) for text in asked]
        bench.add(f"search_{name}_p50_ms", percentile(took, 0.5) * 1000)
        bench.add(f"search_{name}_p95_ms", p95_ms(took), "<= 20")
    typed = [text[:length] for text in asked[:100] for length in range(2, min(len(text), 24), 3)]
    took = [timed(lambda text=text: searching.suggest(text, tokens)) for text in typed]
    bench.add("suggest_p95_ms", p95_ms(took), "<= 30")
    bad = [
        "đất " * 2_500,
        "x" * 10_000,
        "và của các",
        "🦆" * 2_000,
        "1 2 3 4 5 6 7 8 9 " * 600,
        "'; DROP TABLE a; --",
        "a OR b AND (c",
    ]
    bench.add(
        "worst_of_bad_ms",
        max(timed(lambda text=text: searching.search(Query(text, tokens))) for text in bad) * 1000,
        "<= 200",
    )


def shelve(library: Library) -> None:
    """The rows behind the entries: what the page shows was read from the database again."""
    owner, at = federation.build(bench.size(20, 100, 100)).root, clock.now()
    rows = []
    for key, clauses in library.parts.items():
        symbol, title = f"{key}/QĐ-UBND", " ".join(clauses[0].split()[:12])
        rows.append(
            Document(
                pk=int(key), symbol=symbol, symbol_key=symbols.key(symbol), type_name="Quyết định", tier=Tier.CITY,
                issuer="UBND", title=title, folded_title=fold(title), confirmed_at=at, owner=owner,
                is_public=int(key) % 5 > 0,
            )
        )  # fmt: skip
    Document.objects.bulk_create(rows, 1000)


def measure_pages(library: Library) -> None:
    """The whole search page for the public, from the request to the last byte."""
    asked = [f"/search/?{urlencode({'q': text})}" for text in questions(library, bench.size(200, 500, 1_000))]
    web.get(asked[0])
    took = [timed(lambda url=url: web.get(url)) for url in asked]
    bench.add("page_public_p50_ms", percentile(took, 0.5) * 1000)
    bench.add("page_public_p95_ms", p95_ms(took), "<= 80")


def measure_following(library: Library) -> None:
    """From the commit of a change until it is found, beside a follower that runs as in the product."""
    stop = threading.Event()
    thread = threading.Thread(target=following.run, args=[stop], daemon=True)
    thread.start()
    took = []
    for number in range(bench.size(10, 20, 40)):
        library.parts["7"] = [f"văn bản mới đổi lần thứ zq{number}zq"]
        outbox.post(ClauseChanged("7"))
        started = time.perf_counter()
        while not searching.search(Query(f"zq{number}zq")).hits and time.perf_counter() - started < 30:
            time.sleep(0.01)
        took.append(time.perf_counter() - started)
        time.sleep(rng.random())
    stop.set()
    thread.join()
    bench.add("follower_lag_max_s", max(took), "<= 2")


def main() -> None:
    library = Library(texts(30_000))
    searching.register(library)
    bench.add("index_30000_clauses_s", timed(searching.rebuild), "<= 30")
    library = Library(texts(50_000))
    searching.register(library)
    bench.add("index_50000_clauses_s", timed(searching.rebuild))
    searching.search(Query("mở chỉ mục"))
    measure_asking(library)
    shelve(library)
    measure_pages(library)
    measure_following(library)
    bench.finish()


if __name__ == "__main__":
    main()
