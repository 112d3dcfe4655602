"""The stylesheet and the templates speak of the same things, and the gallery shows them."""

import re
from pathlib import Path

import pytest

from caunoi.kit.ui import gallery
from tests.pages import Page

SOURCE = Path(__file__).parents[1] / "src" / "caunoi"
STATIC = SOURCE / "kit" / "static" / "kit"
CSS_MOST, FONTS_MOST, SPRITE_MOST = 30 * 1024, 60 * 1024, 40 * 1024
# Families whose last letter is filled in: `l{{ row.depth }}`, `lv-{{ clause.depth }}`, `n{{ forloop.counter }}`.
COUNTED = re.compile(r"(l|lv-|n|k)\d")
# What belongs to one page alone: the home band, the officers' shell, the text of a document, its relations and versions.
ELSEWHERE = {
    "hero", "art", "shell", "rail", "topbar", "desk", "split", "is-late", "is-rev", "sticky", "doc", "ref", "doc-text",
    "contents", "is-asked",
    "qr", "notice-bar", "aside-wide", "narrow", "wide", "end", "grow", "start", "phone", "min-12", "legend", "is-stack",
    "g6", "tight", "first-on-phone", "acts", "clamp", "is-long", "under-dock", "diff", "kin", "heart", "trunk", "name", "is-warn", "is-ended",
}  # fmt: skip
# Given by the editor's library to what it makes.
OF_THE_EDITOR = {"ProseMirror", "ProseMirror-gapcursor", "ProseMirror-selectednode", "selectedCell"}
# Given by the tags `field` and `icon` as values.
BY_TAGS = {"cb", "input", "i", "i-lg"}
ATTRIBUTE = re.compile(r"""class(?:=|":\s*)\\?["']([^"']*)""")
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def stylesheet() -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / "caunoi.css").read_text(encoding="utf-8"), flags=re.DOTALL)


def of_the_rooms() -> str:
    """The stylesheets of rooms, which only their own pages load."""
    paths = [path for path in SOURCE.rglob("static/**/*.css") if path.parent != STATIC]
    return re.sub(r"/\*.*?\*/", "", "".join(path.read_text(encoding="utf-8") for path in paths), flags=re.DOTALL)


def classes_of(text: str) -> set[str]:
    selectors = "".join(re.findall(r"[^{};]+(?=\{)", text))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def classes_of_the_stylesheet() -> set[str]:
    return classes_of(stylesheet())


def classes_of_the_templates(*, with_scripts: bool = True) -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        # A tag inside an attribute may hold quotes of its own: `class="card{% if x == "A" %} is-key{% endif %}"`.
        plain = TEMPLATE_TAG.sub(lambda tag: "0" if tag.group().startswith("{{") else " ", text)
        found |= {name for value in ATTRIBUTE.findall(plain) for name in value.split()}
    text = (SOURCE / "kit/templatetags/ui.py").read_text(encoding="utf-8")
    paths = SOURCE.rglob("static/**/*.js") if with_scripts else []
    scripts = "".join(path.read_text(encoding="utf-8") for path in paths)
    found |= set(re.findall(r"""["'. ]([a-z][\w-]*)["']""", scripts))
    return found | BY_TAGS | {name for value in ATTRIBUTE.findall(text) for name in value.split() if "{" not in name}


@pytest.mark.pure
def test_every_class_of_a_template_is_in_the_stylesheet():
    known = classes_of_the_stylesheet() | classes_of(of_the_rooms())
    assert (
        sorted(name for name in classes_of_the_templates(with_scripts=False) - known if not COUNTED.fullmatch(name))
        == []
    )


@pytest.mark.pure
def test_every_class_of_the_stylesheet_is_in_a_template():
    used = classes_of_the_templates()
    known = classes_of_the_stylesheet() | classes_of(of_the_rooms())
    assert sorted(name for name in known - used - OF_THE_EDITOR if not COUNTED.fullmatch(name)) == []


@pytest.mark.pure
def test_every_token_is_declared_and_used():
    text = stylesheet()
    declared, used = set(re.findall(r"(--[\w-]+)\s*:", text)), set(re.findall(r"var\((--[\w-]+)", text))
    assert sorted(used - declared - {"--min", "--aside", "--l", "--c"}) == []
    assert sorted(declared - used) == []


@pytest.mark.pure
def test_the_look_stays_light():
    assert (STATIC / "caunoi.css").stat().st_size <= CSS_MOST
    assert (STATIC / "icons.svg").stat().st_size <= SPRITE_MOST
    assert sum(path.stat().st_size for path in STATIC.rglob("*.woff2")) <= FONTS_MOST


@pytest.mark.pure
def test_every_icon_asked_for_is_in_the_sprite():
    known = set(gallery._icons())
    asked: set[str] = set()
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"""\{% icon ["']([\w-]+)["']""", text)) | set(
            re.findall(r'icon_name="([\w-]+)"', text)
        )
    assert known
    assert sorted(asked - known) == []


@pytest.mark.pure
def test_both_dark_themes_are_the_same():
    blocks = re.findall(r"color-scheme: dark;(.*?)\}", stylesheet(), flags=re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


@pytest.mark.door
@pytest.mark.pages
def test_the_gallery_shows_every_component(client, db):
    page = Page(client.get("/ui/").content.decode())
    assert page.problems() == []
    shown = page.classes | ELSEWHERE
    assert sorted(name for name in classes_of_the_stylesheet() - shown if not COUNTED.fullmatch(name)) == []
