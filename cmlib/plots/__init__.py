"""Every figure of the course: functions that take data and return the Axes.

The ``title`` tells the finding, and the caller writes it. Pass ``ax`` to draw on Axes of your own. The
functions change no setting of matplotlib; `cmlib.plots.style` holds the house style.
"""

from cmlib.plots.before_after import slope
from cmlib.plots.card import scorecard
from cmlib.plots.flows import cash_flows
from cmlib.plots.grade_default import default_rate_by_grade
from cmlib.plots.grades import grade_paths
from cmlib.plots.heat import heat_map
from cmlib.plots.parts import composition
from cmlib.plots.reliability import calibration
from cmlib.plots.risks import risk_map
from cmlib.plots.roc import roc_curves
from cmlib.plots.trends import lines

__all__ = [
    "calibration",
    "cash_flows",
    "composition",
    "default_rate_by_grade",
    "grade_paths",
    "heat_map",
    "lines",
    "risk_map",
    "roc_curves",
    "scorecard",
    "slope",
]
