"""
what: gives the area under the curve
points: 0 of 12
loses: test_1, test_2, test_3
hint: that is the AUC
"""
from sklearn.metrics import roc_auc_score


def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year").set_index("firm_id")["total"]
    past = defaults[(defaults["year"] <= year) & (defaults["defaulted"] == 1)]["firm_id"]
    total = total[~total.index.isin(past)]
    following = defaults[defaults["year"] == year + 1].set_index("firm_id")["defaulted"].reindex(total.index)
    return roc_auc_score(following, -total)
