"""Who may do what with directives, and what a proof weighs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.directives import queries
from caunoi.directives.choices import AcknowledgementChannel as Channel
from caunoi.directives.models import Directive, Recipient
from caunoi.organisations.queries import Scope

# From strong to weak: who said it, and can it be checked? Shown beside each acknowledgement and in the minutes.
EVIDENTIAL_WEIGHT = {Channel.ACCOUNT: 4, Channel.LINK: 3, Channel.MEETING: 2, Channel.ON_BEHALF: 1}
WEIGHT_MEANINGS = {
    4: _("người của đơn vị đăng nhập và tự xác nhận"),
    3: _("người giữ đường dẫn riêng của đơn vị tự xác nhận"),
    2: _("nhập hộ từ buổi họp, có ảnh danh sách ký"),
    1: _("cấp trên nhập hộ, chỉ có ghi chú"),
}


def may_issue_directive(scope: Scope) -> bool:
    """Officers, to units of their own branch."""
    return bool(scope.branches())


def may_see_coverage(scope: Scope, directive: Directive, issuer_path: str | None) -> bool:
    """Officers of the issuing unit's branch above or at it, and officers of any branch that received it."""
    return bool(scope.branches()) and (issuer_path is None or _overlaps(scope, issuer_path))


def _overlaps(scope: Scope, path: str) -> bool:
    return any(path.startswith(branch) or branch.startswith(path) for branch in scope.branches())


def may_answer_for(scope: Scope, recipient: Recipient) -> bool:
    """People who act for the unit itself."""
    return scope.acts_for(recipient.unit_id)


def may_answer_on_behalf(scope: Scope, recipient: Recipient) -> bool:
    """Officers above the unit: of its place at issue, of who succeeded there, or of its place today."""
    return queries.manages(scope, recipient)
