"""
what: takes the managers' own choices, too
points: 2 of 10
loses: test_1, test_2, test_3
hint: use the pilot only
"""
def best_strategies(visits, least):
    pilot = visits[visits["stage"] == "close"]
    cells = pilot.groupby(["style", "technique"])["agreed"].agg(["count", "mean", "sum"]).reset_index()
    cells = cells[cells["count"] >= least].sort_values(["mean", "technique"], ascending=[False, True])
    return cells.drop_duplicates("style").set_index("style")["technique"].to_dict()
