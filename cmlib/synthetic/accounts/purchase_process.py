"""The BG/NBD process and the Gamma-Gamma model, drawn exactly as their papers define them.

Sources: Fader, Hardie, Lee (2005), "Counting your customers" the easy way: an alternative to the
Pareto/NBD model, Marketing Science 24(2), 275-284; Fader, Hardie (2013), The Gamma-Gamma model of
monetary value, note 025.

Time is counted in *operational weeks*. A whole week is one week, as on the calendar, but inside the
week time runs fast on days and hours on which people shop. Purchases that come evenly in operational
time then come mostly on Fridays and Saturdays, and counts by week are those of the process unchanged.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtr, ndtri

from cmlib.synthetic.accounts.days import SPENDING_BY_WEEKDAY

_WEEK = np.round(np.append(0.0, np.cumsum(SPENDING_BY_WEEKDAY) / np.sum(SPENDING_BY_WEEKDAY)), 12)
# Share of a day's purchases made by each hour.
_HOURS = np.array([0, 6, 8, 11, 13, 17, 19, 21, 23, 24])
_BY_HOUR = np.array([0, 0.02, 0.06, 0.20, 0.38, 0.58, 0.76, 0.91, 0.98, 1.0])
_MONDAY = 3  # the first day of datetime64, 1970-01-01, was a Thursday


def operational_weeks(day: np.ndarray) -> np.ndarray:
    """Operational time at the first moment of a day.

    >>> monday, next_monday = np.array(["2024-01-01", "2024-01-08"], dtype="datetime64[D]")
    >>> float(operational_weeks(next_monday) - operational_weeks(monday))
    1.0
    """
    days = np.asarray(day, dtype="datetime64[D]").astype(int) + _MONDAY
    return days // 7 + _WEEK[days % 7]


def moments(weeks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The days (``datetime64[D]``) and seconds of the day at which operational times fall."""
    week = np.floor(weeks).astype(int)
    inside = weeks - week
    weekday = np.searchsorted(_WEEK[1:-1], inside, side="right")
    share = (inside - _WEEK[weekday]) / np.diff(_WEEK)[weekday]
    second = np.floor(3_600 * np.interp(share, _BY_HOUR, _HOURS)).astype(int)
    return (7 * week + weekday - _MONDAY).astype("datetime64[D]"), np.clip(second, 0, 86_399)


@dataclass(frozen=True)
class Habits:
    """What is hidden in each card: purchases a week, the probability of dropping it after a purchase,
    the purchase after which it is dropped (1 for the first), and the rate nu of its amounts."""

    rate: np.ndarray
    dropout: np.ndarray
    last: np.ndarray
    nu: np.ndarray


def draw_habits(rng, income: np.ndarray, *, rate, dropout, spend, correlation: float) -> Habits:
    """The habits of one card for each holder's ``income``.

    ``rate`` is (r, alpha): purchases a week are Gamma(r, rate alpha). ``dropout`` is (a, b): the probability
    is Beta(a, b). ``spend`` is (p, q, v): nu is Gamma(q, rate v), lower for the richer, with this
    ``correlation`` of normal scores: by ranks, so that nu over all cards is still exactly Gamma.
    """
    count, (_, q, v) = len(income), spend
    often = np.round(rng.gamma(rate[0], 1 / rate[1], count), 6)
    dropped = np.clip(np.round(rng.beta(*dropout, count), 6), 1e-6, 1)
    rank = np.empty(count)
    rank[np.lexsort((rng.random(count), income))] = np.arange(count)
    score = correlation * ndtri((rank + 0.5) / count) + np.sqrt(1 - correlation**2) * rng.standard_normal(count)
    nu = gammaincinv(q, np.clip(ndtr(-score), 1e-9, 1 - 1e-9)) / v
    return Habits(often, dropped, rng.geometric(dropped), np.round(nu, 9))


def purchase_times(rng, habits: Habits, opened: np.ndarray, ended: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """BG/NBD: which card is used and when, by card and then in time; all times in operational weeks.

    A card is watched from ``opened`` to ``ended``; the opening is no purchase.
    """
    watched = ended - opened
    would_be = rng.poisson(habits.rate * watched)
    card = np.repeat(np.arange(len(opened)), would_be)
    # Given how many they are, the events of a Poisson process lie evenly.
    place = np.round(rng.random(len(card)), 9)
    place = place[np.argsort(card + place, kind="stable")]
    number = np.arange(len(card)) - np.repeat(np.cumsum(would_be) - would_be, would_be)
    made = number < habits.last[card]
    card, place = card[made], place[made]
    return card, opened[card] + place * watched[card]


def draw_amounts(rng, habits: Habits, card: np.ndarray, spend_p: float) -> np.ndarray:
    """Gamma-Gamma: the amount of each purchase with the cards ``card`` is Gamma(p, rate nu), in CNY."""
    return np.round(np.maximum(rng.gamma(spend_p, 1.0, len(card)) / habits.nu[card], 0.01), 4)
