"""
what: loops over the rows and adds up; gives a tuple
points: 10 of 10
"""
def separating(ratings, product_id):
    sums = {(scale, side): 0.0 for scale in scales for side in (True, False)}
    counts = {True: 0, False: 0}
    for _, row in ratings.iterrows():
        if row["product_id"] != product_id:
            continue
        side = bool(row["kept"])
        counts[side] += 1
        for scale in scales:
            sums[scale, side] += (row[scale + "_1"] + row[scale + "_2"]) / 2
    gap = {scale: sums[scale, True] / counts[True] - sums[scale, False] / counts[False] for scale in scales}
    return tuple(sorted(gap, key=gap.get, reverse=True))
