"""An article's forms, for the whole world."""

from dataclasses import dataclass
from typing import Any

from caunoi.newsroom.actions import ask_leaflets, save_wording
from caunoi.newsroom.choices import Form, WordingKind
from caunoi.newsroom.models import Article, LeafletRun, Wording
from tests.cast import AT, Cast


@dataclass
class Forms:
    """A draft whose forms are made, a run of its leaflets, a line of a table."""

    draft: Article
    run: LeafletRun
    wording: Wording

    def objects(self) -> dict[str, dict[str, Any]]:
        """What an entry of the policy may be tried on."""
        draft = {"article_id": self.draft.public_id}
        return {
            "draft article's leaflet": draft | {"slug": "leaflet-a5", "page": 0},
            "draft article's e-mail": draft | {"slug": "email"},
            "no form": draft | {"slug": "song"},
            "leaflet run": draft | {"run_id": self.run.public_id},
            "wording": {"wording_id": self.wording.public_id},
        }


def make_forms(cast: Cast, draft: Article) -> Forms:
    """By the real actions."""
    run = ask_leaflets(article=draft, form=Form.LEAFLET_A5, unit=cast.units["MD"], by=cast.hoa, at=AT)
    wording = save_wording(kind=WordingKind.ABBREVIATION, written="XMĐ", instead="xã Mỹ Đức", by=cast.dung, at=AT)
    return Forms(draft, run, wording)
