"""Every figure of the course: functions that take data and return the Axes.

The ``title`` tells the finding, and the caller writes it. Pass ``ax`` to draw on Axes of your own. The
functions change no setting of matplotlib; `cmlib.plots.style` holds the house style.
"""

from cmlib.plots.association import association
from cmlib.plots.before_after import slope
from cmlib.plots.card import scorecard
from cmlib.plots.concentration import lorenz
from cmlib.plots.digits import first_digits
from cmlib.plots.distribution import distribution
from cmlib.plots.flows import cash_flows
from cmlib.plots.gains import gain_curves
from cmlib.plots.grade_default import default_rate_by_grade
from cmlib.plots.grades import grade_paths
from cmlib.plots.group_rates import rates_by_two
from cmlib.plots.heat import heat_map
from cmlib.plots.intervals import intervals
from cmlib.plots.network import network
from cmlib.plots.parts import composition
from cmlib.plots.reliability import calibration
from cmlib.plots.risks import risk_map
from cmlib.plots.roc import roc_curves
from cmlib.plots.survival import survival_curves
from cmlib.plots.trends import lines
from cmlib.plots.whales import whale

__all__ = [
    "association",
    "calibration",
    "cash_flows",
    "composition",
    "default_rate_by_grade",
    "distribution",
    "first_digits",
    "gain_curves",
    "grade_paths",
    "heat_map",
    "intervals",
    "lines",
    "lorenz",
    "network",
    "rates_by_two",
    "risk_map",
    "roc_curves",
    "scorecard",
    "slope",
    "survival_curves",
    "whale",
]
