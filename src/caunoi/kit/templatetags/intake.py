"""What a form of somebody unknown carries."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django import template

from caunoi.kit.http import lanes, proof

register = template.Library()


@register.inclusion_tag("kit/proof_of_work.html")
def proof_of_work() -> dict[str, Any]:
    """A challenge for the device, a trap for machines, and when the form was opened; see kit/http/lanes.py."""
    return {"challenge": json.dumps(proof.challenge()), "opened": lanes.opened()}


@register.inclusion_tag("kit/upload_field.html")
def upload_field(draft: str = "") -> dict[str, Any]:
    """Files for a letter, sent in pieces while it is written; the form must be multipart and carry a CSRF token.

    `draft` is the secret under which they are counted and claimed; a fresh one when the form is opened first. Without
    JavaScript the field `files` comes with the form.
    """
    return {"draft": draft or secrets.token_urlsafe(24)}
