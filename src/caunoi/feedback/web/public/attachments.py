"""Files that come at once with a form, without JavaScript: kept in the form's draft beside those that came in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from caunoi.kit.files import store, uploads
from caunoi.kit.files.checks import FileProblem


def take_files(chosen: Sequence[Any], *, draft: str, at: datetime) -> list[str]:
    """Keep what can be kept; says of each other file why not, in words for who sent it."""
    problems = []
    most = settings.CAUNOI.max_upload_bytes
    for upload in chosen:
        name = store.tidy_name(upload.name or "")
        try:
            if upload.size > most:
                raise FileProblem(
                    "SIZE", _("Tệp lớn hơn %(most)d MB. Giảm kích thước rồi chọn lại.") % {"most": most // 1024**2}
                )
            uploads.take_whole(upload.name or "", upload.read(), draft=draft, at=at)
        except FileProblem as problem:
            problems.append(f"{name}: {problem.message}")
        except uploads.NoRoomError:
            problems.append(_("%(name)s: máy chủ đang nhận nhiều tệp. Thử lại sau ít phút.") % {"name": name})
    return problems
