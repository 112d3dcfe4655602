"""A reorganisation that cannot be is refused with a reason that a person can act on, and nothing of it is done."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from caunoi.organisations import queries
from caunoi.organisations.actions import Step
from caunoi.organisations.choices import UnitEventKind
from caunoi.organisations.models import Unit, UnitEvent
from tests.organisations.steps import AFTER, DAY, act, codes, dissolve, merge, refusal, rename, transfer

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_a_second_reorganisation_of_a_unit_on_one_day_is_refused(cast):
    transfer(cast, "MD-1", "HD")
    assert refusal(transfer, cast, "MD-1", "HN") == (
        "SAME_DAY",
        "CĐCS Công ty TNHH May Sông Đáy đã có một lần sắp xếp trong ngày 1/7/2025. Mỗi đơn vị một lần trong ngày.",
    )


def test_one_reorganisation_may_rename_and_transfer_a_unit_on_one_day(cast):
    unit = cast.units["MD-1"]
    steps = (
        Step(UnitEventKind.RENAME, unit=unit, name="CĐCS May Sông Đáy 1"),
        Step(UnitEventKind.TRANSFER, unit=unit, parent=cast.units["HD"]),
    )
    act(cast, *steps)
    assert (queries.name_on(unit, DAY), codes(cast.units["HD"], DAY)) == ("CĐCS May Sông Đáy 1", ["HD-1", "MD-1"])


def test_a_unit_cannot_be_placed_under_itself(cast):
    assert refusal(transfer, cast, "MD", "MD") == ("UNDER_ITSELF", "Công đoàn xã Mỹ Đức không thể nằm dưới chính nó.")


def test_a_unit_cannot_be_placed_under_one_that_lies_below_it(cast):
    assert refusal(transfer, cast, "HN", "MD-1") == (
        "CYCLE",
        "Liên đoàn Lao động thành phố Hà Nội không thể chuyển vào một đơn vị đang thuộc nó.",
    )


def test_a_unit_cannot_be_merged_into_one_that_lies_below_it(cast):
    with pytest.raises(ValidationError):
        merge(cast, "HN", "MD-1")


def test_a_change_before_the_founding_is_refused(cast):
    assert refusal(rename, cast, "MD", "Công đoàn xã Hương Sơn", on=date(2019, 12, 31)) == (
        "BEFORE_FOUNDING",
        "Ngày 31/12/2019 là trước ngày Công đoàn xã Mỹ Đức được thành lập. Chọn ngày muộn hơn.",
    )


def test_a_transfer_before_the_last_one_is_refused(cast):
    transfer(cast, "MD-1", "HD", on=AFTER)
    assert refusal(transfer, cast, "MD-1", "HN") == (
        "BEFORE_LAST_CHANGE",
        "CĐCS Công ty TNHH May Sông Đáy đã có thay đổi sau ngày 1/7/2025. Chọn ngày muộn hơn thay đổi gần nhất.",
    )


def test_a_renaming_before_the_last_one_is_refused(cast):
    rename(cast, "MD", "Công đoàn xã Hương Sơn", on=AFTER)
    assert refusal(rename, cast, "MD", "Công đoàn xã Hồng Sơn") == (
        "BEFORE_LAST_CHANGE",
        "Công đoàn xã Hương Sơn đã có thay đổi sau ngày 1/7/2025. Chọn ngày muộn hơn thay đổi gần nhất.",
    )


def test_a_transfer_under_a_unit_that_moved_later_is_refused(cast):
    transfer(cast, "HD", "MD", on=AFTER)
    assert refusal(transfer, cast, "MD-1", "HD") == (
        "BEFORE_LAST_CHANGE",
        "Công đoàn phường Hà Đông đã có thay đổi sau ngày 1/7/2025. Chọn ngày muộn hơn thay đổi gần nhất.",
    )


def test_a_transfer_of_a_branch_in_which_a_unit_moved_later_is_refused(cast):
    transfer(cast, "MD-1", "HD", on=AFTER)
    assert refusal(transfer, cast, "HD", "MD") == (
        "BEFORE_LAST_CHANGE",
        "CĐCS Công ty TNHH May Sông Đáy đã có thay đổi sau ngày 1/7/2025. Chọn ngày muộn hơn thay đổi gần nhất.",
    )


def test_a_unit_that_another_one_left_later_cannot_be_dissolved_before(cast):
    """Else that other unit would stand under nothing on the days between."""
    transfer(cast, "HD-1", "MD", on=AFTER)
    assert refusal(dissolve, cast, "HD") == (
        "BEFORE_LAST_CHANGE",
        "CĐCS Công ty Bao bì Tân Việt đã có thay đổi sau ngày 1/7/2025. Chọn ngày muộn hơn thay đổi gần nhất.",
    )


def test_a_merger_into_a_unit_founded_later_is_refused(cast):
    cast.unit("HS", "COMMUNE_UNION", "Công đoàn xã Hồng Sơn", cast.units["HN"], AFTER)
    assert refusal(merge, cast, "MD-2", "HS") == (
        "PARENT_ENDED",
        "Đơn vị nhận CĐCS Trường Mầm non Hoa Sen không hoạt động vào ngày 1/7/2025.",
    )


def test_a_reorganisation_without_steps_is_refused(cast):
    assert refusal(act, cast) == (None, "Chưa có bước nào.")


def test_when_one_step_is_refused_none_is_carried_out(cast):
    steps = (
        Step(UnitEventKind.RENAME, unit=cast.units["HD"], name="Công đoàn phường Dương Nội"),
        Step(UnitEventKind.TRANSFER, unit=cast.units["MD"], parent=cast.units["MD-1"]),
    )
    refusal(act, cast, *steps)
    assert (Unit.objects.get(code="HD").name, UnitEvent.objects.count()) == ("Công đoàn phường Hà Đông", 0)
