"""
what: counts the closes of a strategy over all styles
points: 2 of 10
loses: test_1, test_2, test_3
hint: so this style has no entry
"""
def best_strategies(visits, least):
    pilot = visits[visits["randomised"]]
    cells = pilot.groupby(["style", "technique"])["agreed"].agg(["count", "mean", "sum"]).reset_index()
    cells = cells[cells.groupby("technique")["count"].transform("sum") >= least].sort_values(["mean", "technique"], ascending=[False, True])
    return cells.drop_duplicates("style").set_index("style")["technique"].to_dict()
