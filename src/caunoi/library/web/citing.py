"""The words that cite a document or a part of it."""

from __future__ import annotations

from caunoi.library.models import Document
from caunoi.pure.citing import Cited, citation

# Parts that are cited by no number.
UNNUMBERED = ("mo-dau", "noi-nhan", "toan-van")


def citation_of(document: Document, anchor: str = "") -> str:
    """Words such as "điểm a khoản 2 Điều 5 Nghị định số …"."""
    part = "" if anchor.startswith(UNNUMBERED) else anchor
    cited = Cited(document.type_name, document.symbol, document.title, document.issuer, document.issued_on)
    return citation(cited, part, is_full=True)
