"""What is pasted becomes an article's few elements; nothing dangerous stays, nothing that was said is lost."""

import random
import re

import nh3
import pytest

from caunoi.pure.markup import DEPTH_MOST, parse, words
from caunoi.pure.pasting import READ_TAGS, TAGS, clean, href_of, keep_pictures, picture_ids
from tests.pure.pasted import CLEAN_FACEBOOK, CLEAN_WORD, FROM_FACEBOOK, FROM_WORD

pytestmark = pytest.mark.pure
SAID = re.compile(r"chữ\d+")
OURS = "01234567-89ab-7def-8123-456789abcdef"
PICTURE = f'<img src="/news/pictures/{OURS}/" alt="Một cửa">'


@pytest.mark.parametrize(("given", "wanted"), [(FROM_WORD, CLEAN_WORD), (FROM_FACEBOOK, CLEAN_FACEBOOK)])
def test_looks_become_meaning(given, wanted):
    assert clean(given) == wanted


def test_the_wrapper_of_google_docs_makes_nothing_bold():
    given = (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">A</span> b</p></b>'
    )
    assert clean(given) == "<p><strong>A</strong> b</p>"


def test_plain_text_has_marks_of_its_own():
    given = "Dòng một\ndòng hai, 1 < 2 & 3\n\n## Đầu mục\n\n- một\n- hai\n\n1. a\n2) b\n\n> lời"
    assert clean(given) == (
        "<p>Dòng một<br>dòng hai, 1 &lt; 2 &amp; 3</p><h2>Đầu mục</h2><ul><li>một</li><li>hai</li></ul>"
        "<ol><li>a</li><li>b</li></ol><blockquote><p>lời</p></blockquote>"
    )


@pytest.mark.parametrize(
    "given",
    [
        "<p>a<script>alert(1)</script></p>",
        '<p onclick="alert(1)" style="position:fixed">a</p>',
        '<p><a href="javascript:alert(1)">a</a></p>',
        '<p><a href=" jav\tascript:alert(1)">a</a></p>',
        '<p><a href="//evil.example/">a</a></p>',
        '<p>a<img src=x onerror="alert(1)"></p>',
        '<p>a<img src="https://evil.example/p.gif" alt=""></p>',
        '<p>a<iframe src="https://evil.example"></iframe></p>',
        "<p>a<svg><script>alert(1)</script></svg></p>",
        '<form action="https://evil.example"><p>a<input name="password"></p></form>',
        "<p>a<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math></p>",
    ],
)
def test_nothing_dangerous_stays(given):
    assert clean(given) == "<p>a</p>"


def test_pictures_of_ours_stay_with_their_words_and_captions():
    given = f"<p>a {PICTURE} b</p><figure>{PICTURE}<figcaption><p>Bộ phận <b>một cửa</b></p></figcaption></figure>"
    assert clean(given) == (
        f"<p>a</p><figure>{PICTURE}</figure><p>b</p>"
        f"<figure>{PICTURE}<figcaption>Bộ phận <strong>một cửa</strong></figcaption></figure>"
    )
    assert picture_ids(clean(given)) == [OURS]


def test_pictures_that_are_not_among_these_go():
    body = clean(f"<p>a</p><figure>{PICTURE}<figcaption>b</figcaption></figure>")
    assert keep_pictures(body, {OURS}) == body
    assert keep_pictures(body, set()) == "<p>a</p>"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.vn/?id=1&fbclid=x&utm_source=y", "https://a.vn/?id=1"),
        ("/library/documents/x/text/#dieu-5", "/library/documents/x/text/#dieu-5"),
        ("/groups/123/", ""),
        ("mailto:a@b.vn", "mailto:a@b.vn"),
        ("ftp://a.vn/", ""),
        ("http://[", ""),
    ],
)
def test_addresses_lose_what_follows_readers(given, wanted):
    assert href_of(given) == wanted


def test_lists_and_tables_keep_what_they_hold():
    given = "<ul><li><p>a</p><ul><li>b</li></ul></li><ul><li>c</li></ul></ul><table><tr><td><p>chỉ một ô</p></td></tr></table>"
    assert clean(given) == "<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul><p>chỉ một ô</p>"
    wide = clean("<table><tr><td colspan=2 rowspan=x>a</td></tr><tr><td>b</td><td>c<p>d</p></td></tr></table>")
    assert wide == (
        '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td><p>c</p><p>d</p></td></tr></tbody></table>'
    )


def test_a_text_nested_deeper_than_any_text_keeps_its_words():
    assert words(clean("<div>" * 5000 + "sâu")) == "sâu"
    deep = clean("<blockquote>" * 300 + "sâu")
    assert words(deep) == "sâu"
    assert deep.count("<blockquote>") <= DEPTH_MOST


def heap(seed: int) -> str:
    """HTML as no person would write it."""
    chance = random.Random(seed)
    tags = [
        "p",
        "div",
        "b",
        "i",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "h1",
        "h5",
        "a",
        "span",
        "blockquote",
        "figure",
    ]
    tags += ["figcaption", "br", "hr", "caption", "pre", "section", "dt"]
    parts = []
    for number in range(60):
        tag = chance.choice(tags)
        close = "/" if chance.random() < 0.4 else ""
        attrs = ' href="https://a.vn/?q=1&b" style="font-weight:bold"' if chance.random() < 0.3 else ""
        parts.append(f"<{close}{tag}{attrs}>" + (f" chữ{number} " if chance.random() < 0.6 else ""))
        if chance.random() < 0.1:
            parts.append(PICTURE)
    return "".join(parts)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_clean_stays_as_it_is_and_no_word_is_lost(seed):
    given = heap(seed)
    once = clean(given)
    assert clean(once) == once
    assert {node.tag for node in parse(once).elements()} - {""} <= TAGS
    assert sorted(SAID.findall(once)) == sorted(SAID.findall(nh3.clean(given, tags=READ_TAGS)))
