"""Scorecards: groups of indicators and their points as data, and the engine that evaluates and explains them."""
