"""
what: keeps the firms that had defaulted before
points: 5 of 12
loses: test_1, test_3
hint: have not defaulted up to the end of 2022
"""
from sklearn.metrics import roc_auc_score


def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year").set_index("firm_id")["total"]
    following = defaults[defaults["year"] == year + 1].set_index("firm_id")["defaulted"].reindex(total.index)
    return 2 * roc_auc_score(following, -total) - 1
