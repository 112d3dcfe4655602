"""Documents that offices exchange: DOCX and PDF in the form of NĐ 30/2020/NĐ-CP, XLSX and CSV whose cells cannot act."""

from caunoi.kit.documents.administrative import AdministrativeDocument, Heading, Paragraph, Rows, Signature
from caunoi.kit.documents.card import share_card
from caunoi.kit.documents.docx import to_docx
from caunoi.kit.documents.pdf import to_pdf
from caunoi.kit.documents.sheet import Paper, Sheet, sheet_pdf
from caunoi.kit.documents.slip import Slip, slip_pdf
from caunoi.kit.documents.xlsx import Number, Table, read_table, write_csv, write_table

__all__ = [
    "AdministrativeDocument",
    "Heading",
    "Number",
    "Paper",
    "Paragraph",
    "Rows",
    "Sheet",
    "Signature",
    "Slip",
    "Table",
    "read_table",
    "share_card",
    "sheet_pdf",
    "slip_pdf",
    "to_docx",
    "to_pdf",
    "write_csv",
    "write_table",
]
