"""Which deed leads where. No Django: a table that an editor can read."""

from caunoi.contests.choices import ContestState as S

# deed: (states it may start from, the state after it; none for the same)
DEEDS: dict[str, tuple[frozenset[str], str]] = {
    "change_contest": (frozenset({S.DRAFT}), S.DRAFT),
    "announce_contest": (frozenset({S.DRAFT}), S.ANNOUNCED),
    "close_round": (frozenset({S.ANNOUNCED}), S.ANNOUNCED),
    "decide_contest": (frozenset({S.ANNOUNCED}), S.DECIDED),
    "seat_committee": (frozenset({S.DRAFT, S.ANNOUNCED}), ""),
    "cancel_contest": (frozenset({S.DRAFT, S.ANNOUNCED}), S.CANCELLED),
}
