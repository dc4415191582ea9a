"""
what: one style after the other
points: 10 of 10
"""
def best_strategies(visits, least):
    pilot = visits[visits["randomised"] == True]
    answer = {}
    for style in pilot["style"].unique():
        rows = pilot[pilot["style"] == style].groupby("technique")["agreed"].agg(["mean", "size"]).sort_index()
        rows = rows[rows["size"] >= least]
        if not rows.empty:
            answer[style] = rows["mean"].idxmax()
    return answer
