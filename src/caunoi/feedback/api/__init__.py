"""The door for programs: send a case, read its thread."""

from caunoi.feedback.api.cases import router

__all__ = ["router"]
