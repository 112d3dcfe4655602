"""Something of everything that an address can name: documents, a reading, directives, evidence, files, links.

Public things lie at the city; the others belong to the branch of the Mỹ Đức commune union, so that Quang, who is a
stranger there, must get nothing of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from caunoi.accounts.actions import LinkRequest, create_account, issue_links
from caunoi.accounts.choices import LinkPurpose
from caunoi.channels.choices import PaperState
from caunoi.channels.models import Paper
from caunoi.channels.paper.actions import start_paper
from caunoi.directives.actions import (
    DirectiveDraft,
    QuestionDraft,
    acknowledge,
    call_members,
    issue_directive,
    make_minutes,
    plan_members,
    set_check,
    submit_evidence,
)
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import CoverageMinutes, Directive, Evidence, Recipient
from caunoi.directives.queries import member_token
from caunoi.feedback.actions import (
    CaseDraft,
    PublicationDraft,
    ReplyDraft,
    TemplateDraft,
    accept_case,
    assign_case,
    ensure_room,
    publish_case,
    receive_case,
    recuse,
    reply_case,
    save_template,
    save_view,
)
from caunoi.feedback.choices import Channel as Door
from caunoi.feedback.choices import DataRight, Outcome, RecusalSource, State
from caunoi.feedback.models import Case, DataRequest, Petition, Publication, Recusal, Removal, ReplyTemplate, SavedView
from caunoi.kit import clock
from caunoi.kit.documents import write_csv
from caunoi.kit.files import store
from caunoi.kit.files.checks import CSV, TEXT
from caunoi.kit.files.rendering import rendered
from caunoi.kit.models import StoredFile
from caunoi.library.actions import Confirmed, add_version, confirm_reading
from caunoi.library.choices import ReadingState
from caunoi.library.models import Collection, Document, DocumentReading, ImportBatch, Procedure
from caunoi.organisations.actions import ensure_calendar, make_calendar, save_calendar_day
from caunoi.organisations.choices import CalendarDayKind, CalendarDayStatus
from caunoi.organisations.models import CalendarDay, Member, RoleGrant, WorkCalendar
from caunoi.organisations.queries import path_on
from caunoi.pure.receipts import shown
from tests.cast import Cast, make_cast
from tests.contesting import Contests, make_contests
from tests.gathering import make_data_request, make_gathering, make_removal
from tests.kit.samples import picture
from tests.library.shelves import make_collection, make_import, make_procedure
from tests.newsroom.forms import Forms, make_forms
from tests.newsroom.texts import News, make_news
from tests.planning import Plans, make_plans
from tests.plans.counting import Figures, make_figures
from tests.plans.reports import Activities, make_activities

AREA = "10129"
RENDERED: dict[tuple[bytes, str], bytes | None] = {}
PASSWORD = "mat-khau-du-dai-2026"
ROSTER = ["Mã", "Họ và tên", "Điện thoại"]
UNIT_LIST = ["Mã đơn vị", "Tên đơn vị", "Loại", "Mã cấp trên"]
GUIDANCE = Confirmed(
    title="Thông tin, tuyên truyền cải cách hành chính",
    type_name="Hướng dẫn",
    issuer="Liên đoàn Lao động thành phố Hà Nội",
    symbol="12/HD-LĐLĐ",
    obligations=({"actor": "Công đoàn cơ sở", "action": "Phổ biến đến đoàn viên", "deadline_text": "trước 15/12"},),
)
NOTE = Confirmed(title="Ghi chép nội bộ", type_name="Công văn", issuer="Công đoàn xã Mỹ Đức", is_public=False)


@dataclass
class World:
    """The cast and what they share."""

    cast: Cast
    public: Document
    private: Document
    reading: DocumentReading
    directive: Directive
    quiet: Directive
    recipient: Recipient
    unanswered: Recipient
    evidence: Evidence
    minutes: CoverageMinutes
    public_file: StoredFile
    private_file: StoredFile
    evidence_file: StoredFile
    roster: StoredFile
    unit_list: StoredFile
    grant: RoleGrant
    calendar: WorkCalendar
    calendar_day: CalendarDay
    token: str
    member_token: str
    welcome: str
    voices: "Voices"
    paper: Paper
    procedure: Procedure
    collection: Collection
    quiet_collection: Collection
    batch: ImportBatch
    news: News
    forms: Forms
    contests: Contests
    plans: Plans
    activities: Activities
    figures: Figures

    def client(self, name: str) -> Client:
        """A browser of one of the cast; An has no account."""
        client = Client()
        user = self.cast.users.get(name)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def replace_title(title: str) -> Confirmed:
    return replace(GUIDANCE, title=title, symbol="")


def text_file(name: str, text: str, subject: str, by: Any, media_type: str = TEXT) -> StoredFile:
    return store.keep(text.encode(), filename=name, media_type=media_type, subject=subject, by=by, at=clock.now())


def make_document(values: Confirmed, owner: Any, by: Any) -> tuple[Document, StoredFile]:
    document = confirm_reading(reading=None, values=values, owner=owner, by=by, at=clock.now())
    file = text_file("goc.txt", values.title, f"library.document:{document.pk}", by)
    text = f"Điều 1. {values.title}\n\n1. Làm ngay."
    add_version(document=document, text=text, file=file, pages_count=None, by=by, at=clock.now())
    return document, file


@dataclass
class Voices:
    """Feedback: a case that the commune's committee handles, one that waits at the Mỹ Đức union, one that is published."""

    case: Case
    receipt: str
    waiting: Case
    publication: Publication
    case_file: StoredFile
    view: SavedView
    template: ReplyTemplate
    recusal: Recusal
    petition: Petition
    sent_petition: Petition
    data_request: DataRequest
    removal: Removal


def make_voices(cast: Cast) -> Voices:
    now, units, users = clock.now(), cast.units, cast.users
    ensure_room(by=None, at=now)
    for code in ("MD", "MD-1", "UB-MD"):
        units[code].area_code = AREA
        units[code].save(update_fields=["area_code"])
    committee = units["UB-MD"]

    def send(key: str, text: str, **facts: Any) -> tuple[Case, str]:
        draft = CaseDraft(text=text, channel=Door.WEB, key=key, body=committee, **facts)
        received = receive_case(draft=draft, by=None, at=now)
        return received.case, received.receipt

    def handled(key: str, text: str, **facts: Any) -> tuple[Case, str]:
        case, receipt = send(key, text, **facts)
        case = assign_case(case=case, unit=committee, by=users["hoa"], at=now)
        return accept_case(case=case, has_no_conflict=True, by=users["tuan"], at=now), receipt

    file = text_file("bien-nhan.txt", "giấy hẹn", "", None)
    case, receipt = handled("world-case-0001", "Hồ sơ khai sinh bị chậm trả mười ngày", files=(file,), name="Lan")
    waiting, _receipt = send("world-case-0002", "Đề nghị niêm yết lệ phí chứng thực ở một cửa")
    answered, _receipt = handled("world-case-0003", "Một cửa nên mở thêm buổi chiều thứ bảy")
    reply = ReplyDraft(
        text="Từ 1/12 một cửa mở chiều thứ bảy.", outcome=Outcome.PLANNED, missing_reason="Chưa đến ngày làm"
    )
    reply_case(case=answered, draft=reply, by=users["tuan"], at=now)
    words = PublicationDraft("Một cửa mở chiều thứ bảy", "Đề nghị mở thêm buổi", "Mở từ 1/12", has_masks_confirmed=True)
    publication = publish_case(case=answered, draft=words, by=users["hoa"], at=now)
    view = save_view(name="Việc của xã", query="whose=unit", by=users["hoa"], at=now)
    words_to_begin = TemplateDraft(State.ANSWERED, "Đã làm", "Chúng tôi đã làm xong.")
    template = save_template(template=None, unit=units["MD"], draft=words_to_begin, by=users["hoa"], at=now)
    recusal = recuse(case=case, user=users["quang"], source=RecusalSource.ADDED, by=users["hoa"], at=now)
    petition, sent, _ended = make_gathering(cast, now)
    asked = make_data_request(case.followers.get(), DataRight.VIEW, "world-data-request-0001", now)
    return Voices(
        case, shown(receipt), waiting, publication, file, view, template, recusal, petition, sent, asked,
        make_removal(cast, now),
    )  # fmt: skip


def make_calendar_day(cast: Cast) -> CalendarDay:
    """The federation's calendar, and one of the Mỹ Đức commune union with a day of its own."""
    now, hoa = clock.now(), cast.users["hoa"]
    ensure_calendar(by=None, at=now)
    calendar = make_calendar(unit=cast.units["MD"], name="Lịch làm việc xã Mỹ Đức", by=hoa, at=now)
    return save_calendar_day(
        calendar=calendar, on=clock.today(), kind=CalendarDayKind.CLOSURE, name="Nghỉ bão số 3", source="12/TB-UBND",
        status=CalendarDayStatus.OFFICIAL, by=hoa, at=now,
    )[0]  # fmt: skip


def make_paper(cast: Cast) -> Paper:
    """A letter that Hoa photographed and the machine has read."""
    paper = start_paper(data=picture(), filename="don.jpg", desk=cast.units["MD"], by=cast.users["hoa"], at=clock.now())
    paper.state, paper.text = PaperState.READY, "Đề nghị trả giấy khai sinh đúng hẹn"
    paper.save()
    return paper


@contextmanager
def pictures_rendered_once() -> Iterator[None]:
    """The same picture is not rendered again for the next world: a process each is most of what a world costs."""

    def once(path: Path, kind: str) -> bytes | None:
        key = (path.read_bytes(), kind)
        if key not in RENDERED:
            RENDERED[key] = rendered(path, kind)
        return RENDERED[key]

    with patch("caunoi.kit.files.pictures.rendered", once):
        yield


def make_proof(directive: Directive, by: Any) -> CoverageMinutes:
    """Minutes of a directive that is not public, whose page anybody may open who holds them."""
    path = path_on(directive.issuer, directive.frozen_on)
    return make_minutes(directive=directive, unit=directive.issuer, path=path, by=by, at=clock.now())


@pictures_rendered_once()
def make_world(cast: Cast) -> World:
    """Everything once, by the real actions."""
    now, units, users = clock.now(), cast.units, cast.users
    for name in ("hoa", "dung"):
        Authenticator.objects.create(user=users[name], type=Authenticator.Type.TOTP, data={"secret": "x"})
    public, public_file = make_document(GUIDANCE, units["HN"], users["dung"])
    private, private_file = make_document(NOTE, units["MD"], users["hoa"])
    upload = text_file("moi.txt", "Hướng dẫn số 3/HD-CĐ", "", users["hoa"])
    reading = DocumentReading.objects.create(
        file=upload, owner=units["MD"], started_at=now, seen_at=now, started_by=users["hoa"], state=ReadingState.READY,
        text="Hướng dẫn số 3/HD-CĐ về cải cách hành chính", found={"title": "Cải cách hành chính", "type": "Hướng dẫn"},
    )  # fmt: skip
    StoredFile.objects.filter(pk=upload.pk).update(subject=f"library.reading:{reading.pk}")
    duties = [{"text": "Phổ biến đến đoàn viên", "actor": "", "due_on": None, "evidence_required": "Ảnh"}]
    draft = DirectiveDraft(title="Phổ biến Hướng dẫn 12", due_on=clock.today() + timedelta(days=9), obligations=duties)
    directive = issue_directive(document=public, issuer=units["HN"], draft=draft, by=users["dung"], at=now)
    quiet_draft = DirectiveDraft(title="Họp nội bộ", due_on=clock.today() + timedelta(days=2), is_public=False)
    quiet = issue_directive(document=private, issuer=units["MD"], draft=quiet_draft, by=users["hoa"], at=now)
    call = call_members(directive=quiet, by=users["hoa"], at=now)
    plan_members(call_id=call.pk, at=now)
    recipient = directive.recipients.select_related("unit").get(unit=units["MD-1"])
    evidence_file = text_file("anh.txt", "đã họp", "", users["minh"])
    acknowledge(recipient=recipient, channel=Channel.ACCOUNT, by=users["minh"], at=now)
    asked = QuestionDraft("Phổ biến đến ai?", ("Đoàn viên", "Báo chí"), 0, "Phổ biến đến đoàn viên trước 15/12.")
    set_check(directive=quiet, drafts=[asked], by=users["hoa"], at=now)
    evidence = submit_evidence(
        recipient=recipient, obligation=directive.obligations.first(), note="Đã họp toàn thể đoàn viên", file=evidence_file,
        happened_on=None, attendance_count=35, by=users["minh"], at=now,
    )  # fmt: skip
    links = {"expires_at": now + timedelta(days=9), "by": None, "at": now}
    unanswered = quiet.recipients.select_related("unit").get(unit=units["MD-1"])
    subject = LinkRequest(subject=f"directives.recipient:{unanswered.pk}", holder=users["minh"], holder_name="Minh")
    newcomer, _is_new = create_account(full_name="Người mới", email="moi@example.vn", by=users["hoa"], at=now)
    welcome = LinkRequest(subject=f"accounts.user:{newcomer.pk}", holder=newcomer)
    calendar_day, news = make_calendar_day(cast), make_news(cast)
    return World(
        cast=cast, calendar=calendar_day.calendar, calendar_day=calendar_day, public=public, private=private, reading=reading, directive=directive, quiet=quiet, recipient=recipient, unanswered=unanswered,
        evidence=evidence, minutes=make_proof(quiet, users["hoa"]), public_file=public_file, private_file=private_file, evidence_file=evidence_file,
        roster=text_file(
            "ds.csv", write_csv(ROSTER, [("1", "Lê Văn An", "")]).decode("utf-8-sig"),
            f"organisations.roster:{units['MD-1'].pk}", users["minh"], CSV,
        ),
        unit_list=text_file(
            "dv.csv", write_csv(UNIT_LIST, [("MD-9", "CĐCS Trạm Y tế", "Công đoàn cơ sở", "MD")]).decode("utf-8-sig"),
            f"organisations.unit_list:{units['MD'].pk}", users["hoa"], CSV,
        ),
        grant=RoleGrant.objects.get(user=users["minh"]),
        member_token=member_token(call.pk, Member.objects.get(code="001").pk),
        token=issue_links([subject], purpose=LinkPurpose.ACKNOWLEDGE, **links)[0],
        voices=make_voices(cast),
        paper=make_paper(cast),
        procedure=make_procedure(cast),
        batch=make_import(cast),
        collection=make_collection(cast, [(public, "Đọc trước"), (private, "")]),
        quiet_collection=make_collection(cast, [(public, "")], title="Đang soạn", is_published=False),
        news=news,
        forms=make_forms(cast, news.draft),
        contests=make_contests(cast, now),
        plans=make_plans(cast, now),
        activities=make_activities(cast, now),
        figures=make_figures(cast, now),
        welcome=issue_links([welcome], purpose=LinkPurpose.SET_PASSWORD, is_single_use=True, **links)[0],
    )  # fmt: skip


@pytest.fixture
def world(cast: Cast) -> World:
    cache.clear()
    return make_world(cast)


@contextmanager
def lasting_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world in a transaction around those of the tests that share it."""
    with blocker.unblock():
        around = transaction.atomic()
        # As Django's own TestCase says it: what insists on being outermost may be inside this one.
        around._from_testcase = True  # type: ignore[attr-defined]
        around.__enter__()
        made = make_world(make_cast())
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with lasting_world(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="class")
def made_for_class(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with lasting_world(django_db_blocker) as made:
        yield made


@pytest.fixture(name="world")
def kept_world(made_once: World, db: None) -> World:
    """The same world for every test of a module that imports this: for modules whose tests all ask for it.

    What a test does to the rows is rolled back, and its objects are its own.
    """
    cache.clear()
    return deepcopy(made_once)


@pytest.fixture(name="world")
def class_world(made_for_class: World, db: None) -> World:
    """The same, for every test of a class: for modules with another class whose tests ask for the cast alone."""
    cache.clear()
    return deepcopy(made_for_class)
