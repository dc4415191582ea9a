"""What a firm asks for, and what it offers as security."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LoanRequest:
    """A firm's request for a loan (授信申请).

    ``amount`` in CNY, ``term_months``, ``purpose`` in a few words, ``rate_per_year`` as a fraction. ``security`` maps a
    kind of collateral to its value by the firm's own figures, in CNY; empty for an unsecured loan.

    Raises ``ValueError`` for an amount or term that is not above 0, a rate or value below 0 and a purpose without
    words, ``TypeError`` for what is no number.

    >>> LoanRequest(1_000_000, 12, "raw material for the season", 0.05, {"inventory": 3_000_000}).amount
    1000000
    """

    amount: float
    term_months: int
    purpose: str
    rate_per_year: float
    security: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = {"amount": self.amount, "term_months": self.term_months, "rate_per_year": self.rate_per_year}
        for name, value in (values | dict(self.security)).items():
            if isinstance(value, bool) or not isinstance(value, numbers.Real):
                raise TypeError(f"LoanRequest needs a number for {name!r}, found {value!r}")
            above = name in ("amount", "term_months")
            if not math.isfinite(value) or value < 0 or (above and value == 0):
                raise ValueError(f"LoanRequest needs {name!r} {'above 0' if above else 'not below 0'}, found {value!r}")
        if not isinstance(self.purpose, str) or not self.purpose.strip():
            raise ValueError(f"LoanRequest needs a purpose in a few words, found {self.purpose!r}")
