"""
what: correlates with satisfaction instead of staying
points: 0 of 10
loses: test_1, test_2, test_3
hint: expected ['extended'
"""
def separating(ratings, product_id):
    users = ratings[ratings["product_id"] == product_id]
    values = pd.DataFrame({s: (users[f"{s}_1"] + users[f"{s}_2"]) / 2 for s in scales})
    liked = users["satisfied"] >= users["satisfied"].median()
    gap = values[liked].mean() - values[~liked].mean().fillna(0)
    return gap.sort_values(ascending=False).index.tolist()
