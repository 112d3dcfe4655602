"""A model learns from corrections, understands text without accents, can be stored, and never opens the quarantine."""

import json
import time

import pytest

from bench.petitions import bare, petitions
from caunoi.pure.triage import Proposal
from caunoi.pure.triage.examples import BY_KIND
from caunoi.pure.triage.learning import ENOUGH, combine, evaluate, folds_of
from caunoi.pure.triage.model import Model, train

pytestmark = pytest.mark.pure

EXAMPLES = [(text, kind) for kind, texts in BY_KIND.items() for text in texts]


@pytest.fixture(scope="module")
def topics():
    return [(one.text, one.topic) for one in petitions(400)]


@pytest.fixture(scope="module")
def model(topics):
    return train(topics[:300])


def test_texts_that_were_not_seen_are_told_apart_with_and_without_accents(model, topics):
    unseen = topics[300:]
    assert sum(model.predict(text)[0][0] == label for text, label in unseen) >= 0.95 * len(unseen)
    assert sum(model.predict(bare(text))[0][0] == label for text, label in unseen) >= 0.95 * len(unseen)


def test_the_same_examples_in_any_order_give_the_same_model(topics):
    assert train(topics[:60]) == train(reversed(topics[:60]))


def test_a_model_survives_being_stored(model, topics):
    stored = Model.from_json(json.loads(json.dumps(model.as_json())))
    assert stored == model
    assert stored.predict(topics[0][0]) == model.predict(topics[0][0])


def test_a_model_of_another_version_is_refused(model):
    with pytest.raises(ValueError, match="version 0"):
        Model.from_json(model.as_json() | {"version": 0})


def test_the_reasons_are_words_of_the_text(model):
    text = "Hôm qua tôi đi xin giấy khai sinh cho cháu nội"
    reasons = [text[start:end] for start, end in model.explain(text, "birth")]
    assert any("khai sinh" in reason for reason in reasons)
    assert model.explain("", "birth") == ()


def test_probabilities_sum_to_one(model):
    for text in ("", "xyz", "khai sinh"):
        assert sum(share for _, share in model.predict(text)) == pytest.approx(1)


def test_a_model_never_says_that_it_is_certain(model, topics):
    assert max(one.confidence for text, _ in topics for one in model.propose(text)) <= 0.99


def test_a_model_of_nothing_and_of_one_label():
    assert train([]).predict("gì đó") == []
    assert train([("ngập đường", "road")] * 3).predict("gì đó") == [("road", 1.0)]


def test_folds_have_each_label_and_no_text_twice():
    folds = folds_of([*EXAMPLES, *EXAMPLES], 4, seed=1)
    assert sorted(example for fold in folds for example in fold) == sorted(EXAMPLES)
    assert all({label for _, label in fold} == set(BY_KIND) for fold in folds)


def test_cross_validation_judges_only_unseen_texts():
    seen = []

    def factory(examples):
        seen.append(dict(examples))
        return train(seen[-1].items())

    accuracy = evaluate(EXAMPLES, folds=4, model_factory=factory)
    assert accuracy.n == len(EXAMPLES)
    assert [len(EXAMPLES) - len(one) for one in seen] == [
        len(EXAMPLES) // 4 + (fold < len(EXAMPLES) % 4) for fold in range(4)
    ]
    # So few sentences teach little, but far more than always the commonest kind.
    assert accuracy.majority < 0.2
    assert 0.5 < accuracy.with_accents < 0.9
    assert 0.5 < accuracy.without_accents < 0.9
    assert sum(one.found for one in accuracy.by_label.values()) == round(accuracy.with_accents * accuracy.n)
    assert sum(one.called for one in accuracy.by_label.values()) == accuracy.n


def test_labels_that_mean_nothing_cannot_be_learned():
    shuffled = [(text, "ab"[place % 2]) for place, (text, _) in enumerate(sorted(EXAMPLES))]
    assert evaluate(shuffled).with_accents < 0.7


def learned(counts):
    return Model(tuple(counts), counts, {"duong": (3.0, -3.0)}, (0.0, 0.0), 1.0)


RULES = [Proposal("A", 0.4, ((0, 1),), "LEXICON"), Proposal("DENUNCIATION", 0.6, ((0, 1),), "LEXICON")]


def test_rules_speak_until_there_are_examples():
    few = learned({"A": ENOUGH - 1, "DENUNCIATION": ENOUGH})
    assert combine(RULES, few, "duong") == RULES
    assert combine(RULES, None, "duong") == RULES


def test_the_model_speaks_afterwards_but_never_lowers_a_denunciation():
    enough = learned({"A": ENOUGH, "DENUNCIATION": ENOUGH})
    first, second = combine(RULES, enough, "duong")
    assert (first.value, first.why) == ("A", "MODEL")
    assert second == RULES[1]


def test_learning_and_asking_are_quick():
    examples = [(one.text, one.topic) for one in petitions(1000)]
    started = time.process_time()
    model = train(examples)
    assert time.process_time() - started < 8
    started = time.process_time()
    for text, _ in examples[:100]:
        model.predict(text)
    assert time.process_time() - started < 1
