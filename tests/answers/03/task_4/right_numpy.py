"""
what: an array of three numbers
points: 12 of 12
"""

import scipy.stats


def excess_stock(statements, firm_id, year):
    own = statements.query("firm_id == @firm_id and year <= @year")
    now = own.query("year == @year").iloc[0]
    before = own.query("year < @year and revenue > 0")
    x = (before["inventory"] / before["revenue"]).to_numpy()
    x = x[np.isfinite(x)]
    if x.size < 3:
        return None
    width = scipy.stats.t(x.size - 1).ppf(0.975) * np.std(x, ddof=1) * np.sqrt(1 + 1 / x.size)
    return now["inventory"] - now["revenue"] * (x.mean() + width * np.array([1, 0, -1]))
