"""The chase list: by the unit that chases, with people, what was tried and what would help next."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caunoi.directives import actions, queries, rules
from caunoi.directives.actions import ContactDraft
from caunoi.directives.choices import NextStep
from caunoi.directives.models import ContactNote, Reminder
from caunoi.pure import timetree
from tests.cast import AT
from tests.directives.deeds import acknowledge, issue, recipient, submit

pytestmark = [pytest.mark.room, pytest.mark.django_db]
TODAY = date(2026, 11, 23)


def groups(directive, path="/", on=TODAY):
    return queries.chase_groups(directive, path, "/", on)


def steps(directive, on=TODAY):
    return {
        line.recipient.unit.code: rules.next_step(line, on).value for group in groups(directive) for line in group.lines
    }


def note(directive, cast, code="MD-1", **values):
    draft = ContactDraft(**{"kind": "CALL", "outcome": "REACHED"} | values)
    return actions.note_contact(recipient=recipient(directive, code), draft=draft, by=cast.hoa, at=AT)


def test_each_level_has_its_own_and_its_people(cast):
    found = groups(issue(cast))
    assert [(group.unit.code, group.missing_count, [p.full_name for p in group.people]) for group in found] == [
        ("MD", 2, ["Lê Thị Hoa"]),
        ("HD", 1, []),
    ]
    assert [(unit.code, [p.full_name for p in people]) for unit, people in found[0].above] == [
        ("HN", ["Phạm Quốc Dũng"])
    ]


def test_the_list_of_a_branch_names_nobody_above_it(cast):
    directive = issue(cast)
    root = timetree.parent_of(recipient(directive, "MD-1").path)
    (group,) = queries.chase_groups(directive, root, root, TODAY)
    assert (group.unit.code, group.above, len(group.lines)) == ("MD", [], 2)


def test_who_is_done_is_not_chased(cast):
    directive = issue(cast)
    acknowledge(directive, "MD-1")
    assert set(steps(directive)) == {"MD-2", "HD-1"}


def test_the_next_step_follows_from_what_was_tried(cast):
    directive = issue(cast)
    assert steps(directive) == {"MD-1": "REMIND", "MD-2": "FIND_PERSON", "HD-1": "REMIND"}
    for day in range(2):
        rows = [recipient(directive, "MD-1")]
        actions.remind(directive=directive, recipients=rows, by=cast.hoa, at=AT + timedelta(days=day))
    actions.remind(directive=directive, recipients=[recipient(directive, "HD-1")], by=cast.hoa, at=AT)
    assert steps(directive) == {"MD-1": "CALL", "MD-2": "FIND_PERSON", "HD-1": "WAIT"}


@pytest.mark.parametrize(("values", "on", "step"), [
    ({"outcome": "PROMISED", "promised_on": date(2026, 11, 27)}, date(2026, 11, 27), NextStep.WAIT_PROMISE),
    ({"outcome": "PROMISED", "promised_on": date(2026, 11, 27)}, date(2026, 11, 28), NextStep.CALL_AGAIN),
    ({"outcome": "NO_ANSWER"}, TODAY, NextStep.CALL_AGAIN),
    ({"outcome": "WRONG_NUMBER"}, TODAY, NextStep.MEND_NUMBER),
])  # fmt: skip
def test_a_call_decides_the_next_step(cast, values, on, step):
    directive = issue(cast)
    note(directive, cast, **values)
    assert steps(directive, on)["MD-1"] == step


def test_evidence_that_waits_is_a_step_of_the_level_above(cast):
    directive = issue(cast, obligations=[{"text": "Họp", "actor": "", "due_on": None, "evidence_required": "Ảnh"}])
    submit(directive, "MD-1", cast, obligation=directive.obligations.get())
    assert steps(directive)["MD-1"] == "REVIEW"


@pytest.mark.parametrize("values", [
    {"outcome": "PROMISED"},
    {"outcome": "PROMISED", "promised_on": date(2026, 11, 22)},
])  # fmt: skip
def test_a_promise_has_a_day_to_come(cast, values):
    with pytest.raises(ValidationError):
        note(issue(cast), cast, **values)
    assert not ContactNote.objects.exists()


def test_reminders_of_the_version_before_do_not_count(cast):
    directive = issue(cast)
    actions.remind(directive=directive, recipients=[recipient(directive, "MD-1")], by=cast.hoa, at=AT)
    draft = actions.VersionDraft(title="Hai", due_on=date(2026, 12, 20), change_note="Thêm hạn báo cáo.")
    actions.issue_version(directive=directive, draft=draft, after=1, by=cast.dung, at=AT + timedelta(hours=1))
    assert steps(directive)["MD-1"] == "REMIND"


def test_the_list_costs_the_same_number_of_statements_for_1_and_3_recipients(cast):
    used = []
    for issuer in ("HD", "HN"):
        directive = issue(cast, issuer)
        with CaptureQueriesContext(connection) as caught:
            groups(directive)
        used.append(len(caught))
    assert used[0] == used[1]


def test_the_spreadsheet_holds_who_to_call(cast, sign_in):
    directive = issue(cast)
    cast.minh.phone = "+84912345678"
    cast.minh.save()
    note(directive, cast, outcome="PROMISED", promised_on=date(2026, 11, 27), note="Chị Hạnh nhận làm")
    Authenticator.objects.create(user=cast.hoa, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = sign_in("hoa").get(f"/directives/{directive.public_id}/chase/export.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows(values_only=True))
    found = [row for row in rows if "CĐCS Công ty TNHH May Sông Đáy" in row]
    assert "Trần Văn Minh +84912345678" in found[0]
    assert {"Hẹn làm", "Chị Hạnh nhận làm", "Chờ đến ngày hẹn"} <= set(found[0])


def officer(cast, name, sign_in):
    Authenticator.objects.create(user=getattr(cast, name), type=Authenticator.Type.TOTP, data={"secret": "x"})
    return sign_in(name)


@pytest.mark.door
def test_the_button_of_a_unit_reminds_those_right_below_it_and_nobody_deeper(cast, sign_in):
    cast.unit("HN-1", "GRASSROOTS", "CĐCS Cơ quan Liên đoàn", cast.units["HN"])
    cast.units["HN-1"].email = "co-quan@example.vn"
    cast.units["HN-1"].save()
    directive, client = issue(cast), officer(cast, "dung", sign_in)
    address, city = f"/directives/{directive.public_id}", timetree.parent_of(recipient(directive, "HN-1").path)
    page = client.get(f"{address}/chase/").content.decode()
    assert f'name="path" value="{city}"><input type="hidden" name="parent" value="{city}"' in page
    client.post(f"{address}/coverage/remind/", {"path": city, "parent": city, "level": "acknowledged", "back": "chase"})
    assert list(Reminder.objects.values_list("recipient__unit__code", flat=True)) == ["HN-1"]


@pytest.mark.door
def test_an_officer_whose_own_unit_is_missing_is_led_nowhere_above(cast, sign_in):
    kinds = [cast.kinds["COMMUNE_UNION"].pk, cast.kinds["GRASSROOTS"].pk]
    directive, client = issue(cast, rule="KIND", kinds=kinds), officer(cast, "hoa", sign_in)
    own = recipient(directive, "MD")
    page = client.get(f"/directives/{directive.public_id}/chase/")
    assert "Cấp trên trực tiếp" in page.content.decode()
    assert f'?path={timetree.parent_of(own.path)}"' not in page.content.decode()
    done = client.post(
        f"/directives/recipients/{own.public_id}/contact/", {"kind": "CALL", "outcome": "REACHED"}, follow=True
    )
    assert done.status_code == 200
    remind = {"path": own.path, "parent": timetree.parent_of(own.path), "level": "acknowledged", "back": "chase"}
    done = client.post(f"/directives/{directive.public_id}/coverage/remind/", remind, follow=True)
    assert done.status_code == 200
    assert Reminder.objects.get().recipient == own


@pytest.mark.door
def test_an_obligation_becomes_a_task_with_one_click_and_then_leads_to_the_plan(cast, sign_in):
    directive = issue(cast, obligations=[{"text": "Họp", "actor": "", "due_on": None, "evidence_required": ""}])
    client, page = sign_in("minh"), f"/directives/{directive.public_id}/"
    address = f"/plans/obligations/{directive.obligations.get().public_id}/take/"
    assert address in client.get(page).content.decode()
    assert address not in sign_in("lan").get(page).content.decode()
    plan = client.post(address)["Location"]
    assert f'href="{plan}"' in client.get(page).content.decode()
