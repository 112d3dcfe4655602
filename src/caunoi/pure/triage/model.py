"""A small classifier that learns from officers' corrections: naive Bayes over words, with and without accents.

Complement naive Bayes (Rennie et al., "Tackling the poor assumptions of naive Bayes text classifiers", 2003) on whether a
word occurs, not how often. Each text is learned twice, as written and without accents, so that a phone without a Vietnamese
keyboard is understood. A model is a dictionary of numbers that fits into a JSON column; the same examples give the same model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from caunoi.pure.triage.proposals import Proposal, Span
from caunoi.pure.triage.words import Words, accented, bare

VERSION = 1
SMOOTHING = 0.3
LEAST_COUNT = 2
MAX_FEATURES = 40_000
TEMPERATURES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
# Every fifth example is kept back to see how sure the model may say it is.
HELD_BACK = 5
SHOWN_REASONS = 5
SUREST, LEAST_SHARE = 0.99, 0.01

Example = tuple[str, str]  # text, label
Features = dict[str, list[Span]]


def features_of(words: Words, *, is_bare: bool = False) -> Features:
    """What the model sees of a text, each with where it stands: words and pairs without accents, words with them (`=`)."""
    found: Features = {}
    for first, last, sentence_is_bare in words.sentences:
        plain = [bare(word) for word in words.words[first:last]]
        spans = words.spans[first:last]
        for word, span in zip(plain, spans, strict=True):
            found.setdefault("#" if word.isdigit() else word, []).append(span)
        for (one, start), (other, end) in pairwise(zip(plain, spans, strict=True)):
            found.setdefault(f"{one} {other}", []).append((start[0], end[1]))
        if not (is_bare or sentence_is_bare):
            for word, span in zip(words.words[first:last], spans, strict=True):
                found.setdefault(f"={accented(word)}", []).append(span)
    return found


@dataclass(frozen=True)
class Model:
    """Weights of features by label. `counts` are the examples behind each label."""

    labels: tuple[str, ...]
    counts: dict[str, int]
    weights: dict[str, tuple[float, ...]]
    priors: tuple[float, ...]
    temperature: float = 1.0
    version: int = VERSION

    def _scores(self, found: Iterable[str]) -> list[float]:
        known = [self.weights[name] for name in found if name in self.weights]
        if not known:
            return list(self.priors)
        # The square root keeps long texts from being sure of everything.
        size = math.sqrt(len(known))
        return [prior + sum(column) / size for prior, column in zip(self.priors, zip(*known, strict=True), strict=True)]

    def probabilities(self, found: Iterable[str]) -> list[float]:
        """In the order of `labels`."""
        scores = [score * self.temperature for score in self._scores(found)]
        highest = max(scores, default=0.0)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def predict(self, text: str) -> list[tuple[str, float]]:
        """Labels with their probability, the likeliest first."""
        return self._predict(features_of(Words(text)))

    def _predict(self, found: Features) -> list[tuple[str, float]]:
        pairs = zip(self.labels, self.probabilities(found), strict=True)
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def explain(self, text: str, label: str) -> tuple[Span, ...]:
        """The places in the text that speak most for a label."""
        return self._explain(features_of(Words(text)), label)

    def _explain(self, found: Features, label: str) -> tuple[Span, ...]:
        column = self.labels.index(label)
        strength = {}
        for name in found:
            if row := self.weights.get(name):
                rest = max((*row[:column], *row[column + 1 :]), default=0.0)
                strength[name] = row[column] - rest
        best = sorted((name for name in strength if strength[name] > 0), key=lambda name: (-strength[name], name))
        return tuple(sorted({found[name][0] for name in best[:SHOWN_REASONS]}))

    def propose(self, text: str) -> list[Proposal]:
        """The likeliest labels with their places; a model never says that it is certain."""
        found = features_of(Words(text))
        return [
            Proposal(label, round(min(share, SUREST), 3), self._explain(found, label), "MODEL")
            for label, share in self._predict(found)
            if share >= LEAST_SHARE
        ]

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "version": self.version,
            "labels": list(self.labels),
            "counts": self.counts,
            "priors": list(self.priors),
            "temperature": self.temperature,
            "weights": {name: list(row) for name, row in self.weights.items()},
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Model:
        """A model as it was stored; an older kind of model is refused, to be trained anew."""
        if data["version"] != VERSION:
            raise ValueError(f"a model of version {data['version']}, not {VERSION}")
        return cls(
            labels=tuple(data["labels"]),
            counts=dict(data["counts"]),
            weights={name: tuple(row) for name, row in data["weights"].items()},
            priors=tuple(data["priors"]),
            temperature=data["temperature"],
        )


@dataclass
class _Counted:
    """How often each feature occurred with each label."""

    labels: tuple[str, ...]
    by_label: dict[str, Counter[str]] = field(default_factory=dict)
    examples: Counter[str] = field(default_factory=Counter)

    def add(self, label: str, copies: Sequence[Iterable[str]]) -> None:
        self.examples[label] += 1
        counter = self.by_label.setdefault(label, Counter())
        for copy in copies:
            counter.update(copy)

    def model(self, temperature: float) -> Model:
        total: Counter[str] = Counter()
        for counter in self.by_label.values():
            total.update(counter)
        often = sorted((-count, name) for name, count in total.items() if count >= LEAST_COUNT)[:MAX_FEATURES]
        names = [name for _, name in often]
        everything = sum(total[name] for name in names) + SMOOTHING * len(names)
        rows = {name: [0.0] * len(self.labels) for name in names}
        for column, label in enumerate(self.labels):
            counter = self.by_label.get(label, Counter())
            own = sum(counter[name] for name in names) + SMOOTHING * len(names)
            rest = max(everything - own, 0.0) + SMOOTHING * len(names)
            for name in names:
                inside = (counter[name] + SMOOTHING) / own
                outside = (total[name] - counter[name] + SMOOTHING) / rest
                rows[name][column] = round(math.log(inside / outside), 4)
        seen = sum(self.examples.values())
        priors = tuple(
            round(0.5 * math.log((self.examples[label] + 1) / (seen + len(self.labels))), 4) for label in self.labels
        )
        weights = {name: tuple(row) for name, row in rows.items()}
        return Model(self.labels, dict(sorted(self.examples.items())), weights, priors, temperature)


def _temperature(model: Model, held: Sequence[tuple[str, Sequence[Iterable[str]]]]) -> float:
    """How sure the model may be: what makes the examples that were kept back likeliest."""

    def loss(temperature: float) -> float:
        warm = Model(model.labels, model.counts, model.weights, model.priors, temperature)
        return -sum(
            math.log(max(warm.probabilities(copy)[model.labels.index(label)], 1e-9))
            for label, copies in held
            for copy in copies
        )

    return min(TEMPERATURES, key=lambda temperature: (loss(temperature), temperature))


def train(examples: Iterable[Example]) -> Model:
    """A model of all examples (text, label). The order of the examples does not matter but for which are kept back."""
    ordered = sorted(set(examples))
    labels = tuple(sorted({label for _, label in ordered}))
    prepared = []
    for text, label in ordered:
        words = Words(text)
        prepared.append((label, (tuple(features_of(words)), tuple(features_of(words, is_bare=True)))))
    part, whole = _Counted(labels), _Counted(labels)
    for place, (label, copies) in enumerate(prepared):
        whole.add(label, copies)
        if place % HELD_BACK:
            part.add(label, copies)
    held = prepared[::HELD_BACK][:400]
    temperature = _temperature(part.model(1.0), held) if len(prepared) >= 2 * HELD_BACK and len(labels) > 1 else 1.0
    return whole.model(temperature)
