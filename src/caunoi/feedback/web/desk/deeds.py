"""Deeds on a case that are one form and one action: who may, what is asked, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.accounts.models import User
from caunoi.feedback import actions, rules, workflow
from caunoi.feedback.choices import ExtensionState, Kind, RecusalSource, RefusalGround, Urgency
from caunoi.feedback.choices import PauseGround as Ground
from caunoi.feedback.models import Case, LegalHold
from caunoi.feedback.web.desk import forms
from caunoi.organisations.queries import Scope

Values = dict[str, Any]


@dataclass(frozen=True)
class Powers:
    """What a person is to a case: sorts it, answers it, or merely watches."""

    sorts: bool
    answers: bool

    @classmethod
    def of(cls, user: User, case: Case, scope: Scope) -> Powers:
        """The powers of a person over a case."""
        return cls(rules.may_triage(user, case, scope), rules.may_answer(user, case, scope))


@dataclass(frozen=True)
class Deed:
    """One deed. `name` is its route and its action; `verb` its line in the workflow's table."""

    name: str
    title: Any
    button: Any
    icon: str
    form: type[forms.DeedForm]
    run: Callable[[Case, Values, User, datetime], Any]
    done: Any
    who: str = "sorts"  # "sorts", "answers", or "both": either of them
    verb: str = ""
    hint: Any = ""
    tone: str = ""  # "bad": what cannot be taken back

    @property
    def route(self) -> str:
        """The name of its page's address."""
        return f"feedback:{self.name}"

    def may(self, powers: Powers) -> bool:
        """Whether the person's role allows it."""
        return {"sorts": powers.sorts, "answers": powers.answers, "both": powers.sorts or powers.answers}[self.who]

    def fits(self, case: Case) -> bool:
        """Whether the case is where the deed may start."""
        return workflow.may(case.state, self.verb or self.name)


def _classify(case: Case, values: Values, by: User, at: datetime) -> Any:
    decided = actions.Classification(
        kind=Kind(values["kind"]) if values.get("kind") else None,
        area=values.get("area") or None,
        topic=values.get("topic"),
        body=values.get("body"),
        urgency=Urgency(values["urgency"]) if values.get("urgency") else None,
    )
    return actions.classify_case(case=case, decided=decided, by=by, at=at)


def _decide(case: Case, values: Values, by: User, at: datetime) -> Any:
    extension = case.extensions.filter(state=ExtensionState.ASKED).first()
    if extension is None:
        raise ValidationError(_("Không có đề nghị gia hạn nào đang chờ."))
    is_approved = values["verdict"] == "yes"
    return actions.decide_extension(extension=extension, is_approved=is_approved, note=values["note"], by=by, at=at)


def _recuse(case: Case, values: Values, by: User, at: datetime) -> Any:
    return actions.recuse(
        case=case, user=values["person"], unit=values["unit"], source=RecusalSource.ADDED, by=by, at=at
    )


def open_hold(case: Case) -> LegalHold | None:
    """What keeps the case past its time, if anything; without a query where its holds were fetched."""
    return next((hold for hold in case.holds.all() if hold.lifted_at is None), None)


def _lift_hold(case: Case, values: Values, by: User, at: datetime) -> Any:
    hold = open_hold(case)
    if hold is None:
        raise ValidationError(_("Việc này không còn bị giữ."))
    return actions.lift_hold(hold=hold, reason=values["reason"], by=by, at=at)


def _plain(action: Callable[..., Any], *names: str) -> Callable[[Case, Values, User, datetime], Any]:
    def run(case: Case, values: Values, by: User, at: datetime) -> Any:
        return action(case=case, **{name: values[name] for name in names}, by=by, at=at)

    return run


t = gettext_lazy
DEEDS: tuple[Deed, ...] = (
    Deed("admit_case", t("Nhận việc này vào xử lý"), t("Nhận vào"), "check", forms.PlainForm, _plain(actions.admit_case),
         t("Đã nhận. Thời hạn chạy từ bây giờ."), hint=t("Việc này gửi không qua kiểm tra máy, đang chờ người xem.")),
    Deed("discard_case", t("Loại việc này"), t("Loại"), "trash-2", forms.ReasonForm, _plain(actions.discard_case, "reason"),
         t("Đã loại. Người giữ mã biên nhận đọc được lý do."), tone="bad"),
    Deed("accept_case", t("Nhận xử lý"), t("Nhận xử lý"), "user-check", forms.AcceptForm,
         _plain(actions.accept_case, "has_no_conflict"), t("Đã nhận xử lý."), who="answers",
         hint=t("Nếu việc này nêu bạn hoặc người thân, chọn tránh mặt thay vì nhận.")),
    Deed("assign_case", t("Giao đơn vị trả lời"), t("Giao"), "user-check", forms.AssignForm,
         _plain(actions.assign_case, "unit", "reason"), t("Đã giao. Thời hạn tiếp tục chạy."),
         hint=t("Đơn vị nhận được thông báo và thấy toàn bộ diễn biến.")),
    Deed("classify_case", t("Phân loại"), t("Ghi phân loại"), "tag", forms.ClassifyForm, _classify, t("Đã ghi phân loại."),
         hint=t("Máy học từ chỗ bạn sửa. Hạn đã hứa không rút ngắn, trừ việc khẩn.")),
    Deed("ask_sender", t("Hỏi người gửi"), t("Gửi câu hỏi"), "message-square", forms.SayForm,
         _plain(actions.ask_sender, "text"), t("Đã gửi câu hỏi. Thời hạn vẫn chạy."), who="both",
         hint=t("Người gửi thấy tên đơn vị, không thấy tên bạn. Thời hạn vẫn chạy trong lúc chờ.")),
    Deed("add_note", t("Ghi chú nội bộ"), t("Lưu ghi chú"), "lock", forms.SayForm, _plain(actions.add_note, "text"),
         t("Đã lưu ghi chú."), who="both", hint=t("Chỉ cán bộ được xem việc này đọc được. Người gửi không thấy.")),
    Deed("transfer_case", t("Chuyển đơn vị khác"), t("Chuyển"), "forward", forms.TransferForm,
         _plain(actions.transfer_case, "unit", "reason"), t("Đã chuyển, kèm thời hạn và diễn biến."), who="both"),
    Deed("return_case", t("Trả về nơi tiếp nhận"), t("Trả về"), "undo-2", forms.ReasonForm,
         _plain(actions.return_case, "reason"), t("Đã trả về nơi tiếp nhận."), who="answers"),
    Deed("take_case", t("Phân người xử lý"), t("Phân công"), "user", forms.TakeForm, _plain(actions.take_case, "handler"),
         t("Đã phân người xử lý."), who="both", verb="classify_case"),
    Deed("pause_case", t("Tạm dừng thời hạn"), t("Tạm dừng"), "pause", forms.PauseForm,
         lambda case, values, by, at: actions.pause_case(
             case=case, ground=Ground(values["ground"]), note=values["reason"], by=by, at=at),
         t("Thời hạn đang tạm dừng. Người gửi được báo."), who="both",
         hint=t("Chỉ ba căn cứ của Nghị định 155/2026/NĐ-CP, điều 28a. Chờ người gửi trả lời không phải căn cứ.")),
    Deed("resume_case", t("Cho thời hạn chạy tiếp"), t("Chạy tiếp"), "clock", forms.PlainForm, _plain(actions.resume_case),
         t("Thời hạn chạy tiếp, hạn mới đã được ghi."), who="both"),
    Deed("ask_extension", t("Xin gia hạn"), t("Xin gia hạn"), "calendar", forms.ExtensionForm,
         _plain(actions.ask_extension, "days", "reason"), t("Đã gửi đề nghị gia hạn."), who="answers"),
    Deed("decide_extension", t("Quyết định gia hạn"), t("Ghi quyết định"), "scale", forms.DecisionForm, _decide,
         t("Đã ghi quyết định. Người gửi được báo."), verb="extend_case"),
    Deed("merge_cases", t("Gộp việc trùng vào đây"), t("Gộp vào đây"), "git-merge", forms.MergeForm,
         lambda case, values, by, at: actions.merge_cases(
             cases=values["codes"], into=case, reason=values["reason"], by=by, at=at),
         t("Đã gộp. Mỗi người gửi vẫn dùng mã biên nhận của mình."), verb="merge_case",
         hint=t("Gộp hoàn lại được. Mọi người gửi đều nhận trả lời.")),
    Deed("unmerge_case", t("Tách việc này ra"), t("Tách ra"), "split", forms.ReasonForm,
         _plain(actions.unmerge_case, "reason"), t("Đã tách thành việc riêng.")),
    Deed("refuse_case", t("Hướng dẫn sang đúng cửa"), t("Khép lại và hướng dẫn"), "ban", forms.RefuseForm,
         lambda case, values, by, at: actions.refuse_case(
             case=case, ground=RefusalGround(values["ground"]), reason=values["reason"], by=by, at=at),
         t("Đã khép lại. Người gửi đọc được lý do và cửa cần đến."), tone="bad",
         hint=t("Người gửi đọc nguyên văn. Họ có thể mở lại, có lý do.")),
    Deed("quarantine_case", t("Cách ly: có thể là tố cáo"), t("Cách ly"), "shield-check", forms.SolemnForm,
         _plain(actions.quarantine_case), t("Đã cách ly. Chỉ nơi tiếp nhận cao nhất còn thấy."), tone="bad",
         hint=t("Lời người gửi được mã hóa, rời mọi danh sách và số liệu. Bạn có thể không còn thấy việc này.")),
    Deed("release_case", t("Đưa ra khỏi cách ly"), t("Đưa ra"), "key-round", forms.ReleaseForm,
         _plain(actions.release_case, "reason"), t("Đã đưa ra. Thời hạn chạy lại từ bây giờ."), tone="bad"),
    Deed("recuse", t("Thêm người, đơn vị phải tránh mặt"), t("Thêm tránh mặt"), "eye-off", forms.RecuseForm, _recuse,
         t("Đã thêm. Với họ, việc này không còn tồn tại."), verb="add_note",
         hint=t("Người hoặc đơn vị được nêu trong việc không thấy việc này ở bất cứ đâu.")),
    Deed("step_aside", t("Tránh mặt"), t("Tôi tránh mặt"), "eye-off", forms.SolemnForm,
         lambda case, _values, by, at: actions.recuse(case=case, user=by, source=RecusalSource.DECLARED, by=by, at=at),
         t("Đã ghi. Việc này không còn trong danh sách của bạn."), who="both", verb="add_note", tone="bad",
         hint=t("Việc này nêu bạn, hoặc liên quan đến bạn. Nơi tiếp nhận sẽ phân người khác. Bạn không tự bỏ được.")),
    Deed("hold_case", t("Giữ lại, không xóa khi hết hạn lưu"), t("Giữ lại"), "lock", forms.ReasonForm,
         _plain(actions.hold_case, "reason"), t("Đã giữ. Việc không bị xóa cho đến khi có người thôi giữ."), verb="hold_case",
         hint=t("Dùng khi tòa án, thanh tra hoặc kiểm tra cần hồ sơ. Ghi cơ quan yêu cầu và số văn bản.")),
    Deed("lift_hold", t("Thôi giữ quá hạn lưu"), t("Thôi giữ"), "lock", forms.ReasonForm, _lift_hold,
         t("Đã thôi giữ. Việc theo thời hạn lưu của nhóm."), verb="hold_case", tone="bad",
         hint=t("Nếu đã quá hạn lưu, việc vào danh sách chờ xóa kế tiếp.")),
)  # fmt: skip
BY_NAME = {deed.name: deed for deed in DEEDS}
# Whose state alone does not say whether they make sense.
NEEDS: dict[str, Callable[[Case, User], bool]] = {
    "resume_case": lambda case, _user: case.pauses.filter(to_at=None).exists(),
    "pause_case": lambda case, _user: not case.pauses.filter(to_at=None).exists(),
    "hold_case": lambda case, _user: open_hold(case) is None,
    "lift_hold": lambda case, _user: open_hold(case) is not None,
    "decide_extension": lambda case, user: (
        case.extensions.filter(state=ExtensionState.ASKED).exclude(asked_by=user).exists()
    ),
}


def open_deeds(case: Case, user: User, powers: Powers) -> list[Deed]:
    """What the person may do with the case as it is now, in the order that the page offers it."""
    return [
        deed
        for deed in DEEDS
        if deed.may(powers) and deed.fits(case) and (deed.name not in NEEDS or NEEDS[deed.name](case, user))
    ]
