"""Administrative documents as PDF, by typst; the same components in the same places as the DOCX."""

from __future__ import annotations

from dataclasses import asdict

from caunoi.kit.documents import typesetting
from caunoi.kit.documents.administrative import AdministrativeDocument, Heading, Paragraph, Rows, balanced
from caunoi.kit.documents.slip import qr_svg
from caunoi.pure.vietnamese import long_date

TEMPLATE = "administrative.typ"


def _block(block: Paragraph | Heading | Rows) -> dict[str, object]:
    kind = {Paragraph: "paragraph", Heading: "heading", Rows: "rows"}[type(block)]
    return {"kind": kind, **asdict(block)}


def to_pdf(source: AdministrativeDocument) -> bytes:
    """The document as PDF, with its own tagged text (searchable, copyable)."""
    data = {
        **asdict(source),
        "blocks": [_block(block) for block in source.blocks],
        "qr": qr_svg(source.check_address) if source.check_address else "",
        "superior": balanced(source.superior), "issuer": balanced(source.issuer),
        "on": f"{source.place}, {long_date(source.on)}",
    }  # fmt: skip
    return typesetting.pdf(TEMPLATE, data)
