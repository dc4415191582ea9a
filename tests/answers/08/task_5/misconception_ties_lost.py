"""
what: lets pairs with equal points count for nothing
points: 5 of 12
loses: test_1, test_2
hint: count equal points half
"""
def card_gini(statements, judgements, defaults, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    total = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year").set_index("firm_id")["total"]
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    total = total[~total.index.isin(failed.index[failed <= year])]
    falls = total.index.isin(failed.index[failed == year + 1])
    bad, good = total[falls].to_numpy(), total[~falls].to_numpy()
    return 2 * np.mean([b < g for b in bad for g in good]) - 1
