"""Who may do what with units, and what each role means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.organisations.choices import Role, UnitCategory
from caunoi.organisations.queries import MANAGING, Scope

OFFICER_ROLES = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
# Roles that a union unit's officers may give below them; an administrator gives all.
GRANTABLE = frozenset({Role.OFFICER, Role.CHAIR, Role.OFFICIAL, Role.MEMBER})
ROLE_MEANINGS = {
    Role.ADMINISTRATOR: _(
        "Lo tổ chức, tài khoản và sắp xếp đơn vị trong toàn nhánh; cấp mọi vai trò. Cần xác thực hai bước."
    ),
    Role.OFFICER: _(
        "Đưa văn bản vào thư viện, giao chỉ đạo, xem độ phủ, nhắc, duyệt minh chứng, lập biên bản, sắp xếp đơn vị và "
        "cấp vai trò trong nhánh của mình. Cần xác thực hai bước."
    ),
    Role.CHAIR: _("Thay mặt một công đoàn cơ sở: nhận, xác nhận, báo minh chứng, giữ danh sách đoàn viên của đơn vị."),
    Role.OFFICIAL: _("Thay mặt một cơ quan: xem văn bản, chỉ đạo gửi cơ quan mình và trả lời."),
    Role.MEMBER: _("Đọc văn bản và chỉ đạo công khai, xem việc của đơn vị mình."),
}


def leads_federation(scope: Scope) -> bool:
    """Administrators and officers of the highest union: they keep what holds for everybody."""
    return any(
        post.role in MANAGING and post.path == f"/{post.unit.pk}/" and post.unit.kind.category == UnitCategory.UNION
        for post in scope.posts
    )


def may_manage(scope: Scope, path: str | None) -> bool:
    """Officers manage their own branch."""
    return path is not None and scope.manages(path)


def may_reorganise(scope: Scope) -> bool:
    """Anyone who manages a branch, within it."""
    return bool(scope.branches())


def may_issue_directive(scope: Scope) -> bool:
    """Officers, to units of their own branch. It stands here because the library's pages offer it."""
    return bool(scope.branches())


def may_keep_roster(scope: Scope, unit_id: int, path: str | None) -> bool:
    """The unit's own chair, and officers above."""
    return scope.acts_for(unit_id) or may_manage(scope, path)


def may_grant(scope: Scope, role: str, path: str | None) -> bool:
    """Officers give the roles below administrator in their branch; administrators give all in theirs."""
    if not may_manage(scope, path):
        return False
    is_administrator = any(
        post.role == Role.ADMINISTRATOR and (path or "").startswith(post.path) for post in scope.posts
    )
    return role in GRANTABLE or is_administrator


def may_make_calendar(scope: Scope) -> bool:
    """Officers, for units of their own branch; who keeps one that is there, `queries.calendars.keeps` says."""
    return bool(scope.branches())
