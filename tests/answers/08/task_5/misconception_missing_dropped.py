"""
what: leaves out the firms with a missing ratio
points: 2 of 12
loses: test_2, test_3
hint: missing values earn no points
"""
from sklearn.metrics import roc_auc_score


def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD).query("year == @year").set_index("firm_id")["total"].dropna()
    past = defaults[(defaults["year"] <= year) & (defaults["defaulted"] == 1)]["firm_id"]
    total = total[~total.index.isin(past)]
    following = defaults[defaults["year"] == year + 1].set_index("firm_id")["defaulted"].reindex(total.index)
    return 2 * roc_auc_score(following, -total) - 1
