"""Reading governing documents: from plain text to what it is, what it rests on, and who must do what by when."""

from caunoi.pure.reading.document import read_text
from caunoi.pure.reading.found import Citation, Found, Obligation, Period, Reading, Remark

__all__ = ["Citation", "Found", "Obligation", "Period", "Reading", "Remark", "read_text"]
