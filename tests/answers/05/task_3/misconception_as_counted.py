"""
what: gives the rates as counted
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: 0.625 is the rate as counted
"""
def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & ~visits["randomised"]]
    return own.groupby("technique")["agreed"].mean().to_dict()
