"""
what: takes all closes, the pilot too
points: 2 of 12
loses: test_2, test_3, test_4
hint: the pilot is in
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close")]
    weight = own["style"].value_counts(normalize=True)
    rates = own.groupby(["technique", "style"])["agreed"].mean().unstack()
    return (rates * weight).sum(axis=1, skipna=False).to_dict()
