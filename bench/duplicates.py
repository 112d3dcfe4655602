"""Near-duplicates: what edited copies of a petition are found, what strangers are taken for copies, and how fast."""

import argparse
import json
import sys
from pathlib import Path

from measure import Bench, p95_ms, timed


def own_arguments() -> Path | None:
    """`--pairs FILE` writes the texts and their edited copies as JSON lines; the measurement's own arguments stay."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--pairs", type=Path)
    own, sys.argv[1:] = parser.parse_known_args()
    return own.pairs


pairs = own_arguments()
bench = Bench("duplicates", __doc__)

import random
from collections import defaultdict
from functools import partial

from petitions import EDITS, Petition, petitions

from caunoi.pure import likeness

HELD = ("upper", "no_accents", "teencode", "typos", "dropped")


class Shelf:
    """What a database would hold: the bands of every text, and its signature."""

    def __init__(self, bases: list[Petition]) -> None:
        self.signatures = [likeness.signature(base.text) for base in bases]
        self.rows: dict[int, list[int]] = defaultdict(list)
        self.passages: dict[int, set[int]] = defaultdict(set)
        for number, (base, signature) in enumerate(zip(bases, self.signatures, strict=True)):
            for band in likeness.bands(signature):
                self.rows[band].append(number)
            for passage in likeness.passages(base.text):
                self.passages[passage].add(number)

    def met(self, text: str) -> set[int]:
        """Texts that share a probe."""
        return {number for probe in likeness.probes(text) for number in self.rows.get(probe, ())}

    def like(self, text: str) -> set[int]:
        """Texts taken for the same."""
        own = likeness.signature(text)
        return {n for n in self.met(text) if likeness.similarity(own, self.signatures[n]) >= likeness.THRESHOLD}

    def sharing(self, text: str) -> set[int]:
        """Texts with a long sentence in common."""
        return {number for passage in likeness.passages(text) for number in self.passages.get(passage, ())}


def copies(bases: list[Petition], kind: str) -> list[str]:
    """Every text after one kind of edit."""
    rng = random.Random(f"copies {kind}")
    return [EDITS[kind](base.text, rng) for base in bases]


def recall(found: list[set[int]]) -> float:
    return sum(number in ones for number, ones in enumerate(found)) / len(found)


def measure_copies(shelf: Shelf, bases: list[Petition]) -> None:
    """Each kind of edit; the worst kind also for short and for long texts."""
    for kind in HELD:
        found = [shelf.like(text) for text in copies(bases, kind)]
        bench.add(f"recall_{kind}", recall(found), ">= 0.97")
        if kind == "dropped":
            hits = [(len(base.text), number in found[number]) for number, base in enumerate(bases)]
            for low, high in ((60, 150), (150, 500), (500, 1500)):
                ones = [hit for length, hit in hits if low <= length <= high]
                bench.add(f"recall_dropped_{low}_to_{high}_chars", sum(ones) / len(ones))
    halves = copies(bases, "half_copied")
    bench.add("recall_half_copied_whole_text", recall([shelf.like(text) for text in halves]))
    bench.add("recall_half_copied_passages", recall([shelf.sharing(text) for text in halves]))


def measure_strangers(shelf: Shelf, bases: list[Petition], strangers: list[Petition]) -> None:
    """Texts that are nobody's copy, against the shelf: by subject, and how many the look-up meets in vain."""
    wrong = other = same = met = 0
    for stranger in strangers:
        like = shelf.like(stranger.text)
        met += len(shelf.met(stranger.text))
        other += sum(bases[number].topic != stranger.topic for number in like)
        same += sum(bases[number].topic == stranger.topic for number in like)
        wrong += any(bases[number].topic != stranger.topic for number in like)
    pairs_count = len(strangers) * len(bases)
    bench.add("false_positive_share", wrong / len(strangers), "<= 0.02")
    bench.add("false_pairs_other_subject_ppm", other / pairs_count * 1e6)
    bench.add("alike_pairs_same_subject_ppm", same / pairs_count * 1e6)
    bench.add("met_of_1000_unrelated", met / pairs_count * 1000)


def main() -> None:
    bases = petitions(bench.size(600, 2_000, 5_000))
    strangers = petitions(bench.size(300, 600, 600), seed=77)
    if pairs:
        rows = ({"topic": b.topic, "text": b.text} for b in bases)
        edited = {kind: copies(bases, kind) for kind in EDITS}
        lines = [row | {kind: texts[number] for kind, texts in edited.items()} for number, row in enumerate(rows)]
        pairs.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    shelf = Shelf(bases)
    bench.add("texts", len(bases))
    bench.add("bands_per_text", likeness.BANDS)
    measure_copies(shelf, bases)
    measure_strangers(shelf, bases, strangers)
    bench.add("signature_p95_ms", p95_ms([timed(partial(likeness.signature, s.text)) for s in strangers]), "<= 10")
    bench.add("probes_p95_ms", p95_ms([timed(partial(likeness.probes, s.text)) for s in strangers]), "<= 20")
    bench.finish()


if __name__ == "__main__":
    main()
