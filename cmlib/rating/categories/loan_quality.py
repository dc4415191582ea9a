"""How good a book of loans is, and how well provisions cover it: formulas and the supervisor's standard."""

from dataclasses import dataclass

from cmlib.figures import check_figure
from cmlib.formula import Quantity, formula
from cmlib.rule_file import RuleFile

_FAMILY = "loan quality"
_CIRCULAR = (
    "China Banking Regulatory Commission (2011), Measures for Loan Loss Provisions of Commercial Banks "
    "(商业银行贷款损失准备管理办法), Order 2011 No. 4, articles 6 and 7."
)


@formula(_FAMILY, unit="fraction", zh="不良贷款率", better="lower")
def nonperforming_ratio(nonperforming_loans: Quantity, outstanding: Quantity) -> Quantity:
    """Substandard, doubtful and loss loans per unit of all loans.

    Source: China Banking and Insurance Regulatory Commission, People's Bank of China (2023), Measures for the
    Risk Classification of Financial Assets of Commercial Banks, article 6.

    >>> nonperforming_ratio(nonperforming_loans=15, outstanding=1_000)
    0.015
    """
    return nonperforming_loans / outstanding


@formula(_FAMILY, unit="fraction", zh="问题贷款率", better="lower")
def problem_loan_ratio(problem_loans: Quantity, outstanding: Quantity) -> Quantity:
    """Loans in the last four categories per unit of all loans.

    Source: the course's deck, chapter 6, which counts special mention among the problem loans.

    >>> problem_loan_ratio(problem_loans=45, outstanding=1_000)
    0.045
    """
    return problem_loans / outstanding


@formula(_FAMILY, unit="times", zh="拨备覆盖率", better="higher")
def coverage_ratio(provisions: Quantity, nonperforming_loans: Quantity) -> Quantity:
    """Provisions for loan losses per unit of non-performing loans; the supervisor asks for 1.5.

    Source: China Banking Regulatory Commission (2011), Measures for Loan Loss Provisions of Commercial Banks
    (商业银行贷款损失准备管理办法), Order 2011 No. 4, articles 6 and 7.

    >>> coverage_ratio(provisions=30, nonperforming_loans=15)
    2.0
    """
    return provisions / nonperforming_loans


@formula(_FAMILY, unit="fraction", zh="贷款拨备率", better="higher")
def loan_provision_ratio(provisions: Quantity, outstanding: Quantity) -> Quantity:
    """Provisions for loan losses per unit of all loans; the supervisor asks for 2.5%.

    Source: China Banking Regulatory Commission (2011), Measures for Loan Loss Provisions of Commercial Banks
    (商业银行贷款损失准备管理办法), Order 2011 No. 4, articles 6 and 7.

    >>> loan_provision_ratio(provisions=30, outstanding=1_000)
    0.03
    """
    return provisions / outstanding


#: The formulas of this file, by name.
LOAN_QUALITY = {
    one.__name__: one for one in (nonperforming_ratio, problem_loan_ratio, coverage_ratio, loan_provision_ratio)
}


@dataclass(frozen=True)
class ProvisionStandard(RuleFile):
    """What the supervisor asks for: the larger of a part of bad loans and a part of all loans.

    Raises ``ValueError`` for a figure that is negative.
    """

    name: str
    source: str
    coverage_ratio: float
    loan_provision_ratio: float

    def __post_init__(self) -> None:
        check_figure(self.coverage_ratio, f"provision standard {self.name!r}: coverage_ratio", 0)
        check_figure(self.loan_provision_ratio, f"provision standard {self.name!r}: loan_provision_ratio", 0, 1)


#: The basic standard in China. Since 2018 the supervisor may lower it, bank by bank, to 120% and 1.5%.
PROVISION_STANDARD = ProvisionStandard(
    "basic standard of 2011", _CIRCULAR, coverage_ratio=1.5, loan_provision_ratio=0.025
)
