"""
what: cmlib's top_transition, which does not count who left
points: 6 of 12
loses: test_1, test_2
hint: A has left and counts as lost
"""
def still_best(profits, year, share):
    two = profits[profits["year"].isin([year, year + 1])]
    if two["year"].nunique() < 2:
        return float("nan")
    return segments.top_transition(two, share=share).probabilities.loc["top", "top"]
