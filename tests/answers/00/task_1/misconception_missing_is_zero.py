"""
what: writes 0 for what is missing
points: 3 of 5
loses: test_3
hint: taken for 0
"""
def share_below_mean(table):
    amounts = table["deposits"].fillna(0)
    return (amounts < amounts.mean()).mean()
