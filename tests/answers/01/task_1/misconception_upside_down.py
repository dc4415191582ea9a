"""
what: who left less who stayed
points: 0 of 10
loses: test_1, test_2, test_3
hint: upside down
"""
def separating(ratings, product_id):
    users = ratings[ratings["product_id"] == product_id]
    values = pd.DataFrame({s: (users[f"{s}_1"] + users[f"{s}_2"]) / 2 for s in scales})
    mean = values.groupby(users["kept"].astype(bool)).mean()
    return (mean.loc[False] - mean.loc[True]).sort_values(ascending=False).index.tolist()
