"""The kinds of events that people are told of. Rooms register theirs when they are loaded (in their `notices`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from caunoi.notifications.choices import Part

# Names that every text may use.
COMMON: dict[str, Any] = {"person": _("Tên người nhận"), "site": _("Tên công đoàn")}
# Of an event without texts of its own: what the notice brings.
PLAIN: dict[str, Any] = {"title": _("Tiêu đề"), "body": _("Nội dung")}
PLAIN_TEXTS: dict[str, str] = {Part.TITLE: "{title}", Part.BODY: "{body}"}


@dataclass(frozen=True)
class EventKind:
    """One kind of event. `texts` are message ids with places `{like_this}`; `places` says what each place is.

    Without texts of its own an SMS is the title, a Zalo message the title and the body.

    `is_mine_default`: addressed to the person, their unit's duty or their case, unless a notice says otherwise.
    `is_required`: a duty of officers, which may change channels and never falls silent.
    `is_work`: it waits for a working day of the person's calendar, too. `holds_mail` False: a mail of it does not wait for
    the morning, because a mailbox wakes nobody; what rings still does.
    """

    code: str
    label: Any
    group: Any
    is_mine_default: bool = False
    is_required: bool = False
    is_work: bool = False
    holds_mail: bool = True
    texts: Mapping[str, str] = field(default_factory=lambda: dict(PLAIN_TEXTS))
    places: Mapping[str, Any] = field(default_factory=lambda: dict(PLAIN))
    # Places without which title and body together say nothing of use.
    needed: frozenset[str] = frozenset(PLAIN)
    # What a preview shows in the places; others show their own name.
    samples: Mapping[str, str] = field(default_factory=dict)

    @property
    def known_places(self) -> dict[str, Any]:
        """All names that its texts may use, with what they stand for."""
        return {**self.places, **COMMON}


_kinds: dict[str, EventKind] = {}


def register_event(
    code: str, label: Any, *, group: Any, is_mine_default: bool = False, is_required: bool = False,
    is_work: bool = False, holds_mail: bool = True, texts: Mapping[str, str] | None = None, places: Mapping[str, Any] | None = None,
    needed: Collection[str] = (), samples: Mapping[str, str] | None = None,
) -> EventKind:  # fmt: skip
    """Let people choose how they hear of a kind of event, and administrators how it is worded; again: the newest holds.

    Without `texts` a notice's own title and body are told.
    """
    kind = EventKind(
        code, label, group, is_mine_default, is_required, is_work, holds_mail,
        dict(texts or PLAIN_TEXTS), dict(places or {}) if texts else dict(PLAIN),
        frozenset(needed) if texts else frozenset(PLAIN), dict(samples or {}),
    )  # fmt: skip
    _kinds[code] = kind
    return kind


def events() -> list[EventKind]:
    """All kinds, by group in the order of their registration."""
    groups = list(dict.fromkeys(str(kind.group) for kind in _kinds.values()))
    return sorted(_kinds.values(), key=lambda kind: groups.index(str(kind.group)))


def event_of(code: str) -> EventKind:
    """The kind of that code. Raises LookupError when no room registered it."""
    try:
        return _kinds[code]
    except KeyError as error:
        raise LookupError(f"no event {code!r}: register_event in the room's notices") from error


# The room's own: what a digest is called.
DIGEST = register_event(
    "notifications.digest", _("Tin gộp"), group=_("Thông báo"), is_mine_default=True,
    texts={
        Part.TITLE: gettext_noop("{count} tin từ {site}"),
        Part.BODY: gettext_noop("{list}\n\nTính đến {until}. Tin sau lúc đó nằm ở lần gộp tới."),
    },
    places={"count": _("Số tin"), "list": _("Danh sách tin"), "until": _("Lúc ghi tin mới nhất trong tin gộp")},
    needed={"list"},
    samples={"count": "3", "until": "23/11/2026, 6:45", "list": "• Kế hoạch tuyên truyền năm 2027 (2)\n• Hướng dẫn số 12"},
)  # fmt: skip
