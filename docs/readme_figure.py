"""Draws the figure of README.md: python docs/readme_figure.py"""

from pathlib import Path

import matplotlib.pyplot as plt

from cmlib import datasets, plots
from cmlib.rating import ENTERPRISE_CARD, explain
from cmlib.table import ratio_table

statements, judgements = datasets.load("statements"), datasets.load("judgements")
rows = ratio_table(statements).merge(statements).merge(judgements)
row = rows.query("firm_id == 'F000140' and year == 2024")
reasons = explain(row, ENTERPRISE_CARD, missing="zero")
axes = plots.scorecard(reasons, title=f"F000140 is rated {reasons.attrs['grade']}: it owes little, and earns less")
axes.figure.savefig(Path(__file__).with_name("readme_figure.png"), dpi=110)
plt.close(axes.figure)
