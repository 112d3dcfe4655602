"""What people paste from Word, Google Docs and Facebook, made into the few elements that an article is of.

`clean` is the only way into `Revision.body`. It changes looks into meaning first (a list that Word draws with bullets in
paragraphs becomes a list), then nh3 takes away whatever is not on the list below: no script, no style, no foreign picture.
Cleaning what is clean changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import nh3

from caunoi.pure.listing import gather_lists
from caunoi.pure.markup import BLOCKS, Node, parse, write

INLINE = frozenset({"strong", "em", "s", "sub", "sup", "a", "br", "cite"})
TAGS = INLINE | {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "figure", "figcaption", "img", "hr", "table", "caption",
    "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "ol": {"type", "start"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
CONTAINERS = frozenset(
    {
        "div",
        "section",
        "article",
        "main",
        "center",
        "pre",
        "tfoot",
        "dl",
        "dt",
        "dd",
        "address",
        "header",
        "footer",
        "aside",
    }
)
# What is read before it is changed: elements and attributes that carry meaning in their looks.
READ_TAGS = TAGS | CONTAINERS | {"b", "i", "u", "del", "strike", "span", "font", "h1", "h5", "h6", "code"}
READ_ATTRIBUTES = {"*": {"class", "style"}} | ATTRIBUTES
DROPPED = {"script", "style", "title", "noscript", "iframe", "object", "svg", "math", "template", "xml", "textarea"}

PICTURE = re.compile(r"/news/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
OURS = re.compile(r"(/(library|news|contests|feedback|directives|units|t)/|#)")
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
WORD_HEADINGS = {"MsoTitle": "h2", "MsoSubtitle": "h3", "MsoQuote": "blockquote", "MsoIntenseQuote": "blockquote"}
SAME = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mibextid|__cft__.*|__tn__|__eep__")
BODY_MOST, GIVEN_MOST = 200_000, 2_000_000
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|<!\[")

Child = Node | str


def href_of(value: str) -> str:
    """An address without what follows readers around; "" for one that leads nowhere from here."""
    if value.startswith("/") and not value.startswith("//"):
        return value if OURS.match(value) else ""
    if value.startswith("#"):
        return value
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES:
        return ""
    if parts.hostname in {"l.facebook.com", "lm.facebook.com"} and "u" in parse_qs(parts.query):
        return href_of(parse_qs(parts.query)["u"][0])
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in query if not TRACKING.fullmatch(pair[0])]
    return urlunsplit(parts._replace(query=urlencode(kept))) if len(kept) < len(query) else value.strip()


def _styled(node: Node, children: list[Child]) -> list[Child]:
    """What the looks of an inline element mean."""
    style = node.attrs.get("style", "").replace(" ", "").lower()
    for pattern, tag in (
        (r"font-weight:(bold|[6-9]00)", "strong"),
        (r"font-style:italic", "em"),
        (r"vertical-align:super", "sup"),
        (r"vertical-align:sub", "sub"),
    ):
        if re.search(pattern, style):
            children = [Node(tag, {}, children)]
    return children


def _picture(node: Node) -> list[Child]:
    found = PICTURE.match(node.attrs.get("src", ""))
    alt = node.attrs.get("alt", "")
    if found:
        return [Node("img", {"src": found.group(), "alt": alt})]
    is_sign = 0 < len(alt) <= 8 and not any(char.isalnum() or char == "." for char in alt)
    return [alt] if is_sign else []  # Facebook draws its little faces as pictures


def _inline(node: Node, children: list[Child]) -> list[Child]:
    tag = SAME.get(node.tag, node.tag)
    if tag == "a":
        href = href_of(node.attrs.get("href", ""))
        return [Node("a", {"href": href}, children)] if href and _has_words(children) else children
    if tag in {"strong", "em", "s", "sub", "sup", "cite"}:
        style = node.attrs.get("style", "").replace(" ", "").lower()
        is_nothing = tag == "strong" and re.search(r"font-weight:(normal|400)", style)  # the wrapper of Google Docs
        return children if is_nothing or not _has_words(children) else [Node(tag, {}, children)]
    return _styled(node, children)


def _has_words(children: list[Child]) -> bool:
    return any(
        child.strip() if isinstance(child, str) else child.tag in {"img", "hr"} or _has_words(child.children)
        for child in children
    )


def _numbers(node: Node) -> dict[str, str]:
    kept = {}
    for name in ("colspan", "rowspan", "start"):
        value = node.attrs.get(name, "")
        if value.isascii() and value.isdigit() and 1 < int(value[:4]) <= 1000:
            kept[name] = str(int(value[:4]))
    if node.attrs.get("type") in {"a", "i", "A", "I"} and node.tag == "ol":
        kept["type"] = node.attrs["type"]
    if node.tag == "th" and node.attrs.get("scope") in {"col", "row"}:
        kept["scope"] = node.attrs["scope"]
    return kept


def _named(node: Node) -> str:
    """What element a node really is: Word says of a paragraph in its class that it is a title."""
    if node.tag == "p":
        names = node.attrs.get("class", "").split()
        return next((WORD_HEADINGS[name] for name in names if name in WORD_HEADINGS), "p")
    return HEADINGS.get(node.tag, "div" if node.tag in CONTAINERS else node.tag)


def _meant(node: Node) -> list[Child]:
    """A node and what is below it, with looks made into meaning."""
    if node.tag == "img":
        return _picture(node)
    if "mso-list:ignore" in node.attrs.get("style", "").replace(" ", "").lower():
        return []
    children: list[Child] = []
    for child in node.children:
        children += [child.replace("\xa0", " ")] if isinstance(child, str) else _meant(child)
    tag = _named(node)
    return [Node(tag, _numbers(node), children)] if tag in BLOCKS | {"br"} else _inline(node, children)


def _is_block(child: Child) -> bool:
    if isinstance(child, str):
        return False
    return child.tag not in INLINE or any(_is_block(each) for each in child.children)


def _squeezed(children: list[Child]) -> list[Child]:
    made: list[Child] = []
    for child in children:
        if isinstance(child, str):
            before = made.pop() if made and isinstance(made[-1], str) else ""
            assert isinstance(before, str)  # noqa: S101 - asked for in the line above
            made.append(re.sub(r"[ \t\r\n\f]+", " ", before + child))
        elif child.tag not in INLINE or child.tag == "br" or _has_words(child.children):
            child.children = _squeezed(child.children)
            made.append(child)
    return made


def _trimmed(children: list[Child]) -> list[Child]:
    """Inline content with single spaces, and none at its ends."""
    kept = _squeezed(children)
    while kept and _is_empty(kept[0]):
        kept.pop(0)
    while kept and _is_empty(kept[-1]):
        kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _is_empty(child: Child) -> bool:
    return not child.strip() if isinstance(child, str) else child.tag == "br"


def _paragraphs(run: list[Child]) -> list[Child]:
    """Paragraphs of loose content; two line breaks end one."""
    parts: list[list[Child]] = [[]]
    breaks = 0
    for child in run:
        if isinstance(child, Node) and child.tag == "br":
            breaks += 1
            if breaks == 2:
                parts.append([])
            elif breaks == 1:
                parts[-1].append(child)
            continue
        breaks = breaks if isinstance(child, str) and not child.strip() else 0
        parts[-1].append(child)
    return [Node("p", {}, kept) for part in parts if _has_words(kept := _trimmed(part))]


def _row_of_heads(table: Node) -> None:
    """A first row of bold cells is a row of headings."""
    rows = [node for node in table.elements() if node.tag == "tr"]
    if not rows or len(rows) == 1 or any(node.tag == "th" for node in table.elements()):
        return
    cells = [cell for cell in rows[0].children if isinstance(cell, Node)]
    if cells and all(
        len(cell.children) == 1 and isinstance(cell.children[0], Node) and cell.children[0].tag == "strong"
        for cell in cells
    ):
        for cell in cells:
            (strong,) = cell.children
            assert isinstance(strong, Node)  # noqa: S101 - asked for above
            cell.tag, cell.children, cell.attrs["scope"] = "th", strong.children, "col"


def _line(children: list[Child]) -> list[Child] | None:
    """The inline content of blocks that are one paragraph, or nothing; None for more."""
    inner = _blocks(children)
    if not inner:
        return []
    first = inner[0]
    return first.children if len(inner) == 1 and isinstance(first, Node) and first.tag == "p" else None


def _table(node: Node) -> list[Child]:
    inside = list(node.elements())
    cells = [each for each in inside if each.tag in {"td", "th"}]
    if len(cells) <= 1 or sum(each.tag == "table" for each in inside) > 1:  # a frame around a text
        return _blocks([child for child in node.children if isinstance(child, Node)])
    made, before = Node("table"), []
    for caption in (each for each in inside if each.tag == "caption"):
        line = _line(caption.children)
        if line and not made.children:
            made.children.append(Node("caption", {}, line))
        else:
            before += _blocks(caption.children)
    for cell in cells:
        line = _line(cell.children)
        cell.children = _blocks(cell.children) if line is None else line
    for part in inside:
        if part.tag in {"thead", "tbody"}:
            rows = [child for child in part.children if isinstance(child, Node) and child.tag == "tr"]
            made.children.append(Node(part.tag, {}, [*rows]))
        elif part.tag == "tr":
            part.children = [child for child in part.children if isinstance(child, Node)]
    _row_of_heads(made)
    return [*before, made]


def _list(node: Node) -> list[Child]:
    items: list[Node] = []
    for child in node.children:
        is_item = isinstance(child, Node) and child.tag == "li"
        inner = _blocks(child.children if is_item else [child])  # type: ignore[union-attr]
        if inner and (is_item or not items):
            items.append(Node("li", {}, inner))
        elif inner:  # what stands right inside a list belongs to the item before it
            items[-1].children += inner
    for item in items:
        first = item.children[0]
        lines = [each for each in item.children if isinstance(each, Node) and each.tag == "p"]
        if len(lines) == 1 and first is lines[0]:
            item.children = [*lines[0].children, *item.children[1:]]
    return [Node(node.tag, node.attrs, [*items])] if items else []


def _strings(child: Child) -> list[Child]:
    if isinstance(child, str):
        return [child]
    return [text for each in child.children for text in _strings(each)]


def _figure(node: Node) -> list[Child]:
    """A picture with its caption; what holds more than that is blocks."""
    inside = list(node.elements())
    pictures = [each for each in inside if each.tag == "img"]
    captions = [each for each in inside if each.tag == "figcaption"]
    said = _line(captions[0].children) if len(captions) == 1 else []
    around = [each for each in node.children if each not in captions]
    is_plain = len(pictures) == 1 and len(captions) <= 1 and said is not None
    has_more = any(isinstance(child, str) and child.strip() for each in around for child in _strings(each))
    if not is_plain or has_more or len(_blocks(around)) != 1 or (captions and pictures[0] in captions[0].elements()):
        return _blocks(node.children)
    return [Node("figure", {}, [pictures[0], *([Node("figcaption", {}, said)] if said else [])])]


def _one(node: Node) -> list[Child]:
    """The blocks that a block is of."""
    if node.tag in {"p", "h2", "h3", "h4"}:
        inner = _blocks(node.children)
        if len(inner) == 1 and isinstance(inner[0], Node) and inner[0].tag == "p":
            inner[0].tag = node.tag
        return inner
    if node.tag == "img":
        return [Node("figure", {}, [node])]
    if node.tag == "blockquote":
        inner = _blocks(node.children)
        return [Node("blockquote", {}, inner)] if inner else []
    shaped = {"ul": _list, "ol": _list, "table": _table, "figure": _figure}.get(node.tag)
    if shaped:
        return shaped(node)
    if node.tag == "li":
        return _list(Node("ul", {}, [node]))
    return [Node("hr")] if node.tag == "hr" else _blocks(node.children)


def _blocks(children: list[Child]) -> list[Child]:
    """Blocks alone; loose words become paragraphs, inline elements around blocks give way."""
    made: list[Child] = []
    run: list[Child] = []
    for child in children:
        if not _is_block(child):
            run.append(child)
            continue
        made += _paragraphs(run)
        run = []
        assert isinstance(child, Node)  # noqa: S101 - words are never a block
        made += _one(child)
    return made + _paragraphs(run)


def clean(given: str) -> str:
    """The HTML of a text, from whatever was typed or pasted; plain text is read with the marks of `from_plain`."""
    html = given[:GIVEN_MOST]
    if not TAG.search(html):
        html = from_plain(html)
    read = nh3.clean(
        html, tags=READ_TAGS, attributes=READ_ATTRIBUTES, clean_content_tags=DROPPED, link_rel=None, url_schemes=SCHEMES
    )
    tree = parse(read)
    gather_lists(tree)
    blocks = _blocks(_meant(Node("div", {}, tree.children))[0].children)  # type: ignore[union-attr]
    return nh3.clean(
        write(blocks), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer", url_schemes=SCHEMES
    )


def from_plain(text: str) -> str:
    """HTML of a text typed without an editor: empty lines part paragraphs; `## ` heads, `- ` and `1. ` list, `> ` quotes."""
    made = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        for pattern, before, each, after in (
            (r"[-*•+]\s+", "<ul>", "<li>{}</li>", "</ul>"),
            (r"\d{1,3}[.)]\s+", "<ol>", "<li>{}</li>", "</ol>"),
            (r">\s*", "<blockquote><p>", "{}<br>", "</p></blockquote>"),
            (r"#{1,2}\s+", "", "<h2>{}</h2>", ""),
            (r"#{3,6}\s+", "", "<h3>{}</h3>", ""),
        ):
            if lines and all(re.match(pattern, line) for line in lines):
                inner = "".join(each.format(escape(re.sub(f"^{pattern}", "", line))) for line in lines)
                made.append(f"{before}{inner}{after}")
                break
        else:
            made.append(f"<p>{'<br>'.join(escape(line) for line in lines)}</p>" if lines else "")
    return "".join(made)


def picture_ids(body: str) -> list[str]:
    """Public ids of the pictures in a clean body, in their order."""
    return list(dict.fromkeys(PICTURE.findall(body)))


def keep_pictures(body: str, ids: Collection[str]) -> str:
    """A clean body without the pictures that are not among these."""
    if set(picture_ids(body)) <= set(ids):
        return body
    tree = parse(body)
    for node in tree.elements():
        node.children = [child for child in node.children if isinstance(child, str) or not _is_foreign(child, ids)]
    return write(tree.children)


def _is_foreign(node: Node, ids: Collection[str]) -> bool:
    pictures = [node] if node.tag == "img" else node.children if node.tag == "figure" else []
    return any(
        isinstance(each, Node) and each.tag == "img" and not set(PICTURE.findall(each.attrs["src"])) & set(ids)
        for each in pictures
    )
