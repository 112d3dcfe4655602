"""How good a model is, and how its word and the rules' are weighed."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from caunoi.pure.triage.model import Example, Model, train
from caunoi.pure.triage.proposals import Kind, Proposal, ranked
from caunoi.pure.vietnamese import fold

# A label that officers gave this often is left to the model; before, to the rules.
ENOUGH = 30


@dataclass(frozen=True)
class LabelAccuracy:
    """Of the texts with a label, how many were found; of those called so, how many were."""

    n: int
    found: int
    called: int

    @property
    def recall(self) -> float:
        return self.found / self.n if self.n else 0.0

    @property
    def precision(self) -> float:
        return self.found / self.called if self.called else 0.0


@dataclass(frozen=True)
class Accuracy:
    """Shares of right answers on texts that the model had not seen; `majority` is what always the commonest label would get."""

    n: int
    with_accents: float
    without_accents: float
    majority: float
    by_label: dict[str, LabelAccuracy]


def folds_of(examples: Sequence[Example], folds: int, seed: int) -> list[list[Example]]:
    """The examples dealt out so that each fold has its share of each label; the same text is never in two folds."""
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in sorted(set(examples)):
        by_label[example[1]].append(example)
    dealt: list[list[Example]] = [[] for _ in range(folds)]
    rng = random.Random(seed)  # noqa: S311 - no secret
    place = 0
    for label in sorted(by_label):
        rng.shuffle(by_label[label])
        for example in by_label[label]:
            dealt[place % folds].append(example)
            place += 1
    return dealt


def evaluate(
    examples: Iterable[Example],
    *,
    folds: int = 5,
    seed: int = 1,
    model_factory: Callable[[Iterable[Example]], Model] = train,
) -> Accuracy:
    """Stratified cross-validation: each text is judged by a model that was trained without it."""
    dealt = folds_of(list(examples), folds, seed)
    count = sum(map(len, dealt))
    right, right_bare, called, found = 0, 0, Counter[str](), Counter[str]()
    truth = Counter(label for fold_ in dealt for _, label in fold_)
    for number, tested in enumerate(dealt):
        learned = [example for other, fold_ in enumerate(dealt) if other != number for example in fold_]
        if not learned or not tested:
            continue
        model = model_factory(learned)
        for text, label in tested:
            answer = model.predict(text)[0][0]
            called[answer] += 1
            found[label] += answer == label
            right += answer == label
            right_bare += model.predict(fold(text))[0][0] == label
    return Accuracy(
        n=count,
        with_accents=right / count if count else 0.0,
        without_accents=right_bare / count if count else 0.0,
        majority=max(truth.values(), default=0) / count if count else 0.0,
        by_label={label: LabelAccuracy(truth[label], found[label], called[label]) for label in sorted(truth)},
    )


def combine(rules: Iterable[Proposal], model: Model | None, text: str) -> list[Proposal]:
    """One list of proposals: a label with ENOUGH examples by the model, any other by the rules.

    A possible denunciation keeps the higher of both scores: what officers teach must never open the quarantine.
    """
    by_value = {one.value: one for one in rules}
    if model is None:
        return list(by_value.values())
    known = {label for label, count in model.counts.items() if count >= ENOUGH}
    if len(known) < 2:
        return list(by_value.values())
    proposed = {one.value: one for one in model.propose(text)}
    for label in known:
        old, new = by_value.pop(label, None), proposed.get(label)
        if old and label == Kind.DENUNCIATION and (new is None or old.confidence >= new.confidence):
            new = old
        if new:
            by_value[label] = new
    return ranked(by_value.values())
