"""Rates that follow the loan prime rate: from which instalment on does a new rate hold?"""

from collections.abc import Mapping

import numpy as np

from cmlib.loans.due_dates import due_dates, one_day
from cmlib.loans.schedule import Day
from cmlib.loans.terms import whole_number, yearly_rate


def yearly_resets(
    rate_per_year: float, yearly: Mapping[int, float], *, months: int, first_due: Day, month: int = 1
) -> dict[int, float]:
    """Rates by instalment of a loan that is repriced once a year (重定价), as `equal_instalment` takes them.

    ``rate_per_year`` is the rate agreed at first, ``yearly`` the rate from each repricing on, by calendar
    year: the latest loan prime rate (LPR) plus the agreed margin. A year without an entry keeps the rate
    before it. Loans are repriced on the first day of ``month``, 1 for January, as is usual. A new rate holds
    from the first instalment that is due on that day or later: the schedule counts whole months and does
    not split, as banks do by days, the interest of the month in which the rate changes.

    Since 1 November 2024 borrowers may agree on repricing every three or six months instead; write the
    mapping by hand for those.

    Raises ``TypeError`` for what is no number, ``ValueError`` for a rate outside 0 to 1, a repricing before
    the loan began, a month that is not 1 to 12, and what else `equal_instalment` refuses.

    Source: People's Bank of China (2019), Announcement No. 16, and (2024), Announcement No. 11, on the
    pricing of commercial personal housing loans.

    >>> yearly_resets(0.042, {2024: 0.0395, 2025: 0.036}, months=24, first_due="2023-06-20")
    {1: 0.042, 8: 0.0395, 20: 0.036}
    """
    asked_by = "yearly_resets"
    term = whole_number(months, "months", asked_by)
    repriced = whole_number(month, "month", asked_by, most=12)
    if not isinstance(yearly, Mapping):
        raise TypeError(f"yearly_resets needs yearly to map years to rates, such as {{2024: 0.0395}}; found {yearly!r}")
    # Number 0 stands for the day a month before the first instalment, on which interest begins.
    due = due_dates(np.array(one_day(first_due, "first_due", asked_by)), np.arange(term + 1))
    rates = {1: yearly_rate(rate_per_year, "rate_per_year", asked_by)}
    for year in sorted(whole_number(one, "each year in yearly", asked_by, most=9_999) for one in yearly):
        rate = yearly_rate(yearly[year], f"yearly[{year}]", asked_by)
        day = np.datetime64(f"{year:04d}-{repriced:02d}-01")
        if day <= due[0]:
            raise ValueError(f"yearly_resets needs years after the loan began, about {due[0]}; found {year}")
        if day <= due[-1]:
            rates[int(np.argmax(due >= day))] = rate
    return rates
