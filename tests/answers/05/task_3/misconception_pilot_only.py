"""
what: takes the pilot instead of the own choices
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: expected the two strategies as keys
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & visits["randomised"]]
    weight = own["style"].value_counts(normalize=True)
    rates = own.groupby(["technique", "style"])["agreed"].mean().unstack()
    return (rates * weight).sum(axis=1, skipna=False).to_dict()
