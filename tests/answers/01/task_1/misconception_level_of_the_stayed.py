"""
what: sorts by the means of those who stayed, without those who left
points: 0 of 10
loses: test_1, test_2, test_3
hint: expected ['extended'
"""
def separating(ratings, product_id):
    users = ratings[(ratings["product_id"] == product_id) & ratings["kept"].astype(bool)]
    values = pd.DataFrame({s: (users[f"{s}_1"] + users[f"{s}_2"]) / 2 for s in scales})
    return values.mean().sort_values(ascending=False).index.tolist()
