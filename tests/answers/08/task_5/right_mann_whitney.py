"""
what: the Mann-Whitney statistic of scipy
points: 12 of 12
"""
from scipy.stats import mannwhitneyu


def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year").set_index("firm_id")["total"]
    past = defaults[(defaults["year"] <= year) & (defaults["defaulted"] == 1)]["firm_id"]
    coming = defaults[(defaults["year"] == year + 1) & (defaults["defaulted"] == 1)]["firm_id"]
    total = total[~total.index.isin(past)]
    bad, good = total[total.index.isin(coming)], total[~total.index.isin(coming)]
    greater = mannwhitneyu(good, bad).statistic
    return np.float32(2 * greater / (len(good) * len(bad)) - 1)
