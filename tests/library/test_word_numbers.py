"""What Word shows and no paragraph's text holds: numbers of lists, the letterhead."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from caunoi.kit.files.checks import WORD
from caunoi.library.actions import extract

pytestmark = pytest.mark.room
LEVELS = (("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "•"))


def child(parent, name: str, value: str = "", **given: str):
    made = OxmlElement(name)
    for key, text in ({"val": value} if value else given).items():
        made.set(qn(f"w:{key}"), text)
    parent.append(made)
    return made


def listed(document, number: str = "77", start: str = "") -> None:
    """A list of four levels, as Word keeps it."""
    root = document.part.numbering_part.element
    if not root.xpath("w:abstractNum[@w:abstractNumId='77']"):
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), "77")
        for place, (way, text) in enumerate(LEVELS):
            level = child(kind, "w:lvl", ilvl=str(place))
            child(level, "w:start", "1")
            child(level, "w:numFmt", way)
            child(level, "w:lvlText", text)
        root.insert(0, kind)
    row = child(root, "w:num", numId=number)
    child(row, "w:abstractNumId", "77")
    if start:
        child(child(row, "w:lvlOverride", ilvl="1"), "w:startOverride", start)


def add(document, text: str, level: int, number: str = "77") -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    given = child(properties, "w:numPr")
    child(given, "w:ilvl", str(level))
    child(given, "w:numId", number)


def text_of(document) -> list[str]:
    file = io.BytesIO()
    document.save(file)
    return extract(file.getvalue(), WORD, seconds=9).text.split("\n")


def test_numbers_of_lists_are_counted_as_word_shows_them():
    document = docx.Document()
    listed(document)
    for text, level in (
        ("Phạm vi", 0), ("Một", 1), ("Hai", 1), ("chữ a", 2), ("chữ b", 2), ("chấm", 3), ("Đối tượng", 0), ("Một", 1), ("chữ a", 2),
    ):  # fmt: skip
        add(document, text, level)
    document.add_paragraph("không có số")
    add(document, "", 0)
    add(document, "Hiệu lực", 0)
    assert text_of(document) == [
        "Điều 1. Phạm vi", "1. Một", "2. Hai", "a) chữ a", "b) chữ b", "- chấm", "Điều 2. Đối tượng", "1. Một", "a) chữ a",
        "không có số", "", "Điều 3. Hiệu lực",
    ]  # fmt: skip


def test_a_list_that_begins_again_begins_again():
    document = docx.Document()
    listed(document)
    listed(document, "78", start="5")
    for number in ("77", "77", "78", "78"):
        add(document, "x", 1, number)
    assert text_of(document) == ["1. x", "2. x", "5. x", "6. x"]


def test_a_style_brings_its_list_and_list_nought_takes_it_away():
    document = docx.Document()
    document.add_paragraph("x", style="List Number")
    document.add_paragraph("y", style="List Number")
    add(document, "z", 0, "0")
    assert text_of(document) == ["1. x", "2. y", "z"]


@pytest.mark.parametrize(
    ("words", "is_read"), [("Độc lập - Tự do - Hạnh phúc\nSố: 1/QĐ-SNV", True), ("Trang 1", False)]
)
def test_a_letterhead_is_read_and_a_running_title_is_not(words: str, is_read: bool):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = words
    document.add_paragraph("Điều 1. Phạm vi")
    assert (text_of(document)[0] == words.split("\n", maxsplit=1)[0]) is is_read
