"""Draws that anyone can repeat: fixed by seed and number, without repeats, every order as likely, bound by the hash."""

import hashlib
from collections import Counter

import pytest

from caunoi.pure.draws import Asked, Drawn, DrawProblem, commitment, draw, pool_text, shuffled

pytestmark = pytest.mark.pure
SEED = "ab" * 32
POOL = tuple(Asked(n, ("EASY", "HARD")[n % 2], f"Câu {n}", ("a", "b", "c", "d"), 0) for n in range(1, 31))
QUOTAS = {"EASY": 4, "": 6}


def test_the_same_seed_and_number_give_the_same_paper_and_another_number_another():
    first = draw(POOL, QUOTAS, seed=SEED, serial=7)
    assert first == draw(POOL, QUOTAS, seed=SEED, serial=7)
    assert first != draw(POOL, QUOTAS, seed=SEED, serial=8)
    assert first != draw(POOL, QUOTAS, seed="cd" * 32, serial=7)


def test_a_paper_written_down_by_hand_stays_what_it_was():
    """The published algorithm: if this changes, old contests can no longer be checked."""
    assert shuffled(5, SEED, "paper 1") == by_hand(5, SEED, "paper 1")
    assert draw(POOL[:3], {"": 2}, seed=SEED, serial=1) == paper_by_hand()


def by_hand(count: int, seed: str, label: str) -> tuple[int, ...]:
    digests = b"".join(hashlib.sha256(f"{seed}|{label}|{n}".encode()).digest() for n in range(count))
    numbers = [int.from_bytes(digests[n * 8 : n * 8 + 8], "big") for n in range(len(digests) // 8)]
    rows = list(range(count))
    for step, last in enumerate(range(count - 1, 0, -1)):
        pick = numbers[step] % (last + 1)
        rows[last], rows[pick] = rows[pick], rows[last]
    return tuple(rows)


def paper_by_hand() -> tuple[Drawn, ...]:
    taken = [POOL[place].number for place in by_hand(3, SEED, "paper 1")][:2]
    ordered = [taken[place] for place in by_hand(2, SEED, "paper 1 order")]
    return tuple(Drawn(number, by_hand(4, SEED, f"paper 1 question {number}")) for number in ordered)


def test_quotas_are_kept_and_no_question_comes_twice():
    levels = {each.number: each.level for each in POOL}
    for serial in range(1, 200):
        numbers = [each.number for each in draw(POOL, QUOTAS, seed=SEED, serial=serial)]
        assert len(set(numbers)) == 10
        assert Counter(levels[number] for number in numbers)["EASY"] >= 4


def test_every_question_and_every_order_of_options_is_about_as_likely():
    seen, orders = Counter(), Counter()
    for serial in range(3000):
        for each in draw(POOL, {"": 10}, seed=SEED, serial=serial):
            seen[each.number] += 1
            orders[each.order] += 1
    assert len(orders) == 24
    assert all(900 < count < 1100 for count in seen.values())  # 1000 expected, 3.9 standard deviations
    assert all(1110 < count < 1390 for count in orders.values())  # 1250 expected, 4 standard deviations


def test_too_few_questions_are_said_with_their_level():
    with pytest.raises(DrawProblem) as caught:
        draw(POOL, {"EASY": 16}, seed=SEED, serial=1)
    assert (caught.value.level, caught.value.wanted, caught.value.found) == ("EASY", 16, 15)


def test_the_hash_binds_seed_questions_answers_and_quotas():
    whole = commitment(SEED, POOL, QUOTAS)
    assert whole == hashlib.sha256(f"{SEED}\n{pool_text(POOL, QUOTAS)}".encode()).hexdigest()
    other = Asked(1, "HARD", "Câu 1", ("a", "b", "c", "d"), 1)
    changes = ((SEED[:-1] + "0", POOL, QUOTAS), (SEED, (other, *POOL[1:]), QUOTAS), (SEED, POOL, {"EASY": 5, "": 5}))
    assert all(commitment(*change) != whole for change in changes)
