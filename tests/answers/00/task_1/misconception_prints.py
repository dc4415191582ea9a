"""
what: prints the share and returns nothing
points: 0 of 5
loses: test_1, test_2, test_3
hint: does the function end in return
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    print((known < known.mean()).mean())
