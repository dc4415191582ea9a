"""
what: gives every style the same weight
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: every style has the same weight here
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & ~visits["randomised"]]
    weight = own["style"].value_counts(normalize=True)
    rates = own.groupby(["technique", "style"])["agreed"].mean().unstack()
    return rates.mean(axis=1, skipna=False).to_dict()
