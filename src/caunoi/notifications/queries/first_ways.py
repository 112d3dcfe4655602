"""By which way each of many people would be told, counted by the database before anything is sent.

The rows are of people who may have an account: `user`, and where they have none `phone_fingerprint` and `email_fingerprint`. The
rules are those of `preferences.Wish` and of rosters, written once more as one statement; `tests/notifications/test_first_ways.py`
holds the two together. What only a number itself tells (a landline, a dead number of an account) is not seen: an estimate.

The statement is written by hand: each fact is joined once, where Django would look it up again wherever it is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from caunoi.notifications.choices import SENDING_CHANNELS, Channel
from caunoi.notifications.queries.channels import is_on
from caunoi.notifications.queries.events import EventKind
from caunoi.notifications.queries.opting_out import KEY_DIGITS
from caunoi.notifications.queries.reaching import roster_channels

DIGEST, LIST, STOPPED, NOTHING = "DIGEST", "LIST", "STOPPED", "NOTHING"
NEWEST_SQL = """SELECT e.subject, e.is_given FROM accounts_consententry e JOIN (
    SELECT MAX(id) AS id FROM accounts_consententry WHERE purpose = '{purpose}' AND subject LIKE '{head}:%%'
    GROUP BY subject) newest ON newest.id = e.id"""
DEAD_SQL = "SELECT fingerprint FROM notifications_addresshealth WHERE kind = '{kind}' AND dead_at IS NOT NULL"
# Of each channel: what the person set for the event, and for whatever is not required.
CELL_SQL = "MAX(CASE WHEN event = %s AND channel = '{0}' THEN frequency END) AS own_{0}"
ALL_SQL = "MAX(CASE WHEN event = '*' AND channel = '{0}' THEN frequency END) AS all_{0}"
SET_SQL = "SELECT user_id{} FROM notifications_preference WHERE event IN (%s, '*') GROUP BY user_id"
REACH_SQL: dict[str, str] = {
    Channel.EMAIL: "COALESCE(u.email, '') <> ''",
    Channel.SMS: "(u.phone LIKE '+843%%' OR u.phone LIKE '+845%%' OR u.phone LIKE '+847%%' OR u.phone LIKE '+848%%'"
    " OR u.phone LIKE '+849%%') AND {phoned}",
    Channel.ZALO: "u.phone LIKE '+84%%' AND {phoned}",
    Channel.WEBPUSH: "w.user_id IS NOT NULL",
}
FACTS_SQL = """
  SELECT CASE WHEN u.id IS NULL THEN 0 ELSE 1 END AS is_known, COALESCE(s.style, 'MINE') AS style,
    CASE WHEN r.phone_fingerprint <> '' THEN 1 ELSE 0 END AS has_phone,
    CASE WHEN r.phone_fingerprint <> '' AND dp.fingerprint IS NULL THEN 1 ELSE 0 END AS has_PHONE_way,
    CASE WHEN r.email_fingerprint <> '' AND de.fingerprint IS NULL THEN 1 ELSE 0 END AS has_EMAIL_way,
    CASE WHEN sp.is_given = {false} THEN 1 ELSE 0 END AS left_PHONE, CASE WHEN se.is_given = {false} THEN 1 ELSE 0 END AS left_EMAIL,
    COALESCE(s.first_channel, '') AS own_first{reaches}{cells}
  FROM ({rows}) r
  LEFT JOIN accounts_user u ON u.id = r.user_id AND u.is_active
  LEFT JOIN notifications_noticesetting s ON s.user_id = u.id
  LEFT JOIN ({dead_phones}) dp ON dp.fingerprint = r.phone_fingerprint
  LEFT JOIN ({dead_mails}) de ON de.fingerprint = r.email_fingerprint
  LEFT JOIN ({left_phones}) sp ON sp.subject = 'notifications.PHONE:' || SUBSTR(r.phone_fingerprint, 1, {digits})
  LEFT JOIN ({left_mails}) se ON se.subject = 'notifications.EMAIL:' || SUBSTR(r.email_fingerprint, 1, {digits})
  LEFT JOIN ({said}) c ON c.subject = 'accounts.user:' || CAST(u.id AS varchar(20))
  LEFT JOIN (SELECT DISTINCT user_id FROM notifications_pushsubscription) w ON w.user_id = u.id
  LEFT JOIN ({set_cells}) f ON f.user_id = u.id"""
WHOLE_SQL = """
WITH facts AS MATERIALIZED ({facts}),
firsts AS MATERIALIZED (SELECT facts.*, {first} AS first, {gathering} AS gathering FROM facts),
whens AS MATERIALIZED (SELECT firsts.*{whens} FROM firsts)
SELECT is_known, CASE {way} END AS way, COUNT(*), SUM(has_phone){sums} FROM whens GROUP BY 1, 2"""


@dataclass(frozen=True)
class FirstWays:
    """People by the first way that would really be used; `messages` are what leaves at once, by channel."""

    total: int = 0
    people: Mapping[str, int] = field(default_factory=dict)
    messages: Mapping[str, int] = field(default_factory=dict)
    # Without an account, with a number that no open channel may use.
    phones_unused: int = 0

    @property
    def reachable(self) -> int:
        """People who hear of it somehow, be it in the list of notices."""
        return self.total - self.nothing - self.stopped

    @property
    def nothing(self) -> int:
        """People whom nothing reaches."""
        return self.people.get(NOTHING, 0)

    @property
    def stopped(self) -> int:
        """People without an account who stopped what would reach them."""
        return self.people.get(STOPPED, 0)


def _newest(purpose: str, head: str) -> str:
    return NEWEST_SQL.format(purpose=purpose, head=head)


def _facts(rows_sql: str, kind: EventKind, channels: Sequence[str]) -> str:
    """What is known of each person; the places of the event's code stand in the order of the channels."""
    phoned = f"COALESCE(c.is_given, {_word(bool(settings.CAUNOI.phone_basis))})"
    reaches = "".join(
        f", CASE WHEN {REACH_SQL[c].format(phoned=phoned)} THEN 1 ELSE 0 END AS reach_{c}" for c in channels
    )
    own = [part.format(c) for c in channels for part in ((CELL_SQL,) if kind.is_required else (CELL_SQL, ALL_SQL))]
    cells = [f"COALESCE(f.own_{c}, {'NULL' if kind.is_required else f'f.all_{c}'}, '') AS cell_{c}" for c in channels]
    return FACTS_SQL.format(
        false=_word(False), reaches=reaches, cells="".join(f", {cell}" for cell in cells), rows=rows_sql, digits=KEY_DIGITS,
        dead_phones=DEAD_SQL.format(kind="PHONE"), dead_mails=DEAD_SQL.format(kind="EMAIL"),
        left_phones=_newest("PHONE", "notifications.PHONE"), left_mails=_newest("NOTICES", "notifications.EMAIL"),
        said=_newest("PHONE", "accounts.user"),
        set_cells=SET_SQL.format("".join(f", {each}" for each in own)),
    )  # fmt: skip


def _word(is_true: bool) -> str:
    return ("TRUE" if is_true else "FALSE") if connection.vendor == "postgresql" else str(int(is_true))


def _first(order: Sequence[str], channels: Sequence[str]) -> str:
    """The first of an order that reaches the person, their own before all."""
    own = [f"WHEN own_first = '{c}' AND reach_{c} = 1 THEN '{c}'" for c in channels]
    rest = [f"WHEN reach_{c} = 1 THEN '{c}'" for c in order if c in channels]
    return f"CASE {' '.join([*own, *rest])} ELSE '' END" if own or rest else "''"


def _when(kind: EventKind, channel: str) -> str:
    """When the person hears on a channel, as `Wish.frequency` says."""
    whens = [f"WHEN is_known = 0 OR reach_{channel} = 0 THEN 'NEVER'", f"WHEN cell_{channel} <> '' THEN cell_{channel}"]
    if not kind.is_required:
        whens.append("WHEN style = 'REQUIRED' THEN 'NEVER'")
    now = f"CASE WHEN first = '{channel}' THEN 'AT_ONCE' ELSE 'NEVER' END"
    if kind.is_required:
        return f", CASE {' '.join(whens)} ELSE {now} END AS when_{channel}"
    if kind.is_mine_default:
        whens.append(f"WHEN style = 'MINE' THEN {now}")
    return f", CASE {' '.join(whens)} WHEN gathering = '{channel}' THEN 'DAILY' ELSE 'NEVER' END AS when_{channel}"


def _way(channels: Sequence[str]) -> str:
    """Of an account the first channel that is used at once, else the digest, else the list of notices alone; of a roster the
    first of the house's order that is there, alive and not stopped."""
    open_channels = roster_channels() | {str(Channel.EMAIL)}
    kinds = [
        (c, "EMAIL" if c == Channel.EMAIL else "PHONE") for c in settings.CAUNOI.channel_order if c in open_channels
    ]
    whens = [
        f"WHEN is_known = 0 AND has_{kind}_way = 1 AND left_{kind} = 0 THEN '{channel}'" for channel, kind in kinds
    ]
    whens += [f"WHEN is_known = 0 AND has_{kind}_way = 1 THEN '{STOPPED}'" for _channel, kind in kinds]
    whens.append(f"WHEN is_known = 0 THEN '{NOTHING}'")
    whens += [f"WHEN first = '{c}' AND when_{c} = 'AT_ONCE' THEN '{c}'" for c in channels]
    whens += [f"WHEN when_{c} = 'AT_ONCE' THEN '{c}'" for c in channels]
    whens += [f"WHEN when_{c} IN ('DAILY', 'WEEKLY') THEN '{DIGEST}'" for c in channels]
    return f"{' '.join(whens)} ELSE '{LIST}'"


def first_ways(rows: QuerySet[Any], kind: EventKind) -> FirstWays:
    """Count people by the first way that an event of that kind, addressed to each of them, would really go; one statement.

    What is written into it are words of our own; the rows' own conditions and the event's code are given beside it.
    """
    options = settings.CAUNOI
    channels = [str(channel) for channel in options.channel_order if channel in REACH_SQL and is_on(channel)]
    people_sql, given = (
        rows.order_by().values("user_id", "phone_fingerprint", "email_fingerprint").query.sql_with_params()
    )
    sql = WHOLE_SQL.format(
        facts=_facts(people_sql, kind, channels), first=_first(options.channel_order, channels),
        gathering=_first(options.digest_order, channels), whens="".join(_when(kind, c) for c in channels), way=_way(channels),
        sums="".join(f", SUM(CASE WHEN when_{c} = 'AT_ONCE' THEN 1 ELSE 0 END)" for c in channels),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *([kind.code] * (len(channels) + 1))])
        return _counted(cursor.fetchall(), channels)


def _counted(rows: Sequence[Sequence[Any]], channels: Sequence[str]) -> FirstWays:
    """The groups put together. Who has an account hears on every channel that they chose; who has none, on one."""
    people: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    unused = 0
    for is_known, way, count, phones, *leaving in rows:
        people[way] += count
        unused += phones if way == NOTHING else 0
        sent = dict(zip(channels, leaving, strict=True)) if is_known else {way: count}
        messages.update({channel: n for channel, n in sent.items() if channel in SENDING_CHANNELS and n})
    return FirstWays(people.total(), people, messages, unused)
