"""Financial ratios, cash flow, lifetime value and rating for bank customer managers.

Import what you need from its own room: ``from cmlib import ratios``,
``from cmlib.table import ratio_table``, ``from cmlib.rating import ENTERPRISE_CARD``.
"""
