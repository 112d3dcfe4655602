"""A real installation begins: the first unit, the first administrator, a tree from a spreadsheet."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from caunoi.accounts.models import User
from caunoi.kit.documents import write_csv
from caunoi.kit.templatetags import ui
from caunoi.organisations.choices import Role
from caunoi.organisations.models import CalendarDay, Placement, RoleGrant, Unit, WorkCalendar
from caunoi.pure.workdays import OFFICIAL
from tests.doors import KEY

pytestmark = [pytest.mark.door, pytest.mark.django_db]
NAME, EMAIL = "Liên đoàn Lao động thành phố Hà Nội", "quan-tri@example.vn"
COLUMNS = ["Mã đơn vị", "Tên đơn vị", "Loại", "Mã cấp trên"]


@pytest.fixture(autouse=True)
def static_files_of_their_own(settings, tmp_path):
    """`init` gathers them under names with hashes; the other tests serve them by their plain names."""
    settings.STATIC_ROOT = tmp_path
    yield
    ui.icon.cache_clear()


def init(**options: str) -> str:
    out = io.StringIO()
    call_command("init", stdout=out, **options)
    return out.getvalue()


def test_the_first_unit_and_the_first_administrator_are_made():
    said = init(federation=NAME, administrator=EMAIL)
    place = Placement.objects.get()
    assert (place.unit.name, place.parent, place.unit.kind.code) == (NAME, None, "CITY_FEDERATION")
    assert place.unit.code in said
    grant = RoleGrant.objects.get()
    assert (grant.user.email, grant.role, grant.unit) == (EMAIL, Role.ADMINISTRATOR, place.unit)
    assert grant.user.is_officer


def test_the_link_that_is_printed_opens_once():
    path = re.search(r"(/accounts/welcome/\S+)", init(federation=NAME, administrator=EMAIL))[1]
    password = {"new_password1": "mat-khau-du-dai-2026", "new_password2": "mat-khau-du-dai-2026"}
    assert Client().post(path, password | KEY).status_code == 302
    assert Client().get(path).status_code == 410


def test_running_it_again_makes_no_second_tree():
    init(federation=NAME, administrator=EMAIL)
    init(federation="Tên khác", administrator=EMAIL)
    init()
    assert (Unit.objects.count(), User.objects.count(), RoleGrant.objects.count()) == (1, 1, 1)


def test_the_working_calendar_is_made_once_with_the_official_days():
    init()
    init(federation=NAME, administrator=EMAIL)
    assert WorkCalendar.objects.get().unit is None
    assert CalendarDay.objects.count() == len(OFFICIAL)


def test_an_administrator_who_has_a_password_is_left_alone():
    init(federation=NAME, administrator=EMAIL)
    user = User.objects.get()
    user.set_password("mat-khau-du-dai-2026")
    user.save()
    assert "already" in init(administrator=EMAIL)
    assert "/welcome/" not in init(administrator=EMAIL)


def test_an_administrator_of_nothing_is_refused():
    with pytest.raises(CommandError, match="--federation"):
        init(administrator=EMAIL)
    assert not User.objects.exists()


def test_a_spreadsheet_may_bring_in_the_root_while_there_is_no_tree(tmp_path):
    file = tmp_path / "don-vi.csv"
    rows = [("HN", NAME, "CITY_FEDERATION", ""), ("MD", "Công đoàn xã Mỹ Đức", "COMMUNE_UNION", "HN")]
    file.write_bytes(write_csv(COLUMNS, rows))
    for _time in range(2):
        call_command("import_units", file, stdout=io.StringIO())
    assert Unit.objects.count() == 2
    assert Unit.objects.get(code="HN").placements.get().path == f"/{Unit.objects.get(code='HN').pk}/"
    file.write_bytes(write_csv(COLUMNS, [("LAC", "Không có cấp trên", "COMMUNE_UNION", "")]))
    with pytest.raises(SystemExit):
        call_command("import_units", file, stdout=io.StringIO(), stderr=io.StringIO())
    assert not Unit.objects.filter(code="LAC").exists()
