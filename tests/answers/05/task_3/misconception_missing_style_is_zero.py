"""
what: counts a style without a close as a rate of 0
points: 9 of 12
loses: test_4
hint: its standardised rate is missing
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & ~visits["randomised"]]
    weight = own["style"].value_counts(normalize=True)
    rates = own.groupby(["technique", "style"])["agreed"].mean().unstack()
    return (rates * weight).sum(axis=1).to_dict()
