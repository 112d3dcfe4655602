"""What may be kept of a question that a search could not answer: words, never what tells of a person."""

from __future__ import annotations

import re

from caunoi.pure.masking import proposals
from caunoi.pure.syllables import accented_words
from caunoi.pure.vietnamese import fold

TEXT_MOST, WORDS_MOST = 120, 8
# Seven digits on end, with whatever stands between them: a number of a person, a paper or an account.
LONG_NUMBER = re.compile(r"\d(?:[ .,/-]{0,2}\d){6,}")


def kept_words(text: str) -> str:
    """The folded words of a question in their order; "" for one that is long, or may tell of a person.

    A long question is a story. Names, addresses, numbers of telephones and papers: as `pure.masking` finds them, before the
    accents go. What it misses stays unseen until several people have asked the same.
    """
    words = accented_words(text) if len(text) <= TEXT_MOST else []
    if not 1 <= len(words) <= WORDS_MOST or LONG_NUMBER.search(text) or "@" in text or proposals(text):
        return ""
    return " ".join(fold(word) for word in words)
