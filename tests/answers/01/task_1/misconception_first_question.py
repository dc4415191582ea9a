"""
what: takes the first question of each scale for the scale
points: 2 of 10
loses: test_2, test_3
hint: one of them is left out
"""
def separating(ratings, product_id):
    users = ratings[ratings["product_id"] == product_id]
    mean = users.groupby(users["kept"].astype(bool))[[f"{s}_1" for s in scales]].mean()
    gap = (mean.loc[True] - mean.loc[False]).sort_values(ascending=False)
    return [name[:-2] for name in gap.index]
