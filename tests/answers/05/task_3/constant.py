"""
what: types in the rates of the public bank
points: 0 of 12
loses: test_1, test_2, test_3, test_4
"""
def fair_rates(visits):
    return {"direct request": 0.4576, "suggested trial": 0.4751, "concession": 0.4521, "summary of benefits": 0.4722}
