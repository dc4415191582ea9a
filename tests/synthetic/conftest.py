"""``recovers``: is a planted effect found again? What was found is shown at the end of the run."""

import pytest
from scipy import stats


@pytest.fixture
def recovers(record_property):
    """A function that fails unless the interval around an estimate holds the planted value."""

    def check(effect, planted, estimate, error=None, *, interval=None, method, seed, level=0.999):
        """``error`` is a standard error, or ``interval`` the two ends of an interval at ``level``."""
        if interval is None:
            reach = stats.norm.ppf(0.5 + level / 2) * error
            interval = (estimate - reach, estimate + reach)
        low, high = interval
        record_property("recovered", (effect, float(planted), float(estimate), float(low), float(high), method, seed))
        assert low <= planted <= high, (
            f"{effect}, seed {seed}: planted {planted:.4g}, found {estimate:.4g} ({low:.4g} to {high:.4g}) by {method}"
        )

    return check


@pytest.fixture
def misleads(record_property):
    """A function that fails unless a naive method misses the planted value on purpose."""

    def check(effect, planted, estimate, error, *, method, seed, level=0.999):
        reach = stats.norm.ppf(0.5 + level / 2) * error
        low, high = estimate - reach, estimate + reach
        record_property(
            "recovered", (f"{effect} (naive)", float(planted), float(estimate), float(low), float(high), method, seed)
        )
        assert not low <= planted <= high, (
            f"{effect}, seed {seed}: {method} should be wrong; it found {estimate:.4g} ({low:.4g} to {high:.4g})"
        )

    return check
