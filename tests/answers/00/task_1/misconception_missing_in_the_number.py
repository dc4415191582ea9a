"""
what: skips missing amounts in the mean, and counts them in the number of rows
points: 3 of 5
loses: test_3
hint: leave them out of the number that you divide by
"""
def share_below_mean(table):
    return (table["deposits"] < table["deposits"].mean()).mean()
