"""Accents put back: "giam sat phan bien" as "giám sát phản biện", by what texts hold (a Viterbi over pairs of syllables).

The texts are asked through `count`, how many hold a word ("giám") or a pair of neighbours ("giám_sát"), so that
nothing has to be trained or kept. Measured on news, law and letters, pairs put 90 to 99 of 100 syllables right.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise, product

from caunoi.pure.vietnamese import TONES, fold

VOWELS = {"a": "aăâ", "e": "eê", "i": "i", "o": "oôơ", "u": "uư", "y": "y"}
SYLLABLE_MOST, VOWELS_MOST = 7, 3
LETTERS = "abcdeghiklmnopqrstuvxy"
# Spellings of one syllable that are weighed against each other.
KEPT = 6
# How likely someone types: another accent than meant; none in a text that has some; another letter.
OTHER_ACCENT, NO_ACCENT, OTHER_LETTER = math.log(0.02), math.log(0.3), math.log(0.001)
# The same where the syllable stands beside nothing that it stands beside elsewhere; of questions up to so many syllables.
STRANGE, STRANGE_MOST = math.log(0.01), 8
Count = Callable[[str], int]
# What is left where the keyboard's Vietnamese was off (Telex): letters doubled or followed by w, a tone at the end.
TELEX = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
TELEX_TONES = {"s": TONES[1], "f": TONES[2], "r": TONES[3], "x": TONES[4], "j": TONES[5]}
LATE_W = (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
TELEX_MOST = 10
# Where the tone of two vowels stands on the second: "oa", "uy" at the end keep it on the first, as people type.
_BEFORE = ("qu", "gi")


@lru_cache(maxsize=4096)
def variants(word: str) -> tuple[str, ...]:
    """All spellings that fold to this syllable, the bare one first; only itself when it is no Vietnamese syllable."""
    places = [place for place, char in enumerate(word) if char in VOWELS]
    if not places or len(places) > VOWELS_MOST or len(word) > SYLLABLE_MOST or not word.isascii():
        return (word,)
    letters = [VOWELS.get(char, char) for char in word]
    if word[0] == "d":
        letters[0] = "dđ"
    found = []
    for chosen in product(*letters):
        found.append("".join(chosen))
        for place in places:
            toned = (chosen[place] + tone for tone in TONES[1:])
            found += ["".join([*chosen[:place], vowel, *chosen[place + 1 :]]) for vowel in toned]
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", one) for one in found))


def slips(word: str) -> list[str]:
    """Folded words that one slip of a finger turns into this one: a letter more, less, other, or two exchanged."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = [left + right[1:] for left, right in cuts if right]
    found += [left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1]
    found += [left + char + right[1:] for left, right in cuts if right for char in LETTERS]
    found += [left + char + right for left, right in cuts for char in LETTERS]
    return [one for one in dict.fromkeys(found) if one and one != word]


def _toned(word: str, tone: str) -> str:
    """The syllable with a tone on the vowel that bears it."""
    start = 2 if word[:2] in _BEFORE and len(word) > 2 else 0
    places = [place for place, char in enumerate(word) if place >= start and fold(char) in VOWELS]
    if not places:
        return word
    marked = [place for place in places if fold(word[place]) != word[place]]
    is_closed = places[-1] < len(word) - 1
    at = marked[-1] if marked else places[-1] if is_closed and len(places) > 1 else places[(len(places) - 1) // 2]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


def from_telex(word: str) -> str:
    """What the keyboard meant: "dduwowngf" is "đường"; the word itself when nothing of it is Telex."""
    if len(word) > TELEX_MOST or not word.isascii() or not word.isalpha():
        return word
    tone = TELEX_TONES.get(word[-1], "") if len(word) > 2 else ""
    bare = word[:-1] if tone else word
    for typed, letter in TELEX.items():
        bare = bare.replace(typed, letter)
    if bare.endswith("w") or "w" in bare[1:]:  # typed after the syllable: "duongw"
        rest = bare.replace("w", "")
        bare = next((rest.replace(one, other) for one, other in LATE_W if one in rest), rest)
    bare = bare.replace("ưo", "ươ").replace("uơ", "ươ")
    return _toned(bare, tone) if tone else bare


def _telexed(word: str, count: Count) -> list[tuple[str, float]]:
    """What the keyboard meant, as texts hold it."""
    meant = from_telex(word)
    return _spellings(meant, count, has_accents=True) if meant != word else []


def _spellings(word: str, count: Count, *, has_accents: bool) -> list[tuple[str, float]]:
    """What the typed syllable may be, with the logarithm of how likely it is then typed so; most frequent first."""
    bare = fold(word)
    known = [(one, count(one)) for one in variants(bare)]
    known = [(one, number) for one, number in known if number]
    if not known:
        return []
    wrong = OTHER_ACCENT if word != bare else NO_ACCENT if has_accents else 0.0
    known.sort(key=lambda one: (one[0] != word, -one[1]))
    return [(one, 0.0 if one == word else wrong) for one, _ in known[:KEPT]]


def _slipped(word: str, count: Count, is_word: Callable[[str], int]) -> list[tuple[str, float]]:
    """The most frequent syllables that a slip made into this one; numbers and short words are what they are."""
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return []
    near = sorted(((is_word(one), one) for one in slips(word)), reverse=True)[:3]
    return [
        (one, OTHER_LETTER) for number, bare in near if number for one, _ in _spellings(bare, count, has_accents=False)
    ]


def restore(words: Sequence[str], *, count: Count, is_word: Callable[[str], int], total: int) -> list[str]:
    """The likeliest spelling of the syllables as typed (lower case, NFC).

    `count(word)` and `count("a_b")` are texts that hold a spelling; `is_word(folded)` those that hold any spelling of
    it; `total` all of them. A word that no text holds stays as it is, unless one slip makes it a word.
    """
    has_accents = any(fold(word) != word for word in words)
    strange = _strange(words, count) if not has_accents and len(words) <= STRANGE_MOST else set()
    best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
    for word in words:
        choices = (
            _spellings(word, count, has_accents=has_accents)
            or _telexed(word, count)
            or _slipped(fold(word), count, is_word)
            or [(word, 0.0)]
        )
        if word in strange:
            choices = [*choices, *((one, STRANGE) for one, _typed in _slipped(word, count, is_word))]
        step: dict[str, tuple[float, list[str]]] = {}
        for one, typed in choices:
            alone = 0.1 * (count(one) + 0.5) / (total + 1)
            scored = (
                (score + typed + math.log(alone + 0.9 * _after(before, one, count)), path)
                for before, (score, path) in best.items()
            )
            score, path = max(scored, key=lambda pair: pair[0])
            step[one] = (score, [*path, one])
        best = step
    return max(best.values(), key=lambda pair: pair[0])[1]


def _strange(words: Sequence[str], count: Count) -> set[str]:
    """Syllables that no text has beside either neighbour, in any spelling: "hanh chin" may be a slip of "hanh chinh"."""
    if len(words) < 2:
        return set()
    spelt = [[one for one, _typed in _spellings(word, count, has_accents=False)] for word in words]
    meet = [any(count(f"{one}_{other}") for one, other in product(*two)) for two in pairwise(spelt)]
    around = zip(words, [False, *meet], [*meet, False], strict=True)
    return {word for word, before, after in around if not before and not after}


def _after(before: str, one: str, count: Count) -> float:
    """The share of texts with `before` that have `one` right after it."""
    if not before:
        return 0.0
    return count(f"{before}_{one}") / max(1, count(before))
