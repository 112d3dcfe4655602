"""Which public pages are kept for readers without an account, and which rows they show. See docs/mechanisms/pagecache.md.

A room that adds such a page adds its line to KEPT, and the models that the page reads to WATCHED. What no token tells
(figures that change with every deed) bounds how long a page may be kept.
"""

from caunoi.kit.http.pagerules import Page

PLACE = {"from": r"\d{1,5}"}
CHOICE = {"kind": "[A-Z_]{1,14}", "area": "[A-Z_]{1,20}"}
TEXT = {"clause": r"[a-z0-9.~-]{1,120}", "from": r"\d{1,7}", "version": r"\d{1,4}"}
NAMES = ("units",)

KEPT: dict[str, Page] = {
    # Directives on the home page count acknowledgements, which come by the second.
    "portal:home": Page(("news", "library", "register", "directives", "contests", *NAMES), seconds=30),
    "newsroom:articles": Page(("news", *NAMES), CHOICE | PLACE | {"unit": r"[0-9a-f-]{36}"}),
    "newsroom:article": Page(("news", "library", *NAMES)),
    "newsroom:article_card": Page(("news", *NAMES)),
    "newsroom:series": Page(("news", *NAMES)),
    "newsroom:progress": Page(("news", "library", *NAMES), {"year": r"\d{4}"}),
    "newsroom:feed": Page(("news", *NAMES), CHOICE | {"unit": r"[0-9a-f-]{36}"}),
    "portal:sitemap": Page(("news", "library", "register")),
    "portal:sitemap_part": Page(("news", "library", "register")),
    # Rounds open and close by the clock, and figures grow; nobody is let in or kept out by these pages.
    "contests:contests": Page(("contests", *NAMES), seconds=10),
    "contests:contest": Page(("contests", *NAMES), seconds=10),
    "contests:board": Page(("contests", *NAMES), seconds=30),
    "library:document": Page(("library", "directives", *NAMES), {"on": r"\d{4}-\d\d-\d\d"}),
    "library:document_text": Page(("library", *NAMES), TEXT),
}

WATCHED: dict[str, tuple[str, ...]] = {
    "news": (
        "newsroom.Article", "newsroom.ArticleArea", "newsroom.ArticleAudience", "newsroom.Source",
        "newsroom.ArticlePicture", "newsroom.Picture", "newsroom.Rendition", "newsroom.Milestone",
    ),
    "library": (
        "library.Document", "library.DocumentArea", "library.DocumentVersion", "library.Clause", "library.Obligation",
        "library.Relation",
    ),
    "register": ("feedback.Publication:title,question,answer,outcome,withdrawn_at",),
    "directives": ("directives.Directive:title,message,due_on,is_public",),
    # Not the number of papers, which changes with every start.
    "contests": ("contests.Contest:state,title,about,announced_at", "contests.Round:opens_at,closes_at,closed_at"),
    "units": ("organisations.Unit", "organisations.UnitName", "organisations.Placement"),
}  # fmt: skip
