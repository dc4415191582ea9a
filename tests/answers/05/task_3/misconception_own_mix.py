"""
what: weights a strategy with its own mix of styles
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: 0.625 is the rate as counted
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & ~visits["randomised"]]
    rates = own.groupby(["technique", "style"])["agreed"].mean().unstack()
    mix = own.groupby("technique")["style"].value_counts(normalize=True).unstack()
    return (rates * mix).sum(axis=1).to_dict()
