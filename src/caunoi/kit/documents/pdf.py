"""Administrative documents as PDF, by typst; the same components in the same places as the DOCX."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from caunoi.kit.documents.administrative import AdministrativeDocument, Heading, Paragraph, Rows
from caunoi.kit.documents.slip import qr_svg
from caunoi.pure.vietnamese import long_date

TEMPLATE = Path(__file__).parent / "data" / "administrative.typ"


def _block(block: Paragraph | Heading | Rows) -> dict[str, object]:
    kind = {Paragraph: "paragraph", Heading: "heading", Rows: "rows"}[type(block)]
    return {"kind": kind, **asdict(block)}


def to_pdf(source: AdministrativeDocument) -> bytes:
    """The document as PDF, with its own tagged text (searchable, copyable)."""
    data = {
        **asdict(source),
        "blocks": [_block(block) for block in source.blocks],
        "qr": qr_svg(source.check_address) if source.check_address else "",
        "on": f"{source.place}, {long_date(source.on)}",
    }
    # Content goes in as data, never as source: nothing that a person typed can become a command of the typesetter.
    return bytes(typst.compile(str(TEMPLATE), sys_inputs={"document": json.dumps(data, ensure_ascii=False)}))
