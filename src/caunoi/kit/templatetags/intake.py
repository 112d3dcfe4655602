"""What a form of somebody unknown carries."""

from __future__ import annotations

import json
from typing import Any

from django import template

from caunoi.kit.http import lanes, proof

register = template.Library()


@register.inclusion_tag("kit/proof_of_work.html")
def proof_of_work() -> dict[str, Any]:
    """A challenge for the device, a trap for machines, and when the form was opened; see kit/http/lanes.py."""
    return {"challenge": json.dumps(proof.challenge()), "opened": lanes.opened()}
