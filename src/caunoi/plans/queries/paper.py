"""A plan on paper, in the form of NĐ 30/2020/NĐ-CP and the order that plans of the genre have (chưa đối chiếu)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caunoi.kit.documents import AdministrativeDocument, Heading, Paragraph, Rows, Signature
from caunoi.library.choices import ReformArea
from caunoi.organisations.models import Unit
from caunoi.organisations.queries import chain_above
from caunoi.plans.choices import ActivityForm, Adoption, Carrier
from caunoi.plans.models import Plan, PlanTask
from caunoi.plans.queries.plans import IN_FORCE
from caunoi.pure.vietnamese import number, short_date

Block = Paragraph | Heading | Rows
WIDTHS = (10, 57, 33, 26, 25, 25)
HIGHEST = "Tổng Liên đoàn Lao động Việt Nam"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _listed(title: str, text: str) -> list[Block]:
    lines = _lines(text)
    return [Heading(title), *(Paragraph(f"- {line}") for line in lines)] if lines else []


def _basis(plan: Plan) -> list[Block]:
    """What the plan rests on, in one sentence each."""
    blocks: list[Block] = []
    if plan.directive:
        document = plan.directive.document
        symbol = f" số {document.symbol}" if document.symbol else ""
        day = f" ngày {short_date(document.issued_on)}" if document.issued_on else ""
        about = document.title[:1].lower() + document.title[1:]
        blocks.append(Paragraph(f"Thực hiện {document.type_name}{symbol}{day} của {document.issuer} về {about};"))
    if plan.above:
        symbol = f" số {plan.above.symbol}" if plan.above.symbol else ""
        blocks.append(Paragraph(f"Thực hiện kế hoạch{symbol} của {plan.above.unit.name} về cùng nội dung;"))
    words = f"{plan.unit.name} ban hành kế hoạch với các nội dung sau:"
    return [*blocks, Paragraph(words)]


def _contents(tasks: Sequence[PlanTask]) -> list[Block]:
    """II: by area of the reform, the general ones first."""
    blocks: list[Block] = [Heading("II. NỘI DUNG")]
    names = {"": "Sáu nội dung cải cách hành chính và các chỉ số", **dict(ReformArea.choices)}
    for place, (area, name) in enumerate(((a, n) for a, n in names.items() if any(t.area == a for t in tasks)), 1):
        blocks.append(Heading(f"{place}. {name}"))
        blocks += [Paragraph(f"- {task.title}") for task in tasks if task.area == area]
    return blocks


def _forms(tasks: Sequence[PlanTask]) -> list[Block]:
    """III: each form with how many tasks use it, in the order of the list of forms."""
    counts = Counter(task.form for task in tasks)
    names = [(form.label, counts[form]) for form in ActivityForm if counts[form]]
    ends = [*[";"] * (len(names) - 1), "."]
    return [
        Heading("III. HÌNH THỨC"),
        *(Paragraph(f"- {name}: {count} việc{end}") for (name, count), end in zip(names, ends, strict=True)),
    ]


def _target(task: PlanTask) -> str:
    if task.target is None:
        return task.evidence_required or "Có minh chứng"
    measure = task.indicator.measure if task.indicator else "hoạt động"
    each = "" if task.carrier == Carrier.OWN else " mỗi đơn vị"
    text = f"{task.target.normalize():f}".replace(".", ",")
    return f"{text} {measure}{each}"


def _doers(task: PlanTask) -> str:
    return {
        Carrier.OWN: task.owner.name, Carrier.BELOW: "Các đơn vị trực thuộc",
        Carrier.BOTH: f"{task.owner.name} và các đơn vị trực thuộc",
    }[Carrier(task.carrier)]  # fmt: skip


def _table(tasks: Sequence[PlanTask]) -> list[Block]:
    """IV: who, when, how much."""
    headers = ["TT", "Nội dung công việc", "Đơn vị thực hiện", "Thời gian", "Chỉ tiêu, minh chứng", "Kinh phí (đồng)"]
    rows = [
        [
            str(place), task.title, _doers(task), f"{task.from_on.day}/{task.from_on.month} đến {short_date(task.to_on)}",
            _target(task), number(task.budget) if task.budget else "",
        ]
        for place, task in enumerate(tasks, 1)
    ]  # fmt: skip
    total = sum(task.budget or 0 for task in tasks)
    words = f"Tổng kinh phí: {number(total)} đồng." if total else "Kinh phí: lồng ghép trong hoạt động thường kỳ."
    count = len(headers) if total else len(headers) - 1  # a column without a number says nothing
    table = Rows(headers[:count], [row[:count] for row in rows], WIDTHS[:count], right=(5,), centred=(0,))
    return [Heading("IV. PHÂN CÔNG, TIẾN ĐỘ, KINH PHÍ"), table, Paragraph(words)]


def _adaptations(tasks: Sequence[PlanTask]) -> list[Block]:
    changed = [task for task in tasks if task.adoption in {Adoption.ADAPTED, Adoption.DECLINED} and task.reason]
    return [
        Paragraph(f"- {task.get_adoption_display()}: {task.title}. Lý do: {task.reason}") for task in changed
    ]  # fmt: skip


def capacity_of(unit: Unit) -> str:
    """In whose name the head of a unit signs."""
    return "TM. BAN CHẤP HÀNH" if unit.kind.is_grassroots else "TM. BAN THƯỜNG VỤ"


def _body(plan: Plan, tasks: Sequence[PlanTask]) -> list[Block]:
    live = [task for task in tasks if task.is_live]
    changed = _adaptations([task for task in tasks if task.cancelled_at is None])
    return [
        *_basis(plan),
        Heading("I. MỤC ĐÍCH, YÊU CẦU"),
        *_listed("1. Mục đích", plan.purpose),
        *_listed("2. Yêu cầu", plan.requirements),
        *_contents(live),
        *_forms(live),
        *_table(live),
        *([Paragraph("Điều chỉnh so với kế hoạch cấp trên:"), *changed] if changed else []),
        Heading("V. TỔ CHỨC THỰC HIỆN"),
        *(Paragraph(line) for line in _lines(plan.organisation)),
        Paragraph(
            "Trên đây là kế hoạch của đơn vị; trong khi thực hiện có vướng mắc, các đơn vị báo cáo để giải quyết./."
        ),
    ]


def paper_of(plan: Plan, tasks: Sequence[PlanTask], today: date) -> AdministrativeDocument:
    """The plan as a document: the head, the five parts, who gets it, who signs. A draft says that it is one."""
    above = chain_above(plan.unit, today)
    superior = above[-1].name if above else HIGHEST
    goes_down = any(task.carrier != Carrier.OWN for task in tasks if task.is_live)
    abstract = plan.title.removeprefix("Kế hoạch ").strip()
    with translation.override(settings.LANGUAGE_CODE):
        is_draft = not plan.revision or plan.state not in IN_FORCE
        on = timezone.localtime(plan.decided_at).date() if plan.decided_at and not is_draft else today
        return AdministrativeDocument(
            superior=superior.upper(), issuer=plan.unit.name.upper(), type_name="Kế hoạch",
            abstract=abstract[:1].upper() + abstract[1:], place=settings.CAUNOI.place, on=on, symbol=plan.symbol,
            blocks=_body(plan, tasks), signatures=[Signature(capacity_of(plan.unit), "CHỦ TỊCH")],
            recipients=[superior, *(["Các đơn vị thực hiện"] if goes_down else []), "Lưu: VT"],
            footnote=_("Dự thảo, chưa được duyệt.") if is_draft else "", is_sample=plan.is_sample,
        )  # fmt: skip
