"""
what: compares with the year before alone
points: 4 of 12
loses: test_1, test_2, test_4
hint: normal stock is 20
"""

from scipy.stats import t


def excess_stock(statements, firm_id, year):
    own = statements[statements["firm_id"] == firm_id].set_index("year")
    used = own["inventory"] / own["revenue"]
    past = used[(used.index < year) & (own["revenue"] > 0)].dropna()
    if len(past) < 3:
        return None
    estimate = own.loc[year, "inventory"] - past.sort_index().iloc[-1] * own.loc[year, "revenue"]
    margin = t.ppf(0.975, len(past) - 1) * past.std() * (1 + 1 / len(past)) ** 0.5 * own.loc[year, "revenue"]
    return estimate - margin, estimate, estimate + margin
