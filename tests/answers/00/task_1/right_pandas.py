"""
what: drops what is missing and takes the mean of true and false
points: 5 of 5
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return (known < known.mean()).mean()
