"""Financial ratios: plain functions of line items, one file a family.

``ALL`` maps each ratio's name to its function, which carries ``.family``, ``.unit``, ``.zh`` and
``.better``. Fractions are fractions: a margin of 12% is 0.12.
"""

from cmlib.ratios.formula import ALL
from cmlib.ratios.liquidity import *  # noqa: F403
