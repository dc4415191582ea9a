"""
what: takes the lowest rate
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: the concession has 2 of 5
"""
def best_strategies(visits, least):
    pilot = visits[visits["randomised"]]
    cells = pilot.groupby(["style", "technique"])["agreed"].agg(["count", "mean", "sum"]).reset_index()
    cells = cells[cells["count"] >= least].sort_values(["mean", "technique"], ascending=[True, True])
    return cells.drop_duplicates("style").set_index("style")["technique"].to_dict()
