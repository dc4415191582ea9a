"""What a test is worth for all who applied, when only those who were taken can be observed."""

from cmlib.formula import Quantity, formula

_FAMILY = "selection"


@formula(_FAMILY, unit="fraction", zh="直接选拔的全距限制校正", better="higher")
def unrestricted_correlation(
    correlation: Quantity, standard_deviation_selected: Quantity, standard_deviation_all: Quantity
) -> Quantity:
    """Correlation of a test with performance among all applicants, when selection was by that very test.

    ``correlation`` is that found among those selected; the standard deviations are those of the test, among the
    selected and among all. Thorndike's case II.

    Source: Thorndike (1949), Personnel Selection, Wiley, ch. 6; Sackett, Yang (2000), Correction for range
    restriction: an expanded typology, Journal of Applied Psychology 85(1), 112-118.

    >>> round(unrestricted_correlation(0.25, 1.0, 1.4), 4)
    0.34
    """
    wider = standard_deviation_all / standard_deviation_selected
    return correlation * wider / (1 - correlation**2 + correlation**2 * wider**2) ** 0.5


@formula(_FAMILY, unit="fraction", zh="间接选拔的全距限制校正", better="higher")
def unrestricted_correlation_by_third(
    correlation: Quantity,
    correlation_test_third: Quantity,
    correlation_third_performance: Quantity,
    standard_deviation_selected: Quantity,
    standard_deviation_all: Quantity,
) -> Quantity:
    """Correlation of a test with performance among all applicants, when selection was by a third measure.

    The third measure is the composite score that decided, say. All correlations are those among the selected: of the
    test with performance, of the test with the third, of the third with performance. The standard deviations are
    those of the third measure. Thorndike's case III.

    Source: Thorndike (1949), Personnel Selection, Wiley, ch. 6; Sackett, Yang (2000), Journal of Applied Psychology
    85(1), 112-118.

    >>> round(unrestricted_correlation_by_third(0.2, 0.5, 0.3, 1.0, 2.0), 4)
    0.436
    """
    wider = (standard_deviation_all / standard_deviation_selected) ** 2 - 1
    spread = (1 + correlation_test_third**2 * wider) * (1 + correlation_third_performance**2 * wider)
    return (correlation + correlation_test_third * correlation_third_performance * wider) / spread**0.5
