"""Signing in at a meeting: opened by the unit, signed by phone without an account, closed into the activity's numbers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.accounts.models import User
from caunoi.kit import audit, encryption
from caunoi.kit.documents import AdministrativeDocument, Paragraph, Rows, Signature, to_pdf
from caunoi.kit.files import store
from caunoi.kit.files.checks import PDF
from caunoi.kit.http.rate import Bucket
from caunoi.kit.ids import new_id
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import path_on
from caunoi.plans.actions.reporting import drop_files
from caunoi.plans.choices import ActivityState, EvidenceKind
from caunoi.plans.models import Activity, ActivityFile, SignIn
from caunoi.plans.models import Signature as Signed
from caunoi.plans.queries.meetings import is_taking, standing
from caunoi.pure.vietnamese import fold

# Without signs that look alike; 31^8 codes, each open for some hours.
ALPHABET, CODE_LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 8
HOURS_MOST, PEOPLE_MOST = 24, 5000
# Of one meeting, whose code a machine may have got hold of: a hall of a thousand signs in some minutes.
SIGNS_AN_HOUR, SIGNS_AT_ONCE = 6_000, 1_200
# How long names are kept readable after the list was closed; from no text: chưa đối chiếu.
NAMES_KEPT = timedelta(days=180)


@transaction.atomic
def open_sign_in(
    *, unit: Unit, title: str, form: str, happened_on: date, place: str, hours: int, by: User, at: datetime
) -> SignIn:
    """A meeting with an open list: a draft of an activity, and the code that people scan. It closes by itself.

    Raises ValidationError: no title, a day to come, more hours than a day has.
    """
    problems = {}
    today = timezone.localtime(at).date()
    if not title.strip():
        problems["title"] = _("Ghi tên buổi họp.")
    if not 1 <= hours <= HOURS_MOST:
        problems["hours"] = _("Từ 1 đến %d giờ.") % HOURS_MOST
    if happened_on > today:
        problems["happened_on"] = _("Mở danh sách vào ngày họp.")
    path = path_on(unit, happened_on)
    if path is None:
        problems["happened_on"] = _("Ngày đó %(unit)s chưa có trong sơ đồ tổ chức.") % {"unit": unit.name}
    if problems:
        raise ValidationError(problems)
    words = " ".join(title.split())[:300]
    activity = Activity.objects.create(
        key=new_id(), unit=unit, path=path or "/", form=form, title=words, folded_title=fold(words)[:300],
        happened_on=happened_on, place=place.strip()[:200], created_at=at, created_by=by,
    )  # fmt: skip
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    row = SignIn.objects.create(
        activity=activity, code=code, opened_at=at, opened_by=by, closes_at=at + timedelta(hours=hours)
    )
    audit.record(activity, "plans.open_sign_in", by=by, at=at, unit=unit)
    return row


def _locked(sign_in: SignIn) -> SignIn:
    return SignIn.objects.select_for_update(of=("self",)).select_related("activity__unit").get(pk=sign_in.pk)


def _person(sign_in: SignIn, name: str, hint: str) -> str:
    """The same at all meetings of a unit, so that people are counted without doubles; of no use elsewhere."""
    unit_id = sign_in.activity.unit_id
    return encryption.fingerprint(f"{unit_id}\x00{fold(name)}\x00{fold(hint)}", "plans.signature.person")


def device_of(token: str) -> str:
    """What is kept of a phone: a keyed hash of the cookie that it got for this list."""
    return encryption.fingerprint(token, "plans.signature.device")


def signs_of(sign_in: SignIn) -> Bucket:
    """How many may try to sign at a meeting. Each has its own: a storm at one shuts no other."""
    return Bucket(f"plans:signs:{sign_in.code}", per_hour=SIGNS_AN_HOUR, burst=SIGNS_AT_ONCE)


def _add(row: SignIn, given: tuple[str, str], device: str, by: User | None, at: datetime) -> Signed:
    name, hint = " ".join(given[0].split())[:120], " ".join(given[1].split())[:20]
    if len(name.split()) < 2:
        raise ValidationError({"name": _("Ghi cả họ và tên.")})
    person = _person(row, name, hint)
    if standing(row).filter(person=person).exists():
        text = _("Đã có người ký tên này. Ghi thêm mã đoàn viên hoặc ba số cuối điện thoại.")
        raise ValidationError({"hint": _("Người này đã ký.") if hint else text})
    number = row.signatures.count() + 1
    if number > PEOPLE_MOST:
        raise ValidationError(_("Danh sách đã đủ %d dòng.") % PEOPLE_MOST)
    return Signed.objects.create(
        sign_in=row, number=number, name=name, hint=hint, device=device, person=person, at=at, by=by
    )


@transaction.atomic
def sign(*, sign_in: SignIn, name: str, hint: str, token: str, by: User | None, at: datetime) -> tuple[Signed, bool]:
    """Sign once with a phone. A phone that signed before gets its signature back, unchanged.

    Raises ValidationError: the list is closed, no full name, a namesake without anything that tells them apart.
    """
    row = _locked(sign_in)
    device = device_of(token)
    if (known := standing(row).filter(device=device).first()) is not None:
        return known, False
    if not is_taking(row, at):
        raise ValidationError(_("Danh sách đã đóng. Báo người chủ trì ghi hộ."), code="CLOSED")
    # Signing is no deed of an account: who signed stands in the list alone.
    return _add(row, (name, hint), device, None, at), True


@transaction.atomic
def add_signatures(*, sign_in: SignIn, people: Sequence[tuple[str, str]], by: User, at: datetime) -> int:
    """The chair writes down people without a phone: (name, what tells namesakes apart). Returns how many.

    Raises ValidationError for a closed list, and for a name that is there already; then nobody was added.
    """
    row = _locked(sign_in)
    if row.closed_at is not None:
        raise ValidationError(_("Danh sách đã đóng."))
    for name, hint in people:
        try:
            _add(row, (name, hint), "", by, at)
        except ValidationError as error:
            raise ValidationError({"people": f"{name}: {error.messages[0]}"}) from error
    audit.record(row.activity, "plans.add_signatures", by=by, at=at, count=len(people))
    return len(people)


@transaction.atomic
def strike_signature(*, sign_in: SignIn, signature: Signed, by: User, at: datetime) -> None:
    """Strike a line out before the list is closed; it stays, and counts no more. Raises ValidationError when closed."""
    row = _locked(sign_in)
    if row.closed_at is not None:
        raise ValidationError(_("Danh sách đã đóng."))
    if standing(row).filter(pk=signature.pk).update(struck_at=at):
        audit.record(row.activity, "plans.strike_signature", by=by, at=at, number=signature.number)


def _sheet(row: SignIn, people: Sequence[Signed], at: datetime) -> bytes:
    activity = row.activity
    with translation.override(settings.LANGUAGE_CODE):
        cells = [
            (
                str(n), each.name, each.hint, timezone.localtime(each.at).strftime("%H:%M"),
                _("chủ trì ghi hộ") if each.by_id else _("điện thoại"),
            )
            for n, each in enumerate(people, 1)
        ]  # fmt: skip
        facts = _("Hình thức: %(form)s. Địa điểm: %(place)s. Số người ký: %(n)d.") % {
            "form": activity.get_form_display(), "place": activity.place or "–", "n": len(people),
        }  # fmt: skip
        head = [_("TT"), _("Họ và tên"), _("Mã, số cuối"), _("Lúc"), _("Cách ký")]
        document = AdministrativeDocument(
            superior="", issuer=activity.unit.name.upper(), type_name="Danh sách ký có mặt", abstract=activity.title,
            place=settings.CAUNOI.place, on=activity.happened_on,
            blocks=[Paragraph(facts), Rows(head, cells, (12, 62, 34, 20, 37))],
            signatures=[Signature(_("NGƯỜI CHỦ TRÌ"), "")], is_sample=activity.is_sample,
        )  # fmt: skip
        return to_pdf(document)


def _close(row: SignIn, by: User | None, at: datetime) -> int:
    people = list(standing(row).order_by("number"))
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    signs_of(row).drop()
    activity, count = row.activity, len(people)
    if people:
        file = store.keep(
            _sheet(row, people, at), filename="danh-sach-ky.pdf", media_type=PDF, subject=f"plans.activity:{activity.pk}",
            by=by, at=at,
        )  # fmt: skip
        ActivityFile.objects.create(activity=activity, key=new_id(), kind=EvidenceKind.SHEET, file=file)
        activity.attendance_count, activity.people_count = count, count
        activity.save(update_fields=["attendance_count", "people_count"])
    audit.record(activity, "plans.close_sign_in", by=by, at=at, count=count)
    return count


@transaction.atomic
def close_sign_in(*, sign_in: SignIn, by: User | None, at: datetime) -> int:
    """Close the list: its people become the activity's numbers and its sheet. Again: nothing. Returns how many signed.

    A list without a signature makes no sheet.
    """
    row = _locked(sign_in)
    if row.closed_at is not None:
        return standing(row).count()
    return _close(row, by, at)


def close_ended(*, at: datetime) -> int:
    """Close lists whose time is over. Returns how many."""
    rows = list(SignIn.objects.filter(closed_at=None, closes_at__lte=at).order_by("id")[:100])
    for row in rows:
        close_sign_in(sign_in=row, by=None, at=at)
    return len(rows)


@transaction.atomic
def erase_names(*, by: User | None, at: datetime) -> int:
    """Erase names and hints of lists that were closed long ago; how many signed stays. Returns how many lists."""
    rows = list(SignIn.objects.filter(closed_at__lt=at - NAMES_KEPT, names_erased_at=None).order_by("id")[:100])
    for row in rows:
        row.signatures.update(name="", hint="", device="")
        row.names_erased_at = at
        row.save(update_fields=["names_erased_at"])
        audit.record(row.activity, "plans.erase_names", by=by, at=at)
    return len(rows)


@transaction.atomic
def discard_draft(*, activity: Activity, by: User, at: datetime) -> None:
    """Throw away a draft that was never sent, with its list. Raises ValidationError for anything sent."""
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if row.state != ActivityState.DRAFT:
        raise ValidationError(_("Báo cáo đã gửi thì không bỏ được. Rút báo cáo kèm lý do."))
    audit.record(row, "plans.discard_draft", by=by, at=at, unit=activity.unit)
    drop_files(row.files.all(), at)
    row.delete()
