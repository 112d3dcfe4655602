"""Which deed leads where: a table that an editor can read. Nobody sets a state past it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

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
    # Whatever is done to a newer text: the one that is public can always be taken away.
    "withdraw_article": (frozenset(S) - {S.WITHDRAWN, S.DISCARDED}, S.WITHDRAWN),
    # Only what nobody ever read; its texts stay in the record, which is append-only.
    "discard_article": (frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED}), S.DISCARDED),
}


def may(state: str, deed: str) -> bool:
    """Whether the deed may start from the state."""
    return state in DEEDS[deed][0]


def after(state: str, deed: str) -> str:
    """The state that the deed leads to. Raises ValidationError, said to the person, when it may not start here."""
    if not may(state, deed):
        raise ValidationError(
            _("Bài đang ở bước “%(state)s” nên không làm được bước này. Tải lại trang để xem hiện trạng.")
            % {"state": S(state).label},
            code="STATE",
        )
    return DEEDS[deed][1]
