"""
what: compares over all services
points: 0 of 10
loses: test_1, test_2, test_3
hint: look at the users of the given service only
"""
def separating(ratings, product_id):
    values = pd.DataFrame({s: (ratings[f"{s}_1"] + ratings[f"{s}_2"]) / 2 for s in scales})
    mean = values.groupby(ratings["kept"].astype(bool)).mean()
    return (mean.loc[True] - mean.loc[False]).sort_values(ascending=False).index.tolist()
