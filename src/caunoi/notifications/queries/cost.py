"""What messages will cost, counted before they are sent; and the very text that an SMS will have."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.notifications.choices import Channel
from caunoi.pure import messages

# A personal link's token has so many characters.
LINK_LIKE = "/d/" + "x" * 43 + "/"


def sms_text(words: str, path: str, leaving: str = "") -> str:
    """A text message: the words, cut between words where they are too long, and the link, which is never cut.

    The way out follows where it costs no further part; elsewhere the page behind the link holds it.
    """
    options = settings.CAUNOI
    base = options.base_url.rstrip("/")
    link = f"{base}{path}" if path else ""
    text = messages.propose(words, "", link, has_accents=options.sms_has_accents, parts=options.sms_parts_most)
    if not leaving:
        return text
    label = _("Ngừng nhận:") if options.sms_has_accents else messages.without_accents(_("Ngừng nhận:"))
    longer = f"{text} {label} {base}{leaving}"
    return longer if messages.size(longer).parts == messages.size(text).parts else text


@dataclass(frozen=True)
class Estimate:
    """Messages × parts × price. The price is configuration that nobody compared with the contract ("chưa đối chiếu")."""

    channel: str
    messages_count: int
    parts_each: int
    price_each: int

    @property
    def parts_count(self) -> int:
        """Parts of all messages together."""
        return self.messages_count * self.parts_each

    @property
    def total(self) -> int:
        """Đồng; 0 where the way costs nothing or nobody gave its price."""
        return self.parts_count * self.price_each

    @property
    def label(self) -> str:
        """What people call the way."""
        return str(Channel(self.channel).label)

    @property
    def is_free(self) -> bool:
        """Whether this way costs nothing a message."""
        return self.channel not in {Channel.SMS, Channel.ZALO}

    @property
    def is_priced(self) -> bool:
        """Whether the sum means something."""
        return self.is_free or self.price_each > 0


def estimate(*, channel: str, count: int, words: str = "", path: str = LINK_LIKE) -> Estimate:
    """What `count` messages of these words will cost on a channel. Touches no database."""
    if channel == Channel.SMS:
        return Estimate(channel, count, messages.size(sms_text(words, path)).parts, settings.CAUNOI.sms_price)
    if channel == Channel.ZALO:
        return Estimate(channel, count, 1, settings.CAUNOI.zns_price)
    return Estimate(channel, count, 1, 0)
