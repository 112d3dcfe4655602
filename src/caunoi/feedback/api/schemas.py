"""What programs send and get. The descriptions are the documentation: they stand in /api/v1/openapi.json."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
RECEIPT = "8KQ2-M7XD-4TNC-R5WA-9"
CASE_EXAMPLE: dict[str, Any] = {
    "text": "Một cửa xã Mỹ Đức hẹn trả giấy khai sinh ngày 5/11 nhưng đến nay chưa có.",
    "body": "UB-MD",
    "procedure": "ONE_STOP",
    "identity": "handler",
    "name": "Nguyễn Thị Lan",
    "contact": "0912 345 678",
}


class AttachmentIn(Schema):
    """A photo, PDF, DOCX or sound; what it says about where and when it was made is taken out."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    content_base64: str = Field(description="The bytes in base 64 (RFC 4648); at most 20 MB when decoded")


class CaseIn(Schema):
    """One phản ánh or kiến nghị."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": CASE_EXAMPLE})
    text: str = Field(description="What happened, where, when; 10 letters to 20,000 characters")
    body: Short = Field("", description="The body that it is about: code, id or full name of a unit")
    procedure: Short = Field("", description="Code of a subject, or national code of a procedure such as 1.011441")
    identity: Literal["public", "handler", "receipt"] = Field(
        description="Who may know the sender: everybody; only who handles it; nobody (nothing of the sender is kept)"
    )
    name: Short = ""
    contact: Short = Field("", description="E-mail or phone")
    attachments: Annotated[list[AttachmentIn], Field(max_length=5)] = []


class BodyOut(Schema):
    """A unit."""

    code: str
    name: str


class CaseOut(Schema):
    """The receipt. Whoever holds its code reads the thread; it is not stored readably and cannot be sent again later."""

    id: UUID
    receipt: str = Field(examples=[RECEIPT])
    body: BodyOut | None
    due_at: datetime = Field(
        description="The answer is due then. Of a case in state SCREENING: if a person lets it in now"
    )
    state: str = Field(
        description="RECEIVED, or SCREENING: it waits for a person to look, since nothing vouched for it"
    )


class ReceiptIn(Schema):
    """The code, as people write it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"receipt": RECEIPT}})
    receipt: Annotated[str, StringConstraints(max_length=400)]


class ReplyOut(Schema):
    """What an answer says was done."""

    outcome: str
    done: str
    done_by: str
    done_on: date | None
    next_step: str
    legal_basis: list[str]


class MessageOut(Schema):
    """One utterance. Officers appear as their unit."""

    kind: str = Field(description="STORY, ADDITION, QUESTION, SENDER_ANSWER or REPLY")
    at: datetime
    unit: str | None = Field(description="The unit that speaks; null for the sender")
    text: str
    reply: ReplyOut | None = None


class ThreadOut(Schema):
    """A case as the holder of its receipt may see it."""

    state: str
    due_at: datetime | None
    messages: list[MessageOut]


class ChallengeOut(Schema):
    """An ALTCHA challenge, version 1."""

    algorithm: str
    challenge: str
    maxNumber: int  # noqa: N815 - as ALTCHA writes it
    salt: str
    signature: str
