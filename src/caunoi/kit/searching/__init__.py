"""Search: one index for everything that can be found, a copy on every node, kept like the database by the outbox.

A room registers a `Source` of `Entry`s; pages ask `search` and `suggest`. See docs/mechanisms/searching.md.
"""

from caunoi.kit.searching.asking import Found, Hit, Part, Query, Suggestion
from caunoi.kit.searching.entries import PUBLIC, Entry, Passage, Source, register, sources
from caunoi.kit.searching.finding import search
from caunoi.kit.searching.following import follow, rebuild, run, status
from caunoi.kit.searching.missing import ASKERS_LEAST, KEPT_DAYS, missed_since, note_miss
from caunoi.kit.searching.models import MissedSearch, Synonym
from caunoi.kit.searching.suggesting import suggest
from caunoi.kit.searching.synonyms import remove_synonym, save_synonym
from caunoi.pure.syllables import Piece

__all__ = [
    "ASKERS_LEAST",
    "KEPT_DAYS",
    "PUBLIC",
    "Entry",
    "Found",
    "Hit",
    "MissedSearch",
    "Part",
    "Passage",
    "Piece",
    "Query",
    "Source",
    "Suggestion",
    "Synonym",
    "follow",
    "missed_since",
    "note_miss",
    "rebuild",
    "register",
    "remove_synonym",
    "run",
    "save_synonym",
    "search",
    "sources",
    "status",
    "suggest",
]
