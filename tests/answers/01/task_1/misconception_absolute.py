"""
what: drops the sign of the difference
points: 0 of 10
loses: test_1, test_2, test_3
hint: the sign counts
"""
def separating(ratings, product_id):
    users = ratings[ratings["product_id"] == product_id]
    values = pd.DataFrame({s: (users[f"{s}_1"] + users[f"{s}_2"]) / 2 for s in scales})
    mean = values.groupby(users["kept"].astype(bool)).mean()
    return (mean.loc[True] - mean.loc[False]).abs().sort_values(ascending=False).index.tolist()
