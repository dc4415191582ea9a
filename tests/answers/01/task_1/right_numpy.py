"""
what: numpy arrays and argsort; gives an array
points: 10 of 10
"""
def separating(ratings, product_id):
    here = ratings["product_id"].to_numpy() == product_id
    stayed = ratings["kept"].to_numpy(dtype=bool)
    first = ratings[[f"{s}_1" for s in scales]].to_numpy(dtype=float)
    second = ratings[[f"{s}_2" for s in scales]].to_numpy(dtype=float)
    value = (first + second) / 2
    gap = value[here & stayed].mean(axis=0) - value[here & ~stayed].mean(axis=0)
    return np.array(scales)[np.argsort(-gap)]
