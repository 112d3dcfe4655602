"""The receipt, to be read out and printed; it is shown on this page only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caunoi.feedback.actions import Received
from caunoi.feedback.queries import promised_due
from caunoi.pure.receipts import shown, spoken


def receipt_page(request: HttpRequest, received: Received, *, further: str) -> HttpResponse:
    """The code in groups, each with how it is said. `further` is where the clerk goes on."""
    groups = shown(received.receipt).split("-")
    context: dict[str, Any] = {
        "case": received.case, "due_at": promised_due(received.case), "further": further,
        "groups": [(group, spoken(group)) for group in groups],
    }  # fmt: skip
    response = render(request, "channels/receipt.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
