"""Edited copies of a petition are found, strangers are not; the same text has the same signature on every machine."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.petitions import EDITS, petitions
from caunoi.pure.likeness import (
    BANDS,
    PERMUTATIONS,
    THRESHOLD,
    bands,
    passages,
    probes,
    resemblance,
    signature,
    similarity,
)

pytestmark = pytest.mark.pure

TEXT = "Sáng thứ hai tôi ra bộ phận một cửa phường Bình Minh nộp hồ sơ khai sinh cho con, cán bộ không đưa giấy hẹn."
# More room than the target of .97 on 600 texts: 60 texts say less.
FLOORS = {"upper": 60, "no_accents": 60, "teencode": 58, "typos": 57, "dropped": 56}


@pytest.fixture(scope="module")
def bases():
    return [base.text for base in petitions(60)]


@pytest.fixture(scope="module")
def signatures(bases):
    return [signature(text) for text in bases]


@pytest.mark.parametrize("kind", FLOORS)
def test_edited_copies_share_a_probe_and_are_alike(kind, bases, signatures):
    rng = random.Random(kind)
    found = 0
    for text, own in zip(bases, signatures, strict=True):
        copy = EDITS[kind](text, rng)
        found += bool(set(bands(own)) & set(probes(copy))) and similarity(own, signature(copy)) >= THRESHOLD
    assert found >= FLOORS[kind]


def test_strangers_are_not_alike(signatures):
    strangers = [signature(one.text) for one in petitions(60, seed=5) if one.topic != "road"]
    roads = [own for own, one in zip(signatures, petitions(60), strict=True) if one.topic == "road"]
    assert roads
    assert max(similarity(road, stranger) for road in roads for stranger in strangers) < THRESHOLD


def test_a_signature_never_changes():
    assert signature(TEXT)[:4] == (329132, 132522004, 36843949, 3588437)
    assert bands(signature(TEXT))[:2] == (342133831751976124, -6531552383412178076)
    assert passages(TEXT) == (-4927188709593199638,)


def test_case_accents_and_punctuation_do_not_matter():
    assert signature("ĐƯỜNG NGẬP, không ai sửa!") == signature("duong ngap khong ai sua")


def test_the_bands_of_a_text_are_among_its_probes():
    assert set(bands(signature(TEXT))) <= set(probes(TEXT))
    assert len(bands(signature(TEXT))) == BANDS
    assert len(probes(TEXT)) <= BANDS * 33
    assert len(probes(TEXT * 3)) <= BANDS * 5
    assert probes(TEXT * 3)[:BANDS] == bands(signature(TEXT * 3))


@given(st.text(max_size=300))
def test_any_text_has_numbers_that_a_database_holds(text):
    own = signature(text)
    assert len(own) in {0, PERMUTATIONS}
    assert all(0 <= value < 2**32 for value in own)
    assert all(-(2**63) <= band < 2**63 for band in (*bands(own), *probes(text), *passages(text)))


@pytest.mark.parametrize("text", ["", "😀😀", " \n…?!"])
def test_a_text_without_words_is_like_nothing(text):
    assert signature(text) == bands(signature(text)) == probes(text) == passages(text) == ()
    assert similarity(signature(text), signature(text)) == 0
    assert resemblance(text, text) == 0


def test_the_estimate_is_near_the_exact_share(bases, signatures):
    rng = random.Random(3)
    for text, own in zip(bases, signatures, strict=True):
        copy = EDITS["dropped"](text, rng)
        # Four standard errors of 64 permutations.
        assert abs(similarity(own, signature(copy)) - resemblance(text, copy)) < 0.25


def test_letters_of_a_campaign_share_a_sentence():
    mine = TEXT + " Tôi còn phải nghỉ làm một buổi nữa."
    yours = "Nhà tôi thì khác. " + TEXT.upper()
    assert set(passages(mine)) & set(passages(yours))
    assert not set(passages(mine)) & set(passages("Nhà tôi thì khác."))
