"""
what: melts the questions into long form; gives an index
points: 10 of 10
"""
def separating(ratings, product_id):
    users = ratings.query("product_id == @product_id").reset_index(drop=True)
    questions = [f"{scale}_{n}" for scale in scales for n in (1, 2)]
    long = users.melt(id_vars="kept", value_vars=questions, var_name="question", value_name="mark")
    long["scale"] = long["question"].str[:-2]
    table = long.pivot_table(index="scale", columns="kept", values="mark", aggfunc="mean")
    return (table[True] - table[False]).sort_values(ascending=False).index
