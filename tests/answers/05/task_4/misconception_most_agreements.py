"""
what: takes the strategy with the largest number of agreements
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: compare rates, not numbers of agreements
"""
def best_strategies(visits, least):
    pilot = visits[visits["randomised"]]
    cells = pilot.groupby(["style", "technique"])["agreed"].agg(["count", "mean", "sum"]).reset_index()
    cells = cells[cells["count"] >= least].sort_values(["sum", "technique"], ascending=[False, True])
    return cells.drop_duplicates("style").set_index("style")["technique"].to_dict()
