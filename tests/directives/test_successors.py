"""After a reorganisation: the officers of who took over manage the recipients of older directives."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from caunoi.directives import actions, queries
from caunoi.directives.models import Directive, Evidence, Recipient
from caunoi.kit import clock
from caunoi.library.models import Document
from caunoi.organisations.queries import path_on, scope_of
from tests.cast import AT, Cast
from tests.directives.deeds import TODAY, acknowledge, issue, recipient, submit
from tests.organisations.steps import merge, split, transfer

pytestmark = [pytest.mark.room, pytest.mark.django_db]
NEXT, LATER, LATEST = (TODAY + timedelta(days=days) for days in (1, 2, 3))


@pytest.fixture
def ha(cast: Cast):
    """Hà, officer of the Hà Đông commune union, and what lies frozen under Mỹ Đức."""
    return cast.person("ha", "Ngô Thu Hà", cast.units["HD"], "OFFICER")


@pytest.fixture
def quiet(cast: Cast, ha) -> Directive:
    return issue(cast, "MD", is_public=False)


def sees(user, row: Recipient, on) -> bool:
    try:
        return queries.recipient_for(user, row.public_id, on) == row
    except Recipient.DoesNotExist:
        return False


def scoped(user, on=LATEST):
    return scope_of(user, on)


def test_a_stranger_before_is_a_stranger(cast, ha, quiet):
    merge(cast, "MD", "HD", on=NEXT)
    assert scoped(ha, TODAY).inherited == ()
    assert not sees(ha, recipient(quiet, "MD-1"), TODAY)
    assert sees(ha, recipient(quiet, "MD-1"), NEXT)


def test_the_successors_officer_manages_what_was_frozen_under_the_predecessor(cast, ha, quiet):
    place = path_on(cast.units["MD"], TODAY)
    merge(cast, "MD", "HD", on=NEXT)
    row = recipient(quiet, "MD-1")
    assert scoped(ha).inherited == (place,)
    assert quiet in queries.visible_directives(ha, LATEST)
    assert queries.manages(scoped(ha), row)
    assert queries.totals_of([quiet], scoped(ha))[quiet.pk].total == 2
    assert Document.objects.filter(pk__in=queries.documents_received(scoped(ha)), pk=quiet.document_id).exists()


def test_a_recipient_that_ended_itself_is_the_successors(cast, ha, quiet):
    merge(cast, "MD-2", "HD-1", on=NEXT)
    assert sees(ha, recipient(quiet, "MD-2"), LATEST)
    assert not sees(ha, recipient(quiet, "MD-1"), LATEST)


def test_successions_are_followed_however_many_there_are(cast, ha, quiet):
    merge(cast, "MD-2", "MD-1", on=NEXT)
    merge(cast, "MD-1", "HD-1", on=LATER)
    assert sees(ha, recipient(quiet, "MD-2"), LATEST)


def test_todays_upper_unit_manages_a_recipient_that_came_alone(cast, ha, quiet):
    transfer(cast, "MD-1", "HD", on=NEXT)
    row = recipient(quiet, "MD-1")
    assert scoped(ha).inherited == ()
    assert sees(ha, row, LATEST)
    assert not sees(ha, recipient(quiet, "MD-2"), LATEST)
    assert queries.coverage_root(quiet, scoped(ha), LATEST) == row.path
    assert sees(cast.hoa, row, LATEST)


def test_the_officers_of_a_unit_that_moved_keep_what_was_frozen_below_it(cast, ha):
    directive = issue(cast)
    transfer(cast, "HD-1", "MD", on=NEXT)
    transfer(cast, "HD", "MD", on=LATER)
    assert sees(ha, recipient(directive, "HD-1"), LATEST)
    assert sees(cast.hoa, recipient(directive, "HD-1"), LATEST)


def test_who_took_a_part_of_a_unit_that_lives_on_gets_that_part_only(cast, ha, quiet):
    split(cast, "MD", "HD", is_kept=True, MD_1="HD", on=NEXT)
    assert sees(ha, recipient(quiet, "MD-1"), LATEST)
    assert not sees(ha, recipient(quiet, "MD-2"), LATEST)


def test_a_chair_of_a_successor_manages_nothing(cast, quiet):
    merge(cast, "MD-2", "HD-1", on=NEXT)
    assert scoped(cast.quang).inherited == ()
    assert not sees(cast.quang, recipient(quiet, "MD-2"), LATEST)


def test_the_proof_begins_where_the_predecessor_stood(cast, ha, quiet):
    place = path_on(cast.units["MD"], TODAY)
    merge(cast, "MD", "HD", on=NEXT)
    assert queries.coverage_root(quiet, scoped(ha), LATEST) == place
    proof = queries.directive_for_proof(ha, quiet.public_id, LATEST, scoped(ha))
    assert queries.coverage_roots(proof, scoped(ha), LATEST) == [place]


def test_the_proof_begins_in_the_own_branch_where_it_has_recipients(cast, ha):
    directive = issue(cast)
    own, lost = (path_on(cast.units[code], TODAY) for code in ("HD", "MD"))
    merge(cast, "MD", "HD", on=NEXT)
    proof = queries.directive_for_proof(ha, directive.public_id, LATEST, scoped(ha))
    assert queries.coverage_roots(proof, scoped(ha), LATEST) == [own, lost]


def test_evidence_waits_for_the_successors_officer(cast, ha, quiet):
    acknowledge(quiet, "MD-1")
    evidence = submit(quiet, "MD-1", cast)
    assert queries.evidence_to_review(scoped(ha)) == []
    with pytest.raises(Evidence.DoesNotExist):
        queries.evidence_for(ha, evidence.public_id, TODAY)
    merge(cast, "MD", "HD", on=NEXT)
    assert queries.evidence_to_review(scoped(ha)) == [evidence]
    assert queries.evidence_for(ha, evidence.public_id, LATEST) == evidence


# On the page


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name: str, directive: Directive) -> str:
    return reverse(f"directives:{name}", args=[directive.public_id])


@pytest.fixture
def moved_on():
    """The clock on a morning after the reorganisation."""
    with clock.frozen(AT + timedelta(days=3)):
        yield


@pytest.fixture
def merged(cast, ha) -> Directive:
    """A directive of the city; then Mỹ Đức goes into Hà Đông, but for MD-2, which had gone there before."""
    Authenticator.objects.create(user=ha, type=Authenticator.Type.TOTP, data={"secret": "x"})
    directive = issue(cast)
    transfer(cast, "MD-2", "HD", on=NEXT)
    merge(cast, "MD", "HD", on=LATER)
    return directive


def test_the_page_of_the_proof_names_the_places_that_came_over(ha, merged, moved_on, django_assert_max_num_queries):
    client, url = client_of(ha), address("coverage", merged)
    page = client.get(url).content.decode()
    assert "Công đoàn xã Mỹ Đức" in page
    place = recipient(merged, "MD-1").path.rsplit("/", 2)[0] + "/"
    assert f"?path={place}" in page
    there = client.get(url, {"path": place}).content.decode()
    assert "CĐCS Công ty TNHH May Sông Đáy" in there
    for asked in (url, f"{url}?{urlencode({'path': place})}"):
        # Six of the page, and the look whether the officer has a second factor.
        with django_assert_max_num_queries(7):
            assert client.get(asked).status_code == 200


def test_a_directive_issued_after_the_merger_names_no_place_where_nothing_was_frozen(cast, ha, merged, moved_on):
    later = issue(cast, at=AT + timedelta(days=3))
    page = client_of(ha).get(address("coverage", later)).content.decode()
    assert "CĐCS Công ty TNHH May Sông Đáy" in page
    assert "bạn còn phụ trách" not in page
    assert "bạn còn phụ trách" in client_of(ha).get(address("coverage", merged)).content.decode()


def test_the_successors_officer_reminds(ha, merged, moved_on):
    row = recipient(merged, "MD-1")
    asked = {"path": row.path.rsplit("/", 2)[0] + "/", "level": "acknowledged", "idempotency_key": "0123456789abcdef"}
    assert client_of(ha).post(address("remind", merged), asked).status_code == 302
    assert row.reminders.count() == 1


def test_the_successors_officer_answers_for_the_unit(ha, merged, moved_on):
    row = recipient(merged, "MD-1")
    url = reverse("directives:acknowledge_on_behalf", args=[row.public_id])
    given = {"note": "Đã họp, chưa có ảnh danh sách ký.", "idempotency_key": "0123456789abcdef"}
    assert client_of(ha).post(url, given).status_code == 302
    row.refresh_from_db()
    assert row.acknowledged_at


def test_the_figures_stay_as_they_were(cast, ha):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    before = queries.totals(directive)
    merge(cast, "MD", "HD", on=NEXT)
    actions.remind(directive=directive, recipients=[recipient(directive, "MD-1")], by=ha, at=AT)
    assert queries.totals(directive) == before


@pytest.mark.parametrize("name", ["directives:directives", "desk:home"])
def test_lists_cost_no_more_after_a_reorganisation(cast, ha, name, moved_on, django_assert_num_queries):
    Authenticator.objects.create(user=ha, type=Authenticator.Type.TOTP, data={"secret": "x"})
    directive, client = issue(cast), client_of(ha)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(name))
    before = len(queries)
    merge(cast, "MD", "HD", on=NEXT)
    client.get(reverse(name))  # the working calendar of another day is compiled once
    with django_assert_num_queries(before):
        assert directive.title in client.get(reverse(name)).content.decode()
