"""The bank's scorecard for industrial firms, as data.

The five groups and their points (10, 7, 43, 31, 9) are the deck's. It gives points per group only:
the split over the indicators and the bands are ours, set for this course so that a typical firm of the
course's bank earns an A or a BBB. They are not published values. Such values exist: the state-assets
regulator issues them every year, industry by industry (企业绩效评价标准值), and a bank would set its
bands on them.

Net operating cash flow is measured against current liabilities: the amount itself would favour
large firms. The judgements run from 1 (weak) to 5 (excellent), loan risk from 1 (normal) to 5 (loss).
"""

from importlib.resources import files

from cmlib.rating.card.scorecard import Scorecard

#: The enterprise scorecard of the course, read from ``enterprise_card.toml`` beside this file.
ENTERPRISE_CARD = Scorecard.from_toml(files("cmlib.rating.card") / "enterprise_card.toml")
