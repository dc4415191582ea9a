"""
what: area under the curve with scikit-learn
points: 12 of 12
"""
from sklearn.metrics import roc_auc_score


def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year").set_index("firm_id")["total"]
    wide = defaults.pivot(index="firm_id", columns="year", values="defaulted")
    before = wide.loc[:, wide.columns <= year].max(axis=1)
    alive = total.index[before.reindex(total.index) == 0]
    return 2 * roc_auc_score(wide.loc[alive, year + 1], -total[alive]) - 1
