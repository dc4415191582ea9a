"""A submission that cannot be graded as it is."""


class Refused(Exception):
    """``status`` is one of `cmlib.instructor.outcome`; ``reason`` is one sentence for the instructor."""

    def __init__(self, status: str, reason: str):
        super().__init__(reason)
        self.status = status
        self.reason = reason
