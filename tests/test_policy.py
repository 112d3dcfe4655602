"""The route × role matrix: every address, tried by the whole cast, answers as policy/*.toml say and not otherwise."""

import tomllib
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from caunoi.accounts.queries import email_token
from caunoi.feedback.models import Attachment
from caunoi.kit.searching import Synonym
from caunoi.notifications.queries.addresses import email_address
from caunoi.notifications.queries.opting_out import opt_out_token, way_out_of
from caunoi.organisations.models import Member, WorkCalendar
from tests.cast import NAMES
from tests.notifications.machines import machine_of
from tests.notifications.told import notice_of
from tests.world import World, kept_world  # noqa: F401

POLICY: dict[str, list[dict[str, Any]]] = {
    name: entries
    for file in sorted(Path(__file__).with_name("policy").glob("*.toml"))
    for name, entries in tomllib.loads(file.read_text("utf-8")).items()
}
CASES = [pytest.param(name, entry, id=f"{name} {entry.get('of', '')}") for name in POLICY for entry in POLICY[name]]
SIGN_IN, AGAIN = "/accounts/login/", ("/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}"


def open311(request_id: Any) -> dict[str, Any]:
    return {"form": "xml", "code": "ONE_STOP", "request_id": request_id, "token": request_id}


def objects(world: World) -> dict[str, dict[str, Any]]:
    """What an entry may be tried on: the parts of the address that name it."""
    unit = {"unit_id": world.recipient.unit.public_id}
    return {
        "": {},
        "public document": {"document_id": world.public.public_id},
        "private document": {"document_id": world.private.public_id},
        "reading": {"reading_id": world.reading.public_id},
        "directive": {"directive_id": world.directive.public_id},
        "quiet directive": {"directive_id": world.quiet.public_id},
        "proof": {"code": world.minutes.code},
        "no proof": {"code": "khong-co"},
        "recipient": {"recipient_id": world.recipient.public_id},
        "evidence": {"evidence_id": world.evidence.public_id},
        "public file": {"file_id": world.public_file.public_id},
        "private file": {"file_id": world.private_file.public_id},
        "evidence file": {"file_id": world.evidence_file.public_id},
        "case": {"case_id": world.voices.case.public_id},
        "waiting case": {"case_id": world.voices.waiting.public_id},
        "answered case": {"case_id": world.voices.publication.case.public_id},
        "recusal": {"case_id": world.voices.case.public_id, "number": world.voices.recusal.pk},
        "saved view": {"view_id": world.voices.view.public_id},
        "reply template": {"template_id": world.voices.template.public_id},
        "spreadsheet": {"kind": "xlsx"},
        "petition": {"petition_id": world.voices.petition.public_id, "paper": "a5"},
        "sent petition": {"petition_id": world.voices.sent_petition.public_id, "paper": "a4"},
        "petition's link": {"token": world.voices.petition.token},
        "data request": {"request_id": world.voices.data_request.public_id, "name": "acknowledge"},
        "step that does not fit": {"request_id": world.voices.data_request.public_id, "name": "finish"},
        "removal": {"removal_id": world.voices.removal.public_id},
        "retention rule": {"group": "REFUSED"},
        "no retention rule": {"group": "NOTHING"},
        "subject": {"code": "LAND"},
        "synonym": {"synonym_id": Synonym.objects.order_by("pk")[0].public_id},
        "no subject": {"code": "NOTHING"},
        "publication": {"publication_id": world.voices.publication.public_id},
        "attachment": {"attachment_id": Attachment.objects.get(file=world.voices.case_file).public_id},
        "case file": {"file_id": world.voices.case_file.public_id},
        "open311": open311(world.voices.publication.case.public_id),
        "unpublished request": open311(world.voices.case.public_id),
        "desk's unit": {"unit_id": world.cast.units["MD"].public_id},
        "shown picture": {"picture_id": world.news.shown.public_id, "width": 480},
        "hidden picture": {"picture_id": world.news.hidden.public_id, "width": 480},
        "public article": {"article_id": world.news.public.public_id, "code": world.news.public.short_code},
        "branch's article": {"article_id": world.news.private.public_id, "code": world.news.private.short_code},
        "public article's leaflet": {"article_id": world.news.public.public_id, "slug": "leaflet-a5"},
        "public article's script": {"article_id": world.news.public.public_id, "slug": "script", "page": 9},
        "withdrawn article": {"article_id": world.news.gone.public_id, "code": world.news.gone.short_code},
        "sitemap's part": {"part": "news", "number": 1},
        "draft article": {"article_id": world.news.draft.public_id, "code": world.news.draft.short_code},
        "nomination": {"nomination_id": world.news.nomination.public_id},
        "milestone": {"milestone_id": world.news.milestone.public_id},
        **world.forms.objects(),
        "paper": {"paper_id": world.paper.public_id, "page": 0},
        "no page": {"paper_id": world.paper.public_id, "page": 1},
        "procedure": {"code": world.procedure.code},
        "import": {"batch_id": world.batch.public_id},
        "collection": {"collection_id": world.collection.public_id},
        "quiet collection": {"collection_id": world.quiet_collection.public_id},
        "no procedure": {"code": "9.999999"},
        "unit": unit,
        "member": unit | {"member_id": Member.objects.get(unit=world.recipient.unit, code="001").public_id},
        "machine": {"machine_id": machine_of(world.cast.users["minh"]).public_id},
        "notice": {"notice_id": notice_of(world.cast.users["minh"]).public_id},
        "way out": {"channel": "SMS"},
        "no way out": {"channel": "PIGEON"},
        "grant": unit | {"grant_id": world.grant.public_id},
        "chair": unit | {"user_id": world.grant.user.public_id},
        "roster": unit | {"file_id": world.roster.public_id},
        "unit list": {"file_id": world.unit_list.public_id},
        "calendar": {"calendar_id": world.calendar.public_id},
        "federation's calendar": {"calendar_id": WorkCalendar.objects.get(unit=None).public_id},
        "calendar day": {"calendar_id": world.calendar.public_id, "day_id": world.calendar_day.public_id},
        "rename": {"kind": "RENAME"},
        "no kind": {"kind": "EXPLODE"},
        "link": {"token": world.token},
        "welcome link": {"token": world.welcome},
        "email link": {"token": email_token(world.cast.minh, "minh.moi@example.vn")},
        "no link": {"token": "khong-co"},
        "member's link": {"token": world.member_token},
        "opt-out": {"token": opt_out_token(world.cast.minh.pk), "channel": "EMAIL", "event": "directives.issued"},
        "way out of an address": {"token": way_out_of(email_address("lan@example.vn")).token},
        "no way out of an address": {"token": "p" + "A" * 20},
        "notice text": {"event": "directives.issued", "language": "vi"},
        "no notice text": {"event": "directives.unknown", "language": "vi"},
        "no opt-out": {"token": f"{world.cast.minh.pk}-x", "channel": "EMAIL", "event": "directives.issued"},
        **world.contests.objects(),
        **world.plans.objects(),
        "obligation": {"obligation_id": world.directive.obligations.get().public_id},
        **world.activities.objects(),
        **world.figures.objects(),
        "no key": {"key": "x", "pk": 1, "uidb36": "1"},
    }


def address(name: str, given: dict[str, Any]) -> str:
    """The route's address with those of the parts that it takes."""
    takes = get_resolver()
    for part in name.split(":")[:-1]:
        takes = takes.namespace_dict[part][1]
    wanted = {
        key
        for _bits, _pattern, _defaults, converters in takes.reverse_dict.getlist(name.rsplit(":", maxsplit=1)[-1])
        for key in converters
    }
    return reverse(name, kwargs={key: value for key, value in given.items() if key in wanted})


def expected(entry: dict[str, Any], method: str, name: str) -> int | str:
    rule = entry.get(method, 405)
    if not isinstance(rule, dict):
        return rule
    if name == "an":
        return rule.get("an", 404 if entry.get("door") == "public" else "login")
    return rule.get(name, rule.get("signed_in", 404))


@pytest.fixture(scope="module")
def cookies(made_once: World, django_db_blocker: DjangoDbBlocker) -> dict[str, SimpleCookie]:
    """Everyone signs in once for all addresses: signing in costs as much as many an answer."""
    with django_db_blocker.unblock():
        return {name: made_once.client(name).cookies for name in NAMES}


def answer(signed_in: SimpleCookie, method: str, url: str) -> int | str:
    """What one of the cast gets; nothing that it did stays."""
    client = Client()
    client.cookies.update(signed_in)
    with transaction.atomic():
        response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
        if response.streaming:  # read to its end, which closes the file
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    place = response.headers.get("Location", "").partition("?")[0] if response.status_code == 302 else ""
    if place == SIGN_IN:
        return "login"
    return "again" if place in AGAIN else response.status_code


@pytest.mark.pure
def test_every_route_is_declared_and_every_declared_route_exists():
    assert sorted(set(routes())) == sorted(POLICY)


@pytest.mark.pure
def test_no_route_shares_its_name():
    names = list(routes())
    assert sorted(names) == sorted(set(names))


@pytest.mark.door
@pytest.mark.pages
@pytest.mark.parametrize(("name", "entry"), CASES)
def test_everyone_gets_what_the_policy_says(world: World, cookies: dict[str, SimpleCookie], name: str, entry: Any):
    given = objects(world)[entry.get("of", "")]
    url = address(name, given)
    wanted = {f"{method} {who}": expected(entry, method, who) for method in ("GET", "POST") for who in NAMES}
    found = {line: answer(cookies[line.split()[1]], line.split()[0], url) for line in wanted}
    assert found == wanted


@pytest.mark.door
def test_an_officer_without_a_second_factor_gets_nothing_but_the_way_to_one(world: World):
    world.cast.users["hoa"].authenticator_set.all().delete()
    client = world.client("hoa")
    for name in ("desk:home", "portal:home", "library:readings", "organisations:reorganise"):
        response = client.get(reverse(name))
        assert (response.status_code, response["Location"]) == (302, reverse("accounts:second_factor"))


@pytest.mark.door
def test_out_of_scope_and_missing_look_the_same(world: World):
    client = world.client("quang")
    hidden = client.get(address("library:document", {"document_id": world.private.public_id}))
    absent = client.get(address("library:document", {"document_id": world.reading.public_id}))
    text = hidden.content.decode().replace(str(world.private.public_id), "")
    assert text.split("<footer")[0] == absent.content.decode().split("<footer")[0]
    assert hidden.status_code == absent.status_code == 404
