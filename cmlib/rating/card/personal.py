"""The bank's scorecard for personal borrowers, as data: the five Cs.

Character (stability, credit record, reputation), capacity (income and debt), capital, collateral or
guarantee, and conditions (employer, unemployment, growth) are the deck's. It gives no points: points and
bands are ours, set for this course by judgement, as an expert card is, and not fitted to any defaults.
They are not published values.
"""

from importlib.resources import files

from cmlib.rating.card.scorecard import Scorecard

#: The personal scorecard of the course, read from ``personal_card.toml`` beside this file.
PERSONAL_CARD = Scorecard.from_toml(files("cmlib.rating.card") / "personal_card.toml")
