"""
what: one strategy for every style
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: so this style has no entry
"""
def best_strategies(visits, least):
    pilot = visits[visits["randomised"]]
    cells = pilot.groupby("technique")["agreed"].agg(["count", "mean"])
    best = cells[cells["count"] >= least]["mean"].idxmax()
    return {style: best for style in pilot["style"].unique()}
