"""Made data: three years of cases of a city like Hà Nội, with everything that hangs on them, up to a million.

126 desks (each with the people's committee of its area) and 20 departments under one federation; 3,000 grassroots unions.
Big desks get more than small ones (1/rank^0.7), new cases are more often open, 2 % are open in all. Words are those of
petitions.py. Bands of MinHash: what many of the petitions share is shared at the same rate here, what is a text's own is
its own, so that a look-up meets as many strangers as it would among a million such texts.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate

import federation
import loading
from django.db import connection, transaction
from loading import Rows, Sorted, Table, moment
from petitions import Petition, petitions

from caunoi.accounts.models import User
from caunoi.feedback.actions import ensure_room
from caunoi.feedback.choices import Channel, EntryKind, Identity, Kind, Outcome, RecusalSource, State, Urgency
from caunoi.feedback.models import (
    Case,
    CaseStep,
    Entry,
    Follower,
    LimitRule,
    Publication,
    PublicSignature,
    Recusal,
    Sender,
    Signature,
    Topic,
)
from caunoi.feedback.queries.likeness import packed
from caunoi.feedback.queries.search import CASE_WORDS, PUBLICATION_WORDS, desk_tag, unit_tag
from caunoi.kit import clock, fulltext
from caunoi.kit.encryption import encrypt
from caunoi.kit.ids import new_id
from caunoi.organisations.actions import ensure_kinds
from caunoi.organisations.choices import Role
from caunoi.organisations.models import Unit
from caunoi.pure import likeness

DESKS, DEPARTMENTS, GRASSROOTS = 126, 20, 3_000
YEARS, BATCH, POOL, PLANTED = 3, 5_000, 3_000, 200
CODE_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OFFICE_HOUR = timedelta(hours=3)
DONE = ((State.CLOSED, 60), (State.ANSWERED, 27), (State.REFUSED, 7), (State.WITHDRAWN, 3), (State.MERGED, 3))
OPEN = ((State.RECEIVED, 25), (State.ASSIGNED, 25), (State.HANDLING, 50))
ANSWERED = frozenset({State.CLOSED, State.ANSWERED})
OUTCOMES = (
    (Outcome.DONE, 55), (Outcome.EXPLAINED, 25), (Outcome.PLANNED, 10), (Outcome.REFERRED, 9), (Outcome.RULE_CHANGED, 1),
)  # fmt: skip
CHANNELS = (
    (Channel.WEB, 60), (Channel.ZALO, 15), (Channel.HOTLINE, 10), (Channel.EMAIL, 8), (Channel.PAPER, 5),
    (Channel.PETITION, 2),
)  # fmt: skip


@dataclass
class City:
    """Units by what they do, and one person for each kind of view."""

    root: Unit
    desks: list[Unit]
    committees: list[Unit]
    departments: list[Unit]
    grassroots: list[Unit]


class Dice:
    """Choices with weights, cheap when made a million times."""

    def __init__(self, rng: random.Random, weights: tuple[tuple[str, int], ...]) -> None:
        self._rng = rng
        self._faces = [face for face, weight in weights for _ in range(weight)]

    def roll(self) -> str:
        return self._faces[int(self._rng.random() * len(self._faces))]


def _units(kind: str, prefix: str, name: str, parents: list[Unit | None], paths: dict[int, str]) -> list[Unit]:
    return federation.add(ensure_kinds()[kind], prefix, name, parents, paths)


def build_city() -> City:
    """The units; a desk and its committee share an area."""
    paths: dict[int, str] = {}
    root = _units("CITY_FEDERATION", "T", "Liên đoàn Lao động thành phố", [None], paths)[0]
    desks = _units("COMMUNE_UNION", "C", "Công đoàn phường số", [root] * DESKS, paths)
    committees = _units("PEOPLE_COMMITTEE", "B", "Ủy ban nhân dân phường số", [None] * DESKS, paths)
    departments = _units("DEPARTMENT", "D", "Sở số", [None] * DEPARTMENTS, paths)
    grassroots = _units(
        "GRASSROOTS", "G", "CĐCS Công ty TNHH May", [desks[n % DESKS] for n in range(GRASSROOTS)], paths
    )
    for number, pair in enumerate(zip(desks, committees, strict=True)):
        Unit.objects.filter(pk__in=[unit.pk for unit in pair]).update(area_code=f"{10_000 + number}")
    return City(root, desks, committees, departments, grassroots)


class Words:
    """Texts of many subjects, each its own, put together from sentences of one subject; and bands like theirs."""

    def __init__(self, rng: random.Random) -> None:
        self._rng, self.pool = rng, petitions(POOL)
        sentences: dict[str, list[str]] = defaultdict(list)
        for petition in self.pool:
            sentences[petition.topic] += petition.text.split(". ")
        self._sentences = list(sentences.values())
        self._signatures = [likeness.signature(petition.text) for petition in self.pool]
        self._packed = [packed(signature) for signature in self._signatures]
        self._bands = [likeness.bands(signature) for signature in self._signatures]
        counts = Counter(band for bands in self._bands for band in bands)
        self._shared = frozenset(band for band, count in counts.items() if count > 1)

    def text(self, number: int = POOL) -> str:
        """Of one case; the first are petitions as they are."""
        if number < PLANTED:
            return self.pool[number].text
        lines = self._sentences[int(self._rng.random() * len(self._sentences))]
        return ". ".join(self._rng.choices(lines, k=2 + int(self._rng.random() * 8)))

    def like(self, number: int = POOL) -> tuple[bytes, Sequence[int]]:
        """Signature and bands of the same case."""
        if number < PLANTED:
            return self._packed[number], self._bands[number]
        at = int(self._rng.random() * POOL)
        own = self._rng.getrandbits
        return self._packed[at], [band if band in self._shared else own(64) - 2**63 for band in self._bands[at]]


@cache
def _words(sentence: str) -> list[str]:
    return fulltext.words(sentence)


def words_of(text: str, *more: str) -> str:
    """What a table of words holds of a text, as its loader reads it: sentences come again and again."""
    found = dict.fromkeys(word for sentence in (*text.split(". "), *more) for word in _words(sentence))
    return " ".join(found) if connection.vendor == "sqlite" else " ".join(f"'{word}'" for word in found)


@dataclass
class Made:
    """One case, before its rows."""

    number: int
    at: datetime
    state: str
    title: str
    text: str
    topic: int
    area: str
    desk: Unit
    body: Unit
    unit: Unit | None
    answered: datetime | None
    target: int | None

    @property
    def due(self) -> datetime:
        return self.at + timedelta(days=14)


class Voices:
    """Rows of cases, one after the other in time; `make` writes them."""

    def __init__(self, city: City, count: int, until: datetime) -> None:
        self.city, self.count, self.until = city, count, until
        self.rng = rng = random.Random(3)
        self.words = Words(rng)
        self.step = timedelta(days=365 * YEARS) / count
        self._weights = list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(DESKS)))
        self._done, self._open, self._channel = Dice(rng, DONE), Dice(rng, OPEN), Dice(rng, CHANNELS)
        self._outcome = Dice(rng, OUTCOMES)
        self._topics = list(Topic.objects.values_list("pk", "area"))
        self._rule = LimitRule.objects.get(code="ANSWER_NORMAL", topic=None).pk
        self._names = [encrypt(f"Nguyễn Thị Số {number}") for number in range(500)]
        self._last_of_desk: dict[int, int] = {}
        self._handlers: dict[int, int] = {}
        self._make_tables()

    def _make_tables(self) -> None:
        self.cases = Table(
            Case, "id", "public_id", "code", "channel", "kind", "state", "urgency", "identity", "title", "text", "area",
            "topic", "body", "desk", "unit", "handler", "received_at", "accept_due_at", "due_at", "clock_from_at",
            "limit_rule", "accepted_at", "answered_at", "closed_at", "is_on_time", "last_at", "transfer_count",
            "voice_count", "merged_into",
        )  # fmt: skip
        self.followers = Table(Follower, "id", "public_id", "case", "receipt_hash", "joined_at", "expires_at")
        self.senders = Table(Sender, "case", "name", "contact", "contact_print")
        self.steps = Table(CaseStep, "public_id", "case", "verb", "state_from", "state_to", "unit_to", "at", "due_at")
        self.entries = Table(Entry, "public_id", "case", "kind", "text", "at", "unit", "follower", "outcome")
        self.publications = Table(
            Publication, "id", "public_id", "case", "title", "question", "answer", "area", "topic", "body", "unit", "outcome",
            "received_on", "answered_on", "due_on", "is_on_time", "published_at",
        )  # fmt: skip
        self.recusals = Table(Recusal, "case", "user", "unit", "name", "source", "at")
        self.signatures = Table(Signature, "case", "numbers", "version")
        self.public_signatures = Table(PublicSignature, "publication", "numbers", "version")
        self.bands = Sorted("feedback_band", "band", "case_id")
        self.public_bands = Sorted("feedback_publicband", "band", "publication_id")
        key = "rowid" if connection.vendor == "sqlite" else "id"
        self.words_of_cases = Rows(CASE_WORDS, key, "words")
        self.words_of_publications = Rows(PUBLICATION_WORDS, key, "words")
        self.tables = [
            self.cases, self.followers, self.senders, self.steps, self.entries, self.publications, self.recusals,
            self.signatures, self.public_signatures, self.bands, self.public_bands, self.words_of_cases,
            self.words_of_publications,
        ]  # fmt: skip
        self.published_count = 0

    def handled_by(self, user: User, unit: Unit) -> None:
        """The person who handles half of what lies open at a unit."""
        self._handlers[unit.pk] = user.pk

    def make(self) -> None:
        """Write everything."""
        with loading.bulk(self.tables):
            for start in range(1, self.count + 1, BATCH):
                for number in range(start, min(start + BATCH, self.count + 1)):
                    self._case(number)
                with transaction.atomic():
                    for table in self.tables:
                        table.write()

    def _state(self, age: timedelta) -> str:
        """Two of three of the last month are open, and one in a thousand of the others."""
        is_open = self.rng.random() < (0.66 if age < timedelta(days=30) else 0.0015)
        return self._open.roll() if is_open else self._done.roll()

    def _places(self, state: str) -> tuple[Unit, Unit, Unit | None]:
        place = self.rng.choices(range(DESKS), cum_weights=self._weights)[0]
        desk = self.city.root if self.rng.random() < 0.03 else self.city.desks[place]
        body = self.city.committees[place]
        if self.rng.random() < 0.15:
            body = self.city.departments[int(self.rng.random() * DEPARTMENTS)]
        return desk, body, None if state == State.RECEIVED else body

    def _case(self, number: int) -> None:
        rng, step = self.rng, self.step
        at = self.until - timedelta(days=365 * YEARS) + number * step - rng.random() * step
        state = self._state(self.until - at)
        desk, body, unit = self._places(state)
        target = self._last_of_desk.get(desk.pk) if state == State.MERGED else None
        if state == State.MERGED and target is None:
            state = State.CLOSED
        if state in ANSWERED:
            self._last_of_desk[desk.pk] = number
        took = timedelta(days=rng.gammavariate(3, 3))
        answered = min(at + took, self.until) if state in ANSWERED else None
        text, (topic, area) = self.words.text(number - 1), self._topics[int(rng.random() * len(self._topics))]
        title = text[:100].split(". ")[0]
        made = Made(number, at, state, title, text, topic, area, desk, body, unit, answered, target)
        self._row(made)
        self._hangings(made)
        self._history(made)
        if answered:
            self._answer(made, answered)

    def _row(self, made: Made) -> None:
        rng, said_at, unit, state = self.rng, moment(made.at), made.unit, made.state
        code = made.number * 0x9E3779B1 % 2**40
        letters = "".join(CODE_SYMBOLS[code >> shift & 31] for shift in range(0, 40, 5))
        answered_at = moment(made.answered) if made.answered else None
        handler = self._handlers.get(unit.pk) if unit and state == State.HANDLING and rng.random() < 0.5 else None
        self.cases.add(
            made.number, new_id().hex, f"{letters[:4]}-{letters[4:]}", self._channel.roll(),
            Kind.REFLECTION if rng.random() < 0.7 else Kind.RECOMMENDATION, state,
            Urgency.NORMAL if rng.random() < 0.95 else Urgency.URGENT,
            Identity.HANDLER if rng.random() < 0.6 else Identity.RECEIPT, made.title, made.text, made.area, made.topic,
            made.body.pk, made.desk.pk, unit.pk if unit else None, handler, said_at, moment(made.at + OFFICE_HOUR),
            moment(made.due), said_at, self._rule, said_at if unit else None, answered_at,
            answered_at if state == State.CLOSED else None, made.answered <= made.due if made.answered else None,
            answered_at or said_at, int(rng.random() < 0.1), 1, made.target,
        )  # fmt: skip

    def _hangings(self, made: Made) -> None:
        rng, number, said_at = self.rng, made.number, moment(made.at)
        self.followers.add(
            number, new_id().hex, number, f"{rng.getrandbits(256):064x}", said_at, moment(made.at + timedelta(days=365))
        )
        self.entries.add(new_id().hex, number, EntryKind.STORY, made.text, said_at, None, number, "")
        if rng.random() < 0.6:
            name = self._names[number % len(self._names)]
            self.senders.add(number, name, name, f"{rng.getrandbits(256):064x}")
        if rng.random() < 0.015:
            self.recusals.add(number, None, made.body.pk, "", RecusalSource.NAMED, said_at)
        elif rng.random() < 0.01:
            handler = self._handlers.get((made.unit or made.desk).pk)
            self.recusals.add(number, handler, None, "" if handler else self._names[0], RecusalSource.NAMED, said_at)
        numbers, bands = self.words.like(number - 1)
        self.signatures.add(number, numbers, likeness.VERSION)
        for band in bands:
            self.bands.add(band, number)
        marks = [desk_tag(made.desk.pk), *([unit_tag(made.unit.pk)] if made.unit else [])]
        if connection.vendor == "postgresql":
            marks = [f"'{mark}'" for mark in marks]
        self.words_of_cases.add(number, f"{words_of(made.text, made.body.name)} {' '.join(marks)}")

    def _history(self, made: Made) -> None:
        verbs = ["receive_case"]
        if made.unit:
            verbs += ["assign_case", "accept_case"]
        if made.answered:
            verbs += ["reply_case"]
        if made.state == State.CLOSED:
            verbs += ["close_case"]
        unit = made.unit.pk if made.unit else None
        for verb in verbs:
            at = made.answered if made.answered and verb in {"reply_case", "close_case"} else made.at
            self.steps.add(new_id().hex, made.number, verb, "", made.state, unit, moment(at), moment(made.due))

    def _answer(self, made: Made, answered: datetime) -> None:
        rng, number, body, answered_at = self.rng, made.number, made.body.pk, moment(answered)
        outcome = self._outcome.roll()
        reply = f"Chúng tôi đã kiểm tra việc bạn nêu. {self.words.text()}"
        if rng.random() < 0.3:
            question = (number, EntryKind.QUESTION, "Bạn nộp hồ sơ ngày nào?", answered_at, body, None, "")
            self.entries.add(new_id().hex, *question)
            self.entries.add(new_id().hex, number, EntryKind.SENDER_ANSWER, "Ngày 5.", answered_at, None, number, "")
        self.entries.add(new_id().hex, number, EntryKind.REPLY, reply, answered_at, body, None, outcome)
        if rng.random() < 0.6:
            self._publish(made, answered, (reply, outcome))

    def _publish(self, made: Made, answered: datetime, said: tuple[str, str]) -> None:
        self.published_count = key = self.published_count + 1
        body, (reply, outcome) = made.body.pk, said
        self.publications.add(
            key, new_id().hex, made.number, made.title, made.text, reply, made.area, made.topic, body, body, outcome,
            made.at.date().isoformat(), answered.date().isoformat(), made.due.date().isoformat(), answered <= made.due,
            moment(min(answered + timedelta(days=2), self.until)),
        )  # fmt: skip
        numbers, bands = self.words.like(made.number - 1)
        self.public_signatures.add(key, numbers, likeness.VERSION)
        for band in bands:
            self.public_bands.add(band, key)
        self.words_of_publications.add(key, words_of(made.text, made.body.name, *reply.split(". ")))


@dataclass
class People:
    """Who looks: the city's officer, a big and a small commune's, an official of a committee."""

    city: User
    commune: User
    small: User
    official: User


def _people(city: City) -> People:
    officer, official = Role.OFFICER, Role.OFFICIAL
    one, big, small = federation.staff([city.root, city.desks[0], city.desks[60]], officer, is_officer=True)
    return People(one, big, small, federation.staff([city.committees[0]], official)[0])


def fill(count: int, until: datetime | None = None) -> None:
    """An installation with so many cases, up to now."""
    ensure_kinds()
    ensure_room(by=None, at=clock.now())
    city = build_city()
    people = _people(city)
    voices = Voices(city, count, until or clock.now())
    voices.handled_by(people.city, city.root)
    voices.handled_by(people.commune, city.desks[0])
    voices.handled_by(people.official, city.committees[0])
    voices.make()


def people() -> People:
    """The same people, in an installation that was kept."""
    found = {user.email: user for user in User.objects.filter(email__endswith="@bench.example")}
    return People(*(found[f"{code}@bench.example"] for code in ("t000000", "c000000", "c000060", "b000000")))


def planted() -> list[Petition]:
    """Texts that lie word for word among the cases, with their true bands."""
    return petitions(PLANTED)
