"""Bodies named in a text. Looked up word by word, so ten thousand bodies cost no more than ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from caunoi.pure.triage.proposals import BodyHint, Proposal, Span, ranked
from caunoi.pure.triage.words import Words, accented, bare

FULL_NAME, PART_OF_NAME, SEVERAL = 0.9, 0.6, 0.4
MAX_WORDS = 12
# A people's committee is often called by its place alone.
LEADS = ("ủy ban nhân dân", "hội đồng nhân dân", "công an", "trạm y tế", "liên đoàn lao động", "công đoàn")
KINDS_OF_PLACE = ("phường", "xã", "đặc khu", "thành phố", "tỉnh")
Key = tuple[str, ...]


class BodyIndex:
    """Names of bodies, made once and kept."""

    def __init__(self, hints: Iterable[BodyHint]) -> None:
        self._marked: dict[Key, dict[str, float]] = defaultdict(dict)
        self._bare: dict[Key, dict[str, float]] = defaultdict(dict)
        for hint in hints:
            for name in (hint.name, *hint.aliases):
                self._add(hint.code, name.partition(",")[0])

    def _add(self, code: str, name: str) -> None:
        words = tuple(Words(name).words)
        self._put(code, words, FULL_NAME)
        for lead in LEADS:
            first = tuple(lead.split())
            rest = words[len(first) :]
            if words[: len(first)] == first and rest and rest[0] in KINDS_OF_PLACE and len(rest) > 1:
                self._put(code, rest, PART_OF_NAME)

    def _put(self, code: str, words: Key, score: float) -> None:
        if 2 <= len(words) <= MAX_WORDS:
            for index, form in ((self._marked, accented), (self._bare, bare)):
                found = index[tuple(map(form, words))]
                found[code] = max(score, found.get(code, 0))

    def find(self, words: Words) -> list[Proposal]:
        """Bodies named, the surest first; a name that several bodies have counts less for each."""
        best: dict[str, tuple[float, list[Span]]] = {}
        for first, last, is_bare in words.sentences:
            form, index = (bare, self._bare) if is_bare else (accented, self._marked)
            forms = tuple(map(form, words.words[first:last]))
            self._walk(forms, index, words.spans[first:last], best)
        return ranked(Proposal(code, score, tuple(spans), "NAME") for code, (score, spans) in best.items())

    @staticmethod
    def _walk(
        forms: Key, index: dict[Key, dict[str, float]], spans: list[Span], best: dict[str, tuple[float, list[Span]]]
    ) -> None:
        place = 0
        while place < len(forms):
            # The longest name wins: "Công an phường Bình Minh" is not also the ward itself.
            for size in range(min(MAX_WORDS, len(forms) - place), 1, -1):
                codes = index.get(forms[place : place + size])
                if codes:
                    span = (spans[place][0], spans[place + size - 1][1])
                    for code, score in codes.items():
                        old, places = best.get(code, (0.0, []))
                        new = score if len(codes) == 1 else min(score, SEVERAL)
                        best[code] = (max(old, new), [*places, span])
                    place += size - 1
                    break
            place += 1
