"""Which deed leads where. No Django: a table that an editor can read."""

from caunoi.newsroom.choices import ArticleState as S

# deed: (states it may start from, the state after it)
DEEDS: dict[str, tuple[frozenset[str], str]] = {
    "save_draft": (frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED, S.PUBLISHED}), S.DRAFT),
    "submit_article": (frozenset({S.DRAFT}), S.IN_REVIEW),
    "return_article": (frozenset({S.IN_REVIEW}), S.DRAFT),
    "approve_article": (frozenset({S.IN_REVIEW}), S.APPROVED),
    "schedule_article": (frozenset({S.APPROVED}), S.SCHEDULED),
    "unschedule_article": (frozenset({S.SCHEDULED}), S.APPROVED),
    "publish_article": (frozenset({S.APPROVED, S.SCHEDULED}), S.PUBLISHED),
    "withdraw_article": (frozenset({S.PUBLISHED}), S.WITHDRAWN),
}
