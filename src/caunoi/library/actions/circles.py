"""Two documents cannot each put an end to the other, nor suspend what ends them.

A document acts only on earlier ones (queries.validity.acts_on), so a circle of ends and suspensions is always a slip of
whoever wrote down one of them; found late, it would let a document that holds look as if it did not.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from caunoi.library.models import Document, Relation
from caunoi.library.queries.validity import ENDING

# Documents replaced one after the other; a longer chain is not followed.
STEPS_MOST = 20


def refuse_circle(document: Document) -> None:
    """Raises ValidationError when what the document ends or suspends, or what that ended, does so to the document.

    One statement for each step of a chain.
    """
    ending = Relation.objects.filter(kind__in=ENDING, target__isnull=False)
    reached, seen = {document.pk}, set[int]()
    for _step in range(STEPS_MOST):
        rows = list(ending.filter(source__in=reached).values_list("source_id", "target_id"))
        for source, target in rows:
            if target == document.pk:
                _refuse(document, Document.objects.get(pk=source))
        seen |= reached
        reached = {target for _source, target in rows if target} - seen
        if not reached:
            return


def _refuse(document: Document, other: Document) -> None:
    text = _(
        "%(other)s đã ghi là thay thế, bãi bỏ hoặc đình chỉ %(document)s nên không thể ngược lại. "
        "Sửa mục Văn bản liên quan."
    )
    raise ValidationError(text % {"other": other, "document": document})
