"""What is wrong with a file."""


class FileProblem(Exception):  # noqa: N818 - it is the person's problem to mend, not a program's error
    """Why a file is refused, in words for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
